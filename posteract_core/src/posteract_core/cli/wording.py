"""Outcomes in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..printed import one_line
from .tables import text_table

if TYPE_CHECKING:
    from ..app import RunReport
    from ..app.candidates import Candidate
    from ..errors import PosteractError
    from ..model import RunSummary
    from ..run.collections import CollectionOutcome
    from ..run.edits import EditOutcome

MOST_SHOWN = 40
"""Rows of a table before the rest is only counted; `-v` shows all."""

LONGEST = 40
"""Characters of a text that are shown in a table."""

DONE = "uploaded"


def run_lines(outcome: RunReport, *, verbose: bool) -> Iterator[str]:
    """Yield what a run has to say for itself, line by line."""
    summary = outcome.summary
    if outcome.nothing_configured:
        yield "No library is configured, so there is nothing to do. `posteract config init` writes a configuration to begin with."
        return
    shown = [task for task in summary.tasks if verbose or task.status != DONE]
    if shown:
        rows = [
            (task.status, task.kind.words, task.item, task.library, task.error or task.reason)
            for task in shown[: None if verbose else MOST_SHOWN]
        ]
        yield text_table(("status", "kind", "item", "library", "why"), rows)
        if len(rows) < len(shown):
            yield f"… and {len(shown) - len(rows)} more; -v shows all."
    yield from collection_lines(outcome.collections, verbose=verbose)
    yield from edit_lines(outcome.edits, verbose=verbose)
    yield from _explained(outcome)
    yield from down_lines(outcome.down)
    yield _sentence(summary)


def down_lines(down: Mapping[str, PosteractError]) -> Iterator[str]:
    """Yield a line for each server or library that could not be reached: why, and the way out."""
    for name, error in down.items():
        said = str(error).removeprefix(f"{name}: ")  # errors of providers name them
        yield one_line(f"Could not be reached: {name}: {said}" + (f" ({error.hint})" if error.hint else ""))


def warning_lines(warnings: Iterable[str]) -> Iterator[str]:
    """Yield a line for each warning."""
    return (one_line(f"warning: {warning}") for warning in warnings)


def collection_lines(outcomes: Sequence[CollectionOutcome], *, verbose: bool) -> Iterator[str]:
    """Yield what became of collections: a table of those that are not as they were, and with `verbose` their members."""
    told = [each for each in outcomes if verbose or each.status != "unchanged" or each.handed]
    if told:
        rows = [(each.status, each.title, each.library, each.error or each.what) for each in told]
        yield text_table(("status", "collection", "library", "what"), rows)
    for each in told if verbose else ():
        changes = [*(f"+ {title}" for title in each.added), *(f"- {title}" for title in each.removed)]
        missing = [f"? {title} (not in the library)" for title in each.missing]
        changes += [f"> {line}" for line in each.handed]
        if changes or missing:
            yield f"{one_line(each.title)}:"
            yield from (f"  {one_line(line)}" for line in [*changes, *missing])
    if outcomes:
        unchanged = sum(each.status == "unchanged" for each in outcomes)
        yield f"{len(outcomes)} collections, {unchanged} as they were."


def edit_lines(outcomes: Sequence[EditOutcome], *, verbose: bool) -> Iterator[str]:
    """Yield what was written about items: a line for each, with what stood there; with `verbose` also what stays."""
    told = [each for each in outcomes if verbose or each.status != "left"]
    rows = [(each.status, each.item, each.library, _written(each)) for each in told]
    shown = rows[: None if verbose else MOST_SHOWN]
    if shown:
        yield text_table(("status", "item", "library", "what"), shown)
    if len(shown) < len(rows):
        yield f"… and {len(rows) - len(shown)} more items; -v shows all."


def _written(outcome: EditOutcome) -> str:
    said = [f"{each.field.replace('_', ' ')}: {_short(each.old)} → {_short(each.new)}" for each in outcome.fields]
    if outcome.by_hand:
        said.append(f"{', '.join(outcome.by_hand)} as edited by hand")
    return "; ".join([*([outcome.error] if outcome.error else []), *said])


def _short(text: str) -> str:
    text = " ".join(text.split())
    return (text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…") or "nothing"


def _explained(outcome: RunReport) -> Iterator[str]:
    """Yield, of a dry run that was asked why, every candidate for each picture."""
    for each in outcome.explained:
        yield "\n" + one_line(f"{each.item}, {each.kind.words}, in {each.library}:")
        yield candidates_table(each.rows) if each.rows else "  no source has one"
        for error in each.silent.values():
            yield one_line(f"  could not be asked: {error}")
    if outcome.explained:
        yield ""


def candidates_table(rows: Sequence[Candidate]) -> str:
    """Return the candidates as a table."""
    cells = []
    for row in rows:
        artwork = row.artwork
        cells.append(
            (
                ("*" if row.pinned else "") + str(row.number or ""),
                str(row.rank or "–"),
                artwork.source,
                artwork.language or "?",
                f"{artwork.width_px} × {artwork.height_px}" if artwork.width_px else "?",
                str(artwork.votes or ""),
                row.why,
                artwork.preview_url or artwork.page_url or artwork.id,
            )
        )
    return text_table(("N", "rank", "source", "language", "size", "votes", "why", "where"), cells)


def _sentence(summary: RunSummary) -> str:
    seconds = (summary.finished - summary.started).total_seconds()
    parts = [
        f"{summary.planned} to do" if summary.request.dry_run else f"{summary.done} done",
        f"{summary.unchanged} up to date",
    ]
    for count, words in (
        (summary.failed, "failed or waiting"),
        (summary.missing, "without artwork"),
        (summary.kept, "left to their owner"),
        (summary.contested, "left to another tool"),
    ):
        if count:
            parts.append(f"{count} {words}")
    after = "; a dry run, nothing was changed." if summary.request.dry_run else f", in {seconds:.1f} s."
    return ", ".join(parts) + after
