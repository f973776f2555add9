"""`item_tmdb_season_titles`: the seasons of a collection's shows get the titles that TMDB has for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..collect.index import LibraryIndex
from ..collect.metadata.members import SEASON_TITLES
from ..collect.metadata.recipe import Words
from ..model import FrozenMap, ItemType, MediaItem
from ..plan.facts import FactDesk
from .members import Members

FACT = "tmdb.seasons"
"""Pairs of number and name."""


def asking(members: Sequence[Members]) -> list[Members]:
    """Return the collections whose recipes ask for it."""
    return [each for each in members if each.recipe.item_edits.get(SEASON_TITLES)]


def season_titles(members: Sequence[Members], index: LibraryIndex, desk: FactDesk) -> Iterator[tuple[MediaItem, Words]]:
    """Yield each season that TMDB has a title for, with that; a show that is in several collections is asked about once.

    Args:
        members: of the collections that ask for it.
        index: what the library has.
        desk: knows the titles, or asks for them.
    """
    keys = frozenset[str]().union(*(each.keys for each in members))
    shows = [item for item in index.of_type(ItemType.SHOW) if item.key in keys]
    facts = desk.look_up((show, frozenset({FACT})) for show in shows).facts
    for show in shows:
        known: Any = facts[show].get(FACT) if show in facts else None
        titles: dict[int, str] = dict(known or ())
        for season in index.below(show.key, ItemType.SEASON):
            if season.season is not None and (title := titles.get(season.season)):
                yield season, Words(fields=FrozenMap({"title": title}))
