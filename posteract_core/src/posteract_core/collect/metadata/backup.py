"""`metadata_backup`: what was chosen of a library's items, as a metadata file that can be read back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...config.names import nearest
from ...model import ItemType, MediaItem
from ..dialect.values import as_bool, as_list
from ..index import LibraryIndex
from .names import attribute
from .words import FIELDS, TAGS, UNLOCKED, field_of, has, tags_of

HEADER = "# Written by Posteract (metadata_backup), anew by each run; to change something, copy it into a file of your own.\n"
"""The first line of our files, by which they are known: no other file is ever written over."""

OPTIONS = ("path", "exclude", "sync_tags", "add_blank_entries")
LEFT_OUT = frozenset({"collection"})
"""Recipes put items into collections again; what is in one by hand says the server's own backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataBackup:
    """What is written down.

    Attributes:
        path: of the file, as written; empty = beside the configuration, called after the library.
        exclude: fields and lists that are left out.
        sync_tags: lists are written as whole lists (`genre.sync`), else as what is to be added.
        blank: items of which nothing is said have an entry, too.
    """

    path: str = ""
    exclude: frozenset[str] = frozenset()
    sync_tags: bool = False
    blank: bool = False


def read_backup(written: Any, library: ItemType) -> tuple[MetadataBackup | None, list[tuple[str, str]]]:
    """Return what is to be written down, and mistakes, each with its option.

    Args:
        written: as in the configuration: a mapping, or `true`.
        library: what it holds.
    """
    if written is True:
        return MetadataBackup(), []
    if not isinstance(written, Mapping):
        return None, [("", "must be `true`, or a mapping with `path`, `exclude`, `sync_tags`, `add_blank_entries`")]
    mistakes: list[tuple[str, str]] = []
    for key in written:
        if key not in OPTIONS:
            near = nearest(str(key), OPTIONS)
            mistakes.append((str(key), "is not understood" + (f"; did you mean `{near.name}`?" if near else "")))
    exclude = []
    for each in as_list(written.get("exclude")):
        name, _ = attribute(str(each), library)
        if name not in FIELDS and name not in TAGS:
            near = nearest(name, (*FIELDS, *TAGS))
            mistakes.append(("exclude", f"`{each}` is no field" + (f"; did you mean `{near.name}`?" if near else "")))
        exclude.append(name)
    truths = {}
    for key in ("sync_tags", "add_blank_entries"):
        try:
            truths[key] = written.get(key) is not None and as_bool(written[key])
        except ValueError as error:
            mistakes.append((key, str(error)))
    if mistakes:
        return None, mistakes
    return (
        MetadataBackup(
            path=str(written.get("path") or ""),
            exclude=frozenset(exclude),
            sync_tags=truths["sync_tags"],
            blank=truths["add_blank_entries"],
        ),
        [],
    )


def written_down(index: LibraryIndex, level: ItemType, backup: MetadataBackup) -> dict[str, dict[str, Any]]:
    """Return entries for all films or shows of which something was chosen: locked fields and lists, own ratings, preferences.

    Where a server tells of no locks, all that is said is taken as chosen.

    Args:
        index: what the library has.
        level: films or shows.
        backup: what is written down.
    """
    items = sorted(index.of_type(level), key=lambda item: (item.title.casefold(), item.year or 0, item.key))
    several = Counter(json.dumps(_match(item)) for item in items)
    names = Counter(str(item) for item in items)
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        said = _said(item, backup) | _below(index, item, ItemType.SEASON, "seasons", backup)
        if not said and not backup.blank:
            continue
        match = _match(item)
        if several[json.dumps(match)] > 1:
            match |= {"edition": item.edition} if item.edition else {"blank_edition": True}
        name = str(item) if names[str(item)] == 1 else f"{item} [{item.key}]"
        found[name] = {"match": match, **said}
    return found


def as_text(entries: Mapping[str, Any]) -> str:
    """Return entries as a metadata file: block mappings of texts and lists as JSON has them, which YAML reads.

    >>> print(as_text({"Heat (1995)": {"match": {"year": 1995}, "genre": ["Crime"]}}).partition("metadata")[2], end="")
    :
      "Heat (1995)":
        "match":
          "year": 1995
        "genre": ["Crime"]
    """
    if not entries:
        return HEADER + "metadata: {}\n"
    return HEADER + "metadata:\n" + "".join(f"{line}\n" for line in _lines(entries, "  "))


def _lines(mapping: Mapping[Any, Any], indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        name = indent + (str(key) if isinstance(key, int) else _scalar(key))
        if isinstance(value, Mapping):
            yield f"{name}:"
            yield from _lines(value, indent + "  ")
        else:
            yield f"{name}: {_scalar(value)}"


def _scalar(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)


def _match(item: MediaItem) -> dict[str, Any]:
    """Return which item is meant, by ids where it has one: its title may be the very thing that was changed."""
    number = item.ids.tvdb if item.type is ItemType.SHOW else item.ids.tmdb
    if number or item.ids.imdb:
        return {"mapping_id": number or item.ids.imdb}
    return {"title": item.title, **({"year": item.year} if item.year else {})}


def _said(item: MediaItem, backup: MetadataBackup) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name in (*FIELDS, *TAGS):
        if name in backup.exclude or name in LEFT_OUT or not has(item.type, name) or not _chosen(item, name):
            continue
        if name in TAGS:
            if tags := list(tags_of(item, name)):
                said[f"{name}.sync" if backup.sync_tags else name] = tags
        elif value := field_of(item, name):
            said[name] = value.partition("T")[0] if name == "added_at" else value
    return said


def _chosen(item: MediaItem, name: str) -> bool:
    if name in item.preferences:
        return True
    if name in UNLOCKED:
        return name == "user_rating"
    return item.locked_words is None or name in item.locked_words


def _below(
    index: LibraryIndex, item: MediaItem, level: ItemType, section: str, backup: MetadataBackup
) -> dict[str, Any]:
    found: dict[int, dict[str, Any]] = {}
    for part in index.below(item.key, level):
        number = part.season if level is ItemType.SEASON else part.episode
        said = _said(part, backup)
        if level is ItemType.SEASON:
            said |= _below(index, part, ItemType.EPISODE, "episodes", backup)
        if said and number is not None:
            found[number] = said
    return {section: found} if found else {}
