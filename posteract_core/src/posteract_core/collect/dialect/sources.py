"""Where definitions stand: the configuration itself, and files, globs and folders that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from ...config.document import Document, read_document
from ...config.files import read_text, shown_path
from ...config.names import nearest
from ...errors import ConfigError, PosteractError, Problem
from ...schedule import Schedule, read_schedule

SUFFIXES = (".yml", ".yaml")
NOT_READ = {
    "default": "Kometa's own default files are not part of Posteract: write the definitions down, or use a dynamic collection",
    "pmm": "Kometa's own default files are not part of Posteract: write the definitions down, or use a dynamic collection",
    "git": "download the file from the Community-Configs and name it with `file`",
    "repo": "download the file from your repository and name it with `file`",
}
"""Kinds of entries that Kometa reads and we do not, with what to do."""

ENTRY = frozenset(("file", "folder", "url", "template_variables", "schedule", "asset_directory"))
"""What an entry may say."""

Fetch: TypeAlias = Callable[[str], str]
"""Returns the text at an address, or raises a `PosteractError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place with definitions.

    Attributes:
        data: what stands there, by Kometa's top-level keys.
        document: with the places of keys; None = the configuration, whose reading knows them.
        variables: `template_variables` of the entry that named it, and of the library.
        external: files whose templates it uses, in order.
        schedule: of the entry that named it: what stands in it is left as it is while it is not due; None = none.
    """

    data: Mapping[str, Any]
    document: Document | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    external: tuple[Source, ...] = ()
    schedule: Schedule | None = None

    @property
    def where(self) -> str:
        """Return the file as the user knows it; empty for the configuration."""
        return self.document.where if self.document is not None else ""

    def line(self, *path: str) -> int:
        """Return the line of a key; 0 when it is not known."""
        mark = self.document.keys.get(path) if self.document is not None else None
        return mark.line if mark is not None else 0

    def section(self, name: str) -> Mapping[str, Any]:
        """Return one of the top-level mappings; empty where it is none."""
        found = self.data.get(name)
        return found if isinstance(found, Mapping) else {}


@dataclass(slots=True)
class Files:
    """The files that a list of entries names, in order.

    Attributes:
        sources: what was read.
        problems: mistakes in them.
        warnings: what is left out.
    """

    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_sources(
    entries: Any, folder: Path, path: str, *, fetch: Fetch | None = None, variables: Mapping[str, Any] | None = None
) -> Files:
    """Return the files that entries name.

    Args:
        entries: a list, or one alone, of paths, globs, folders, addresses, or mappings such as
            `{file: …, template_variables: {…}}`.
        folder: relative paths are taken from it.
        path: dotted, of the list where it stands.
        fetch: reads addresses; None = they are passed over, with a warning.
        variables: `template_variables` of the library, weaker than an entry's.
    """
    reader = _Reader(folder, fetch)
    for number, entry in enumerate(entries if isinstance(entries, list | tuple) else [entries]):
        reader.entry(entry, f"{path}.{number}", variables or {})
    return reader.read


class _Reader:
    def __init__(self, folder: Path, fetch: Fetch | None) -> None:
        self.folder = folder
        self.fetch = fetch
        self.read = Files()

    def entry(self, entry: Any, here: str, variables: Mapping[str, Any]) -> None:
        """Read what one entry names."""
        mapping = entry if isinstance(entry, Mapping) else {"url" if is_address(entry) else "file": entry}
        for key in mapping:
            if key in NOT_READ:
                self.warn(f"{here}.{key}", f"is not read: {NOT_READ[key]}")
            elif key not in ENTRY:
                near = nearest(str(key), ENTRY)
                self.wrong(f"{here}.{key}", "is not understood" + (f"; did you mean `{near.name}`?" if near else ""))
        more = mapping.get("template_variables")
        if not isinstance(more, Mapping | None):
            self.wrong(f"{here}.template_variables", "must be a mapping: `template_variables: {name: value}`")
            more = None
        schedule = None
        if mapping.get("schedule") is not None:
            schedule, mistakes = read_schedule(mapping["schedule"])
            for mistake in mistakes:
                self.wrong(f"{here}.schedule", mistake)
        variables = {**variables, **(more or {})}
        if mapping.get("url"):
            self.address(str(mapping["url"]), f"{here}.url", variables, schedule)
        for key in ("file", "folder"):
            written = str(mapping.get(key) or "")
            if not written:
                continue
            files = list(_files(written, self.folder))
            if not files and not _is_pattern(written):
                self.warn(here, f"there is no file {self.folder / written}; it is left out")
            for file in files:
                try:
                    text = read_text(file)
                except ConfigError as error:
                    self.read.problems += error.problems
                    continue
                self.text(text, shown_path(file), variables, schedule)

    def address(self, url: str, here: str, variables: Mapping[str, Any], schedule: Schedule | None) -> None:
        """Read what an address holds; one that does not answer is left out."""
        if self.fetch is None:
            self.warn(here, "is read when collections are built; it was not looked at now")
            return
        try:
            self.text(self.fetch(url), url, variables, schedule)
        except PosteractError as error:
            self.warn(here, f"{error}; it is left out")

    def text(self, text: str, where: str, variables: Mapping[str, Any], schedule: Schedule | None) -> None:
        """Take in one file's text."""
        try:
            document = read_document(text, where)
        except ConfigError as error:
            self.read.problems += error.problems
            return
        self.read.problems += document.problems
        if not isinstance(document.data, Mapping):
            self.read.problems.append(Problem(where=where, message="holds no definitions"))
            return
        external: list[Source] = []
        if document.data.get("external_templates"):
            inner = _Reader(self.folder, self.fetch)
            entries = document.data["external_templates"]
            for number, entry in enumerate(entries if isinstance(entries, list) else [entries]):
                inner.entry(entry, f"external_templates.{number}", {})
            external = inner.read.sources
            mark = document.keys.get(("external_templates",))
            line = mark.line if mark else 0
            self.read.problems += [_placed(problem, where, line) for problem in inner.read.problems]
            self.read.warnings += [_placed(problem, where, line) for problem in inner.read.warnings]
        self.read.sources.append(
            Source(
                data=document.data,
                document=document,
                variables=variables,
                external=tuple(external),
                schedule=schedule,
            )
        )

    def wrong(self, path: str, message: str) -> None:
        """Keep a mistake."""
        self.read.problems.append(Problem(path=path, message=message))

    def warn(self, path: str, message: str) -> None:
        """Keep what is left out."""
        self.read.warnings.append(Problem(path=path, message=message))


def is_address(written: Any) -> bool:
    """Return whether something is an address of the web rather than a path."""
    return isinstance(written, str) and written.lower().startswith(("http://", "https://"))


def _placed(problem: Problem, where: str, line: int) -> Problem:
    return replace(problem, where=where, line=line) if not problem.where else problem


def _is_pattern(written: str) -> bool:
    return any(character in written for character in "*?[")


def _files(written: str, folder: Path) -> Iterator[Path]:
    if _is_pattern(written):
        base = Path(written)
        root = Path(base.anchor) if base.is_absolute() else folder
        pattern = str(base.relative_to(base.anchor)) if base.is_absolute() else written
        yield from sorted(path for path in root.glob(pattern) if path.suffix in SUFFIXES and path.is_file())
        return
    path = folder / written
    if path.is_dir():
        yield from sorted(each for each in path.iterdir() if each.suffix in SUFFIXES and each.is_file())
        return
    for candidate in (path, *(path.with_name(f"{path.name}{suffix}") for suffix in SUFFIXES)):
        if candidate.is_file():
            yield candidate
            return
