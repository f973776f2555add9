"""Runs that were asked for: one at a time, the others wait; what waits is merged with what comes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from threading import Condition, Event

from loguru import logger

from ..errors import PosteractError
from ..model import RunRequest
from ..redaction import redact
from ..run import Progress
from .merging import merged
from .report import RunReport

KEPT = 20
"""Runs that are done and still told of; each may hold thousands of outcomes."""


class RunState(StrEnum):
    """How a run is doing."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(slots=True, kw_only=True)
class RunRecord:
    """A run that was asked for.

    Attributes:
        id: made up; what `submit` returns.
        request: what it does; grows while it waits.
        jobs: the jobs that wait for it.
        asked: the ids under which it was asked for: its own first, then those of others that were merged into it.
        state: how it is doing.
        queued_at, started_at, ended_at: with time zone.
        progress: the last that was heard of it.
        report: what it came to; None unless it is finished.
        error, hint: why it failed, and the way out.
        cancel: set to end it.
        unwanted: somebody wanted it ended; else it is ended with the program, and taken up again.
    """

    id: str
    request: RunRequest
    queued_at: datetime
    jobs: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    state: RunState = RunState.QUEUED
    started_at: datetime | None = None
    ended_at: datetime | None = None
    progress: Progress | None = None
    report: RunReport | None = None
    error: str = ""
    hint: str = ""
    cancel: Event = field(default_factory=Event, repr=False)
    unwanted: bool = False

    @property
    def said(self) -> str:
        """Return what became of it, in a sentence."""
        if self.report is None:
            return self.error
        summary = self.report.summary
        return f"{summary.done} done, {summary.unchanged} unchanged, {summary.failed} failed"


CarryOut = Callable[[RunRecord], RunReport]
"""Does a run; raises what `App.run` does, KeyboardInterrupt once its `cancel` is set."""


class RunQueue:
    """Carries runs out one after the other, so that never two are at one library. Safe to use from many threads."""

    def __init__(self, carry_out: CarryOut, *, changed: Callable[[RunRecord], None] = lambda record: None) -> None:
        """Begin empty.

        Args:
            carry_out: does a run.
            changed: told when a run begins and when it ends.
        """
        self._carry_out = carry_out
        self._changed = changed
        self._records: dict[str, RunRecord] = {}
        self._changes = Condition()
        self._closed = False

    def submit(self, request: RunRequest, *, job: str = "", run_id: str = "") -> str:
        """Queue a run and return its id; when one that waits can do its work as well, that one does.

        Args:
            request: what it does.
            job: that was fired by this.
            run_id: it is to be found under; empty = one is made up.
        """
        jobs = (job,) if job else ()
        run_id = run_id or secrets.token_hex(6)
        with self._changes:
            for record in self._records.values():
                if record.state is RunState.QUEUED and (both := merged(record.request, request)) is not None:
                    record.request = both
                    record.jobs = tuple(dict.fromkeys((*record.jobs, *jobs)))
                    record.asked = (*record.asked, run_id)
                    return record.id
            record = RunRecord(id=run_id, request=request, jobs=jobs, asked=(run_id,), queued_at=_now())
            self._records[record.id] = record
            self._changes.notify_all()
            return record.id

    def records(self) -> list[RunRecord]:
        """Return the runs that wait, are going on, or were done lately; the oldest first."""
        with self._changes:
            return [replace(record) for record in self._records.values()]

    def find(self, run_id: str) -> RunRecord | None:
        """Return the run that was asked for under an id, as it stands now; None when there is none, or not any more."""
        with self._changes:
            record = self._find(run_id)
            return None if record is None else replace(record)

    def cancel(self, run_id: str) -> bool:
        """Have a run ended; return False when there is none of this id that waits or is going on."""
        with self._changes:
            record = self._find(run_id)
            if record is None or record.state not in (RunState.QUEUED, RunState.RUNNING):
                return False
            record.unwanted = True
            record.cancel.set()
            waiting = record.state is RunState.QUEUED
            if waiting:
                record.state, record.ended_at = RunState.CANCELLED, _now()
                self._changes.notify_all()
        if waiting:
            self._changed(record)
        return True

    def wait(self, run_id: str, timeout_s: float | None = None) -> RunRecord | None:
        """Return a run when it is done, or as it stands after `timeout_s`; None when there is none of this id."""
        over = (RunState.FINISHED, RunState.CANCELLED, RunState.FAILED)
        with self._changes:
            if (record := self._find(run_id)) is None:
                return None
            self._changes.wait_for(lambda: record.state in over, timeout_s)
            return replace(record)

    def close(self) -> None:
        """Begin no further run, and end the one that is going on: what it has under way is finished."""
        with self._changes:
            self._closed = True
            for record in self._records.values():
                record.cancel.set()
            self._changes.notify_all()

    def work(self) -> None:
        """Carry runs out until closed; called in a thread of its own."""
        while (record := self._next()) is not None:
            self._changed(record)
            state = self._done(record)
            with self._changes:
                record.state, record.ended_at = state, _now()
                self._forget()
                self._changes.notify_all()
            self._changed(record)

    def _done(self, record: RunRecord) -> RunState:
        """Carry a run out and return how it ended. What goes wrong in one that is being cancelled is of the cancelling."""
        try:
            record.report = self._carry_out(record)
        except KeyboardInterrupt:
            return RunState.CANCELLED
        except Exception as error:  # noqa: BLE001 - the next run may go well
            if record.cancel.is_set():
                return RunState.CANCELLED
            ours = isinstance(error, PosteractError)
            record.error = redact(str(error) if ours else f"{type(error).__name__}: {error}")
            record.hint = redact(error.hint) if isinstance(error, PosteractError) else ""
            logger.opt(exception=None if ours else error).error("the run failed: {} {}", record.error, record.hint)
            return RunState.FAILED
        cut_short = record.cancel.is_set() and (record.report.failed or not record.report.reached)
        return RunState.CANCELLED if cut_short else RunState.FINISHED

    def _next(self) -> RunRecord | None:
        with self._changes:
            while not self._closed:
                for record in self._records.values():
                    if record.state is RunState.QUEUED:
                        record.state, record.started_at = RunState.RUNNING, _now()
                        return record
                self._changes.wait()
        return None

    def _find(self, run_id: str) -> RunRecord | None:
        return next((record for record in self._records.values() if run_id in record.asked), None)

    def _forget(self) -> None:
        done = [key for key, record in self._records.items() if record.ended_at is not None]
        for key in done[:-KEPT]:
            del self._records[key]


def _now() -> datetime:
    return datetime.now().astimezone()
