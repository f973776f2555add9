"""`conditionals` of templates: the first whose tests all hold gives a variable its value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .placeholders import DROPPED, Lookup, filled

_NONE: Any = object()


def decided(name: str, conditional: Any, lookup: Lookup) -> None:
    """Give the variable `name` its value in `lookup`, unless it has one; where no condition holds it becomes optional."""
    final = str(filled(name, lookup)) if "<<" in name else name
    if final in lookup.values or not isinstance(conditional, Mapping):
        return
    conditions = conditional.get("conditions")
    value: Any = _NONE
    for condition in conditions if isinstance(conditions, list) else [conditions]:
        if isinstance(condition, Mapping) and all(
            _holds(str(key), expected, lookup) for key, expected in condition.items() if key != "value"
        ):
            value = condition.get("value")
            break
    else:
        value = conditional.get("default", _NONE)
    if value is _NONE or value is None:
        lookup.optional.add(final)
        lookup.defaults.pop(final, None)
        return
    result = filled(value, lookup)
    if result is DROPPED:
        lookup.optional.add(final)
    else:
        lookup.values[final] = result


def _holds(key: str, expected: Any, lookup: Lookup) -> bool:
    key = str(filled(key, lookup)) if "<<" in key else key
    expected = filled(expected, lookup) if expected is not None else None
    name, dot, modifier = key.rpartition(".")
    if not dot or modifier not in ("not", "notdefault", "exists"):
        name, modifier = key, ""
    if modifier == "exists":
        return (name in lookup.values and lookup.values[name] is not None) == (str(expected).lower() == "true")
    if modifier == "not":
        return name not in lookup.values or not _is(lookup.values[name], expected)
    present = lookup.has(name)
    if modifier == "notdefault":
        return not present or not _is(filled(lookup.get(name), lookup), expected)
    return present and _is(filled(lookup.get(name), lookup), expected)


def _is(actual: Any, expected: Any) -> bool:
    """Compare as Kometa does: a list tests membership, types and all; anything else is compared as text."""
    if isinstance(expected, list | tuple):
        return any(type(actual) is type(each) and actual == each for each in expected)
    return str(actual) == str(expected)
