"""What the one who is logged in at Trakt thinks of titles: all ratings of a kind in one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from posteract_core.model import ExternalIds, Facts, FrozenMap, ItemType, MediaItem, Rating
from posteract_core.providers import FactSource, ProviderContext
from posteract_core.providers.once import Once

from .asking import Asking
from .session import Session
from .settings import TraktSettings

OWN_RATING = "rating.trakt_user"
KINDS: Mapping[ItemType, str] = {
    ItemType.MOVIE: "movies",
    ItemType.SHOW: "shows",
    ItemType.SEASON: "seasons",
    ItemType.EPISODE: "episodes",
}

Place = tuple[str, str, int | None, int | None]
"""(service, id there, season, episode): of seasons and episodes the ids are their show's."""


class TraktOwnRatings(FactSource[TraktSettings]):
    """`rating.trakt_user`, whole numbers from 1 to 10, of whoever is logged in; without a login it knows nothing."""

    batch_size: ClassVar[int] = 10_000

    def __init__(self, settings: TraktSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        session = Session(settings, context)
        self.provides = frozenset({OWN_RATING}) if session.has_login() else frozenset()
        self._asking = Asking(session, context.instance)
        self._ratings: Once[ItemType, Mapping[Place, int]] = Once(self._rated)

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return the ratings of those that have one; one question for each kind of item, in pages of a hundred."""
        found: dict[MediaItem, Facts] = {}
        for item in items if OWN_RATING in names else ():
            rated = self._ratings.get(item.type) if item.type in KINDS else {}
            value = next((rated[place] for place in _places(item) if place in rated), None)
            if value is not None:
                found[item] = FrozenMap({OWN_RATING: Rating(value=float(value))})
        return found

    def _rated(self, kind: ItemType) -> Mapping[Place, int]:
        found: dict[Place, int] = {}
        for entry in self._asking.entries(f"/sync/ratings/{KINDS[kind]}"):
            value = entry.get("rating")
            if isinstance(value, int) and 1 <= value <= 10:
                found |= dict.fromkeys(_listed(entry, kind), value)
        return found


def _places(item: MediaItem) -> list[Place]:
    ids: ExternalIds = item.ids if item.type in (ItemType.MOVIE, ItemType.SHOW) else item.show_ids
    return [(service, value, item.season, item.episode) for service, value in ids.pairs()]


def _listed(entry: Mapping[str, Any], kind: ItemType) -> list[Place]:
    """Return by what a rated title is found."""
    titled = entry.get("movie" if kind is ItemType.MOVIE else "show")
    ids = titled.get("ids") if isinstance(titled, Mapping) else None
    season = episode = None
    if kind is ItemType.SEASON:
        season = (entry.get("season") or {}).get("number")
    if kind is ItemType.EPISODE:
        part = entry.get("episode") or {}
        season, episode = part.get("season"), part.get("number")
    return [(str(name), str(value), season, episode) for name, value in (ids or {}).items() if value is not None]
