"""How a run is shown: a bar on a terminal, lines in a pipe, nothing when asked for JSON."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from ..run import Progress

LINE_EVERY_S = 10.0
"""In a pipe, a line at most this often."""


class Display:
    """Shows progress; one of its forms is chosen by `showing`."""

    log: Callable[[str], None] | None = None

    def planning(self, looked_at: int) -> None:
        """Show how many targets were looked at."""

    def progress(self, progress: Progress) -> None:
        """Show how far the run is."""


class Lines(Display):
    """Plain lines on stderr, now and then."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def progress(self, progress: Progress) -> None:
        """Print a line when the last one is old enough, or the run is through."""
        now = time.monotonic()
        if now - self._last >= LINE_EVERY_S or progress.finished == progress.total:
            self._last = now
            with suppress(OSError):  # a full disk or a pipe that is gone ends no run
                typer.echo(
                    f"{progress.finished}/{progress.total}: {progress.done} done, {progress.unchanged} unchanged, "
                    f"{progress.failed} failed",
                    err=True,
                )


class Bar(Display):
    """A bar with rate, remaining time and counts; log lines appear above it."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar
        self._task = bar.add_task("Looking", total=None, counts="")
        self.log = self._log

    def planning(self, looked_at: int) -> None:
        """Show how many targets were looked at."""
        self._bar.update(self._task, description="Looking", counts=f"{looked_at} pictures")

    def progress(self, progress: Progress) -> None:
        """Move the bar."""
        counts = f"{progress.done} done · {progress.unchanged} unchanged · {progress.failed} failed"
        self._bar.update(
            self._task, description="Making", total=progress.total, completed=progress.finished, counts=counts
        )

    def _log(self, line: str) -> None:
        self._bar.console.print(line.rstrip("\n"), markup=False, highlight=False)


@contextmanager
def showing(*, quiet: bool) -> Iterator[Display]:
    """Yield what shows progress on this terminal or pipe."""
    if quiet:
        yield Display()
    elif sys.stderr is not None and sys.stderr.isatty():
        with _bar() as bar:
            yield Bar(bar)
    else:
        yield Lines()


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
        console=Console(stderr=True),
        transient=True,
    )
