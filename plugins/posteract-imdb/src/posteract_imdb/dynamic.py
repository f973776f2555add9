"""Dynamic collections by IMDb: one for each year of an event, of what won there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from posteract_core.providers import DynamicKeys, KeysContext, ProviderContext

from .events import EVENTS, Events, event_of
from .settings import ImdbSettings

ATTRIBUTES = ("event_id", "starting", "ending", "increment")
_YEAR = re.compile(r"(\d{4})|(first)(?:\+(\d+))?|(latest|current_year)(?:-(\d+))?")


class ImdbAwards(DynamicKeys[ImdbSettings]):
    """`type: imdb_awards`, with `{event_id: oscar, starting: latest-10, ending: latest, increment: 1}` under `data`."""

    name = "imdb_awards"

    def __init__(self, settings: ImdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.clock: Callable[[], float] = time.time
        self._events = Events(self.http, settings, context, lambda: self.clock())

    @classmethod
    def check_data(cls, data: Any) -> None:
        """Return if `data` names an event, and years."""
        given = _given(data)
        if event_of(given.get("event_id", "")) is None:
            raise ValueError(f"needs an event_id: ev and a number, or one of {', '.join(EVENTS)}")
        for key in ("starting", "ending"):
            year_of(given.get(key, "latest"), [2000], 2000)
        if not re.fullmatch(r"[1-9]\d?", str(given.get("increment", 1))):
            raise ValueError(f"`increment` is a number of years, not {given['increment']!r}")

    @classmethod
    def definition(cls, value: Sequence[str], data: Any) -> Mapping[str, Any]:
        """Return a collection of what won in these years."""
        event = event_of(_given(data)["event_id"])
        return {"imdb_award": {"event_id": event, "event_year": list(value), "winning": True}, "sync_mode": "sync"}

    def keys(self, data: Any, context: KeysContext) -> Mapping[str, str]:
        """Return the event's years from `starting` [first] to `ending` [latest], the newest first."""
        given = _given(data)
        event = self._events.get(str(event_of(given["event_id"])), self.name)
        numbers = sorted({int(year[:4]) for year, awards in event.items() if awards})
        if not numbers:
            return {}
        first = year_of(given.get("starting", "first"), numbers, context.today.year)
        last = year_of(given.get("ending", "latest"), numbers, context.today.year)
        wanted = set(range(first, last + 1, int(given.get("increment", 1))))
        return {year: year for year, awards in event.items() if awards and int(year[:4]) in wanted}

    def close(self) -> None:
        """Close what is kept."""
        self._events.close()


def year_of(written: Any, numbers: Sequence[int], this_year: int) -> int:
    """Return the year that is meant: `1990`, `first`, `first+5`, `latest`, `latest-5`, `current_year-5`.

    Args:
        written: as it stands there.
        numbers: the event's years, the oldest first.
        this_year: the current one.

    Raises:
        ValueError: it is none of those.

    >>> year_of("latest-2", [1929, 2025], 2026)
    2023
    """
    found = _YEAR.fullmatch(str(written).replace(" ", "").lower())
    if not found:
        raise ValueError(f"{written!r} is no year; write 1990, first, first+5, latest, latest-5, or current_year-5")
    if found[1]:
        return int(found[1])
    if found[2]:
        return numbers[0] + int(found[3] or 0)
    return (numbers[-1] if found[4] == "latest" else this_year) - int(found[5] or 0)


def _given(data: Any) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise ValueError("must be a mapping with event_id, starting and ending")  # noqa: TRY004 - what is written
    given = {str(key).lower(): value for key, value in data.items() if value is not None}
    if unknown := set(given) - set(ATTRIBUTES):
        raise ValueError(f"`{min(unknown)}` is none of {', '.join(ATTRIBUTES)}")
    return given
