"""One self-contained page of a run: what was made, before and after; what failed; what wants a look."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from string import Template

from ..model import ArtworkKind, TaskOutcome
from .gallery import Exhibit
from .report import RunReport

ORDER = tuple(ArtworkKind)
HEADINGS = {
    ArtworkKind.POSTER: "Posters",
    ArtworkKind.BACKGROUND: "Backgrounds",
    ArtworkKind.SEASON: "Season posters",
    ArtworkKind.SEASON_BACKGROUND: "Season backgrounds",
    ArtworkKind.TITLE_CARD: "Title cards",
    ArtworkKind.COLLECTION: "Collections",
    ArtworkKind.LOGO: "Logos",
    ArtworkKind.SQUARE: "Square pictures",
}
FAILED = ("failed", "waiting")
DONE, PLANNED = "uploaded", "planned"
MOST_ROWS = 1000
"""Of one table; a page of fifty thousand rows helps nobody."""

NOTE = "point at a picture to see what it was made of"
DRY_NOTE = "a dry run: nothing was changed; {shown} of the pictures that would be made · point at one to see what it is made of"


def page(report: RunReport, exhibits: Sequence[Exhibit], *, title: str) -> str:
    """Return the page as HTML; it needs no network, and runs no script but its own."""
    template = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    summary = report.summary
    dry = summary.request.dry_run
    counts = (
        ("to be made", summary.planned) if dry else ("made", summary.done),
        ("up to date", summary.unchanged),
        ("failed", summary.failed),
        ("without artwork", summary.missing),
        ("left to their owner", summary.kept),
        ("contested", summary.contested),
    )
    return template.substitute(
        title=escape(title),
        note=escape(DRY_NOTE.format(shown=len(exhibits)) if dry else NOTE),
        when=escape(summary.finished.strftime("%Y-%m-%d %H:%M")),
        counts="".join(
            f"<li><b>{count}</b> {words}</li>"
            for words, count in counts
            if count or words in ("to be made", "made", "up to date")
        ),
        sections="".join(_sections(exhibits)),
        tables="".join(_tables(report)),
    )


def _sections(exhibits: Sequence[Exhibit]) -> Iterator[str]:
    for kind in ORDER:
        mine = sorted((each for each in exhibits if each.kind is kind), key=lambda each: (each.library, each.item))
        if not mine:
            continue
        shape = "wide" if kind.is_wide else "tall"
        yield f'<section class="{shape}"><h2>{HEADINGS[kind]} <small>{len(mine)}</small></h2><div class="wall">'
        yield from map(_figure, mine)
        yield "</div></section>"


def _figure(exhibit: Exhibit) -> str:
    name = escape(exhibit.item)
    return (
        '<figure><div class="pair" tabindex="0">'
        f'<img class="after" loading="lazy" alt="{name}, finished" src="{_inline(exhibit.after)}">'
        f'<img class="before" loading="lazy" alt="{name}, before" src="{_inline(exhibit.before)}">'
        f"</div><figcaption>{name}<small>{escape(exhibit.source)}</small></figcaption></figure>"
    )


def _tables(report: RunReport) -> Iterator[str]:
    """Yield what failed, what wants a look, what is left alone, and in a dry run what would be made, each as a table."""
    tasks = [task for task in report.summary.tasks if task.status not in (DONE, PLANNED)]
    if report.rehearsed is not None:
        tasks = [task for task in report.rehearsed.tasks if task.status != PLANNED] + tasks
    wanting = [task for task in (report.rehearsed or report.summary).tasks if task.review and task.status not in FAILED]
    yield from _table(
        "Failed or waiting", [(task, task.error or task.reason) for task in tasks if task.status in FAILED]
    )
    yield from _table("Wants a look", [(task, task.review) for task in wanting])
    yield from _table("No artwork found", [(task, task.reason) for task in tasks if task.status == "missing"])
    yield from _table("Left alone", [(task, task.reason) for task in tasks if task.status not in (*FAILED, "missing")])
    yield from _table("Would be made", [(task, task.reason) for task in report.summary.tasks if task.status == PLANNED])


def _table(heading: str, rows: Sequence[tuple[TaskOutcome, str]]) -> Iterator[str]:
    if not rows:
        return
    yield f"<section><h2>{heading} <small>{len(rows)}</small></h2>"
    yield "<table><tr><th>Item<th>Picture<th>Library<th>Why</tr>"
    for task, why in rows[:MOST_ROWS]:
        cells = (task.item, task.kind.words, task.library, why)
        yield "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + "</tr>"
    yield "</table>"
    if len(rows) > MOST_ROWS:
        yield f"<p>… and {len(rows) - MOST_ROWS} more; `--json` has them all.</p>"
    yield "</section>"


def _inline(data: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
