"""What Radarr or Sonarr has and will not have, and what was once sent there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import ConfigError
from ...model import MediaRef
from ..memory import Memory
from .client import Arr

_TOKEN = "1"  # noqa: S105 - says that an entry is of today's shape


@dataclass(frozen=True, slots=True)
class Standing:
    """What it has.

    Attributes:
        by_id: titles by the service's own kind of id.
        by_imdb: the same by IMDb's.
        excluded: ids that its owner does not want from lists.
    """

    by_id: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    by_imdb: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()

    def find(self, ref: MediaRef, number: int | None) -> Mapping[str, Any] | None:
        """Return the title that is meant; None = it has no such."""
        return self.by_id.get(number or 0) or self.by_imdb.get(ref.ids.imdb or "")


def standing(titles: Sequence[Mapping[str, Any]], exclusions: Sequence[Mapping[str, Any]], key: str) -> Standing:
    """Return what it has, from its lists; `key` is the field of its own kind of id."""
    return Standing(
        {each[key]: each for each in titles if each.get(key)},
        {each["imdbId"]: each for each in titles if each.get("imdbId")},
        frozenset(each[key] for each in exclusions if each.get(key)),
    )


def chosen(arr: Arr, path: str, label: str, what: str, wanted: str, setting: str) -> Mapping[str, Any]:
    """Return the folder or profile of a name; the only one there is when none is named.

    Args:
        arr: asked for what there is.
        path: of the list: `rootfolder`.
        label: the field of the name.
        what: in words: `root folder`.
        wanted: the name; empty = none.
        setting: where it may be written, for the hint.

    Raises:
        ConfigError: there is none of that name, or several and none is named.
    """
    entries = arr.ask_list(path)
    names = [str(entry.get(label) or "") for entry in entries]
    for entry, name in zip(entries, names, strict=True):
        if wanted and _folded(name) == _folded(wanted):
            return entry
    there = f"There are: {', '.join(names)}." if names else f"Add one in {arr.title} first."
    if wanted:
        raise ConfigError(f"{setting}: {arr.title} has no {what} {wanted!r}", hint=there)
    if len(entries) == 1:
        return entries[0]
    raise ConfigError(f"{setting} says no {what}, and {arr.title} has {len(entries)}", hint=there)


class Sent:
    """What was once added, so that a title that somebody took out again is not added for ever; and what was looked up."""

    def __init__(self, folder: Path, *, dry: bool) -> None:
        self._memory = Memory(folder / "sent.sqlite", looking_only=dry)

    def known(self, numbers: Iterable[int]) -> frozenset[int]:
        """Return those that were added before."""
        return frozenset(map(int, self._memory.get_many("added", {str(number): _TOKEN for number in numbers})))

    def keep(self, number: int) -> None:
        """Remember that one was added."""
        self._memory.put_many("added", [(str(number), _TOKEN, b"")])

    def looked_up(self, term: str) -> tuple[int, str, int | None] | None:
        """Return (id, title, year) of what was looked up before."""
        found = self._memory.get_many("lookup", {term: _TOKEN}).get(term)
        return tuple(json.loads(found)) if found else None

    def keep_lookup(self, term: str, found: tuple[int, str, int | None]) -> None:
        """Remember what was found."""
        self._memory.put_many("lookup", [(term, _TOKEN, json.dumps(found).encode())])

    def close(self) -> None:
        """Close its file."""
        self._memory.close()


def _folded(name: str) -> str:
    return name.rstrip("/\\").casefold()
