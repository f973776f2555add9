"""Changes to the configuration file that leave every other character of it as it is."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import CollectionNode, Node, ScalarNode

from ..errors import ConfigError, Problem
from .document import Document, KeyPath, dotted, read_document
from .files import read_text, replace_text, shown_path


def set_plugin_enabled(path: Path, name: str, enabled: bool) -> None:
    """Write `enabled: true` or `false` under `plugins.NAME` of the file at `path`.

    Only the lines concerned change: comments, quotes, order and layout stay. A missing `plugins:` or entry is added. The
    file is replaced whole or not at all.

    Raises:
        ConfigError: the file cannot be read, is no valid YAML, cannot be written, or is built (with aliases) so that the
            change would reach other settings too.
    """
    where = shown_path(path)
    document = read_document(read_text(path), where)
    if document.data is not None and not isinstance(document.data, dict):
        raise ConfigError([Problem(where=where, line=1, column=1, message="must be a mapping (`key: value` lines)")])
    expected = copy.deepcopy(document.data) or {}
    plugins = expected.get("plugins")
    for key, value in (
        (("plugins",), plugins),
        (("plugins", name), (plugins or {}).get(name) if _fits(plugins) else None),
    ):
        if not _fits(value):
            mark = document.values[key]
            raise ConfigError(
                [
                    Problem(
                        where=where, line=mark.line, column=mark.column, path=dotted(key), message="must be a mapping"
                    )
                ]
            )
    expected["plugins"] = {**(plugins or {}), name: {**((plugins or {}).get(name) or {}), "enabled": enabled}}
    changed = _with_enabled(document, name, "true" if enabled else "false")
    _insist(changed, expected, document, name)
    replace_text(path, changed)


def _fits(value: Any) -> bool:
    return value is None or isinstance(value, dict)


def _insist(changed: str, expected: dict[str, Any], document: Document, name: str) -> None:
    """Refuse a change that did not do exactly what it was meant to."""
    try:
        done = read_document(changed, document.where).data == expected
    except ConfigError:
        done = False
    if not done:
        mark = document.keys.get(("plugins", name)) or document.keys.get(("plugins",))
        raise ConfigError(
            [
                Problem(
                    where=document.where,
                    line=mark.line if mark else 0,
                    column=mark.column if mark else 0,
                    path=dotted(("plugins", name)),
                    message="is built so that `enabled` cannot be changed without touching other settings",
                    hint="Write `enabled:` there by hand.",
                )
            ]
        )


def _with_enabled(document: Document, name: str, word: str) -> str:
    plugins, entry = document.nodes.get(("plugins",)), document.nodes.get(("plugins", name))
    key = _plain_key(name)
    if plugins is None:
        return _appended(document, f"plugins:\n  {key}: {{enabled: {word}}}")
    if entry is None:
        return _with_entry(document, ("plugins",), plugins, key, f"{{enabled: {word}}}")
    return _with_entry(document, ("plugins", name), entry, "enabled", word)


def _with_entry(document: Document, path: KeyPath, node: Node, key: str, value: str) -> str:
    """Return the text with `key: value` in the mapping `node` that stands at `path`, replaced where it is there."""
    text = document.text
    if not isinstance(node, CollectionNode):  # nothing, or null
        return _filled(document, path, node, key, value)
    own = next((pair for pair in node.value if pair[0].value == key), None)
    if own is not None and isinstance(own[1], ScalarNode) and own[1].start_mark.index != own[1].end_mark.index:
        return _spliced(text, own[1].start_mark.index, own[1].end_mark.index, value)
    if own is not None:
        return _spliced(text, *_after_colon(text, own[0]), f" {value}")
    if alias := _alias_at(document, path):
        return _spliced(text, *alias.span(1), f"{{<<: {alias[1]}, {key}: {value}}}")
    start = node.start_mark.index
    if node.flow_style:
        opening = text.index("{", start) + 1
        return _spliced(text, opening, opening, f"{key}: {value}, " if node.value else f"{key}: {value}")
    if path == ("plugins",):  # a new plugin stands after the others
        return _after_last_line(document, node, f"{key}: {value}")
    first: Node = node.value[0][0]
    indent = " " * first.start_mark.column
    return _spliced(text, first.start_mark.index, first.start_mark.index, f"{key}: {value}{_newline(text)}{indent}")


def _filled(document: Document, path: KeyPath, node: Node, key: str, value: str) -> str:
    """Return the text with `key: value` where the mapping at `path` is empty so far."""
    text, mark = document.text, document.keys[path]
    if node.start_mark.index != node.end_mark.index:  # `~` or `null` is written out
        return _spliced(text, node.start_mark.index, node.end_mark.index, f"{{{key}: {value}}}")
    colon = re.compile(r"\s*:").match(text, mark.end)
    if colon is None:  # `{plex, tmdb}`: a key alone
        return _spliced(text, mark.end, mark.end, f": {{{key}: {value}}}")
    if path == ("plugins",):
        line_end = text.find("\n", mark.end)
        line_end = len(text) if line_end < 0 else line_end
        addition = f"{' ' * (mark.column + 1)}{key}: {value}"
        if text[:line_end].endswith("\r"):
            line_end -= 1
        return _spliced(text, line_end, line_end, f"{_newline(text)}{addition}")
    return _spliced(text, colon.end(), colon.end(), f" {{{key}: {value}}}")


def _after_last_line(document: Document, node: Node, addition: str) -> str:
    text = document.text
    end = last_index(node)
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if text[:line_end].endswith("\r"):
        line_end -= 1
    indent = " " * node.value[0][0].start_mark.column
    return _spliced(text, line_end, line_end, f"{_newline(text)}{indent}{addition}")


def last_index(node: Node) -> int:
    """Return where the last character of `node`'s own text ends; block collections end where their last line does."""
    if not isinstance(node, CollectionNode):
        raw_end = int(node.end_mark.index)
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            written: str = node.start_mark.buffer[node.start_mark.index : raw_end] if node.start_mark.buffer else ""
            return raw_end - (len(written) - len(written.rstrip()))
        return raw_end
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    if isinstance(last, tuple):
        return max(last_index(last[0]), last_index(last[1]))
    return last_index(last)


def _appended(document: Document, lines: str) -> str:
    text = document.text
    newline = _newline(text)
    gap = "" if not text or text.endswith("\n") else newline
    return f"{text}{gap}{lines.replace(chr(10), newline)}{newline}"


def _alias_at(document: Document, path: KeyPath) -> re.Match[str] | None:
    return re.compile(r"\s*:\s*(\*[^\s,\]}]+)").match(document.text, document.keys[path].end)


def _after_colon(text: str, key: Node) -> tuple[int, int]:
    colon = text.index(":", key.end_mark.index) + 1
    return colon, colon


def _spliced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _plain_key(name: str) -> str:
    if re.fullmatch(r"[A-Za-z_][\w-]*", name) and name.lower() not in {
        "null",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
    }:
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
