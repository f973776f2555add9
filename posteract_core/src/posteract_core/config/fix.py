"""Putting mistakes right in the text itself, where there is no doubt what was meant."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import CollectionNode, MappingNode, ScalarNode

from ..errors import ConfigError, Problem
from .document import Document, KeyPath, dotted, read_document, value_at
from .edit import last_index
from .examine import MakeRegistry, examine
from .files import replace_text
from .mistakes import Fix, Mistake
from .reading import Reading, read_config_text

MOST_FIXES = 500


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text with its certain mistakes put right.

    Attributes:
        text: the new text.
        done: what was changed, each with the place it had when it was changed.
    """

    text: str
    done: tuple[Problem, ...]


def fix_text(text: str, path: Path, make_registry: MakeRegistry, *, environ: Mapping[str, str] | None = None) -> Fixed:
    """Return `text` with every mistake put right that has one likely meaning: misspelt names, wrong indentation.

    Nothing else changes: comments, order and layout stay. Each change is made only when the text then says exactly what
    was meant.

    Args:
        text: of a configuration file.
        path: that file; not read.
        make_registry: as for `examine`.
        environ: instead of the process's own environment.

    Raises:
        ConfigError: the text is no YAML at all.
    """
    done: list[Problem] = []
    while len(done) < MOST_FIXES:
        reading = read_config_text(text, path=path, environ=environ)
        found = examine(reading, make_registry)
        in_order = sorted(found.mistakes, key=lambda mistake: reading.place(mistake.path, mistake.place))
        step = next((step for mistake in in_order if (step := _step(reading, mistake)) is not None), None)
        if step is None:
            break
        text, what = step
        done.append(what)
    return Fixed(text, tuple(done))


def write_fixed(path: Path, text: str) -> Path:
    """Write `text` over the file at `path` and return the copy of the old one, kept beside it as `….bak`.

    Raises:
        ConfigError: one of the two cannot be written.
    """
    number = 0
    while (backup := path.with_name(f"{path.name}.bak{number or ''}")).exists():
        number += 1
    try:
        shutil.copy2(path, backup)
    except OSError as error:
        raise ConfigError(
            [Problem(where=str(backup), message=f"cannot be written: {error.strerror}", hint="Nothing was changed.")]
        ) from error
    replace_text(path, text)
    return backup


def _step(reading: Reading, mistake: Mistake) -> tuple[str, Problem] | None:
    """Return the text with `mistake` put right, and a sentence about it; None when that cannot be done safely."""
    fix = mistake.fix
    if fix is None or not fix.sure or reading.variable(mistake.path):
        return None
    origin = reading.values.origin(mistake.path)
    document = reading.document
    expected = _expected(document.data, origin, fix)
    text = _changed(document, origin, fix)
    if text is None or expected is None:
        return None
    try:
        if read_document(text, document.where).data != expected:
            return None
    except ConfigError:
        return None
    where, line, column = reading.place(mistake.path, mistake.place)
    under = f"`{dotted(fix.under)}`" if fix.under else "the top level"
    said = {
        "rename": f"renamed to `{fix.new}`",
        "value": f"replaced by `{fix.new}`",
        "indent": f"indented, under {under}",
        "outdent": f"moved out, to {under}",
    }[fix.kind]
    return text, Problem(where=where, line=line, column=column, path=dotted(mistake.path), message=said)


def _expected(data: Any, path: KeyPath, fix: Fix) -> Any | None:
    """Return what the text must say when the fix has been made."""
    data = copy.deepcopy(data)
    parent, key = value_at(data, path[:-1]), path[-1]
    if fix.kind == "value":
        parent[key] = fix.new
        return data
    if not isinstance(parent, dict) or key not in parent:
        return None
    if fix.kind == "rename":
        if fix.new in parent:
            return None
        parent[fix.new] = parent.pop(key)
        return data
    value = parent.pop(key)
    home = value_at(data, fix.under)
    if home is None and fix.under:
        above = value_at(data, fix.under[:-1])
        home = above[fix.under[-1]] = {}
    if not isinstance(home, dict) or key in home:
        return None
    home[key] = value
    if not parent and fix.kind == "outdent":  # what is left of the old place is a key with nothing after it
        value_at(data, path[:-2])[path[-2]] = None
    return data


def _changed(document: Document, path: KeyPath, fix: Fix) -> str | None:
    text = document.text
    if fix.kind == "rename":
        mark = document.keys.get(path)
        return text[: mark.start] + _scalar(fix.new) + text[mark.end :] if mark else None
    if fix.kind == "value":
        mark, node = document.values.get(path), document.nodes.get(path)
        if mark is None or not isinstance(node, ScalarNode) or mark.start == mark.end:
            return None
        return text[: mark.start] + _scalar(fix.new) + text[mark.end :]
    return _shifted(document, path, fix)


def _shifted(document: Document, path: KeyPath, fix: Fix) -> str | None:
    """Return the text with the lines of the key at `path` moved to the column they belong in."""
    text = document.text
    mark, node = document.keys.get(path), document.nodes.get(path)
    column = _column(document, fix)
    if mark is None or node is None or column is None:
        return None
    first = text.rfind("\n", 0, mark.start) + 1
    if text[first : mark.start].strip(" "):
        return None  # in a flow mapping, or behind a `- `
    end = max(last_index(node), mark.end) if isinstance(node, CollectionNode) or mark.end else mark.end
    last = text.find("\n", max(end - 1, mark.end))
    last = len(text) if last < 0 else last
    by = column - (mark.column - 1)
    lines = text[first:last].split("\n")
    moved = [_moved(line, by) for line in lines]
    if any(line is None for line in moved):
        return None
    return text[:first] + "\n".join(line for line in moved if line is not None) + text[last:]


def _moved(line: str, by: int) -> str | None:
    if not line.strip():
        return line
    if by >= 0:
        return " " * by + line
    return line[-by:] if not line[:-by].strip(" ") else None


def _column(document: Document, fix: Fix) -> int | None:
    """Return the column, from 0, of the keys that the block belongs among."""
    home = document.nodes.get(fix.under)
    if isinstance(home, MappingNode) and home.value and not home.flow_style:
        return int(home.value[0][0].start_mark.column)
    if fix.kind == "indent" and isinstance(home, ScalarNode) and home.start_mark.index == home.end_mark.index:
        return document.keys[fix.under].column - 1 + 2
    return None


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z_][\w -]*[\w]|[A-Za-z]", text) else json.dumps(text, ensure_ascii=False)
