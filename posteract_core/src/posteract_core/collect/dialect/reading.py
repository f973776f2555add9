"""All recipes of one library: from every place with definitions, templates expanded, each mistake with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ...errors import Problem
from ..recipe import Place, Recipe
from .definitions import Definition, Surroundings, read_definition
from .dynamic import LISTED, Dynamic, definitions, own_keys, read_dynamic
from .sources import Source
from .templates import Called, Template, expand
from .values import as_list


@dataclass(slots=True)
class Read:
    """What was read.

    Attributes:
        recipes: in order; of two with one name the first counts.
        problems: mistakes.
        warnings: what is accepted and not done.
        dynamic: entries that make collections of what the library has.
    """

    recipes: list[Recipe] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    dynamic: list[Dynamic] = field(default_factory=list)


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
    read = Read()
    seen: set[str] = set()
    titles: set[str] = set()
    for source in sources:
        templates = _templates(source)
        for mapping, written in source.section("collections").items():
            if written is None or mapping in seen:
                continue
            place = Place(file=source.where, line=source.line("collections", mapping), path=f"collections.{mapping}")
            if not isinstance(written, Mapping):
                read.problems.append(_problem(place, "must be a mapping of builders and settings"))
                continue
            if not _is_for(written, name, around.library.value):
                continue
            seen.add(mapping)
            lines = {str(key): source.line("collections", mapping, str(key)) for key in written}
            called = _called(mapping, source, around, server_name, today)
            recipe = _take(read, mapping, written, templates, called, around, place, lines)
            if recipe is not None:
                titles.add(recipe.title.casefold())
        for mapping, written in source.section("dynamic_collections").items():
            place = Place(
                file=source.where,
                line=source.line("dynamic_collections", mapping),
                path=f"dynamic_collections.{mapping}",
            )
            if written is None:
                continue
            if not isinstance(written, Mapping):
                read.problems.append(_problem(place, "must be a mapping with a `type`"))
                continue
            if not _is_for(written, name, around.library.value):
                continue
            understood = read_dynamic(mapping, written, around.library, source.variables)
            for key, message in understood.mistakes:
                line = source.line("dynamic_collections", mapping, key) or place.line
                read.problems.append(Problem(where=place.file, line=line, path=f"{place.path}.{key}", message=message))
            entry = understood.entry
            if entry is None:
                continue
            read.dynamic.append(entry)
            if keys is None:
                continue
            found = own_keys(entry, today) if entry.type in LISTED else keys(entry)
            for made in definitions(entry, found, around.library):
                if made.title.casefold() in titles:
                    read.warnings.append(
                        _problem(place, f"makes a second collection called {made.title!r}; it is left out")
                    )
                    continue
                titles.add(made.title.casefold())
                called = _called(made.title, source, around, server_name, today)
                _take(read, made.key, made.written, templates, called, around, place, {})
    return read


def _called(mapping: str, source: Source, around: Surroundings, server_name: str, today: date) -> Called:
    return Called(
        mapping=mapping,
        library_type=around.library.value,
        library_name=server_name,
        config=source.variables,
        today=today,
    )


def _take(
    read: Read,
    key: str,
    written: Mapping[str, Any],
    templates: Mapping[str, Template],
    called: Called,
    around: Surroundings,
    place: Place,
    lines: Mapping[str, int],
) -> Recipe | None:
    """Expand and read one definition; what is wrong with it goes into `read`."""
    attributes, mistakes = expand(written, templates, called)
    read.problems += [_problem(place, mistake) for mistake in mistakes]
    definition = Definition(key=key, name=called.mapping, written=attributes, place=place, lines=lines)
    recipe = read_definition(definition, around)
    read.problems += definition.problems
    read.warnings += definition.warnings
    if recipe is None or mistakes:
        return None
    read.recipes.append(recipe)
    return recipe


def _templates(source: Source) -> dict[str, Template]:
    return {
        name: Template(body=body) for name, body in source.section("templates").items() if isinstance(body, Mapping)
    }


def _is_for(written: Mapping[str, Any], name: str, kind: str) -> bool:
    """Return whether a definition is meant for a library: by its name, and by `run_definition`."""
    lower = {str(key).lower(): value for key, value in written.items()}
    libraries = as_list(lower.get("library"), split=False)
    if libraries and name not in libraries:
        return False
    if "run_definition" not in lower and "allowed_library_types" not in lower:
        return True
    words = [str(each).lower() for each in as_list(lower.get("run_definition", lower.get("allowed_library_types")))]
    kinds = {"movie", "show", "artist"}
    return bool(words) and "false" not in words and all(word not in kinds or word == kind for word in words)


def _problem(place: Place, message: str) -> Problem:
    return Problem(where=place.file, line=place.line, path=place.path, message=message)
