"""When a job is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice

from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped, unused-ignore]
from posteract_core.providers import Job

from .cron import cron_triggers
from .zones import moments

USUAL_HOUR = "5"
"""When days are named and no time, as Kometa has it."""

LONGEST_CHANGE = timedelta(hours=4)
"""Further than clocks are ever put forward or back at once."""

MOST_TRIED = 25_000
"""Times of the clock before a job is held to be never due: years of days, and as many hours as three years have."""


def next_after(job: Job, moment: datetime, zone: tzinfo) -> datetime | None:
    """Return the first moment after another at which a job is due, in the zone; None when that is not in the next years.

    An hour that is left out when clocks are put forward is made up for at once; of one that comes twice only the first counts,
    but for jobs that are due in every hour.

    Args:
        job: which.
        moment: with time zone.
        zone: that its times are meant in.
    """
    if job.every_s is not None:
        return (moment.astimezone(UTC) + timedelta(seconds=job.every_s)).astimezone(zone)
    after, start = moment.astimezone(UTC), moment.astimezone(zone).replace(tzinfo=None) - LONGEST_CHANGE
    best: datetime | None = None
    for wall in islice(_walls(job, start), MOST_TRIED):
        if job.words is not None and not job.words.due(wall):
            continue
        found = [each.astimezone(UTC) for each in moments(wall, zone, twice=_hourly(job))]
        if best is not None and found[0] >= best:
            break
        best = min([each for each in found if each > after] + ([best] if best else []), default=None)
        if best is not None and not _hourly(job):
            break
    return best.astimezone(zone) if best is not None else None


def _walls(job: Job, start: datetime) -> Iterator[datetime]:
    """Yield the times of the clock, from a first one on, in their order; days are not looked at yet."""
    triggers = _triggers(job)
    waiting = {trigger: _first(trigger, start) for trigger in triggers}
    while wall := min((each for each in waiting.values() if each is not None), default=None):
        yield wall
        for trigger, each in waiting.items():
            if each == wall:
                waiting[trigger] = _first(trigger, wall + timedelta(seconds=1))


def _first(trigger: CronTrigger, start: datetime) -> datetime | None:
    found = trigger.get_next_fire_time(None, start.replace(tzinfo=UTC))
    return found.replace(tzinfo=None) if found is not None else None


def _triggers(job: Job) -> list[CronTrigger]:
    if job.cron:
        return cron_triggers(job.cron)
    if job.at:
        return [CronTrigger(hour=each.hour, minute=each.minute, timezone=UTC) for each in job.at]
    return [CronTrigger(hour="*" if _hourly(job) else USUAL_HOUR, minute=0, timezone=UTC)]


def _hourly(job: Job) -> bool:
    """Return whether it is due in every hour, so that an hour that comes twice counts twice."""
    if job.cron:
        return job.cron.split()[1].startswith("*")
    return not job.at and job.words is not None and "hour" in job.words.text.lower()
