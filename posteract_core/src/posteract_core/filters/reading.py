"""From what somebody wrote to a filter that can be asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from ..errors import Problem
from ..model import Facts, ItemType, MediaItem
from .attributes import ALIASES, ATTRIBUTES, Attribute, Values
from .comparing import COMPILERS, MODIFIERS, Test
from .parts import (
    AIRED,
    DEFAULT_PERCENT,
    OF_FILES,
    PARTS,
    Below,
    OfParts,
    counted,
    days_aired,
    enough,
    nothing_below,
)

_MODIFIER_ALIASES = {"greater": "gt", "less": "lt"}
_DATE_ALIASES = {"gt": "after", "gte": "after", "lt": "before", "lte": "before"}


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter ready to be asked; one of its alternatives must hold, with all of its tests.

    Attributes:
        raw: what it was read from; by it filters are compared and pickled.
        level: of the items it is for, where it may look at their parts; None = of any.
        default_percent: of an item's parts that must pass where it is not said.
        needs: names of the facts that have to be looked up for it.
    """

    raw: object = None
    alternatives: tuple[tuple[Test | OfParts, ...], ...] = field(default=(), compare=False, repr=False)
    level: ItemType | None = None
    default_percent: int = DEFAULT_PERCENT
    needs: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    def holds(self, item: MediaItem, facts: Facts, below: Below = nothing_below) -> bool:
        """Return whether the item passes; a filter without alternatives lets everything pass."""
        return not self.alternatives or any(
            all(test.holds(item, below) if isinstance(test, OfParts) else test(item, facts) for test in tests)
            for tests in self.alternatives
        )

    @property
    def reads_dates(self) -> bool:
        """Return whether it asks for a date, and so may hold tomorrow of what it does not hold of today."""
        mappings = [self.raw] if isinstance(self.raw, Mapping) else self.raw
        if not isinstance(mappings, Sequence) or isinstance(mappings, str):
            return False
        names = (str(key).lower().partition(".")[0] for each in mappings if isinstance(each, Mapping) for key in each)
        return any(
            ATTRIBUTES[found].kind in ("date", "history")
            for name in names
            if (found := ALIASES.get(name, name)) in ATTRIBUTES
        )

    def __reduce__(self) -> tuple[Callable[..., Filter], tuple[object, ...]]:
        return _read_again, (self.raw, self.level, self.default_percent)


def asked_in(raw: object) -> dict[str, Attribute]:
    """Return the attributes in a written filter that somebody has to be asked about, by the names that were written."""
    return {name: attribute for name, attribute in _named_in(raw) if attribute.facts}


def told_in(raw: object) -> dict[str, Attribute]:
    """Return the attributes in a written filter, and in its filters on parts, that not every server tells."""
    return {name: attribute for name, attribute in _named_in(raw, with_parts=True) if attribute.told_by_some}


def _named_in(raw: object, *, with_parts: bool = False) -> Iterator[tuple[str, Attribute]]:
    mappings = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
    for mapping in mappings:
        for key, given in mapping.items() if isinstance(mapping, Mapping) else ():
            name = str(key).lower().partition(".")[0]
            if (known := ALIASES.get(name, name)) in ATTRIBUTES:
                yield name, ATTRIBUTES[known]
            elif with_parts and name in PARTS:
                yield from _named_in(given, with_parts=True)


