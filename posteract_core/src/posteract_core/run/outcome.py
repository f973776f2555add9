"""Counts what became of targets, from many threads."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from ..model import RunRequest, RunSummary, TaskOutcome
from ..plan import Plan
from ..plan.decide import Verdict
from .progress import Progress

UNCHANGED = "unchanged"


class Tally:
    """Gathers outcomes and tells progress. Thread-safe."""

    def __init__(self, request: RunRequest, plan: Plan, progress: Callable[[Progress], None]) -> None:
        self._request = request
        self._plan = plan
        self._progress = progress
        self._lock = threading.Lock()
        self._started = datetime.now().astimezone()
        self._counts: Counter[str] = Counter()
        self._outcomes = [
            TaskOutcome(
                item=left.item,
                kind=left.kind,
                library=left.library,
                server=left.server,
                status=left.status,
                reason=left.reason,
            )
            for left in plan.left_alone
        ]

    def add(self, outcome: TaskOutcome) -> None:
        """Count one finished task."""
        with self._lock:
            self._counts[outcome.status] += 1
            if outcome.status != UNCHANGED:
                self._outcomes.append(outcome)
            self._progress(
                Progress(
                    total=len(self._plan),
                    finished=self._counts.total(),
                    done=self._counts["uploaded"],
                    unchanged=self._counts[UNCHANGED] + self._plan.counts[Verdict.UNCHANGED],
                    failed=self._counts["failed"] + self._counts["waiting"],
                    last=outcome,
                )
            )

    def summary(self) -> RunSummary:
        """Return what the run came to."""
        with self._lock:
            planned, counts = self._plan.counts, self._counts
            return RunSummary(
                request=self._request,
                started=self._started,
                finished=datetime.now().astimezone(),
                planned=len(self._plan),
                done=counts["uploaded"],
                unchanged=counts[UNCHANGED] + planned[Verdict.UNCHANGED],
                failed=counts["failed"] + counts["waiting"] + planned[Verdict.WAITS],
                missing=counts["missing"] + planned[Verdict.MISSING],
                kept=counts["kept"] + planned[Verdict.KEPT],
                contested=counts["contested"] + planned[Verdict.CONTESTED],
                tasks=tuple(self._outcomes),
            )
