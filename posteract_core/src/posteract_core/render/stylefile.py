"""Style files, and how a style that extends another becomes one list of layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..errors import Problem
from ..model import ArtworkKind

SHIPPED = Path(__file__).with_name("styles")
"""The styles that come with Posteract."""

STYLE_KEYS = ("extends", "description", "for", "layers", "kinds")
GROUPS = ("tall", "wide", "square")
NONE = "none"
MAX_STYLE_BYTES = 256 * 1024
MAX_STYLE_PARTS = 20_000
"""Keys and values of a style, aliases counted as often as they stand: a few lines can name each other billions of times."""


@dataclass(frozen=True, slots=True)
class StyleSource:
    """A style as somebody wrote it.

    Attributes:
        name: what it is called by.
        raw: its keys.
        where: the file it stands in; empty for the configuration.
        path: the dotted path it stands at, empty for a file of its own.
        folder: what pictures and fonts it may name are taken from; None = nothing may be.
        confined: it may name nothing outside its folder.
    """

    name: str
    raw: Mapping[str, Any]
    where: str = ""
    path: str = ""
    folder: Path | None = None
    confined: bool = True


@dataclass(slots=True)
class RawLayer:
    """A layer of a resolved style: its options, who said each of them, and next to which layer it was put."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)
    said_by: dict[str, tuple[StyleSource, str]] = field(default_factory=dict)
    source: StyleSource | None = None
    path: str = ""
    beside: str = ""

    def problem(self, path: Sequence[str | int], message: str) -> Problem:
        """Return a problem at one of its options, at the place where that was written."""
        source, base = self.said_by.get(str(path[0]) if path else "", (self.source, self.path))
        dotted = ".".join([base, *map(str, path)])
        return Problem(where=source.where if source else "", path=dotted, message=message)


def read_style(path: Path) -> StyleSource | Problem:
    """Return the style in a file, or why it cannot be read. Only plain YAML: no tags, no code."""
    from ruamel.yaml import YAML  # for those who read styles; drawing needs none of it
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        if path.stat().st_size > MAX_STYLE_BYTES:
            return Problem(where=str(path), message=f"has more than {MAX_STYLE_BYTES // 1024} KiB; that is no style")
        raw = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        return Problem(where=str(path), line=line, column=column, message=f"is not YAML: {error.problem}")
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        return Problem(where=str(path), message=f"cannot be read: {error}")
    if _parts_of(raw, MAX_STYLE_PARTS) > MAX_STYLE_PARTS:
        return Problem(where=str(path), message=f"has more than {MAX_STYLE_PARTS} parts; that is no style")
    if not isinstance(raw, Mapping):
        return Problem(where=str(path), message="must be a mapping with `extends` and `layers`")
    return StyleSource(path.stem, raw, where=str(path), folder=path.parent)


def _parts_of(value: Any, most: int) -> int:
    """Return how many keys and values there are in what was read; counting ends beyond `most`."""
    waiting, count = [value], 0
    while waiting and count <= most:
        count += 1
        each = waiting.pop()
        if isinstance(each, Mapping):
            waiting += [*each, *each.values()]
        elif isinstance(each, list | tuple | set):
            waiting += each
    return count


class StyleShelf:
    """All styles by name: those of folders, read when needed, and those of the configuration, which win."""

    def __init__(self, folders: Sequence[Path], configured: Mapping[str, Any], config_folder: Path | None) -> None:
        self.problems: list[Problem] = []
        self._files: dict[str, Path] = {}
        for folder in (SHIPPED, *folders):
            for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
                self._files[path.stem] = path
        self._read: dict[str, StyleSource | None] = {}
        self._configured: dict[str, StyleSource] = {}
        for name, raw in configured.items():
            at = f"styles.{name}"
            if name == NONE:
                self.problems.append(Problem(path=at, message="`none` means no style at all; choose another name"))
            elif not isinstance(raw, Mapping):
                self.problems.append(Problem(path=at, message="must be a mapping with `extends` and `layers`"))
            else:
                self._configured[name] = StyleSource(name, raw, path=at, folder=config_folder, confined=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Return every style's name: shipped, of plugins, of the configuration."""
        return tuple(sorted({*self._files, *self._configured, NONE}))

    @property
    def configured(self) -> tuple[str, ...]:
        """Return the names of the configuration's own."""
        return tuple(self._configured)

    def get(self, name: str, *, from_files: bool = False) -> StyleSource | None:
        """Return a style; one of the configuration hides a shipped one of its name, unless only files are asked for."""
        if name in self._configured and not from_files:
            return self._configured[name]
        if name not in self._files:
            return None
        if name not in self._read:
            found = read_style(self._files[name])
            if isinstance(found, Problem):
                self.problems.append(found)
            self._read[name] = None if isinstance(found, Problem) else found
        return self._read[name]

    def nearest(self, name: str) -> str:
        """Return `; did you mean …?`, or which there are."""
        near = get_close_matches(name, self.names, n=1)
        return f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(self.names)}"

    def chain(self, name: str) -> tuple[tuple[StyleSource, ...], tuple[Problem, ...]]:
        """Return a style and all it extends, the outermost ancestor first, with what is wrong about the chain."""
        found: list[StyleSource] = []
        seen: list[str] = []
        source = self.get(name)
        while source is not None:
            key = source.path or source.where
            if key in seen:
                return tuple(reversed(found)), (
                    Problem(
                        where=source.where, path=_at(found[-1], "extends"), message="extends itself, by way of others"
                    ),
                )
            seen.append(key)
            found.append(source)
            parent = source.raw.get("extends")
            if parent is None or parent == NONE:
                break
            below = self.get(str(parent), from_files=str(parent) == source.name)  # it may extend its namesake
            if below is None:
                problem = Problem(
                    where=source.where,
                    path=_at(source, "extends"),
                    message=f"the style `{parent}` cannot be read"
                    if str(parent) in self._files
                    else f"there is no style `{parent}`{self.nearest(str(parent))}",
                )
                return tuple(reversed(found)), (problem,)
            source = below
        return tuple(reversed(found)), ()


