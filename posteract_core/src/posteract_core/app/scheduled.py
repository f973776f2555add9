"""`posteract schedule`: what is configured, and runs, pauses and resumptions by hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from ..errors import LedgerBusy
from ..providers import JobState, KnowsTheClock
from ..run import Progress
from .app import App
from .jobs import Jobs
from .report import RunReport


def listed(app: App, *, now: datetime | None = None) -> list[dict[str, Any]]:
    """Return every job as plain data: name, when, next, last, outcome, said, paused; times as ISO 8601, in its own zone."""
    now = now or datetime.now(UTC)
    states = _jobs(app, app.reading).states()
    due = due_at(app, states)
    return [_row(state, due[state.job.name], now) for state in states]


def due_at(app: App, states: Sequence[JobState]) -> dict[str, datetime | None]:
    """Return when each job is due next, by its name; a moment that is past when it is due now.

    None for one that is paused or never due, and for all where no plugin knows the clock.
    """
    clock = next((each for each in app.house.triggers().values() if isinstance(each, KnowsTheClock)), None)
    return {
        state.job.name: clock.next_after(state.job, state.since) if clock is not None and not state.paused else None
        for state in states
    }


def pause(app: App, name: str) -> None:
    """Have a job not fired any more; raises UsageError when there is none called so."""
    _jobs(app, app.ledger).pause(name)


def resume(app: App, name: str) -> None:
    """Have a job fired again; raises UsageError when there is none called so."""
    _jobs(app, app.ledger).resume(name)


def run_now(app: App, name: str, *, wait: bool = False, progress: Callable[[Progress], None]) -> RunReport:
    """Do the run of a job now; it counts as the job's last run.

    Args:
        app: open.
        name: of the job, paused or not.
        wait: for another run that holds the ledger.
        progress: told after each finished target.

    Raises:
        UsageError: there is no job called so; and what `App.run` raises.
    """
    from dataclasses import replace

    jobs = _jobs(app, app.ledger)
    request = jobs.job(name).request
    request = replace(request, wait=request.wait or wait)
    began = time.time()
    try:
        report = app.run(request, progress=progress)
    except LedgerBusy:
        raise
    except Exception as error:
        jobs.ran(name, began, "failed", str(error))
        raise
    summary = report.summary
    said = f"{summary.done} done, {summary.unchanged} unchanged, {summary.failed} failed"
    if not summary.request.dry_run:
        jobs.ran(name, began, "finished", said)
    return report


def _jobs(app: App, ledger: Any) -> Jobs:
    return Jobs(lambda: app.loaded, ledger)


def _row(state: JobState, due: datetime | None, now: datetime) -> dict[str, Any]:
    zone = due.tzinfo if due is not None else None
    last = state.started_at.astimezone(zone) if state.started_at is not None else None
    return {
        "name": state.job.name,
        "when": state.job.timing,
        "next": due.isoformat(timespec="seconds") if due is not None else None,
        "due": due is not None and due <= now,
        "last": last.isoformat(timespec="seconds") if last is not None else None,
        "outcome": "under way" if state.under_way else state.outcome,
        "said": state.said,
        "paused": state.paused,
    }
