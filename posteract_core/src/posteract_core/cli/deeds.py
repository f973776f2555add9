"""Outcomes of commands that work on picture slots one by one, in words; and the exit code they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .state import ExitCode
from .tables import text_table
from .wording import down_lines

if TYPE_CHECKING:
    from ..app.deeds import DeedReport

MOST_SHOWN = 40
"""Rows of a table before the rest is only counted; `-v` shows all."""


def deed_lines(report: DeedReport, *, verbose: bool) -> Iterator[str]:
    """Yield what a command has to say for itself, line by line."""
    if report.deeds:
        rows = [
            (deed.status, deed.kind.replace("_", " "), deed.item, deed.library, deed.error or deed.reason)
            for deed in report.deeds[: None if verbose else MOST_SHOWN]
        ]
        yield text_table(("status", "kind", "item", "library", "why"), rows)
        if len(rows) < len(report.deeds):
            yield f"… and {len(report.deeds) - len(rows)} more; -v shows all."
    yield from down_lines(report.down)
    counted = ", ".join(f"{count} {status}" for status, count in sorted(report.counts.items()))
    yield (counted or "Nothing to do") + ("; a dry run, nothing was changed." if report.dry_run else ".")


def exit_code(report: DeedReport) -> ExitCode:
    """Return the exit code an outcome stands for."""
    if not report.reached:
        return ExitCode.NO_SERVER
    return ExitCode.INCOMPLETE if report.counts["failed"] or report.down else ExitCode.OK
