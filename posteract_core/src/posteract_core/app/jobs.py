"""The jobs of `schedule`: what the configuration says of them, and what the ledger knows of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import RLock

from ..config import Loaded
from ..errors import UsageError
from ..providers import Job, JobState
from ..store import Ledger
from ..store.jobs import KeptJob, KeptJobs


class Jobs:
    """Tells the state of every job, and keeps it. Safe to use from many threads, and from several processes."""

    def __init__(self, loaded: Callable[[], Loaded], ledger: Ledger, *, clock: Callable[[], float] = time.time) -> None:
        """Take over where things stand.

        Args:
            loaded: the configuration, as it is now.
            ledger: open for writing; one for reading only does to look at.
            clock: UNIX seconds.
        """
        self._loaded = loaded
        self._kept = KeptJobs(ledger)
        self._clock = clock
        self._lock = RLock()

    def states(self) -> list[JobState]:
        """Return every configured job; one that is new, or due at other times than before, counts from now on."""
        with self._lock:
            known = self._kept.all()
            return [self._state(job, self._settled(job, known)) for job in self._configured().values()]

    def job(self, name: str) -> Job:
        """Return a job; raises UsageError, with the nearest name, when there is none called so."""
        jobs = self._configured()
        self._loaded().check_names("job", [name], tuple(jobs))
        return jobs[name]

    def pause(self, name: str) -> None:
        """Have a job not fired any more; raises UsageError when there is none called so."""
        self._change(name, paused=True)

    def resume(self, name: str) -> None:
        """Have a job fired again, from its next time on; raises UsageError when there is none called so."""
        self._change(name, paused=False, since=self._clock())

    def fired(self, name: str) -> None:
        """Keep that a job's run waits."""
        self._change(name, since=self._clock(), under_way=True)

    def started(self, name: str) -> None:
        """Keep that a job's run has begun."""
        self._change(name, under_way=True, started_at=self._clock(), ended_at=0.0, outcome="", said="")

    def ended(self, name: str, outcome: str, said: str) -> None:
        """Keep what a job's run came to; a job that is not configured any more is let go."""
        try:
            self._change(name, under_way=False, ended_at=self._clock(), outcome=outcome, said=said)
        except UsageError:
            if (kept := self._kept.all().get(name)) is not None:
                self._kept.save(replace(kept, under_way=False))

    def ran(self, name: str, began: float, outcome: str, said: str) -> None:
        """Keep a run by hand, from its beginning (UNIX seconds) to now; what was due meanwhile is done by it."""
        now = self._clock()
        fields = {"since": now, "under_way": False, "started_at": began, "ended_at": now}
        self._change(name, **fields, outcome=outcome, said=said)

    def _configured(self) -> dict[str, Job]:
        return {name: entry.job(name) for name, entry in self._loaded().config.schedule.items()}

    def _change(self, name: str, **fields: object) -> None:
        with self._lock:
            kept = self._settled(self.job(name), self._kept.all())
            self._kept.save(replace(kept, **fields))  # type: ignore[arg-type]

    def _settled(self, job: Job, known: dict[str, KeptJob]) -> KeptJob:
        kept = known.get(job.name)
        if kept is None:
            kept = KeptJob(name=job.name, timing=job.timing, since=self._clock())
        elif kept.timing != job.timing:
            kept = replace(kept, timing=job.timing, since=self._clock())
        else:
            return kept
        self._kept.save(kept)
        return kept

    @staticmethod
    def _state(job: Job, kept: KeptJob) -> JobState:
        return JobState(
            job=job,
            since=datetime.fromtimestamp(kept.since, UTC),
            paused=kept.paused,
            under_way=kept.under_way,
            started_at=_moment(kept.started_at),
            ended_at=_moment(kept.ended_at),
            outcome=kept.outcome,
            said=kept.said,
        )


def _moment(seconds: float) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
