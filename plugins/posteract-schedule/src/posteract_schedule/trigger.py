"""The clock: submits the runs of jobs when they are due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from threading import Event
from zoneinfo import ZoneInfo

from posteract_core.model import Finding, Severity
from posteract_core.providers import Job, JobState, KnowsTheClock, ProviderContext, Submits, Trigger
from tzlocal import get_localzone

from .settings import ScheduleSettings
from .timetable import next_after

LOOK_EVERY_S = 5.0
"""Between two looks: so soon is it seen that a job was paused or edited, that the clock was set, that the machine woke up."""


class ScheduleTrigger(Trigger[ScheduleSettings], KnowsTheClock):
    """Fires the jobs of `schedule`. A job whose times went by, for whatever reason, is fired once, at once."""

    def __init__(self, settings: ScheduleSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.zone: tzinfo = ZoneInfo(settings.time_zone) if settings.time_zone else get_localzone()
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._next_after = lru_cache(maxsize=1000)(lambda job, moment: next_after(job, moment, self.zone))

    def listen(self, app: Submits, stop: Event) -> None:
        """Look at the clock, again and again."""
        while not stop.is_set():
            self.look(app)
            stop.wait(LOOK_EVERY_S)

    def look(self, app: Submits) -> None:
        """Submit what is due now."""
        now = self.clock()
        for state in app.jobs():
            if self.due(state, now):
                app.submit(state.job.request, job=state.job.name)

    def due(self, state: JobState, now: datetime) -> bool:
        """Return whether a job is to be fired."""
        if state.paused or state.under_way:
            return False
        due = self.next_after(state.job, state.since)
        return due is not None and due <= now

    def next_after(self, job: Job, moment: datetime) -> datetime | None:
        """Return when a job is due for the first time after a moment."""
        return self._next_after(job, moment)

    def check(self) -> list[Finding]:
        """Return the zone that is gone by, which is often not what was meant in a container."""
        now = self.clock().astimezone(self.zone)
        return [
            Finding(
                subject="schedule",
                severity=Severity.OK,
                message=f"times are meant in {self.zone}, where it is {now:%H:%M} now",
            )
        ]
