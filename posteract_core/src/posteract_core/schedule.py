"""When something is due, in Kometa's words: `daily`, `weekly(mon|fri)`, `range(12/01-01/05)`, `all[weekly(sunday), daily]`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

_WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon", "m"),
            ("tuesday", "tues", "tue", "tu", "t"),
            ("wednesday", "wed", "w"),
            ("thursday", "thurs", "thur", "thu", "th", "r"),
            ("friday", "fri", "f"),
            ("saturday", "sat", "s"),
            ("sunday", "sun", "su", "u"),
        )
    )
    for name in names
}
_WORDS = ("daily", "never", "non_existing", "hourly", "weekly", "monthly", "yearly", "date", "range", "all")

Test = Callable[[datetime], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a schedule.

    Attributes:
        text: as it was written.
        test: whether it is due at a time; None for `non_existing`.
        is_range: it is a `range(…)`.
    """

    text: str
    test: Test | None
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """Due when one of its groups is; a group is due when all of its parts are.

    Attributes:
        text: as it was written; by it schedules are compared and pickled.
        groups: at least one part each.
    """

    text: str
    groups: tuple[tuple[Part, ...], ...]

    def due(self, now: datetime, *, exists: bool = True) -> bool:
        """Return whether it is due.

        Args:
            now: local time; `hourly` looks at its hour.
            exists: whether what is scheduled stands already. `non_existing` alone is always due; together with others in
                `all[…]` it is due, whatever the others say, as long as it does not.
        """
        return any(self._group_due(group, now, exists) for group in self.groups)

    def out_of_range(self, now: datetime) -> bool:
        """Return whether a range is what keeps it from being due: such a miss is never overridden."""
        parts = [part for group in self.groups for part in group if part.is_range]
        return bool(parts) and not any(part.test(now) for part in parts if part.test is not None)

    @staticmethod
    def _group_due(group: Sequence[Part], now: datetime, exists: bool) -> bool:
        tests = [part.test for part in group if part.test is not None]
        if len(tests) < len(group) and (not exists or not tests):
            return True
        return all(test(now) for test in tests)

    def __reduce__(self) -> tuple[Callable[[str], Schedule], tuple[str]]:
        return _again, (self.text,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schedule) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def _again(text: str) -> Schedule:
    return read_schedule(text)[0]


def read_schedule(given: object) -> tuple[Schedule, tuple[str, ...]]:
    """Return a schedule, and a sentence for each part that is none; those are never due, the others count.

    Args:
        given: a string with parts between commas, or a list of such.
    """
    listed = given if isinstance(given, list | tuple) else [given]
    groups: list[tuple[Part, ...]] = []
    mistakes: list[str] = []
    for each in listed:
        text = str(each).strip()
        if text.lower().startswith("all[") and text.endswith("]"):
            if "]" in text[:-1]:
                mistakes.append(f"`{text}`: each `all[…]` must be an entry of its own in a list")
                continue
            group = [_part(word, mistakes) for word in _split(text[4:-1])]
            if all(part is not None for part in group) and group:
                groups.append(tuple(part for part in group if part is not None))
            continue
        for word in _split(text):
            part = _part(word, mistakes)
            if part is not None:
                groups.append((part,))
    return Schedule(", ".join(str(each) for each in listed), tuple(groups)), tuple(mistakes)


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _part(word: str, mistakes: list[str]) -> Part | None:
    name, _, inner = word.lower().partition("(")
    name, inner = name.strip(), inner.rstrip(")").strip()
    try:
        test = _test(name, inner)
    except ValueError as error:
        near = get_close_matches(name, _WORDS, n=1)
        why = str(error) or (f"did you mean `{near[0]}`?" if near else f"there are {', '.join(_WORDS)}")
        mistakes.append(f"`{word}` is no schedule: {why}")
        return None
    return Part(word, test, name.startswith("range"))


def _test(name: str, inner: str) -> Test | None:
    """Return the test for a word, by its beginning, as Kometa goes; raises ValueError, with why where it can be said."""
    if name in ("non_existing", "not_existing"):
        return None
    if name.startswith(("never",)):
        return lambda now: False
    for start, make in _MAKERS.items():
        if name.startswith(start):
            return make(inner)
    if name in ("daily", "day") or name.startswith("day"):
        return lambda now: True
    raise ValueError


def _hourly(inner: str) -> Test:
    found = re.fullmatch(r"(\d{1,2})(?:\s*-\s*(\d{1,2}))?", inner)
    hours = [int(hour) for hour in found.groups() if hour is not None] if found else []
    if not hours or max(hours) > 23:
        raise ValueError("write hourly(5) or hourly(22-6), with hours from 0 to 23")
    first, last = hours[0], hours[-1]
    if first <= last:
        return lambda now: first <= now.hour <= last
    return lambda now: now.hour >= first or now.hour <= last


def _weekly(inner: str) -> Test:
    names = [name.strip() for name in inner.split("|")]
    unknown = [name for name in names if name not in _WEEKDAYS]
    if unknown:
        raise ValueError(f"`{unknown[0]}` is no day of the week")
    days = {_WEEKDAYS[name] for name in names}
    return lambda now: now.weekday() in days


def _monthly(inner: str) -> Test:
    if inner == "last":
        return lambda now: now.day == monthrange(now.year, now.month)[1]
    if not inner.isdigit() or not 1 <= int(inner) <= 31:
        raise ValueError("write monthly(1) to monthly(31), or monthly(last)")
    return lambda now: now.day == int(inner)


def _yearly(inner: str) -> Test:
    month, day = _month_and_day(inner)
    return lambda now: (now.month, now.day) == (month, min(day, monthrange(now.year, month)[1]))


def _on_date(inner: str) -> Test:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", inner)
    if not found:
        raise ValueError("write date(MM/DD/YYYY)")
    wanted = date(int(found[3]), int(found[1]), int(found[2]))
    return lambda now: now.date() == wanted


def _range(inner: str) -> Test:
    spans = []
    for span in inner.split("|"):
        first, dash, last = span.strip().partition("-")
        if not dash:
            raise ValueError("write range(MM/DD-MM/DD)")
        spans.append((_clamped(first), _clamped(last)))

    def test(now: datetime) -> bool:
        today = (now.month, now.day)
        return any(
            first <= today <= last if first <= last else today >= first or today <= last for first, last in spans
        )

    return test


def _month_and_day(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})", text.strip())
    if not found or not 1 <= int(found[1]) <= 12 or not 1 <= int(found[2]) <= monthrange(2024, int(found[1]))[1]:
        raise ValueError(f"`{text.strip()}` is no day such as 12/24 (month/day)")
    return int(found[1]), int(found[2])


def _clamped(text: str) -> tuple[int, int]:
    """Return a day of a range: day numbers beyond the month's end mean its last day, in February the 28th."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})", text.strip())
    if not found or not 1 <= int(found[1]) <= 12 or not 1 <= int(found[2]) <= 31:
        raise ValueError(f"`{text.strip()}` is no day such as 12/24 (month/day)")
    return int(found[1]), min(int(found[2]), monthrange(2023, int(found[1]))[1])


_MAKERS: dict[str, Callable[[str], Test]] = {
    "hour": _hourly,
    "week": _weekly,
    "month": _monthly,
    "year": _yearly,
    "date": _on_date,
    "range": _range,
}
