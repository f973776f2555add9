"""`schedule`: what `posteract serve` does by the clock."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from ..providers import Job
from ..schedule import Schedule, read_schedule
from .cron import checked_cron
from .section import Section
from .sections import RunOptions
from .values import PositiveDuration, wrong

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def _time(written: object) -> time:
    if isinstance(written, time):
        return written
    found = _TIME.fullmatch(written.strip()) if isinstance(written, str) else None
    if found is None:
        raise wrong('must be a time of day from "00:00" to "23:59"')
    return time(int(found[1]), int(found[2]))


def _times(written: object) -> tuple[time, ...]:
    listed = written if isinstance(written, list | tuple) else [written]
    if not listed:
        raise wrong('must name a time of day, such as "03:00"')
    return tuple(sorted({_time(each) for each in listed}))


def _days(written: object) -> Schedule:
    if isinstance(written, Schedule):
        return written
    schedule, mistakes = read_schedule(written)
    if mistakes or not schedule.groups:
        why = mistakes[0].partition("no schedule: ")[2] or mistakes[0] if mistakes else "nothing is named"
        raise wrong(f"is no schedule in Kometa's words, such as `daily` or `weekly(sat|sun)`: {why}")
    return schedule


_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}

Times = Annotated[
    tuple[time, ...],
    BeforeValidator(_times),
    PlainSerializer(lambda times: [f"{each:%H:%M}" for each in times]),
    WithJsonSchema({"title": 'time of day such as `"03:00"`, or list of such', **_TEXTS}),
]
Days = Annotated[
    Schedule,
    BeforeValidator(_days),
    PlainSerializer(lambda schedule: schedule.text, return_type=str),
    WithJsonSchema({"title": "Kometa's words, such as `weekly(sunday)`", **_TEXTS}),
]

_CLOCKS = ("cron", "every", "at", "schedule")


class ScheduleEntry(Section):
    """One thing that `posteract serve` does by the clock: `cron`, `every`, or `at` and `schedule`."""

    cron: Annotated[str, AfterValidator(checked_cron)] | None = Field(
        default=None, description="When, in cron's five fields: `0 3 * * *`; Sunday is 0 or 7."
    )
    every: PositiveDuration | None = Field(
        default=None, description="How often: `7d`, from the start of one run to the start of the next."
    )
    at: Times | None = Field(default=None, description='Times of day: `"03:00"`, or a list of them.')
    schedule: Days | None = Field(
        default=None,
        description="On which days, in Kometa's words: `weekly(sunday)`, `monthly(last)`, `range(12/01-12/26)`. Without `at` at "
        "05:00, or with `hourly(…)` at these hours.",
    )
    run: RunOptions = Field(description="What is run: the options of `posteract run`.")

    @model_validator(mode="before")
    @classmethod
    def _has_one_clock(cls, written: Any) -> Any:
        if isinstance(written, dict):
            named = [key for key in _CLOCKS if written.get(key) is not None]
            if not named:
                raise wrong("needs `cron`, `every`, `at` or `schedule`")
            if len(named) > 1 and named != ["at", "schedule"]:
                raise wrong(f"has both `{named[0]}` and `{named[1]}`; only `at` and `schedule` go together")
        return written

    def job(self, name: str) -> Job:
        """Return the entry as triggers see it; `name` is its key."""
        return Job(
            name=name,
            request=self.run.request(),
            cron=self.cron or "",
            every_s=self.every.seconds if self.every is not None else None,
            at=self.at or (),
            words=self.schedule,
        )
