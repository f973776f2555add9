"""What the routes work with: the ledger to look at, an app for each deed, the runs and jobs of whoever serves."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from threading import Event, RLock
from typing import Any, Protocol

from loguru import logger
from posteract_core.app import App, Opening, scheduled
from posteract_core.errors import PosteractError, UsageError
from posteract_core.model import RunRequest
from posteract_core.providers.trigger import Submits


class Runs(Protocol):
    """The queue of whoever serves; its records are told by `wording.run_row`."""

    def records(self) -> Sequence[Any]:
        """Return the runs that wait, are going on, or were done lately; the oldest first."""
        ...

    def find(self, run_id: str) -> Any | None:
        """Return the run that was asked for under an id; None when there is none, or not any more."""
        ...

    def cancel(self, run_id: str) -> bool:
        """Have a run ended; return False when there is none that could be."""
        ...


class Desk:
    """What the server sees of the program. Safe to use from many threads; close it.

    Attributes:
        opening: how apps are opened.
        stopping: set when the server is to end.
    """

    def __init__(self, opening: Opening, submits: Submits | None = None, *, stopping: Event | None = None) -> None:
        """Take over from whoever serves.

        Args:
            opening: how apps are opened.
            submits: takes runs; None = nobody does, and asking for one is refused.
            stopping: see above.
        """
        self.opening = opening
        self.stopping = stopping or Event()
        self._submits = submits
        self._lock = RLock()
        self._stack = ExitStack()
        self._app: App | None = None
        self._stamp: object = None

    @property
    def app(self) -> App:
        """Return the app that lists, settings and webhooks are asked of; anew when the configuration's file was changed.

        While the file is wrong it is the last one that was right; the first must be.
        """
        with self._lock:
            stamp = _stamp(self._app.loaded.path) if self._app is not None else None
            if self._app is None or stamp != self._stamp:
                self._stamp = stamp
                try:
                    app = self._stack.enter_context(App.again(self.opening))
                    _ = app.ledger, app.house  # made here, by one thread
                    self._app, self._stamp = app, _stamp(app.loaded.path)
                except PosteractError as error:
                    if self._app is None:
                        raise
                    logger.error(
                        "the configuration was changed and is wrong; the server goes by the old one: {}", error
                    )
            return self._app

    def renew(self) -> None:
        """Have the next one who asks for the app get another: the ledger's connection is lost."""
        with self._lock:
            self._app = None

    def again(self) -> App:
        """Return an app for one deed, with the configuration as it is now; to be closed after it."""
        return App.again(self.opening)

    def submit(self, request: RunRequest, *, job: str = "") -> str:
        """Queue a run and return its id."""
        if self._submits is None:
            raise UsageError("nobody here does runs", hint="`posteract serve` does.")
        return self._submits.submit(request, job=job) if job else self._submits.submit(request)  # type: ignore[call-arg, unused-ignore]

    @property
    def runs(self) -> Runs | None:
        """Return the queue; None where nobody keeps one."""
        return getattr(self._submits, "queue", None)

    @property
    def jobs(self) -> Sequence[Any] | None:
        """Return the states of the schedule's jobs; None where nobody goes by it."""
        states = getattr(self._submits, "jobs", None)
        return None if states is None else list(states())

    def due_at(self, states: Sequence[Any]) -> dict[str, datetime | None]:
        """Return when each job is due next, by its name; None for one that is not, or where nobody knows."""
        return scheduled.due_at(self.app, states)

    @property
    def jobs_kept(self) -> Any:
        """Return what pauses and resumes jobs."""
        kept = getattr(self._submits, "jobs_kept", None)
        if kept is None:
            raise UsageError("nobody here goes by the schedule", hint="`posteract serve` with posteract-schedule does.")
        return kept

    def close(self) -> None:
        """Close the apps that were opened."""
        self.stopping.set()
        with self._lock:
            self._stack.close()


def _stamp(path: Path | None) -> object:
    try:
        stat = path.stat() if path is not None else None
    except OSError:
        return None
    return None if stat is None else (stat.st_mtime_ns, stat.st_size)
