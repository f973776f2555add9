"""Settings from the environment: `POSTERACT__PLUGINS__PLEX__TOKEN=…`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import ConfigError, Problem
from .document import KeyPath, dotted, read_document

PREFIX = "POSTERACT__"


@dataclass(slots=True)
class Overrides:
    """What the environment changed.

    Attributes:
        data: the configuration with the environment's values in it.
        origins: the variable behind each value that was set, by path.
        written: how numbers and booleans were written, by path.
        problems: what is wrong in the variables.
    """

    data: Any
    origins: dict[KeyPath, str] = field(default_factory=dict)
    written: dict[KeyPath, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def where_of(variable: str) -> str:
    """Return how messages name a variable as the place of a mistake."""
    return f"environment variable {variable}"


def override(data: dict[str, Any], environ: Mapping[str, str] | None = None) -> Overrides:
    """Set every `POSTERACT__…` variable in `data` (which is changed) and say what came from where.

    Each `__` goes a level deeper. Names are found whatever their case, else taken in lower case. Values are read as YAML
    and replace what stands there. An empty variable is as good as none. Lists are given whole.
    """
    values = os.environ if environ is None else environ
    result = Overrides(data)
    names = [name for name in values if name.upper().startswith(PREFIX) and values[name].strip()]
    for name in sorted(names, key=lambda name: (name.count("__"), name)):
        _set(result, name, values[name])
    return result


def _set(result: Overrides, variable: str, text: str) -> None:
    where = where_of(variable)
    parts = variable[len(PREFIX) :].split("__")
    if not all(parts):
        result.problems.append(Problem(where=where, message="lacks a name between two `__`"))
        return
    try:
        document = read_document(text, where)
    except ConfigError as error:
        hint = "Its value is read as YAML: put quotes around a text with special characters."
        result.problems += [replace(problem, line=0, column=0, hint=hint) for problem in error.problems]
        return
    result.problems += [replace(problem, line=0, column=0) for problem in document.problems]
    path: KeyPath = ()
    place = result.data
    for part in parts[:-1]:
        key = _key(place, part)
        path = (*path, key)
        if place.get(key) is None:
            place[key] = {}
            result.origins[path] = variable
        if not isinstance(place[key], dict):
            what = "a list; give it as a whole" if isinstance(place[key], list) else "no mapping"
            result.problems.append(Problem(where=where, path=dotted(path), message=f"is {what}"))
            return
        place = place[key]
    key = _key(place, parts[-1])
    path = (*path, key)
    place[key] = document.data
    for old in [old for old in result.origins if old[: len(path)] == path]:
        del result.origins[old]
    result.origins[path] = variable
    for inner, written in document.written.items():
        result.written[path + inner] = written


def _key(place: dict[str, Any], part: str) -> str:
    """Return the key of `place` that `part` of a variable's name means."""
    for candidate in (part, part.lower()):
        if candidate in place:
            return candidate
    same = [key for key in place if key.lower() == part.lower()]
    return same[0] if len(same) == 1 else part.lower()
