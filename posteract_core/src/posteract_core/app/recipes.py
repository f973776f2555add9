"""What is configured of collections: read for one library, checked without a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from ..collect.dialect.definition import Surroundings
from ..collect.dialect.dynamic import Dynamic
from ..collect.dialect.reading import Read, read_recipes
from ..collect.dialect.sources import Fetch, Source, read_sources
from ..config.models import Config
from ..errors import Problem
from ..model import ItemType
from .playlisting import configured_playlists

if TYPE_CHECKING:
    from .opened import Opened

Keys: TypeAlias = Callable[[Dynamic], Mapping[str, str]]
"""Tells what a library has of what a dynamic entry is made of, name by key."""


def read_library(
    config: Config,
    around: Surroundings,
    name: str,
    server_name: str,
    today: date,
    keys: Keys | None = None,
    fetch: Fetch | None = None,
) -> Read:
    """Return what the configuration and its files say of a library's collections, mistakes included."""
    variables = config.libraries[name].template_variables
    here = {"collections": config.collections, "dynamic_collections": config.dynamic_collections}
    sources = [Source(data=here, variables=variables)]
    problems: list[Problem] = []
    warnings: list[Problem] = []
    incomplete = False
    for entries, path in (
        (config.collection_files, "collection_files"),
        (config.libraries[name].collection_files, f"libraries.{name}.collection_files"),
    ):
        files = read_sources(entries, config.folder, path, fetch=fetch, variables=variables)
        sources += files.sources
        problems += files.problems
        warnings += files.warnings
        incomplete = incomplete or files.incomplete
    read = read_recipes(sources, around, name=name, server_name=server_name, today=today, keys=keys)
    read.problems[:0], read.warnings[:0], read.incomplete = problems, warnings, incomplete
    return read


def mistakes(config: Config, around: Surroundings) -> tuple[list[Problem], list[Problem]]:
    """Return every mistake and warning in definitions, without asking a server; `around` is taken for films and for shows.

    What a library holds is not known then: a mistake is what would be one for films and for shows.
    """
    problems: dict[Problem, None] = {}
    warnings: dict[Problem, None] = {}
    today = datetime.now().astimezone().date()
    for name in config.libraries:
        found = [
            read_library(config, replace(around, library=kind), name, name, today)
            for kind in (ItemType.MOVIE, ItemType.SHOW)
        ]
        problems.update(dict.fromkeys(each for each in found[0].problems if each in found[1].problems))
        warnings.update(dict.fromkeys(each for each in found[0].warnings if each in found[1].warnings))
    if config.playlist_files:
        both = [
            configured_playlists(config, around, dict.fromkeys(config.libraries, kind), datetime.now().astimezone())
            for kind in (ItemType.MOVIE, ItemType.SHOW)
        ]
        problems.update(dict.fromkeys(each for each in both[0][1] if each in both[1][1]))
        warnings.update(dict.fromkeys(each for each in both[0][2] if each in both[1][2]))
    return list(problems), list(warnings)


def configured(app: Opened) -> bool:
    """Return whether there are collections to be kept."""
    config = app.config
    files = config.collection_files or any(entry.collection_files for entry in config.libraries.values())
    return bool(config.collections or config.dynamic_collections or files or config.playlist_files)
