"""What the poster of a collection is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import ItemType, Library, MediaItem
from .index import LibraryIndex
from .recipe import Recipe
from .wanted import label_of

MOST_SHOWN = 9
"""Members that a collage shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """One collection of ours with what its pictures may be made of.

    Attributes:
        recipe: of the collection.
        library: where it is.
        name: the library's configured name.
        shown: films or shows for a collage, the first most of all; at most `MOST_SHOWN`.
    """

    recipe: Recipe
    library: Library
    name: str
    shown: tuple[MediaItem, ...] = ()

    @property
    def server(self) -> str:
        """Return the plugin instance that serves it."""
        return self.library.server

    @property
    def label(self) -> str:
        """Return the collection's label on the server."""
        return label_of(self.recipe.key)

    @property
    def digest(self) -> str:
        """Return a short hash that changes with the members that are shown."""
        names = (":".join(map(str, next(iter(item.ids.pairs()), ("key", item.key)))) for item in self.shown)
        return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


class Built:
    """The collections that were built in this run, by the label they have on the server."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Composition] = {}

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was built."""
        return not self._known

    def learn(self, composition: Composition) -> None:
        """Take in what was built."""
        self._known[composition.server, composition.label] = composition

    def of(self, item: MediaItem) -> Composition | None:
        """Return what a collection on the server was built from; None when it was not in this run."""
        if item.type is not ItemType.COLLECTION:
            return None
        found = (self._known.get((item.server, label)) for label in item.labels)
        return next((each for each in found if each is not None), None)

    def named(self, server: str, label: str) -> Composition:
        """Return what was built under a label."""
        return self._known[server, label]


def shown_members(recipe: Recipe, members: Iterable[str], index: LibraryIndex) -> tuple[MediaItem, ...]:
    """Return the members that a collage shows: of a collection in its own order the first, else those that came last.

    Seasons and episodes are shown by their show. What is new in a collection so becomes visible on its poster.
    """
    titles: dict[str, MediaItem] = {}
    for key in members:
        item = index.items.get(key)
        while item is not None and item.type not in (ItemType.MOVIE, ItemType.SHOW):
            item = index.items.get(item.parent_key)
        if item is not None:
            titles.setdefault(item.key, item)
    found: Sequence[MediaItem] = list(titles.values())
    if recipe.order != "custom":
        found = sorted(found, key=_newest)
    return tuple(found[:MOST_SHOWN])


def _newest(item: MediaItem) -> tuple[float, int, str, str]:
    added = item.added.timestamp() if item.added is not None else 0.0
    return -added, -(item.year or 0), item.title, item.key
