"""`<<name>>` in texts, keys, lists and mappings: replaced by values, or what holds them dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

MOST_PASSES = 8
"""Over one text: values may hold placeholders themselves, and placeholders may nest."""

LONGEST = 20_000
"""Characters that a text with placeholders may grow to."""

MOST_STEPS = 100_000
"""Values filled for one call of a template; more are variables that stand for each other without end."""

DROPPED: Any = object()
"""In place of a value that needs something optional which is not there."""

_INNERMOST = re.compile(r"<<([^<>]+)>>")
_SUM = re.compile(r"(.+?)([+-]\d+)")
_MISSING: Any = object()

_ONLY_IN = {"name_format": "name", "summary_format": "summary"}
"""Variables that are replaced inside one attribute only."""

_LATER = frozenset(("name", "summary"))
"""Attributes in which `key_name` is replaced last, after their own formats."""


class Endless(ValueError):
    """Variables stand for each other without end."""


class Lookup:
    """What placeholders stand for.

    Args:
        values: variables.
        defaults: of the template; names and values may hold placeholders.
        optional: names that may be missing.
    """

    def __init__(self, values: dict[str, Any], defaults: Mapping[str, Any], optional: set[str]) -> None:
        self.values = values
        self.optional = optional
        self._steps = 0
        self._inside: list[str] = []
        self.defaults = {}
        for name, value in defaults.items():
            final = filled(str(name), self) if "<<" in str(name) else str(name)
            if final is not DROPPED and final not in values:
                self.defaults[str(final)] = value
        self.optional -= {name for name in self.defaults if name in optional and name in defaults}

    def get(self, name: str) -> Any:
        """Return a variable's or a default's value; `_MISSING` when there is neither."""
        if name in self.values:
            return self.values[name]
        if name in self.defaults:
            return self.defaults[name]
        if name.endswith("_encoded"):
            base = self.get(name.removesuffix("_encoded"))
            return _MISSING if base is _MISSING else quote(str(base), safe="")
        sum_ = _SUM.fullmatch(name)
        if sum_ and sum_[1] in self.values:
            try:
                return str(int(str(self.values[sum_[1]])) + int(sum_[2]))
            except ValueError:
                return _MISSING
        return _MISSING

    def inside(self, name: str, value: Any, within: str) -> Any:
        """Return a variable's list or mapping, filled in its turn.

        Raises:
            Endless: it holds itself, or grows beyond all measure.
        """
        if name in self._inside:
            raise Endless(
                f"the variables {', '.join(f'`{each}`' for each in self._inside)} stand for each other without end"
            )
        self._inside.append(name)
        try:
            return filled(value, self, within=within)
        finally:
            self._inside.pop()

    def step(self) -> None:
        """Count one value filled."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise Endless("its variables stand for more than a template can hold")

    def has(self, name: str) -> bool:
        """Return whether there is a variable or a default of that name."""
        return self.get(name) is not _MISSING


def filled(value: Any, lookup: Lookup, *, within: str = "") -> Any:
    """Return a value with its placeholders replaced; `DROPPED` when it needs what is optional and not there.

    Args:
        value: a text, a list, a mapping, or anything else, which is returned as it is.
        lookup: what placeholders stand for.
        within: the attribute it belongs to: some variables count in one only.

    Raises:
        Endless: variables stand for each other without end.
    """
    lookup.step()
    if isinstance(value, str):
        return _text(value, lookup, within) if "<<" in value else value
    if isinstance(value, list | tuple):
        items = [item for each in value if (item := filled(each, lookup, within=within)) is not DROPPED]
        return items if items or not value else DROPPED
    if isinstance(value, Mapping):
        found = {}
        for key, each in value.items():
            name = filled(str(key), lookup, within=within)
            inner = filled(each, lookup, within=within) if name is not DROPPED else DROPPED
            if inner is not DROPPED:
                found[name] = inner
        return found if found or not value else DROPPED
    return value


def _text(text: str, lookup: Lookup, within: str) -> Any:
    held_back = within in _LATER
    for number in range(MOST_PASSES):
        last = number == MOST_PASSES - 1
        whole = _INNERMOST.fullmatch(text)
        if whole and not (held_back and whole[1] == "key_name" and not last):
            value = _value(whole[1], lookup, within)
            if value is not _MISSING:
                if not isinstance(value, str):
                    return lookup.inside(whole[1], value, within)
                if value == text:
                    break
                text = value
                continue
        after = _INNERMOST.sub(partial(_inserted, lookup=lookup, within=within, held_back=held_back), text)
        if after == text:
            if not held_back:
                break
            held_back = False
            continue
        if len(after) > LONGEST:
            raise Endless(f"`{text[:40]} …` grows without end: its variables stand for each other")
        text = after
    if any(name in lookup.optional for name in _INNERMOST.findall(text)):
        return DROPPED
    return text


def _inserted(found: re.Match[str], *, lookup: Lookup, within: str, held_back: bool) -> str:
    if held_back and found[1] == "key_name":
        return found[0]
    value = _value(found[1], lookup, within)
    return found[0] if value is _MISSING else str(value)


def _value(name: str, lookup: Lookup, within: str) -> Any:
    if _ONLY_IN.get(name, within) != within:
        return _MISSING
    return lookup.get(name)


def names_filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return variables whose own names held placeholders under their final names."""
    if not any("<<" in name for name in values):
        return dict(values)
    plain = Lookup({name: value for name, value in values.items() if "<<" not in name}, {}, set())
    return {str(filled(name, plain)): value for name, value in values.items()}
