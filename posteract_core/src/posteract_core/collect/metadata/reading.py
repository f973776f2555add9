"""Metadata files of one library: templates expanded, each entry read, each mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from ...config.names import nearest
from ...errors import Problem
from ...model import ItemType
from ..dialect.definition import Definition
from ..dialect.reading import is_for, origins, templates_of
from ..dialect.sources import Source
from ..dialect.templates import Called, Template, expand
from ..dialect.values import as_bool, as_int, as_list, as_texts
from ..recipe import Place
from .attributes import Attributes
from .recipe import ItemEdit, Match, PartEdit, Words

Edit = TypeVar("Edit", ItemEdit, PartEdit)

TOP_LEVEL = ("metadata", "templates", "external_templates")
ELSEWHERE = {
    "collections": "collection_files",
    "dynamic_collections": "collection_files",
    "playlists": "playlist_files",
}
IDENT = re.compile(r"tt\d+|\d+")
CHOICES = frozenset({"title", "year", "mapping_id", "edition", "edition_contains", "blank_edition"})
"""What may stand under `match`."""


@dataclass(slots=True)
class ReadMetadata:
    """What was read.

    Attributes:
        edits: in order; of two entries with one name the first counts.
        problems: mistakes.
        warnings: what is accepted and not done.
    """

    edits: list[ItemEdit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_metadata(
    sources: Sequence[Source], *, library: ItemType, name: str, server_name: str, folder: Path, now: datetime
) -> ReadMetadata:
    """Return what metadata files say for one library.

    Args:
        sources: the files.
        library: what it holds.
        name: its configured name.
        server_name: as its server calls it.
        folder: relative paths are taken from it.
        now: local time; of files whose schedule is not due only the pictures count.
    """
    reading = _Reading(library, name, server_name, folder, now.date())
    for source in sources:
        due = source.schedule is None or source.schedule.due(now)
        before = len(reading.read.edits)
        reading.source(source)
        if not due:
            reading.read.edits[before:] = [_only_pictures(edit) for edit in reading.read.edits[before:]]
    return reading.read


class _Reading:
    def __init__(self, library: ItemType, name: str, server_name: str, folder: Path, today: date) -> None:
        self.library, self.name, self.server_name, self.folder, self.today = library, name, server_name, folder, today
        self.read = ReadMetadata()
        self.seen: set[str] = set()
        self.said: set[tuple[str, int, str]] = set()

    def source(self, source: Source) -> None:
        """Read one file."""
        for key in source.data:
            if key not in TOP_LEVEL:
                self._top_level(source, key)
        if not isinstance(source.data.get("metadata"), Mapping):
            place = Place(file=source.where, line=source.line("metadata"), path="metadata")
            self.read.problems.append(_problem(place, "must be a mapping with an entry for each title"))
            return
        templates = templates_of(source, self._say)
        for mapping, written in source.section("metadata").items():
            place = Place(file=source.where, line=source.line("metadata", mapping), path=f"metadata.{mapping}")
            if not isinstance(written, Mapping):
                if written is not None:
                    self.read.problems.append(_problem(place, "must be a mapping of what is to be written"))
            elif mapping not in self.seen and is_for(written, self.name, self.library):
                self.seen.add(mapping)
                self._entry(mapping, written, templates, source, place)

    def _top_level(self, source: Source, key: str) -> None:
        place = Place(file=source.where, line=source.line(key), path=key)
        if key in ELSEWHERE:
            message = f"is not read from here: name this file under `{ELSEWHERE[key]}` too"
            self.read.warnings.append(_problem(place, message))
        elif near := nearest(key, TOP_LEVEL):
            self.read.problems.append(_problem(place, f"is not understood; did you mean `{near.name}`?"))
        else:
            self.read.warnings.append(_problem(place, "is not read; what counts stands under metadata, templates"))

    def _entry(
        self,
        mapping: str,
        written: Mapping[str, Any],
        templates: Mapping[str, Template],
        source: Source,
        place: Place,
    ) -> None:
        called = Called(
            mapping=mapping,
            library_type=self.library.value,
            library_name=self.server_name,
            config=source.variables,
            today=self.today,
        )
        expanded = expand(written, templates, called)
        for mistake in expanded.mistakes:
            self._say(_problem(place, mistake))
        lines = {str(key): (place.file, source.line("metadata", mapping, str(key))) for key in written}
        definition = Definition(
            key=mapping,
            name=mapping,
            written=expanded.attributes,
            place=place,
            lines={**lines, **origins(expanded)},
        )
        attributes = self._attributes(definition, self.library)
        match = self._match(definition, attributes)
        parts: tuple[PartEdit, ...] = ()
        if "seasons" in attributes.rest and self.library is ItemType.SHOW:
            parts = tuple(self._parts(definition, attributes, "seasons", source, ("metadata", mapping)))
        elif "seasons" in attributes.rest:
            key = attributes.rest["seasons"][0]
            definition.warnings.append(definition.problem(key, "is for shows, and this library holds films"))
        self._relay(definition)
        if not definition.problems and not expanded.mistakes:
            self.read.edits.append(
                ItemEdit(
                    name=mapping,
                    match=match,
                    words=attributes.words(),
                    pictures=attributes.pictures(),
                    parts=parts,
                    place=place,
                )
            )

    def _attributes(self, definition: Definition, level: ItemType) -> Attributes:
        attributes = Attributes(definition, level, self.library, self.folder)
        for key, value in definition.written.items():
            attributes.take(str(key), value)
        return attributes

    def _parts(
        self, above: Definition, attributes: Attributes, section: str, source: Source, path: tuple[str, ...]
    ) -> Iterator[PartEdit]:
        """Yield what is written about seasons, or about the episodes of one."""
        key, written = attributes.rest[section]
        if not isinstance(written, Mapping):
            if written is not None:
                above.wrong(key, f"must be a mapping: of each of the {section} what is to be written")
            return
        level = ItemType.SEASON if section == "seasons" else ItemType.EPISODE
        file, line = above.at(key)
        for name, said in written.items():
            here = (*path, key, str(name))
            place = Place(file=file, line=source.line(*here) or line, path=f"{above.place.path}.{key}.{name}")
            if not isinstance(said, Mapping):
                if said is not None:
                    above.problems.append(_problem(place, "must be a mapping of what is to be written"))
                continue
            lines = {str(each): (file, source.line(*here, str(each)) or place.line) for each in said}
            definition = Definition(key=str(name), name=str(name), written=said, place=place, lines=lines)
            own = self._attributes(definition, level)
            parts: tuple[PartEdit, ...] = ()
            if "episodes" in own.rest and level is ItemType.SEASON:
                parts = tuple(self._parts(definition, own, "episodes", source, here))
            for control in own.rest:
                if not (control == "episodes" and level is ItemType.SEASON):
                    definition.wrong(own.rest[control][0], f"does not go with one of the {section}")
            above.problems += definition.problems
            above.warnings += definition.warnings
            yield PartEdit(name=str(name), words=own.words(), pictures=own.pictures(), parts=parts, place=place)

    def _match(self, definition: Definition, attributes: Attributes) -> Match:
        """Return which items an entry means: by `match`, `mapping_id`, its name as an id, its name as a title."""
        said = {
            name: (key, value)
            for name, (key, value) in attributes.rest.items()
            if name in ("mapping_id", "alt_title", "year", "edition_contains", "blank_edition")
        }
        if "match" in attributes.rest:
            key, written = attributes.rest["match"]
            if isinstance(written, Mapping):
                for name, value in written.items():
                    if str(name).lower() in CHOICES:
                        said[str(name).lower()] = (key, value)
                    else:
                        near = nearest(str(name), CHOICES)
                        advice = f"; did you mean `{near.name}`?" if near else ""
                        definition.wrong(key, f"`{name}` is not understood{advice}")
            else:
                definition.wrong(key, "must be a mapping: `match: {title: …, year: …}`")
        values = {name: value for name, (_, value) in said.items()}
        try:
            year = as_int(values["year"]) if values.get("year") is not None else None
            blank = values.get("blank_edition") is not None and as_bool(values["blank_edition"])
        except ValueError as error:
            definition.wrong(said["year"][0] if "year" in said else said["blank_edition"][0], str(error))
            return Match()
        ids = tuple(str(each) for each in as_list(values.get("mapping_id")))
        for each in ids:
            if not IDENT.fullmatch(each):
                definition.wrong(said["mapping_id"][0], f"`{each}` is no id: a number, or tt and a number")
        if not ids and "title" not in values and IDENT.fullmatch(definition.name):
            ids = (definition.name,)
        titles = as_texts(values.get("title")) or (definition.name,)
        edition = str(values["edition"]) if values.get("edition") is not None else "" if blank else None
        return Match(
            ids=ids,
            titles=() if ids else (*titles, *as_texts(values.get("alt_title"))),
            year=None if ids else year,
            edition=edition,
            edition_contains=str(values.get("edition_contains") or ""),
        )

    def _relay(self, definition: Definition) -> None:
        for problem in definition.problems:
            self._say(problem)
        self.read.warnings += definition.warnings

    def _say(self, problem: Problem) -> None:
        """Keep a mistake; what stands in a template is said once, not for each entry that calls it."""
        known = (problem.where, problem.line, problem.message)
        if not problem.line or known not in self.said:
            self.read.problems.append(problem)
        self.said.add(known)


def _only_pictures(edit: Edit) -> Edit:
    return replace(edit, words=Words(), parts=tuple(_only_pictures(part) for part in edit.parts))


def _problem(place: Place, message: str) -> Problem:
    return Problem(where=place.file, line=place.line, path=place.path, message=message)
