"""Where definitions stand: the configuration itself, and files, globs and folders that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...config.document import Document, read_document
from ...config.files import read_text, shown_path
from ...errors import ConfigError, Problem

SUFFIXES = (".yml", ".yaml")
NOT_READ = {
    "default": "Kometa's own default files are not part of Posteract: write the definitions down, or use a dynamic collection",
    "pmm": "Kometa's own default files are not part of Posteract: write the definitions down, or use a dynamic collection",
    "git": "download the file from the Community-Configs and name it with `file`",
    "repo": "download the file from your repository and name it with `file`",
    "url": "download the file and name it with `file`; addresses are not read yet",
}
"""Kinds of entries that Kometa reads and we do not, with what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place with definitions.

    Attributes:
        data: what stands there, by Kometa's top-level keys.
        document: with the places of keys; None = the configuration, whose reading knows them.
        variables: `template_variables` of the entry that named it.
    """

    data: Mapping[str, Any]
    document: Document | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)

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


def read_sources(entries: Sequence[Any], folder: Path, path: str) -> tuple[list[Source], list[Problem], list[Problem]]:
    """Return the files that a list of entries names, in order, what is wrong with them, and what is left out.

    Args:
        entries: paths, globs, folders, or mappings such as `{file: …, template_variables: {…}}`.
        folder: relative paths are taken from it.
        path: dotted, of the list in the configuration.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for number, entry in enumerate(entries):
        here = f"{path}.{number}"
        mapping = entry if isinstance(entry, Mapping) else {"file": entry}
        variables = mapping.get("template_variables") or {}
        warnings += [
            Problem(path=f"{here}.{key}", message=f"is not read: {NOT_READ[key]}") for key in mapping if key in NOT_READ
        ]
        written = str(mapping.get("file") or mapping.get("folder") or "")
        if not written:
            continue
        files = list(_files(written, folder))
        if not files and not _is_pattern(written):
            warnings.append(Problem(path=here, message=f"there is no file {folder / written}; it is left out"))
        for file in files:
            try:
                document = read_document(read_text(file), shown_path(file))
            except ConfigError as error:
                problems += error.problems
                continue
            problems += document.problems
            if not isinstance(document.data, Mapping):
                problems.append(Problem(where=document.where, message="holds no definitions"))
                continue
            sources.append(Source(data=document.data, document=document, variables=variables))
    return sources, problems, warnings


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
