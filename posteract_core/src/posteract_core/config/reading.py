"""A configuration as it was written: file and environment together, with the place of everything."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import CollectionNode

from ..errors import ConfigError, Problem
from .document import Document, KeyPath, Mark, dotted, read_document, value_at
from .environment import Overrides, override, where_of
from .files import read_text, shown_path
from .interpolate import Interpolated, interpolate
from .mistakes import Mistake, Place


@dataclass(frozen=True)
class Reading:
    """What was written, before anybody asked whether it is right.

    Attributes:
        path: the file; None = only the environment.
        folder: what relative paths are taken from.
        document: the file's text with its places; empty without a file.
        overrides: what the environment set.
        values: the data with references followed.
    """

    path: Path | None
    folder: Path
    document: Document
    overrides: Overrides
    values: Interpolated

    @property
    def data(self) -> dict[str, Any]:
        """Return the configuration as plain data."""
        data: dict[str, Any] = self.values.data
        return data

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong in the writing itself: keys that stand twice, broken references, unusable variables."""
        broken = [Mistake(path=path, message=message, as_written=True) for path, message in self.values.broken.items()]
        return (*self.document.problems, *self.overrides.problems, *(self.problem(each) for each in broken))

    def variable(self, path: KeyPath) -> str:
        """Return the environment variable that set the value at `path` of `data`; empty when it stands in the file."""
        return self._variable(self.values.origin(path))

    def written(self, path: KeyPath) -> str | None:
        """Return how the number or boolean at `path` of `data` was written; None when it is neither."""
        origin = self.values.origin(path)
        return (self.overrides if self._variable(origin) else self.document).written.get(origin)

    def place(self, path: KeyPath, which: Place = "key") -> tuple[str, int, int]:
        """Return (where, line, column) of a key of `data`, of its value, or of the inside of the mapping that lacks it.

        What does not stand anywhere has the place of what it would stand in. Lines and columns start at 1; 0 = unknown.
        """
        return self._place(self.values.origin(path), which)

    def in_braces(self, path: KeyPath) -> bool:
        """Return whether what stands at `path` of `data` is written in flow style: `{…}` or `[…]`."""
        node = self.document.nodes.get(self.values.origin(path))
        return isinstance(node, CollectionNode) and bool(node.flow_style)

    def _variable(self, origin: KeyPath) -> str:
        for length in range(len(origin), 0, -1):
            if origin[:length] in self.overrides.origins:
                return self.overrides.origins[origin[:length]]
        return ""

    def _place(self, origin: KeyPath, which: Place) -> tuple[str, int, int]:
        if variable := self._variable(origin):
            return where_of(variable), 0, 0
        document = self.document
        if which == "inside":
            origin = origin[:-1]
            order = (document.values, document.keys) if self._filled(origin) else (document.keys, document.values)
        elif which == "value" and self._has_text(origin):
            order = (document.values, document.keys)
        else:
            order = (document.keys, document.values)
        mark = _nearest_mark(origin, *order)
        return (document.where, mark.line, mark.column) if mark else (document.where, 0, 0)

    def problem(self, mistake: Mistake) -> Problem:
        """Return a mistake with its place."""
        origin = mistake.path if mistake.as_written else self.values.origin(mistake.path)
        where, line, column = self._place(origin, mistake.place)
        return Problem(
            where=where, line=line, column=column, path=dotted(origin), message=mistake.message, hint=mistake.hint
        )

    def placed(self, problem: Problem) -> Problem:
        """Return `problem` with the place that its dotted path has, unless it names a place already."""
        if problem.line or not problem.path or (problem.where and problem.where != self.document.where):
            return problem
        path = self._by_dots(problem.path)
        if path is None:
            return problem
        where, line, column = self.place(path, "value" if self._has_text(path) else "key")
        return Problem(
            where=where, line=line, column=column, path=problem.path, message=problem.message, hint=problem.hint
        )

    @cached_property
    def _dots(self) -> dict[str, KeyPath]:
        return {".".join(map(str, path)): path for path in self.document.values} | {
            dotted(path): path for path in self.document.values
        }

    def _by_dots(self, text: str) -> KeyPath | None:
        """Return the longest known path that `text` names or begins with."""
        while text and text not in self._dots:
            text = max(text.rpartition(".")[0], text.rpartition("[")[0], key=len)
        return self._dots.get(text) if text else None

    def _has_text(self, path: KeyPath) -> bool:
        mark = self.document.values.get(path)
        return mark is not None and mark.end > mark.start

    def _filled(self, path: KeyPath) -> bool:
        value = value_at(self.document.data, path)
        return isinstance(value, dict) and bool(value)


def read_config(path: Path | None, *, environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Reading:
    """Return what stands in the file at `path` (None: in no file) and in the environment.

    Args:
        path: the file.
        environ: instead of the process's own environment.
        folder: what relative paths are taken from; None = the file's folder, without a file the current one.

    Raises:
        ConfigError: the file cannot be read, is empty, or is not YAML with a mapping in it.
    """
    text = "" if path is None else read_text(path)
    return read_config_text(text, path=path, environ=environ, folder=folder)


def read_config_text(
    text: str, *, path: Path | None, environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Reading:
    """Return what `text` says, as if it stood in the file at `path`; otherwise as `read_config`."""
    document = read_document(text, "" if path is None else shown_path(path))
    if path is not None and document.data is None:
        hint = "`posteract config init` writes one to start from."
        raise ConfigError([Problem(where=document.where, message="is empty", hint=hint)])
    if document.data is not None and not isinstance(document.data, dict):
        mark = document.values[()]
        problem = Problem(
            where=document.where,
            line=mark.line,
            column=mark.column,
            message="must be a mapping (`key: value` lines), beginning with `plugins:`",
        )
        raise ConfigError([problem])
    variables = os.environ if environ is None else environ
    base = folder or (path.absolute().parent if path is not None else Path.cwd())
    overrides = override(document.data or {}, variables)
    values = interpolate(overrides.data, environ=variables, folder=base)
    return Reading(path, base, document, overrides, values)


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of the file, each once; those of the environment after them."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda each: (not each.line, each.where, each.line, each.column)))


def _nearest_mark(path: KeyPath, first: dict[KeyPath, Mark], second: dict[KeyPath, Mark]) -> Mark | None:
    for length in range(len(path), -1, -1):
        if mark := first.get(path[:length]) or second.get(path[:length]):
            return mark
    return None
