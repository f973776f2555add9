"""The runs that were asked for: kept until they are done, so that a kill loses none that somebody was promised."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from pydantic import TypeAdapter

from ..model import RunRequest
from .ledger import Ledger
from .tables import RunRow

_REQUEST = TypeAdapter(RunRequest)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRun:
    """A run that somebody asked for, and was promised.

    Attributes:
        id: made up.
        request: what it does.
        job: of the schedule, that was fired by this; empty = none.
        asked_at: UNIX seconds.
        begun: how often it was begun, by processes that did not live to end it.
    """

    id: str
    request: RunRequest
    job: str
    asked_at: float
    begun: int


class AskedRuns:
    """The ledger's table of runs. Safe to use from many threads."""

    def __init__(self, ledger: Ledger, *, clock: Callable[[], float] = time.time) -> None:
        self._ledger = ledger
        self._clock = clock

    def keep(self, request: RunRequest, *, job: str = "") -> str:
        """Keep that a run is asked for, and return its id; it is committed then."""
        name = secrets.token_hex(6)
        text = _REQUEST.dump_json(request).decode()
        row = {"name": name, "request": text, "job": job, "asked_at": self._clock(), "begun": 0}
        with self._ledger.session(writing=True) as database:
            RunRow.insert(**row).execute(database)
        return name

    def all(self) -> list[AskedRun]:
        """Return those that are not done, the first that was asked for first."""
        with self._ledger.session() as database:
            return [
                AskedRun(
                    id=row["name"],
                    request=_REQUEST.validate_json(row["request"]),
                    job=row["job"],
                    asked_at=row["asked_at"],
                    begun=row["begun"],
                )
                for row in RunRow.select().order_by(RunRow.id).dicts().execute(database)
            ]

    def begin(self, ids: Collection[str]) -> None:
        """Keep that these are begun."""
        with self._ledger.session(writing=True) as database:
            once_more = RunRow.begun + 1
            RunRow.update(begun=once_more).where(RunRow.name.in_(list(ids))).execute(database)

    def put_off(self, ids: Collection[str]) -> None:
        """Keep that these were broken off in good order, and are to be begun again."""
        with self._ledger.session(writing=True) as database:
            RunRow.update(begun=0).where(RunRow.name.in_(list(ids))).execute(database)

    def forget(self, ids: Collection[str]) -> None:
        """Let these go: they are done, or nobody wants them any more."""
        with self._ledger.session(writing=True) as database:
            RunRow.delete().where(RunRow.name.in_(list(ids))).execute(database)  # type: ignore[misc, unused-ignore]
