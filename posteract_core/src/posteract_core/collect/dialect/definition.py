"""A definition of a collection as it stands in a file, and what it is read with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import Problem
from ...model import ItemType
from ...providers import DynamicKeys
from ...providers.takes_missing import ReadOption
from ...schedule import Schedule
from ..recipe import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a definition is read with.

    Attributes:
        library: what the libraries it is for hold; decides what some keys mean.
        builders: names of the builders that are installed.
        details: names of what describes collections, of those that are installed.
        takers: keys of what takes missing titles, with what understands their values, by what they begin with; of those that
            are installed.
        dynamic: types of dynamic collections that plugins make.
        overlays: names of sets of badges.
        styles: names of styles; empty = not known.
        libraries: configured names, for `library`.
        folder: relative paths are taken from it.
        reads_assets: asset folders are looked into for every item, so that `item_assets` asks for nothing more.
    """

    library: ItemType
    builders: Collection[str]
    details: Collection[str] = ()
    takers: Mapping[str, Mapping[str, ReadOption]] = field(default_factory=dict)
    dynamic: Mapping[str, type[DynamicKeys[Any]]] = field(default_factory=dict)
    overlays: Collection[str] = ()
    styles: Collection[str] = ()
    libraries: Collection[str] = ()
    folder: Path = Path()
    reads_assets: bool = False


@dataclass(slots=True)
class Definition:
    """One definition being read.

    Attributes:
        key: lasting, of the recipe.
        name: as it is called in the file.
        written: keys and values.
        place: where it stands.
        lines: of its keys, as (file, line): what a template gave stands in the template.
        schedule: of the file it stands in; None = none.
        problems: mistakes so far.
        warnings: what is not done, or not as Kometa does.
    """

    key: str
    name: str
    written: Mapping[str, Any]
    place: Place
    lines: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    schedule: Schedule | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, key: str, message: str, hint: str = "") -> Problem:
        """Return a mistake at one of its keys."""
        file, line = self.at(key)
        path = f"{self.place.path}.{key}" if key else self.place.path
        return Problem(where=file, line=line, path=path, message=message, hint=hint)

    def wrong(self, key: str, message: str, hint: str = "") -> None:
        """Keep a mistake."""
        self.problems.append(self.problem(key, message, hint))

    def at(self, key: str) -> tuple[str, int]:
        """Return the file and the line of a key."""
        return self.lines.get(key, (self.place.file, self.place.line))

    def placed(self, key: str) -> Place:
        """Return where a key stands."""
        file, line = self.at(key)
        return Place(file=file, line=line, path=f"{self.place.path}.{key}")
