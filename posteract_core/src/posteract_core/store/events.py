"""The inbox: what other programs posted, kept until somebody has acted on it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from ..providers.webhook import MediaEvent
from .ledger import Ledger
from .tables import EventRow

REPEATED_S = 600.0
"""A sender that heard no answer posts again within this time; the same words later are news."""

_EVENTS = TypeAdapter(tuple[MediaEvent, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came in one request.

    Attributes:
        id: its number.
        name: of the webhook.
        events: what happened.
        received_at: UNIX seconds.
        let_go: why nothing was done in the end; empty = it waits, or was done.
    """

    id: int
    name: str
    events: tuple[MediaEvent, ...]
    received_at: float
    let_go: str = ""


class Events:
    """The ledger's table of events. Safe to use from many threads, and from several processes."""

    def __init__(self, ledger: Ledger, *, clock: Callable[[], float] = time.time) -> None:
        self._ledger = ledger
        self._clock = clock

    def accept(self, name: str, events: Sequence[MediaEvent]) -> tuple[int, bool]:
        """Keep what a webhook was told; it is committed when this returns.

        Returns:
            Its number, and whether it is new: the same content that waits still, or came just now, is kept once.
        """
        text = _EVENTS.dump_json(tuple(events)).decode()
        key = hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()
        now = self._clock()
        with self._ledger.session(writing=True) as database:
            known = EventRow.select(EventRow.id).where(
                (EventRow.content_key == key) & ((EventRow.done_at == 0) | (EventRow.received_at > now - REPEATED_S))
            )
            if (number := known.scalar(database)) is not None:
                return int(number), False
            row = {"name": name, "content_key": key, "events": text, "received_at": now, "done_at": 0.0}
            return int(EventRow.insert(**row).execute(database)), True

    def next(self, most: int = 100) -> list[Delivery]:
        """Return what waits, the oldest first. It waits until `done`: what acts on it must bear to see it twice."""
        with self._ledger.session() as database:
            rows = EventRow.select().where(EventRow.done_at == 0).order_by(EventRow.id).limit(most)
            return [_delivery(row) for row in rows.dicts().execute(database)]

    def done(self, ids: Sequence[int], *, let_go: str = "") -> None:
        """Keep that these were acted on, or why they, or a part of them, never will be."""
        with self._ledger.session(writing=True) as database:
            values = {"done_at": self._clock(), "let_go": let_go}
            EventRow.update(**values).where(EventRow.id.in_(list(ids))).execute(database)

    def let_go(self, most: int = 100) -> list[Delivery]:
        """Return what nothing was done about, the last first, as long as it is not forgotten."""
        with self._ledger.session() as database:
            rows = EventRow.select().where(EventRow.let_go != "").order_by(EventRow.id.desc()).limit(most)
            return [_delivery(row) for row in rows.dicts().execute(database)]

    def waiting(self) -> int:
        """Return how many wait."""
        with self._ledger.session() as database:
            return int(EventRow.select().where(EventRow.done_at == 0).count(database))

    def forget(self, before: float) -> None:
        """Let go what was done before then (UNIX seconds)."""
        with self._ledger.session(writing=True) as database:
            old = (EventRow.done_at > 0) & (EventRow.done_at < before)
            EventRow.delete().where(old).execute(database)  # type: ignore[misc, unused-ignore]


def _delivery(row: Mapping[str, Any]) -> Delivery:
    return Delivery(
        id=row["id"],
        name=row["name"],
        events=_EVENTS.validate_json(row["events"]),
        received_at=row["received_at"],
        let_go=row["let_go"],
    )
