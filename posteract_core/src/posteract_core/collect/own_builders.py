"""Builders that need nothing but what the library itself has: pilots, and what belongs to no collection."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import ConfigError
from ..model import ItemType, MediaRef
from .index import LibraryIndex

Memberships = Mapping[str, Collection[str]]
"""The titles of the collections that each item is in, by the item's key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What such a builder is asked with.

    Attributes:
        value: as written.
        title: of the collection.
        index: of the library.
        level: what is looked for.
        memberships: of the items as they will be, once what was planned before is done.
    """

    value: Any
    title: str
    index: LibraryIndex
    level: ItemType
    memberships: Memberships = field(default_factory=dict)


def pilots(asking: Asking) -> Sequence[MediaRef]:
    """`plex_pilots: true`: the first episode of each show."""
    if asking.level is not ItemType.EPISODE:
        raise ConfigError("plex_pilots goes with `builder_level: episode` in libraries of shows")
    episodes = asking.index.of_type(ItemType.EPISODE)
    return [MediaRef(type=ItemType.EPISODE, key=each.key) for each in episodes if (each.season, each.episode) == (1, 1)]


def collectionless(asking: Asking) -> Sequence[MediaRef]:
    """`plex_collectionless`: what is in no collection, those excluded by title or by how it begins not counted."""
    written = asking.value if isinstance(asking.value, Mapping) else {}
    titles = {str(each).casefold() for each in written.get("exclude", ())} | {asking.title.casefold()}
    prefixes = tuple(str(each).casefold() for each in written.get("exclude_prefix", ()))

    def counts(title: str) -> bool:
        return title.casefold() not in titles and not (prefixes and title.casefold().startswith(prefixes))

    return [
        MediaRef(type=item.type, key=item.key)
        for item in asking.index.of_type(asking.level)
        if not any(map(counts, asking.memberships.get(item.key, item.collections)))
    ]


OWN_BUILDERS: Mapping[str, Callable[[Asking], Sequence[MediaRef]]] = {
    "plex_pilots": pilots,
    "plex_collectionless": collectionless,
}
"""By the dialect's key."""