def _read_again(raw: object, level: ItemType | None = None, percent: int = DEFAULT_PERCENT) -> Filter:
    return read_filter(raw, "", level=level, default_percent=percent)[0] if raw is not None else Filter()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What filters are read with: see `read_filter`."""

    today: Callable[[], date]
    level: ItemType | None
    default_percent: int


def read_filter(
    raw: object,
    path: str,
    *,
    today: Callable[[], date] = date.today,
    level: ItemType | None = None,
    default_percent: int = DEFAULT_PERCENT,
) -> tuple[Filter, tuple[Problem, ...]]:
    """Return the filter somebody wrote, and every mistake in it.

    Args:
        raw: a mapping, or a list of mappings.
        path: the dotted path it stands at, for the problems.
        today: what "within the last N days" is counted from.
        level: of the items it is for, where `holds` is given what is below them; None = filters on parts are mistakes.
        default_percent: of an item's parts that must pass where it is not said.
    """
    reading = _Reading(today, level, default_percent)
    mappings = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
    problems: list[Problem] = []
    alternatives = []
    for position, mapping in enumerate(mappings):
        here = path if mappings is not raw else f"{path}.{position}"
        if not isinstance(mapping, Mapping):
            problems.append(Problem(path=here, message="must be a mapping such as `label: leaving`, or a list of such"))
            continue
        tests = []
        for key, given in mapping.items():
            test = _test(str(key), given, f"{here}.{key}", reading)
            if isinstance(test, Problem):
                problems.append(test)
            else:
                tests.append(test)
        alternatives.append(tuple(tests))
    needs = frozenset(fact for attribute in asked_in(raw).values() for fact in attribute.facts)
    return Filter(raw, tuple(alternatives), level, default_percent, needs), tuple(problems)


def _test(key: str, given: object, path: str, reading: _Reading) -> Test | OfParts | Problem:
    name, _, modifier = key.lower().rpartition(".") if "." in key else (key.lower(), "", "")
    name = ALIASES.get(name, name)
    if name in PARTS:
        return _parts_test(name, modifier, given, path, reading)
    if name not in ATTRIBUTES and name not in AIRED:
        if name in ("any", "all"):
            return Problem(
                path=path,
                message="is not a filter: what stands in one mapping must hold together; alternatives are a list of mappings",
            )
        near = get_close_matches(name, [*ATTRIBUTES, *ALIASES, *PARTS, *AIRED], n=1)
        return Problem(path=path, message="is not a filter" + (f"; did you mean `{near[0]}`?" if near else ""))
    attribute = ATTRIBUTES[name] if name in ATTRIBUTES else Attribute("date", _day_of_episode(AIRED[name]))
    modifier = _MODIFIER_ALIASES.get(modifier, modifier)
    if attribute.kind == "date":
        modifier = _DATE_ALIASES.get(modifier, modifier)
    if modifier not in MODIFIERS[attribute.kind]:
        known = ", ".join(f"`.{word}`" for word in MODIFIERS[attribute.kind] if word)
        return Problem(
            path=path, message=f"`.{modifier}` does not go with {name}" + (f"; it knows {known}" if known else "")
        )
    if attribute.of_titles and reading.level in (ItemType.SEASON, ItemType.EPISODE):
        return Problem(path=path, message="is a filter of films and shows, not of their parts")
    if name in AIRED and reading.level is not ItemType.SHOW:
        return Problem(path=path, message="is a filter of collections of shows")
    try:
        test = COMPILERS[attribute.kind](attribute.read, modifier, given, reading.today)
    except (ValueError, TypeError, re.error) as error:
        return Problem(path=path, message=str(error))
    if name in AIRED:
        return _aired_test(name, test)
    if name in OF_FILES and reading.level in (ItemType.SHOW, ItemType.SEASON):
        check = enough(lambda part, below: test(part, part.facts), count=None, percentage=reading.default_percent)
        return OfParts(ItemType.EPISODE, check)
    return test


def _parts_test(name: str, modifier: str, given: object, path: str, reading: _Reading) -> OfParts | Problem:
    """Return a test on seasons or episodes: `episodes: {percentage: 80, height.gte: 1000}`."""
    level, owners = PARTS[name]
    if reading.level not in owners:
        where = " and ".join(sorted(f"{owner.value}s" for owner in owners))
        return Problem(path=path, message=f"is a filter of collections of {where}")
    if modifier or not isinstance(given, Mapping):
        return Problem(path=path, message="must be a mapping such as `{percentage: 80, height.gte: 1000}`")
    try:
        count, percentage, rest = counted(given, reading.default_percent)
    except ValueError as error:
        return Problem(path=path, message=str(error))
    inner, problems = read_filter(rest, path, today=reading.today, level=level, default_percent=reading.default_percent)
    if problems:
        return problems[0]
    return OfParts(
        level, enough(lambda part, below: inner.holds(part, part.facts, below), count=count, percentage=percentage)
    )


def _day_of_episode(place: int) -> Callable[[Any, Any], Values]:
    return lambda parts, facts: days_aired(parts, place)


def _aired_test(name: str, test: Any) -> OfParts:
    """Return a test on the day of an episode; one that was never aired passes only where the name says so."""
    never = name.endswith("_or_never")
    return OfParts(
        ItemType.EPISODE, lambda parts, below: test(parts, Facts()) or (never and not days_aired(parts, AIRED[name]))
    )