def _at(source: StyleSource, *keys: str) -> str:
    return ".".join(part for part in (source.path, *keys) if part)


def resolve(chain: Sequence[StyleSource], kind: ArtworkKind) -> tuple[tuple[RawLayer, ...], tuple[Problem, ...]]:
    """Return the layers of a style for a kind, bottom up, and every mistake in its shape.

    A layer that an ancestor removed for a kind stays removed, unless an heir names it under that kind or its group.
    """
    layers: list[RawLayer] = []
    removed: set[str] = set()
    problems: list[Problem] = []
    for source in chain:
        problems += _wrong_keys(source)
        for base, block, special in _blocks(source, kind):
            if not isinstance(block, Mapping):
                problems.append(Problem(where=source.where, path=base, message="must be a mapping of layers by name"))
                continue
            for name, raw in block.items():
                if raw is None:
                    layers = [layer for layer in layers if layer.name != name]
                    removed |= {str(name)} if special else set()
                elif not isinstance(raw, Mapping):
                    message = f"must be a mapping of options, or null to remove the layer, not {raw!r}"
                    problems.append(Problem(where=source.where, path=f"{base}.{name}", message=message))
                elif special or name not in removed:
                    removed.discard(str(name))
                    problems += _put(layers, str(name), raw, source, f"{base}.{name}")
    return tuple(layers), tuple(dict.fromkeys(problems))


def _wrong_keys(source: StyleSource) -> list[Problem]:
    problems = []
    for key in source.raw:
        if key not in STYLE_KEYS:
            near = get_close_matches(str(key), STYLE_KEYS, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else f"; a style has {', '.join(STYLE_KEYS)}"
            problems.append(
                Problem(where=source.where, path=_at(source, str(key)), message=f"is no part of a style{hint}")
            )
    made_for = source.raw.get("for")
    if made_for is not None and made_for not in [kind.value for kind in ArtworkKind]:
        names = ", ".join(kind.value for kind in ArtworkKind)
        problems.append(
            Problem(where=source.where, path=_at(source, "for"), message=f"`{made_for}` is no kind; there are {names}")
        )
    kinds = source.raw.get("kinds")
    if isinstance(kinds, Mapping):
        known = (*GROUPS, *(kind.value for kind in ArtworkKind))
        for key in kinds:
            if key not in known:
                near = get_close_matches(str(key), known, n=1)
                hint = f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(known)}"
                problems.append(
                    Problem(where=source.where, path=_at(source, "kinds", str(key)), message=f"is no kind{hint}")
                )
    return problems


def _blocks(source: StyleSource, kind: ArtworkKind) -> list[tuple[str, Any, bool]]:
    """Return what a style says for a kind: for all, for its shape, for itself, as (path, layers, only for some kinds)."""
    found: list[tuple[str, Any, bool]] = []
    if source.raw.get("layers") is not None:
        found.append((_at(source, "layers"), source.raw["layers"], False))
    kinds = source.raw.get("kinds")
    if isinstance(kinds, Mapping):
        for key in dict.fromkeys((kind.shape, kind.value)):
            if kinds.get(key) is not None:
                found.append((_at(source, "kinds", key), kinds[key], True))
    elif kinds is not None:
        found.append((_at(source, "kinds"), kinds, True))
    return found


def _put(layers: list[RawLayer], name: str, raw: Mapping[str, Any], source: StyleSource, path: str) -> list[Problem]:
    old = next((layer for layer in layers if layer.name == name), None)
    if old is None or raw.get("type", old.options.get("type", name)) != old.options.get("type", name):
        new = RawLayer(name, source=source, path=path)
    else:
        new = RawLayer(name, dict(old.options), dict(old.said_by), old.source, old.path, old.beside)
    for key, value in raw.items():
        if key in ("before", "after"):
            continue
        earlier = new.options.get(key)
        both = isinstance(earlier, Mapping) and isinstance(value, Mapping)
        new.options[str(key)] = {**earlier, **value} if both else value  # type: ignore[dict-item]
        new.said_by[str(key)] = (source, path)
    position = next((at for at, layer in enumerate(layers) if layer.name == name), len(layers))
    if old is not None:
        layers.remove(old)
    problems: list[Problem] = []
    for word, shift in (("before", 0), ("after", 1)):
        if word not in raw:
            continue
        names = [layer.name for layer in layers]
        if raw[word] in names:
            position = names.index(raw[word]) + shift
            new.beside = str(raw[word])
        else:
            near = get_close_matches(str(raw[word]), names, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else (f"; there are {', '.join(names)}" if names else "")
            problems.append(
                Problem(where=source.where, path=f"{path}.{word}", message=f"there is no layer `{raw[word]}`{hint}")
            )
    layers.insert(position, new)
    return problems
