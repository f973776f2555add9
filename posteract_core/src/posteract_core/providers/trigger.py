"""Triggers: what makes runs happen by themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from threading import Event
from typing import ClassVar, Protocol

from ..model import RunRequest
from .base import Provider, SettingsT
from .job import Job, JobState
from .webhook import MediaEvent


class Submits(Protocol):
    """The part of the app a trigger sees. Safe to use from many threads."""

    def submit(self, request: RunRequest, *, job: str = "") -> str:
        """Queue a run and return its id at once; a run that waits already and does as much is taken instead.

        It stands in the database when this returns: one that the program does not live to end is done after its next start.

        Args:
            request: what to do.
            job: the name of the job that is fired by this.

        Raises:
            PosteractError: it could not be kept; ask again later.
        """
        ...

    def tell(self, name: str, events: Sequence[MediaEvent]) -> None:
        """Keep what has happened to titles; it stands in the database when this returns, and is acted on from there.

        The same events told again within some minutes, or while they wait, count once.

        Args:
            name: who tells of it, for the log: `tautulli`.
            events: see `MediaEvent`.

        Raises:
            PosteractError: it could not be kept; tell it again later.
        """
        ...

    def jobs(self) -> Sequence[JobState]:
        """Return the jobs of the configuration as it is now, with what became of them."""
        ...


class Trigger(Provider[SettingsT]):
    """Watches something (a clock, a folder) and submits runs, or tells what has happened to titles."""

    starts_runs: ClassVar[bool] = True
    """False for one that only wants to live as long as `posteract serve` does, which ends when nothing starts runs."""

    def prepare(self) -> None:
        """Take what listening needs and another program may have, such as a port.

        `posteract serve` calls it once, before `listen`. What is raised here keeps this trigger from starting, and is told before
        anybody is told what is served. By default nothing is taken.
        """

    @abstractmethod
    def listen(self, app: Submits, stop: Event) -> None:
        """Run until `stop` is set, then return within a second; called in a thread of its own."""


class KnowsTheClock(ABC):
    """Of a trigger that fires jobs: it can say when."""

    @abstractmethod
    def next_after(self, job: Job, moment: datetime) -> datetime | None:
        """Return when a job is due for the first time after a moment, in the time zone that jobs go by; None = never.

        Args:
            job: which.
            moment: with time zone.
        """
