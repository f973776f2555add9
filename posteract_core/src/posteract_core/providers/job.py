"""Jobs: the entries of `schedule`, as a trigger sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from ..model import RunRequest
from ..schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is run by the clock, and when: by `cron`, by `every_s`, or by `at` and `words`.

    Attributes:
        name: its key in the configuration.
        request: the run.
        cron: five fields, validated; weekdays are cron's own: 0 and 7 are Sunday. Empty = not by cron.
        every_s: seconds from one start to the next; None = not by an interval.
        at: times of day, by the clock on the wall; empty with `words` = when these say, once a day.
        words: on which days; None with `at` = on each.
    """

    name: str
    request: RunRequest
    cron: str = ""
    every_s: float | None = None
    at: tuple[time, ...] = ()
    words: Schedule | None = None

    @property
    def timing(self) -> str:
        """Return when it is due, in the words of the configuration.

        >>> Job(name="nightly", request=RunRequest(all=True), at=(time(3), time(15, 30))).timing
        'at 03:00, 15:30'
        """
        if self.cron:
            return f"cron {self.cron}"
        if self.every_s is not None:
            return f"every {_span(self.every_s)}"
        times = "at " + ", ".join(f"{each:%H:%M}" for each in self.at) if self.at else ""
        return " ".join(part for part in (self.words.text if self.words else "", times) if part)


def _span(seconds: float) -> str:
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:.0f}{unit}"
    return f"{seconds:g}s"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """A job and what became of it so far. All times have a time zone.

    Attributes:
        job: as it stands in the configuration now.
        since: until then all is done or does not count: it was fired then, changed, resumed, or seen for the first time.
            The job is due when a time of its own lies after that and not in the future, however many of them.
        paused: it is not to be fired.
        under_way: it was fired and is not done: its run waits or is going on.
        started_at: when its last run began; None = never.
        ended_at: when its last run ended; None while one is under way, and when there was none.
        outcome: of its last run: `finished`, `failed`, `cancelled`; empty while there is none.
        said: the same in a sentence.
    """

    job: Job
    since: datetime
    paused: bool = False
    under_way: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    said: str = ""
