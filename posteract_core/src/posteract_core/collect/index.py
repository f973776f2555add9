"""One index for each library: from the ids that lists name to the items that are there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..model import ItemType, MediaItem, MediaRef

SERVICES = ("imdb", "tmdb", "tvdb", "guid", "trakt", "anidb", "mal", "anilist", "wikidata")
"""Ids that are matched by, in this order: the first one that both sides have decides."""


@dataclass(slots=True)
class LibraryIndex:
    """What a library has, by outside ids and by the server's keys. Filled from the listing, page by page.

    Episodes and seasons are found by their show's ids and their numbers, since few lists know ids of their own for them;
    what a list names without any id (an export of Letterboxd's) by title and year, where that means one title only.
    """

    items: dict[str, MediaItem] = field(default_factory=dict)
    _by_id: dict[tuple[ItemType, str, str], list[str]] = field(default_factory=dict)
    _by_title: dict[tuple[ItemType, str, int], dict[str, None]] = field(default_factory=dict)
    _by_number: dict[tuple[str, str, int, int | None], list[str]] = field(default_factory=dict)
    _children: dict[str, list[str]] = field(default_factory=dict)

    def add(self, items: Iterable[MediaItem]) -> None:
        """Take a page in."""
        for item in items:
            self.items[item.key] = item
            for service, value in item.ids.pairs():
                self._by_id.setdefault((item.type, service, value), []).append(item.key)
            if item.year is not None:
                for title in filter(None, (plain(item.title), plain(item.original_title))):
                    self._by_title.setdefault((item.type, title, item.year), {})[item.key] = None
            if item.season is not None:
                for service, value in item.show_ids.pairs():
                    self._by_number.setdefault((service, value, item.season, item.episode), []).append(item.key)
            if item.parent_key:
                self._children.setdefault(item.parent_key, []).append(item.key)

    def find(self, ref: MediaRef) -> Sequence[str]:
        """Return the keys of the items that a list's entry stands for: none, one, or several copies of one title."""
        if ref.key in self.items:
            return (ref.key,)
        for service in SERVICES:
            value = getattr(ref.ids, service)
            if value is None:
                continue
            found = self._by_id.get((ref.type, service, str(value)), [])
            if not found and ref.season is not None:
                found = self._by_number.get((service, str(value), ref.season, ref.episode), [])
            if found:
                return found
        return () if ref.ids else self._named(ref)

    def _named(self, ref: MediaRef) -> Sequence[str]:
        """Return the items of a title and year, else of a year next to it, unless they are different titles."""
        if not (title := plain(ref.title)) or ref.year is None or ref.season is not None:
            return ()
        exact, around = (
            [key for year in years for key in self._by_title.get((ref.type, title, year), ())]
            for years in ((ref.year,), (ref.year - 1, ref.year + 1))
        )
        found = list(dict.fromkeys(exact or around))
        first = self.items[found[0]].ids if found else None
        same = all(self.items[key].ids == first or self.items[key].ids.shares_one_with(first) for key in found if first)
        return found if same and (first or len(found) == 1) else ()

    def of_type(self, level: ItemType) -> list[MediaItem]:
        """Return all items of a type, in the order of the listing."""
        return [item for item in self.items.values() if item.type is level]

    def below(self, key: str, level: ItemType) -> list[MediaItem]:
        """Return the seasons or episodes of a show, or the episodes of a season, by their numbers."""
        found: list[MediaItem] = []
        for child in self._children.get(key, ()):
            item = self.items[child]
            found.extend([item] if item.type is level else self.below(child, level))
        return sorted(found, key=lambda item: (item.season or 0, item.episode or 0))


def plain(title: str) -> str:
    """Return a title without what lists write differently: case, accents, punctuation, `&` for `and`."""
    letters = unicodedata.normalize("NFKD", title.replace("&", " and ")).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split())
