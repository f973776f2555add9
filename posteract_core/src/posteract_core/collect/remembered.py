"""Results of builders that are kept for some days, where a recipe says so (`cache_builders`)."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..model import ExternalIds, ItemType, Library, MediaRef
from ..providers.memory import Memory

KIND = "titles"
DAY_S = 86_400


@dataclass(slots=True)
class Remembered:
    """Asks a builder, or remembers what it said.

    Attributes:
        memory: where results are kept.
        clock: UNIX seconds.
    """

    memory: Memory
    clock: Callable[[], float] = time.time

    def titles(
        self, name: str, value: Any, library: Library, *, days: float, ask: Callable[[], Sequence[MediaRef]]
    ) -> Sequence[MediaRef]:
        """Return what a builder says, no older than `days`; an empty result is never kept.

        Raises:
            Whatever `ask` raises.
        """
        if days <= 0:
            return ask()
        about = json.dumps([name, value, library.server, library.key], sort_keys=True, default=str)
        key = hashlib.sha256(about.encode()).hexdigest()
        kept = self.memory.get_many(KIND, {key: ""}).get(key)
        if kept is not None:
            said = json.loads(kept)
            if self.clock() - said["at"] < days * DAY_S:
                return [_ref(each) for each in said["titles"]]
        titles = ask()
        if titles:
            data = json.dumps({"at": self.clock(), "titles": [_row(ref) for ref in titles]})
            self.memory.put_many(KIND, [(key, "", data.encode())])
        return titles


def _row(ref: MediaRef) -> list[Any]:
    return [ref.type.value, dict(ref.ids.pairs()), ref.title, ref.year, ref.season, ref.episode, ref.key]


def _ref(row: list[Any]) -> MediaRef:
    kind, ids, title, year, season, episode, key = row
    known: dict[str, Any] = {service: value if service in _TEXTS else int(value) for service, value in ids.items()}
    return MediaRef(
        type=ItemType(kind), ids=ExternalIds(**known), title=title, year=year, season=season, episode=episode, key=key
    )


_TEXTS = frozenset(("imdb", "guid", "wikidata"))
"""Ids that are texts; the others are numbers."""
