"""How what is read of an item is compared with what somebody wrote: one class of comparison, one test."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from ..model import Facts, MediaItem

Test: TypeAlias = Callable[[MediaItem, Facts], bool]

MODIFIERS: dict[str, tuple[str, ...]] = {
    "text": ("", "not", "is", "isnot", "begins", "ends", "regex"),
    "tag": ("", "not", "regex", "count_gt", "count_gte", "count_lt", "count_lte"),
    "bool": ("",),
    "number": ("", "not", "gt", "gte", "lt", "lte"),
    "date": ("", "not", "before", "after", "regex"),
    "history": ("",),
}
"""What may follow an attribute after a dot, by its class of comparison."""

_ORDER: dict[str, Callable[[float, float], bool]] = {
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}


def _listed(given: object) -> tuple[object, ...]:
    if isinstance(given, str):
        return tuple(part.strip() for part in given.split(",")) if "," in given else (given,)
    return tuple(given) if isinstance(given, Sequence) else (given,)


def _whole(given: object) -> tuple[object, ...]:
    return tuple(given) if isinstance(given, Sequence) and not isinstance(given, str) else (given,)


def _text_test(read: Any, modifier: str, given: object, today: Any) -> Test:
    if modifier == "regex":
        patterns = [re.compile(str(pattern)) for pattern in _whole(given)]
        return lambda item, facts: any(p.search(str(value)) for p in patterns for value in read(item, facts))
    wanted = [str(word).casefold() for word in _whole(given)]
    compare: dict[str, Callable[[str, str], bool]] = {
        "": lambda value, word: word in value,
        "is": lambda value, word: value == word,
        "begins": str.startswith,
        "ends": str.endswith,
    }
    fits = compare[{"not": "", "isnot": "is"}.get(modifier, modifier)]
    negated = modifier in ("not", "isnot")

    def test(item: MediaItem, facts: Facts) -> bool:
        return any(fits(str(value).casefold(), word) for value in read(item, facts) for word in wanted) != negated

    return test


def _tag_test(read: Any, modifier: str, given: object, today: Any) -> Test:
    if modifier == "regex":
        return _text_test(read, modifier, given, today)
    if modifier.startswith("count_"):
        limit, order = _number(given), _ORDER[modifier.removeprefix("count_")]
        return lambda item, facts: order(len(read(item, facts)), limit)
    wanted = {str(word).casefold() for word in _listed(given)}

    def test(item: MediaItem, facts: Facts) -> bool:
        return bool(wanted & {str(value).casefold() for value in read(item, facts)}) != (modifier == "not")

    return test


def _bool_test(read: Any, modifier: str, given: object, today: Any) -> Test:
    if not isinstance(given, bool):
        raise TypeError("must be true or false")
    return lambda item, facts: read(item, facts) == (given,)


def _number(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise TypeError(f"{given!r} is not a number")
    try:
        return float(given)
    except ValueError:
        raise ValueError(f"{given!r} is not a number") from None


def _number_test(read: Any, modifier: str, given: object, today: Any) -> Test:
    if modifier in _ORDER:
        limit, order = _number(given), _ORDER[modifier]
        return lambda item, facts: any(order(value, limit) for value in read(item, facts))
    wanted = {_number(value) for value in _listed(given)}

    def test(item: MediaItem, facts: Facts) -> bool:
        values = read(item, facts)
        return bool(values) and bool(wanted & set(values)) != (modifier == "not")

    return test


def _date_test(read: Any, modifier: str, given: object, today: Callable[[], date]) -> Test:
    def days(item: MediaItem, facts: Facts) -> list[date]:
        return [value.date() if isinstance(value, datetime) else value for value in read(item, facts)]

    if modifier == "regex":
        patterns = [re.compile(str(pattern)) for pattern in _whole(given)]
        return lambda item, facts: any(
            pattern.search(day.strftime("%m/%d/%Y")) for pattern in patterns for day in days(item, facts)
        )
    if modifier in ("before", "after"):
        limit = _date(given)
        earlier = modifier == "before"
        return lambda item, facts: any((day < limit) if earlier else (day > limit) for day in days(item, facts))
    if isinstance(given, bool) or not isinstance(given, int):
        raise TypeError("must be a number of days; `.before` and `.after` take a date")
    span = timedelta(days=given)

    def test(item: MediaItem, facts: Facts) -> bool:
        known = days(item, facts)
        return bool(known) and any(today() - span <= day for day in known) != (modifier == "not")

    return test


def _history_test(read: Any, modifier: str, given: object, today: Callable[[], date]) -> Test:
    """Return whether it came out on this day of a year, in this month, or on a day of the last N."""
    word = str(given).strip().lower()
    if word not in ("day", "month") and (isinstance(given, bool) or not word.isdigit() or not 1 <= int(word) <= 30):
        raise ValueError(f"must be day, month, or a number of days from 1 to 30, not {given!r}")

    def test(item: MediaItem, facts: Facts) -> bool:
        now = today()
        if word == "month":
            return any(day.month == now.month for day in read(item, facts))
        spans = [now] if word == "day" else [now - timedelta(days=back) for back in range(int(word))]
        wanted = {(day.month, day.day) for day in spans}
        return any((day.month, day.day) in wanted for day in read(item, facts))

    return test


def _date(given: object) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    for pattern in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(str(given), pattern).date()  # noqa: DTZ007 - a day of the calendar has no zone
        except ValueError:
            continue
    raise ValueError(f"{given!r} is not a date such as 1995-12-15")


COMPILERS: dict[str, Callable[[Any, str, object, Callable[[], date]], Test]] = {
    "text": _text_test,
    "tag": _tag_test,
    "bool": _bool_test,
    "number": _number_test,
    "date": _date_test,
    "history": _history_test,
}
"""Make a test of what reads the values, a modifier, what was given, and the day it is; raise ValueError or TypeError."""
