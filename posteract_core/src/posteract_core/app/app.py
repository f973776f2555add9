"""The facade: everything a command may ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..errors import LedgerBusy, PosteractError
from ..model import RunRequest
from ..redaction import redact
from ..run import Progress
from ..store.files import write_whole
from .gallery import Gallery
from .opened import Opened
from .page import page
from .report import RunReport
from .running import Running


def _nothing(*_: object) -> None:
    """Tell nobody."""


class App(Opened):
    """What is open, and runs. Close it, or use it in a `with`.

    Raises, when opened:
        ConfigError: the configuration has mistakes.
    """

    _gallery: Gallery | None = None

    def run(
        self,
        request: RunRequest,
        *,
        progress: Callable[[Progress], None] = _nothing,
        planning: Callable[[int], None] = _nothing,
        exhibit: bool = False,
        why: bool = False,
    ) -> RunReport:
        """Plan, and unless it is a dry run, do it.

        Args:
            request: what to do.
            progress: told after each finished target.
            planning: told how many targets were looked at.
            exhibit: keep small pictures of what is made, for `write_page`.
            why: in a dry run about named items, tell every candidate for each of their pictures, and why it won or lost.

        Raises:
            UsageError: an item fits none or several, a library is not configured, the plan is beyond `run.limits`.
            LedgerBusy: another run holds the ledger.
            ConfigError: the configuration has mistakes.
            KeyboardInterrupt: cancelled; what was under way is finished.
        """
        self._gallery = Gallery() if exhibit else None
        running = Running(self, request, progress=progress, planning=planning, gallery=self._gallery, why=why)
        try:
            report = running.report()
        except Exception as error:
            self.tell_failure(request, error)
            raise
        if report.down:
            reasons = "; ".join(f"{name}: {error}" for name, error in report.down.items())
            hints = dict.fromkeys(error.hint for error in report.down.values() if error.hint)
            self.tell_failure(request, PosteractError(f"could not be reached: {reasons}", hint=" ".join(hints)))
        return report

    def tell_failure(self, request: RunRequest, error: Exception) -> None:
        """Tell observers of a run that did not do its work, or not all of it.

        Not of a dry run, nor of what its caller surely sees: a busy ledger, a title that is none, a run that was cancelled.
        """
        if request.dry_run or self.dry_run or request.items or isinstance(error, LedgerBusy) or self.cancel.is_set():
            return
        ours = isinstance(error, PosteractError)
        reason = str(error) if ours else f"{type(error).__name__}: {error}"
        hint = error.hint if isinstance(error, PosteractError) else ""
        self.house.notify(
            "posteract_run_failed", request=request, reason=redact(reason), hint=redact(hint), broken=self.broken()
        )

    def write_page(self, report: RunReport, path: Path, *, title: str = "") -> None:
        """Write the page of a run, with the pictures of one that was told to exhibit them; raises OSError."""
        exhibits = self._gallery.exhibits if self._gallery is not None else []
        title = title or ("Posteract dry run" if report.summary.request.dry_run else "Posteract run")
        write_whole(path, page(report, exhibits, title=title).encode())
