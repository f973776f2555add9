"""`${NAME}`, `${NAME:-default}` and `${file:PATH}` in values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .document import KeyPath
from .values import from_folder

LARGEST_SECRET_BYTES = 64 * 1024
DEEPEST_DEFAULT = 10


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a value came from that holds references.

    Attributes:
        sources: what it names, as a person would say it: `${PLEX_TOKEN}`, `the file /run/secrets/plex`.
        missing: why there is no value; empty when there is one.
    """

    sources: tuple[str, ...]
    missing: str = ""


@dataclass(slots=True)
class Interpolated:
    """Data with its references followed.

    Attributes:
        data: where a reference has no value, the key or list entry is left out.
        references: of every value that held one, also of those left out.
        broken: what is written wrong, by path.
        moved: for each list that has lost entries, where the remaining ones stood.

    All paths here are those of the data as written; `origin` leads from a path in `data` to them.
    """

    data: Any
    references: dict[KeyPath, Reference] = field(default_factory=dict)
    broken: dict[KeyPath, str] = field(default_factory=dict)
    moved: dict[KeyPath, list[int]] = field(default_factory=dict)

    def origin(self, path: KeyPath) -> KeyPath:
        """Return where the value at `path` of `data` was written."""
        if not self.moved:
            return path
        written: KeyPath = ()
        for part in path:
            places = self.moved.get(written)
            stood = places[part] if places and isinstance(part, int) and part < len(places) else part
            written = (*written, stood)
        return written


def interpolate(data: Any, *, environ: Mapping[str, str], folder: Path) -> Interpolated:
    """Return `data` with the references in all its texts followed (keys are left as they are).

    `$${` stands for `${` itself. A variable that is empty counts as not set. A default may hold references in turn. A
    file's last line end does not count; relative paths are taken from `folder`.
    """
    result = Interpolated(None)
    result.data = _walk(data, (), result, _Resolver(environ, folder))
    return result


_LEFT_OUT = object()


def _walk(value: Any, path: KeyPath, result: Interpolated, resolver: _Resolver) -> Any:
    if isinstance(value, dict):
        pairs = ((key, _walk(each, (*path, key), result, resolver)) for key, each in value.items())
        return {key: each for key, each in pairs if each is not _LEFT_OUT}
    if isinstance(value, list):
        items = [_walk(each, (*path, index), result, resolver) for index, each in enumerate(value)]
        kept = [index for index, item in enumerate(items) if item is not _LEFT_OUT]
        if len(kept) < len(items):
            result.moved[path] = kept
        return [items[index] for index in kept]
    if not isinstance(value, str) or "${" not in value:
        return value
    resolver.sources = []
    try:
        text = resolver.resolve(value)
    except _BrokenReference as error:
        result.broken[path] = str(error)
        return _LEFT_OUT
    except _NoValue as error:
        result.references[path] = Reference(tuple(resolver.sources), str(error))
        return _LEFT_OUT
    if resolver.sources:
        result.references[path] = Reference(tuple(resolver.sources))
    return text


class _NoValue(Exception):
    """A reference to what is not there."""


class _BrokenReference(Exception):
    """A reference that is written wrong."""


class _Resolver:
    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self._environ = environ
        self._folder = folder
        self.sources: list[str] = []

    def resolve(self, text: str, depth: int = 0) -> str:
        if depth > DEEPEST_DEFAULT:
            raise _BrokenReference("the defaults of `${…}` are nested too deeply")
        parts: list[str] = []
        at = 0
        while (found := text.find("${", at)) >= 0:
            if found > at and text[found - 1] == "$":
                parts += [text[at : found - 1], "${"]
                at = found + 2
                continue
            end = _closing(text, found + 2)
            parts += [text[at:found], self._value(text[found + 2 : end], depth)]
            at = end + 1
        return "".join([*parts, text[at:]])

    def _value(self, body: str, depth: int) -> str:
        name, has_default, default = body.partition(":-")
        if name.startswith("file:"):
            value, problem = self._from_file(name.removeprefix("file:").strip())
        elif name.isidentifier() and name.isascii():
            self.sources.append(f"${{{name}}}")
            value, problem = self._environ.get(name, ""), f"the variable {name} is not set"
        else:
            raise _BrokenReference(
                "`${…}` takes the name of a variable, `NAME:-default` or `file:PATH`; write `$${` for `${` itself"
            )
        if value:
            return value
        if has_default:
            return self.resolve(default, depth + 1)
        raise _NoValue(problem)

    def _from_file(self, name: str) -> tuple[str, str]:
        if not name or "\0" in name:
            raise _BrokenReference("`${file:…}` lacks the path of a file")
        self.sources.append(f"the file {name}")
        try:
            with from_folder(name, self._folder).open("rb") as file:
                data = file.read(LARGEST_SECRET_BYTES + 1)
            if len(data) > LARGEST_SECRET_BYTES:
                return "", f"the file {name} is too large for a secret"
            return data.decode("utf-8-sig").rstrip("\r\n"), f"the file {name} is empty"
        except UnicodeDecodeError:
            return "", f"the file {name} is not UTF-8 text"
        except OSError as error:
            return "", f"the file {name} cannot be read: {error.strerror}"


def _closing(text: str, start: int) -> int:
    depth, at = 1, start
    while at < len(text):
        if text.startswith("${", at):
            depth += 1
            at += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    raise _BrokenReference("`${` is not closed with `}`; write `$${` for `${` itself")
