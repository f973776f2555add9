"""From entries to the items they mean: by ids, by title and year, parts by number or title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...model import FrozenMap, ItemType, MediaItem
from ..index import LibraryIndex, plain
from ..recipe import PictureRequest
from .recipe import ItemEdit, Match, PartEdit, Words

NO_TITLES: Mapping[str, str] = FrozenMap()

Meant = tuple[MediaItem, Words, Mapping[str, PictureRequest]]
"""An item, what it shall say, and where its pictures come from."""


def meant(
    edit: ItemEdit, index: LibraryIndex, level: ItemType, former: Mapping[str, str] = NO_TITLES
) -> tuple[list[Meant], list[str]]:
    """Return the items an entry is about, and the names of its parts that nothing fits.

    Args:
        edit: the entry.
        index: what the library has.
        level: films or shows.
        former: titles that items had before we wrote another, by their keys; an entry that renames goes on fitting.
    """
    found: list[Meant] = []
    lost: list[str] = []
    items = [item for item in index.of_type(level) if fits(edit.match, item, former.get(item.key, ""))]
    if not items and edit.match.titles and "title" in edit.words.fields:
        renamed = replace(edit.match, titles=(edit.words.fields["title"],))
        items = [item for item in index.of_type(level) if fits(renamed, item)]
    if not items:
        return [], [edit.place.path]
    for item in items:
        found.append((item, edit.words, edit.pictures))
        found += _parts(edit.parts, item, ItemType.SEASON, index, lost)
    return [each for each in found if each[1] or each[2]], lost


def fits(match: Match, item: MediaItem, former: str = "") -> bool:
    """Return whether an entry means a film or show."""
    if match.edition is not None and item.edition.casefold() != match.edition.casefold():
        return False
    if match.edition_contains and match.edition_contains.casefold() not in item.edition.casefold():
        return False
    if match.ids:
        number = item.ids.tvdb if item.type is ItemType.SHOW else item.ids.tmdb
        return bool({str(number), str(item.ids.imdb)} & set(match.ids))
    if match.year is not None and item.year != match.year:
        return False
    titles = {plain(title) for title in match.titles}
    return any(plain(title) in titles for title in (item.title, item.original_title, former) if title)


def _parts(
    parts: Sequence[PartEdit], above: MediaItem, level: ItemType, index: LibraryIndex, lost: list[str]
) -> Iterator[Meant]:
    standing = index.below(above.key, level)
    for part in parts:
        items = [item for item in standing if _is_part(part.name, item)]
        if not items:
            lost.append(part.place.path)
        for item in items:
            yield item, part.words, part.pictures
            yield from _parts(part.parts, item, ItemType.EPISODE, index, lost)


def _is_part(name: str, item: MediaItem) -> bool:
    number = item.season if item.type is ItemType.SEASON else item.episode
    return number == int(name) if name.isdigit() else plain(name) == plain(item.title)
