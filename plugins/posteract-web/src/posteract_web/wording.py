"""Runs and jobs of whoever serves, as plain data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from posteract_core.model import RunRequest


def run_row(record: Any) -> dict[str, Any]:
    """Return a record of the queue; its report's own fields are among the run's once it is finished."""
    report = record.report.as_json() if record.report is not None else {}
    return {
        **report,
        "id": record.id,
        "state": str(record.state),
        "jobs": list(record.jobs),
        "request": request_row(record.request),
        "queued_at": _iso(record.queued_at),
        "started_at": _iso(record.started_at),
        "ended_at": _iso(record.ended_at),
        "progress": progress_row(record.progress),
        "error": record.error,
        "hint": record.hint,
    }


def request_row(request: RunRequest) -> dict[str, Any]:
    """Return what a run was asked for, by the names of the options."""
    return {
        "all": request.all,
        "item": list(request.items),
        "library": list(request.libraries),
        "kind": [kind.value for kind in request.kinds],
        "only": sorted(request.only),
        "force": request.force,
        "recheck": request.recheck,
        "dry_run": request.dry_run,
        "yes": request.yes,
        "limit": request.limit,
    }


def progress_row(progress: Any) -> dict[str, Any] | None:
    """Return how far a run is."""
    if progress is None:
        return None
    last = progress.last
    return {
        **{name: getattr(progress, name) for name in ("total", "finished", "done", "unchanged", "failed")},
        "last": f"{last.item}, {last.kind.words}: {last.status}" if last is not None else "",
    }


def job_row(state: Any, due: datetime | None) -> dict[str, Any]:
    """Return the state of a job that is due next then."""
    return {
        "name": state.job.name,
        "timing": state.job.timing,
        "next_at": due.isoformat(timespec="seconds") if due is not None else None,
        "paused": state.paused,
        "under_way": state.under_way,
        "started_at": _iso(state.started_at),
        "ended_at": _iso(state.ended_at),
        "outcome": state.outcome,
        "said": state.said,
    }


def configured_job(name: str, entry: Any) -> dict[str, Any]:
    """Return what the configuration alone says of a job."""
    cron = getattr(entry, "cron", None)
    every = getattr(entry, "every", None)
    timing = f"cron {cron}" if cron else f"every {every.seconds:g} s" if every else ""
    return {"name": name, "timing": timing}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone().isoformat(timespec="seconds")
