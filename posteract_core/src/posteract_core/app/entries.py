"""What is configured to be written about items: metadata files and operations, read for one library, checked without a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ..collect.dialect.sources import read_sources
from ..collect.metadata.operations import Operations, read_operations
from ..collect.metadata.reading import read_metadata
from ..collect.metadata.recipe import ItemEdit
from ..config.models import Config
from ..errors import Problem
from ..model import ItemType


@dataclass(slots=True)
class Entries:
    """What is said of one library's items.

    Attributes:
        edits: entries of metadata files, in order.
        operations: of the library.
        problems: mistakes.
        warnings: what is accepted and not done.
        silent: an address of a file did not answer: what it names is not known now.
    """

    edits: list[ItemEdit] = field(default_factory=list)
    operations: Operations = field(default_factory=Operations)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    silent: bool = False

    @property
    def pictured(self) -> bool:
        """Return whether an entry names a picture."""
        return any(_pictured(edit) for edit in self.edits)


def read_entries(
    config: Config,
    name: str,
    *,
    library: ItemType,
    server_name: str,
    now: datetime,
    fetch: Callable[[str], str] | None = None,
    only_operations: bool = False,
) -> Entries:
    """Return what the configuration and its files say of a library's items, mistakes included."""
    entry = config.libraries[name]
    path = f"libraries.{name}"
    files = read_sources(
        () if only_operations else entry.metadata_files,
        config.folder,
        f"{path}.metadata_files",
        fetch=fetch,
        variables=entry.template_variables,
    )
    read = read_metadata(
        files.sources, library=library, name=name, server_name=server_name, folder=config.folder, now=now
    )
    operations = read_operations(entry.operations, f"{path}.operations", library=library, now=now)
    return Entries(
        edits=read.edits,
        operations=operations.operations,
        problems=[*files.problems, *read.problems, *operations.problems],
        warnings=[*files.warnings, *read.warnings, *operations.warnings],
        silent=files.silent,
    )


def mistakes(config: Config) -> tuple[list[Problem], list[Problem]]:
    """Return every mistake and warning in metadata files and operations, without asking a server.

    What a library holds is not known then: a mistake is what would be one for films and for shows.
    """
    problems: dict[Problem, None] = {}
    warnings: dict[Problem, None] = {}
    now = datetime.now().astimezone()
    for name in config.libraries:
        films, shows = (
            read_entries(config, name, library=kind, server_name=name, now=now)
            for kind in (ItemType.MOVIE, ItemType.SHOW)
        )
        problems.update(dict.fromkeys(each for each in films.problems if each in shows.problems))
        warnings.update(dict.fromkeys(each for each in films.warnings if each in shows.warnings))
    return list(problems), list(warnings)


def configured(config: Config) -> bool:
    """Return whether anything is to be written about items, recipes of collections aside."""
    return any(entry.metadata_files or entry.operations for entry in config.libraries.values())


def _pictured(edit: ItemEdit) -> bool:
    return bool(
        edit.pictures or any(season.pictures or any(part.pictures for part in season.parts) for season in edit.parts)
    )
