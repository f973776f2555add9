"""Playlist files: definitions of playlists, each for libraries of one server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ...config.names import nearest
from ...errors import Problem
from ...model import ItemType
from ..recipe import Place, Recipe
from .definition import Definition, Surroundings
from .definitions import read_definition
from .reading import templates_of
from .sources import Source
from .templates import Called, Expanded, expand
from .values import as_bool, as_texts

KEYS = frozenset(("libraries", "sync_to_users", "exclude_users", "delete_playlist"))
"""What only playlists have."""

EVERYBODY = "all"
"""In place of names: all whom the server is shared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaylistRecipe:
    """A playlist to be kept.

    Attributes:
        key: lasting: its name in the file.
        libraries: configured names, in order: titles of the first come first.
        recipes: what is in it and how it is kept, by what the libraries hold; shows are taken by their episodes.
        delete: it is deleted, if we made it.
        users: those who get one of their own beside the owner, by their names; `EVERYBODY` among them stands for all.
        without: those who do not.
    """

    key: str
    libraries: tuple[str, ...]
    recipes: Mapping[ItemType, Recipe]
    delete: bool = False
    users: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def main(self) -> Recipe:
        """Return the recipe that says how it is called and kept."""
        return next(iter(self.recipes.values()))


@dataclass(slots=True)
class ReadPlaylists:
    """What was read: recipes, mistakes, and what is not done."""

    recipes: list[PlaylistRecipe] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_playlists(
    sources: Sequence[Source], around: Surroundings, kinds: Mapping[str, ItemType], *, today: date
) -> ReadPlaylists:
    """Return the playlists of all files.

    Args:
        sources: files.
        around: what definitions are read with.
        kinds: what each configured library holds, where that is known; of others it is taken to be films.
        today: the day.
    """
    read = ReadPlaylists()
    seen: set[str] = set()
    for source in sources:
        templates = templates_of(source, read.problems.append)
        for name, written in source.section("playlists").items():
            place = Place(file=source.where, line=source.line("playlists", name), path=f"playlists.{name}")
            if written is None or name in seen:
                continue
            seen.add(name)
            if not isinstance(written, Mapping):
                read.problems.append(_problem(place, "must be a mapping of `libraries`, builders and settings"))
                continue
            called = Called(
                mapping=name, library_type="item", library_name="playlist", config=source.variables, today=today
            )
            expanded = expand(written, templates, called)
            read.problems += [_problem(place, mistake) for mistake in expanded.mistakes]
            lines = {str(key): source.line("playlists", name, str(key)) for key in written}
            _Reader(read, around, kinds, source, place, lines).take(name, expanded)
    return read


class _Reader:
    def __init__(
        self,
        read: ReadPlaylists,
        around: Surroundings,
        kinds: Mapping[str, ItemType],
        source: Source,
        place: Place,
        lines: Mapping[str, int],
    ) -> None:
        self.read, self.around, self.kinds, self.source, self.place, self.lines = (
            read, around, kinds, source, place, lines,
        )  # fmt: skip

    def take(self, name: str, expanded: Expanded) -> None:
        """Read one definition; what is wrong with it goes into `read`."""
        lower = {str(key).lower(): value for key, value in expanded.attributes.items()}
        libraries = self._libraries(lower.get("libraries"))
        users, without = as_texts(lower.get("sync_to_users")), as_texts(lower.get("exclude_users"))
        if without and not users:
            self.read.warnings.append(self._at("exclude_users", "says nothing without `sync_to_users`"))
        delete = False
        if lower.get("delete_playlist") is not None:
            try:
                delete = as_bool(lower["delete_playlist"])
            except ValueError as error:
                self.read.problems.append(self._at("delete_playlist", str(error)))
        rest = {key: value for key, value in expanded.attributes.items() if str(key).lower() not in KEYS}
        kinds = list(dict.fromkeys(self.kinds.get(library, ItemType.MOVIE) for library in libraries))
        recipes: dict[ItemType, Recipe] = {}
        said: dict[Problem, None] = {}
        vain: dict[Problem, None] = {}
        for kind in kinds:
            definition = Definition(
                key=f"playlist:{name}",
                name=name,
                written={**rest, **({"builder_level": "episode"} if kind is ItemType.SHOW else {})},
                place=self.place,
                lines={key: (self.place.file, line) for key, line in self.lines.items()},
                schedule=self.source.schedule,
            )
            recipe = read_definition(definition, replace(self.around, library=kind))
            said.update(dict.fromkeys(definition.problems))
            vain.update(dict.fromkeys(definition.warnings))
            if recipe is not None:
                recipes[kind] = replace(recipe, order="custom")
        self.read.problems += said
        self.read.warnings += vain
        if recipes and not said and not expanded.mistakes:
            self.read.recipes.append(
                PlaylistRecipe(
                    key=f"playlist:{name}",
                    libraries=libraries,
                    recipes=recipes,
                    delete=delete,
                    users=users,
                    without=without,
                )
            )

    def _libraries(self, written: Any) -> tuple[str, ...]:
        names = as_texts(written)
        if not names:
            self.read.problems.append(
                self._at("libraries", "is missing: it names the libraries its titles are taken from")
            )
        for name in names:
            if name not in self.around.libraries:
                near = nearest(name, self.around.libraries)
                advice = f"; did you mean `{near.name}`?" if near else ""
                self.read.problems.append(
                    self._at("libraries", f"there is no library `{name}` under `libraries`{advice}")
                )
        return tuple(name for name in names if name in self.around.libraries)

    def _at(self, key: str, message: str) -> Problem:
        line = self.lines.get(key) or self.place.line
        return Problem(where=self.place.file, line=line, path=f"{self.place.path}.{key}", message=message)


def _problem(place: Place, message: str) -> Problem:
    return Problem(where=place.file, line=place.line, path=place.path, message=message)
