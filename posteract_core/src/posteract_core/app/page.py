"""One self-contained page of a run: what was made, before and after; what failed; what wants a look."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from string import Template

from ..model import ArtworkKind
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
DONE = "uploaded"


def page(report: RunReport, exhibits: Sequence[Exhibit], *, title: str) -> str:
    """Return the page as HTML; it needs no network, and runs no script but its own."""
    template = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    summary = report.summary
    counts = (
        ("made", summary.done),
        ("up to date", summary.unchanged),
        ("failed", summary.failed),
        ("without artwork", summary.missing),
        ("left to their owner", summary.kept),
        ("contested", summary.contested),
    )
    return template.substitute(
        title=escape(title),
        when=escape(summary.finished.strftime("%Y-%m-%d %H:%M")),
        counts="".join(
            f"<li><b>{count}</b> {words}</li>" for words, count in counts if count or words in ("made", "up to date")
        ),
        sections="".join(_sections(exhibits)),
        table="".join(_table(report)),
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


def _table(report: RunReport) -> Iterator[str]:
    rows = [task for task in report.summary.tasks if task.status != DONE]
    if not rows:
        return
    yield "<section><h2>Not made</h2><table><tr><th>Status<th>Picture<th>Item<th>Library<th>Why</tr>"
    for task in rows:
        cells = (task.status, task.kind.words, task.item, task.library, task.error or task.reason)
        yield "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + "</tr>"
    yield "</table></section>"


def _inline(data: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
