"""YAML read as plain data, with the place of every key and value."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..errors import ConfigError, Problem
from .yaml_errors import problem_of

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way to a value from the root: keys of mappings, indexes of lists."""

DEEPEST = 40
MOST_VALUES = 200_000
_TAG = "tag:yaml.org,2002:"
_TRUE = frozenset({"true", "yes", "on", "y"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text: line and column from 1, `start` and `end` as indexes into the text."""

    line: int
    column: int
    start: int
    end: int


@dataclass(slots=True)
class Document:
    """What a YAML text says, as dicts with text keys, lists, texts, numbers, booleans and None.

    Attributes:
        where: the file, as the user knows it.
        text: what was read.
        data: the plain data; None for an empty text.
        keys: the place of each key, by the path of its value.
        values: the place of each value.
        written: how each number and boolean was written, for a setting that is a text after all.
        nodes: the YAML node of each value.
        problems: what is wrong in the text though it can be read: keys that stand twice, unknown tags.
    """

    where: str
    text: str
    data: Any = None
    keys: dict[KeyPath, Mark] = field(default_factory=dict)
    values: dict[KeyPath, Mark] = field(default_factory=dict)
    written: dict[KeyPath, str] = field(default_factory=dict)
    nodes: dict[KeyPath, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_document(text: str, where: str) -> Document:
    """Return what `text` says.

    Anchors, aliases and merge keys (`<<`) are followed; what came by an alias has the place of its anchor. Keys are taken
    as the text they are written as, dates too. Numbers are YAML 1.2's.

    Raises:
        ConfigError: the text is not YAML, or grows beyond all measure when its aliases are followed.
    """
    document = Document(where, text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)  # YAML allows it: the later anchor counts
            root = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, ValueError, RecursionError) as error:
        raise ConfigError([problem_of(error, where, text)]) from None
    if root is not None:
        document.data = _Builder(document).build(root, ())
    return document


class _Builder:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._count = 0

    def build(self, node: Node, path: KeyPath) -> Any:
        self._count += 1
        if self._count > MOST_VALUES or len(path) > DEEPEST:
            what = "has more values than any configuration" if self._count > MOST_VALUES else "is nested too deeply"
            raise ConfigError([self._problem(node, path, f"{what}; does an alias (`*name`) repeat itself?")])
        self._document.values[path] = _mark(node)
        self._document.nodes[path] = node
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        if "\0" in node.value:
            self._report(node, path, "holds a zero character", "Take it out; no name, path or text has one.")
        return self._scalar(str(node.value), str(node.tag or "").removeprefix(_TAG), node, path)

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        own: dict[str, Mark] = {}
        for key_node, value_node, merged in self._entries(node, path):
            if not isinstance(key_node, ScalarNode):
                self._report(
                    key_node, path, "a key must be a single text", "Put quotes around it if it is meant as text."
                )
                continue
            key = str(key_node.value)
            mark = _mark(key_node)
            if key in own and merged:
                continue
            if key in own:
                message = f"stands twice; the first is in line {own[key].line}"
                self._document.problems.append(
                    Problem(
                        where=self._document.where,
                        line=mark.line,
                        column=mark.column,
                        path=dotted((*path, key)),
                        message=message,
                        hint="Put what belongs together under one key.",
                    )
                )
                continue
            if merged and key in data:
                continue
            if not merged:
                own[key] = mark
            self._document.keys[*path, key] = mark
            data[key] = self.build(value_node, (*path, key))
        return data

    def _entries(self, node: MappingNode, path: KeyPath) -> Iterator[tuple[Node, Node, bool]]:
        """Yield the mapping's own entries, then those that merge keys bring, nearest first."""
        merges: list[Node] = []
        for key, value in node.value:
            if key.tag == _TAG + "merge":
                merges.extend(value.value if isinstance(value, SequenceNode) else [value])
            else:
                yield key, value, False
        seen = {id(node)}
        while merges:
            source = merges.pop(0)
            self._count += 1
            if not isinstance(source, MappingNode):
                self._report(source, path, "`<<` takes a mapping, or a list of mappings")
            elif id(source) not in seen:
                seen.add(id(source))
                deeper: list[Node] = []
                for key, value in source.value:
                    if key.tag == _TAG + "merge":
                        deeper.extend(value.value if isinstance(value, SequenceNode) else [value])
                    else:
                        yield key, value, True
                merges[:0] = deeper

    def _scalar(self, text: str, kind: str, node: Node, path: KeyPath) -> Any:
        try:
            value = _plain(kind, text)
        except ValueError:
            self._report(node, path, "a YAML tag (`!name`) is not understood here", "Leave it out, or quote the text.")
            return text
        if not isinstance(value, str):
            self._document.written[path] = text
        return value

    def _report(self, node: Node, path: KeyPath, message: str, hint: str = "") -> None:
        self._document.problems.append(self._problem(node, path, message, hint))

    def _problem(self, node: Node, path: KeyPath, message: str, hint: str = "") -> Problem:
        mark = _mark(node)
        where = self._document.where
        return Problem(where=where, line=mark.line, column=mark.column, path=dotted(path), message=message, hint=hint)


def _mark(node: Node) -> Mark:
    start, end = node.start_mark, node.end_mark
    return Mark(start.line + 1, start.column + 1, start.index, end.index)


def _plain(kind: str, text: str) -> Any:
    match kind:
        case "str" | "timestamp" | "merge" | "value":
            return text
        case "null":
            return None
        case "bool":
            return text.lower() in _TRUE
        case "int":
            return _integer(text)
        case "float":
            return _float(text)
        case _:
            raise ValueError(kind)


def _integer(text: str) -> int | str:
    digits = text.replace("_", "").lower()
    if len(digits) > 300:  # more than a number of any use, and than int() takes
        return text
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    for prefix, base in (("0o", 8), ("0x", 16), ("0b", 2)):
        if digits.startswith(prefix):
            return sign * int(digits[2:], base)
    return sign * int(digits) if digits.isdigit() else text


def _float(text: str) -> float | str:
    number = text.replace("_", "").lower()
    if re.fullmatch(r"[-+]?\.inf", number):
        return -math.inf if number.startswith("-") else math.inf
    if number == ".nan":
        return math.nan
    try:
        return float(number)
    except ValueError:
        return text


def value_at(data: Any, path: KeyPath) -> Any:
    """Return what stands at `path` of plain data; None when nothing does."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(str(part))
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


_SECRET_LIKE = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+/=]{20,}|eyJ[\w-]{8,}\.\S+|[0-9a-fA-F-]{32,}|\S{60,}")


def shown_key(key: str | int) -> str:
    """Return a key as messages name it: cut when long, and hidden when it looks like a token that slipped into its place."""
    text = str(key)
    if _SECRET_LIKE.fullmatch(text):
        return "****"
    text = re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)
    return text if len(text) <= 60 else text[:57] + "…"


def dotted(path: KeyPath) -> str:
    """Return a path as people read it.

    >>> dotted(("libraries", "TV Shows", "rules", 0, "when"))
    'libraries.TV Shows.rules[0].when'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{shown_key(part)}" if text else shown_key(part)
    return text
