"""All recipes of one library: from every place with definitions, templates expanded, each mistake with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ...config.names import nearest
from ...errors import Problem
from ...model import ItemType
from ..recipe import Place, Recipe
from .definition import Definition, Surroundings
from .definitions import read_definition
from .dynamic import LISTED, Dynamic, KeysUnknown, definitions, own_keys, read_dynamic
from .sources import Source
from .templates import Called, Expanded, Template, expand, mistakes_in
from .values import as_list

TOP_LEVEL = frozenset(("collections", "dynamic_collections", "templates", "external_templates"))
ELSEWHERE = {
    "metadata": "metadata_files",
    "playlists": "playlist_files",
    "overlays": "overlay_files",
    "queues": "overlay_files",
}
"""Top-level keys of other kinds of files, with the list of the configuration that reads them."""

LATER = frozenset(("title", "smart_label"))
"""Placeholders that are filled once the collection is known."""

_PLACEHOLDER = re.compile(r"<<([^<>]+)>>")


@dataclass(slots=True)
class Read:
    """What was read.

    Attributes:
        recipes: in order; of two with one name the first counts.
        problems: mistakes.
        warnings: what is accepted and not done.
        dynamic: entries that make collections of what the library has.
        keys: of every definition there is, also of those that no recipe came of.
        incomplete: some files could not be read.
    """

    recipes: list[Recipe] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    dynamic: list[Dynamic] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    incomplete: bool = False


def read_recipes(
    sources: Sequence[Source],
    around: Surroundings,
    *,
    name: str,
    server_name: str,
    today: date,
    keys: Callable[[Dynamic], Mapping[str, str]] | None = None,
) -> Read:
    """Return the recipes for one library.

    Args:
        sources: the configuration first, then files.
        around: what definitions are read with.
        name: the library's configured name; definitions for others are passed over.
        server_name: as its server calls it.
        today: the day.
        keys: what the library has of what a dynamic entry is made of, name by key; None = dynamic ones are checked, not made.
    """
    reading = _Reading(around, name, server_name, today, keys)
    for source in sources:
        reading.source(source)
    return reading.read


class _Reading:
    def __init__(
        self,
        around: Surroundings,
        name: str,
        server_name: str,
        today: date,
        keys: Callable[[Dynamic], Mapping[str, str]] | None,
    ) -> None:
        self.around, self.name, self.server_name, self.today, self.keys = around, name, server_name, today, keys
        self.read = Read()
        self.seen: set[str] = set()
        self.titles: dict[str, Place] = {}
        self.said: set[tuple[str, int, str]] = set()

    def source(self, source: Source) -> None:
        """Read one place with definitions."""
        self._top_level(source)
        templates = templates_of(source, self._say)
        for mapping, written, place in self._entries(source, "collections", "a mapping of builders and settings"):
            if mapping in self.seen or not is_for(written, self.name, self.around.library, self.around.libraries):
                continue
            self.seen.add(mapping)
            lines = {str(key): source.line("collections", mapping, str(key)) for key in written}
            self._take(mapping, mapping, written, templates, source, place, lines)
        for mapping, written, place in self._entries(source, "dynamic_collections", "a mapping with a `type`"):
            if is_for(written, self.name, self.around.library, self.around.libraries):
                self._dynamic(mapping, written, templates, source, place)

    def _entries(self, source: Source, section: str, what: str) -> Iterator[tuple[str, Mapping[str, Any], Place]]:
        for mapping, written in source.section(section).items():
            place = Place(file=source.where, line=source.line(section, mapping), path=f"{section}.{mapping}")
            if isinstance(written, Mapping):
                yield mapping, written, place
            elif written is not None:
                self.read.problems.append(_problem(place, f"must be {what}"))

    def _top_level(self, source: Source) -> None:
        for key, value in source.data.items():
            place = Place(file=source.where, line=source.line(key), path=key)
            if key in TOP_LEVEL:
                if key != "external_templates" and not isinstance(value, Mapping | None):
                    self.read.problems.append(_problem(place, "must be a mapping with a name for each entry"))
            elif key in ELSEWHERE:
                self.read.warnings.append(
                    _problem(place, f"is not read from here: name this file under `{ELSEWHERE[key]}` too")
                )
            elif near := nearest(key, TOP_LEVEL):
                self.read.problems.append(_problem(place, f"is not understood; did you mean `{near.name}`?"))
            else:
                self.read.warnings.append(
                    _problem(place, f"is not read; what counts stands under {', '.join(sorted(TOP_LEVEL))}")
                )

    def _dynamic(
        self,
        mapping: str,
        written: Mapping[str, Any],
        templates: Mapping[str, Template],
        source: Source,
        place: Place,
    ) -> None:
        understood = read_dynamic(mapping, written, self.around.library, source.variables, self.around.dynamic)
        mistakes = [*understood.mistakes, *_unused(written, templates)]
        for key, message in mistakes:
            line = source.line("dynamic_collections", mapping, key) or place.line
            self.read.problems.append(Problem(where=place.file, line=line, path=f"{place.path}.{key}", message=message))
        if understood.missing:
            self.read.warnings.append(
                replace(_problem(place, "is made by no plugin that is installed and on"), hint=understood.missing)
            )
        entry = understood.entry
        if entry is None or mistakes:
            return
        found: Mapping[str, str] = {}
        if self.keys is not None:
            try:
                found = own_keys(entry, self.today) if entry.type in LISTED else self.keys(entry)
            except KeysUnknown as error:
                self.read.warnings.append(
                    replace(_problem(place, f"its collections stay as they are: {error}"), hint=error.hint)
                )
                return
        self.read.dynamic.append(entry)
        if self.keys is None:
            return
        for made in definitions(entry, found, self.around.library):
            if made.title.casefold() in self.titles:
                self.read.warnings.append(
                    _problem(place, f"makes a second collection called {made.title!r}; it is left out")
                )
                continue
            self._take(made.key, made.title, made.written, templates, source, place, {})

    def _take(
        self,
        key: str,
        mapping: str,
        written: Mapping[str, Any],
        templates: Mapping[str, Template],
        source: Source,
        place: Place,
        lines: Mapping[str, int],
    ) -> None:
        """Expand and read one definition; what is wrong with it goes into `read`."""
        self.read.keys.add(key)
        called = Called(
            mapping=mapping,
            library_type=self.around.library.value,
            library_name=self.server_name,
            config=source.variables,
            today=self.today,
        )
        expanded = expand(written, templates, called)
        places = {key: (place.file, line) for key, line in lines.items()} | origins(expanded)
        definition = Definition(
            key=key, name=mapping, written=expanded.attributes, place=place, lines=places, schedule=source.schedule
        )
        recipe = read_definition(definition, self.around)
        for mistake in expanded.mistakes:
            self._say(_problem(place, mistake))
        for problem in definition.problems:
            self._say(problem)
        self.read.warnings += [*definition.warnings, *self._left_over(definition)]
        if recipe is None or expanded.mistakes:
            return
        earlier = self.titles.setdefault(recipe.title.casefold(), place)
        if earlier is not place:
            where = f" ({earlier.file}:{earlier.line})" if earlier.line else ""
            self._say(
                _problem(place, f"is called {recipe.title!r} as is {earlier.path}{where}; one title, one collection")
            )
            return
        self.read.recipes.append(recipe)

    def _say(self, problem: Problem) -> None:
        """Keep a mistake; what stands in a template is said once, not for each definition that calls it."""
        known = (problem.where, problem.line, problem.message)
        if not problem.line or known not in self.said:
            self.read.problems.append(problem)
        self.said.add(known)

    @staticmethod
    def _left_over(definition: Definition) -> Iterator[Problem]:
        for key, value in definition.written.items():
            text = value if isinstance(value, str) else json.dumps(value, default=str) if value else ""
            for name in dict.fromkeys(_PLACEHOLDER.findall(text)):
                if name not in LATER and key.lower() != "template":
                    yield definition.problem(key, f"`<<{name}>>` stays as it is: there is no variable of that name")


def templates_of(source: Source, say: Callable[[Problem], None]) -> dict[str, Template]:
    """Return the templates of a file and of those it names; what is wrong with one is said."""
    found: dict[str, Template] = {}
    for at in (source, *source.external):
        for name, body in at.section("templates").items():
            if name in found or body is None:
                continue
            for key, message in mistakes_in(body):
                line = at.line("templates", name, key) or at.line("templates", name)
                path = f"templates.{name}.{key}".rstrip(".")
                say(Problem(where=at.where, line=line, path=path, message=message))
            if isinstance(body, Mapping):
                lines = {str(key): at.line("templates", name, str(key)) for key in body}
                external = at.variables if at is not source else {}
                found[name] = Template(body=body, external=external, file=at.where, lines=lines)
    return found


def origins(expanded: Expanded) -> dict[str, tuple[str, int]]:
    """Return where attributes that templates gave stand, by name."""
    return {
        name: (template.file, template.lines.get(written_as, 0))
        for name, (template, written_as) in expanded.origins.items()
        if template.lines.get(written_as, 0)
    }


def _unused(written: Mapping[str, Any], templates: Mapping[str, Template]) -> list[tuple[str, str]]:
    """Return what is wrong with the template that an entry calls: there is none, or every collection would be the same."""
    lower = {str(key).lower(): value for key, value in written.items()}
    kind = str(lower.get("type", "")).lower()
    found = []
    for key in ("template", "other_template"):
        names = [str(each) for each in as_list(lower.get(key))]
        bodies = [json.dumps(templates[name].body, default=str) for name in names if name in templates]
        if len(bodies) < len(names):
            missing = next(name for name in names if name not in templates)
            near = nearest(missing, templates)
            found.append(
                (key, f"there is no template `{missing}`" + (f"; did you mean `{near.name}`?" if near else ""))
            )
        elif names and not any(
            f"<<{word}" in body for body in bodies for word in ("value", "key", kind, "included_keys")
        ):
            found.append(
                (key, f"`{names[0]}` uses neither `<<value>>` nor `<<key>>`: all its collections would be the same")
            )
    return found


def is_for(written: Mapping[str, Any], name: str, library: ItemType, libraries: Collection[str] = ()) -> bool:
    """Return whether a definition is meant for a library: by its name, and by `run_definition`.

    One that names a library which nobody knows is read everywhere, so that it is found.
    """
    lower = {str(key).lower(): value for key, value in written.items()}
    named = as_list(lower.get("library"), split=False)
    strange = any(not isinstance(each, str) or each not in libraries for each in named)
    if named and name not in named and not strange:
        return False
    if "run_definition" not in lower and "allowed_library_types" not in lower:
        return True
    words = [str(each).lower() for each in as_list(lower.get("run_definition", lower.get("allowed_library_types")))]
    kinds = {"movie", "show", "artist"}
    return bool(words) and "false" not in words and all(word not in kinds or word == library.value for word in words)


def _problem(place: Place, message: str) -> Problem:
    return Problem(where=place.file, line=place.line, path=place.path, message=message)
