"""Awards of films and shows, from the copies of IMDb's events: one file for each family answers for the whole library."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock

from loguru import logger
from posteract_core.errors import ConfigError
from posteract_core.model import Award, Facts, FrozenMap, ItemType, MediaItem
from posteract_core.providers import FactSource, ProviderContext

from .events import FRESH_FOR_S, Event, Events, event_of
from .settings import ImdbSettings

TITLES = (ItemType.MOVIE, ItemType.SHOW)
NONE = Award()


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of awards: its event, and what its first prizes are called, in small letters."""

    event: str
    best: frozenset[str]


@cache
def families() -> Mapping[str, Family]:
    """Return the families of the table, by fact name."""
    from ruamel.yaml import YAML

    table = YAML(typ="safe").load(files(__package__).joinpath("prizes.yaml").read_text(encoding="utf-8"))
    return {
        f"award.{name}": Family(event=event_of(entry["event"]) or "", best=frozenset(entry["best"]))
        for name, entry in table.items()
    }


class ImdbPrizes(FactSource[ImdbSettings]):
    """`award.cesar` and others that Wikidata's table does not have, of films and shows with an IMDb id."""

    name = "imdb_prizes"
    provides = frozenset(families())
    batch_size = 10_000
    max_age_s = 30 * 86_400.0

    def __init__(self, settings: ImdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.clock: Callable[[], float] = time.time
        self._events = Events(context.http, settings, context, lambda: self.clock())
        self._lock = Lock()
        self._known: dict[str, tuple[int, Mapping[str, Award] | None]] = {}

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return the awards; a title that got none has an `Award` of nothing. Of an event without a copy nothing is known."""
        asked = [item for item in items if item.type in TITLES and item.ids.imdb]
        if not asked:
            return {}
        told = {name: self._awards(name) for name in sorted(names & self.provides)}
        known = {name: awards for name, awards in told.items() if awards is not None}
        return {
            item: FrozenMap({name: awards.get(item.ids.imdb or "", NONE) for name, awards in known.items()})
            for item in (asked if known else ())
        }

    def close(self) -> None:
        """Close what is kept."""
        self._events.close()
        super().close()

    def _awards(self, name: str) -> Mapping[str, Award] | None:
        """Return a family's awards by title; None when there is no copy of its event."""
        family, day = families()[name], int(self.clock() // FRESH_FOR_S)
        with self._lock:
            if name not in self._known or self._known[name][0] != day:
                try:
                    self._known[name] = day, awards_of(self._events.get(family.event, name), family)
                except ConfigError as error:
                    logger.warning("{}: {}; `{}` is not known of any title", self.context.instance, error, name)
                    self._known[name] = day, None
            return self._known[name][1]


def awards_of(event: Event, family: Family) -> Mapping[str, Award]:
    """Return what each title of an event got in all its years.

    Categories are counted, not people; who won was nominated.
    """
    won: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    nominated: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    best: set[str] = set()
    for year, awards in event.items():
        for award, categories in awards.items():
            for category, titles in categories.items():
                for title in titles.get("winner", []):
                    won[title].add((year, award, category))
                    if family.best & {_called(award), _called(category)}:
                        best.add(title)
                for title in (*titles.get("winner", []), *titles.get("nominee", [])):
                    nominated[title].add((year, award, category))
    return {
        title: Award(won=len(won.get(title, ())), nominated=len(nominations), best_picture=title in best)
        for title, nominations in nominated.items()
    }


def _called(name: str) -> str:
    """Return a name of a prize as the table has it.

    >>> _called("Best Film (Meilleur film)")
    'best film'
    """
    return name.partition("(")[0].strip().lower()
