"""Looked-up facts as JSON that outlives versions: nothing in it is ever executed, what is not understood is not known."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ..model import Award, Brand, Rating

_KINDS: dict[str, Callable[[Any], Hashable]] = {
    "rating": lambda fields: Rating(**fields),
    "brand": lambda fields: Brand(**fields),
    "award": lambda fields: Award(**fields),
    "date": date.fromisoformat,
    "tuple": lambda values: tuple(map(_decoded, values)),
}
"""How each tagged value is made again; text, numbers, booleans and None stand as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One fact as a source told it.

    Attributes:
        value: None = the source knows nothing.
        at: when it was asked, in UNIX seconds.
    """

    value: Hashable | None
    at: float


def keepable(value: Hashable) -> bool:
    """Return whether a value can be kept: text, a finite number, a bool, a date, one of `model.facts`, or a tuple of those."""
    try:
        json.dumps(_encoded(value), allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


def facts_to_json(facts: Mapping[str, Remembered]) -> str:
    """Return facts by name as text; raises TypeError for a value that is not `keepable`.

    Moments are cut to the second: rounded up, an answer would be from the future, and not believed.
    """
    entries = {name: [int(each.at), _encoded(each.value)] for name, each in sorted(facts.items())}
    return json.dumps(entries, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def facts_from_json(text: str) -> dict[str, Remembered]:
    """Return what `facts_to_json` wrote; an entry that another version wrote and this one does not understand is left out."""
    try:
        entries = json.loads(text)
    except ValueError:
        return {}
    known: dict[str, Remembered] = {}
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        try:
            at, value = entry
            known[name] = Remembered(value=_decoded(value), at=float(at))
        except (KeyError, TypeError, ValueError):
            continue
    return known


def _encoded(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return {"tuple": [_encoded(each) for each in value]}
    if type(value) is date:
        return {"date": value.isoformat()}
    for name, kind in (("rating", Rating), ("brand", Brand), ("award", Award)):
        if type(value) is kind:
            return {name: asdict(value)}
    raise TypeError(f"{type(value).__name__} is no kind of fact")


def _decoded(value: Any) -> Any:
    if not isinstance(value, dict):
        if isinstance(value, list):
            raise TypeError("a bare list is no fact")
        return value
    ((kind, fields),) = value.items()
    return _KINDS[kind](fields)
