"""A configuration's text for the eyes of others: secrets hidden, and put back when the text comes back changed."""

from __future__ import annotations

import json
import re

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..errors import ConfigError, Problem
from ..redaction import redact
from .document import Document, KeyPath, dotted, value_at
from .secrecy import HIDDEN, names_a_secret
from .shape import Shapes

_REFERENCE = re.compile(r"\$\{[A-Za-z_]\w*(:-)?\}")
"""A variable's name alone tells nothing."""

_AHEAD = re.compile(r"([&!]\S*\s+)+")
"""What stands before a value: its anchor, its tag."""


def hidden(document: Document, shapes: Shapes) -> str:
    """Return the text with every secret in it hidden: by the settings' models, by the names of keys, by their look."""
    pieces: list[str] = []
    done = 0
    for (start, end), uses in sorted(_scalars(document).items()):
        pieces.append(redact(document.text[done:start]))
        veils = (_veiled(value, path, shapes) for path, value in uses)
        shown = max((veil for veil in veils if veil is not None), key=lambda veil: veil == HIDDEN, default=None)
        pieces.append(document.text[start:end] if shown is None else json.dumps(shown, ensure_ascii=False))
        done = end
    return "".join([*pieces, redact(document.text[done:])])


def restored(document: Document, before: Document, shapes: Shapes) -> str:
    """Return the text with the secrets put back that `hidden` took out of `before`.

    Raises:
        ConfigError: something is hidden where nothing stood before.
    """
    known: dict[KeyPath, tuple[str, str]] = {}
    for (start, end), uses in _scalars(before).items():
        veils = [veil for path, value in uses if (veil := _veiled(value, path, shapes)) is not None]
        for path, value in uses if veils else ():
            written = before.text[start:end]
            as_it_was = json.dumps(value, ensure_ascii=False) if written[:1] in "|>" else written
            known[path] = max(veils, key=lambda veil: veil == HIDDEN), as_it_was
    changes: list[tuple[int, int, str]] = []
    lost: list[Problem] = []
    for (start, end), uses in _scalars(document).items():
        back = [known[path][1] for path, value in uses if path in known and known[path][0] == value]
        if back:
            changes.append((start, end, back[0]))
        elif uses and uses[0][1] == HIDDEN:
            lost.append(_lost(document, uses[0][0], start))
    if lost:
        raise ConfigError(lost)
    text = document.text
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _lost(document: Document, path: KeyPath, start: int) -> Problem:
    return Problem(
        where=document.where,
        line=document.text.count("\n", 0, start) + 1,
        column=start - document.text.rfind("\n", 0, start),
        path=dotted(path),
        message="is hidden, and nothing stood here before that could be put back",
        hint="Write the value itself.",
    )


def _scalars(document: Document) -> dict[tuple[int, int], list[tuple[KeyPath, object]]]:
    """Return every text and number that is written, by (start, end), with its paths and values.

    It has several paths where aliases use it again. One under a key that stands twice is among them, though it has no effect.
    """
    found: dict[tuple[int, int], list[tuple[KeyPath, object]]] = {}
    for path, node in document.nodes.items():
        if (place := _place(node, document.text)) is not None:
            found.setdefault(place, []).append((path, value_at(document.data, path)))
    root, seen = document.nodes.get(()), set[int]()
    waiting: list[tuple[KeyPath, Node]] = [((), root)] if root is not None else []
    while waiting:
        path, node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, MappingNode):
            waiting += [((*path, str(key.value)), value) for key, value in node.value]
        elif isinstance(node, SequenceNode):
            waiting += [((*path, index), value) for index, value in enumerate(node.value)]
        elif (place := _place(node, document.text)) is not None and place not in found:
            found[place] = [(path, str(node.value))]
    return found


def _place(node: Node, text: str) -> tuple[int, int] | None:
    """Return where a scalar stands, without its anchor and tag; None for other nodes, and for one that is not written."""
    if not isinstance(node, ScalarNode):
        return None
    start, written = node.start_mark.index, text[node.start_mark.index : node.end_mark.index].rstrip()
    if (ahead := _AHEAD.match(written)) is not None:
        start, written = start + ahead.end(), written[ahead.end() :]
    return (start, start + len(written)) if written else None


def _veiled(value: object, path: KeyPath, shapes: Shapes) -> str | None:
    """Return what is shown in place of a value; None when it may be shown itself."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)) or value == "":
        return None
    if isinstance(value, str) and _REFERENCE.fullmatch(value):
        return None
    names = [part for part in path if isinstance(part, str)]
    shape = shapes.at(path)
    if (shape is not None and shape.secret and names[-1:] != ["database"]) or (names and names_a_secret(names[-1])):
        return HIDDEN
    if isinstance(value, str) and (clean := redact(value)) != value:
        return clean
    return None
