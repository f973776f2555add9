"""Values of dynamic collections: checked before anything is made of them, and changed by the variables of their file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from .values import as_bool, as_int, as_list

MOST_KEYS = 1000
"""Collections that one `number` may make: who wants more has mistyped a year."""

PEOPLE = {"depth": ("depth", 3), "minimum": ("minimum", 3), "limit": ("limit", 25)} | {
    "actor_depth": ("depth", 3),
    "actor_minimum": ("minimum", 3),
    "number_of_actors": ("limit", 25),
}
"""Keys of `data` where people are counted, old spellings too: today's name, and what holds without it."""

_OVERRIDES = (
    "data", "exclude", "include", "addons", "title_format", "title_override", "key_name_override", "remove_prefix",
    "remove_suffix", "custom_keys", "sync", "test", "other_name",
)  # fmt: skip
_LISTS = ("exclude", "include", "remove_prefix", "remove_suffix")


def overridden(written: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry's keys as the variables of its file have them: replaced, added to (`append_…`), taken from (`remove_…`)."""
    found: dict[str, Any] = dict(written)
    for key in _OVERRIDES:
        if variables.get(key) is not None:
            found[key] = variables[key]
    for key in ("exclude", "include"):
        more, gone = as_list(variables.get(f"append_{key}")), as_list(variables.get(f"remove_{key}"))
        if more or gone:
            found[key] = [each for each in (*as_list(found.get(key)), *more) if each not in gone]
    for key in ("addons", "data"):
        added, taken = variables.get(f"append_{key}"), variables.get(f"remove_{key}")
        if isinstance(added, Mapping) or taken:
            found[key] = _merged(found.get(key), added, taken)
    return found


def _merged(given: Any, more: Any, gone: Any) -> dict[str, Any]:
    """Return a mapping with members added, and taken away: a list of names, or a mapping of names and what goes of each."""
    merged = {str(key): value for key, value in given.items()} if isinstance(given, Mapping) else {}
    for key, value in more.items() if isinstance(more, Mapping) else ():
        both = isinstance(merged.get(str(key)), list) and isinstance(value, list)
        merged[str(key)] = [*merged[str(key)], *value] if both else value
    if not isinstance(gone, Mapping):
        return {key: value for key, value in merged.items() if key not in as_list(gone)}
    for key, value in gone.items():
        left = [each for each in as_list(merged.get(str(key))) if each not in as_list(value)]
        merged.pop(str(key), None)
        if left:
            merged[str(key)] = left
    return merged


def mistakes(kind: str, written: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key, sentence) for each value that is none of its key's."""
    for key in ("addons", "title_override", "key_name_override", "template_variables"):
        if written.get(key) is not None and not isinstance(written[key], Mapping):
            yield key, "must be a mapping"
    for key in _LISTS:
        if any(isinstance(each, Mapping) for each in as_list(written.get(key))):
            yield key, "must be a list of texts"
    for key, read in (("custom_keys", as_bool), ("sync", as_bool), ("test", as_bool), ("minimum_items", as_int)):
        if written.get(key) is not None and (why := why_not(read, written[key])):
            yield key, why
    if (why := why_not(lambda data: _data(kind, data), written.get("data"))) is not None:
        yield "data", why


def why_not(read: Callable[[Any], object], value: Any) -> str | None:
    """Return what is wrong with a value that `read` reads; None = nothing."""
    try:
        read(value)
    except ValueError as error:
        return str(error)
    return None


def _data(kind: str, data: Any) -> None:
    if kind in ("actor", "director", "writer", "producer"):
        people(data)
    elif kind == "number":
        years(data, date(2000, 1, 1))
    elif kind == "custom" and not isinstance(data, Mapping):
        raise ValueError("must be a mapping of keys and names")


def people(data: Any) -> tuple[int, int, int]:
    """Return how people are counted: how many of each title, in how many titles one must be, how many there are at most.

    Raises:
        ValueError: a key or value is none.
    """
    if data is not None and not isinstance(data, Mapping):
        raise ValueError("must be a mapping with depth, minimum and limit")
    found = dict(PEOPLE.values())
    for key, value in (data or {}).items():
        if str(key).lower() not in PEOPLE:
            raise ValueError(f"`{key}` is none of depth, minimum and limit")
        found[PEOPLE[str(key).lower()][0]] = as_int(value)
    return found["depth"], found["minimum"], found["limit"]


def years(data: Any, today: date) -> range:
    """Return the numbers from `starting` to `ending`, each `increment` one.

    Raises:
        ValueError: a value is no number, nor a year such as `current_year-2`; or there are more than `MOST_KEYS`.
    """
    if not isinstance(data, Mapping):
        raise ValueError("must be a mapping with starting and ending")  # noqa: TRY004 - what is written, not a mistake of ours
    written = {str(key).lower(): value for key, value in data.items()}
    if unknown := set(written) - {"starting", "ending", "increment"}:
        raise ValueError(f"`{min(unknown)}` is none of starting, ending and increment")
    first, last = (_year(written.get(word, today.year), today) for word in ("starting", "ending"))
    numbers = range(first, last + 1, as_int(written.get("increment", 1)))
    if len(numbers) > MOST_KEYS:
        raise ValueError(f"makes {len(numbers)} collections; {MOST_KEYS} at most")
    return numbers


def _year(written: Any, today: date) -> int:
    found = re.fullmatch(r"current_year(?:-(\d{1,4}))?", str(written).replace(" ", "").lower())
    return today.year - int(found[1] or 0) if found else as_int(written, least=0)
