"""The five fields of cron: checked here, so that a slip is named with its place in the file."""

from __future__ import annotations

import re

from .values import wrong

WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("weekday", 0, 7, WEEKDAYS),
)
"""Name, lowest, highest, and the names that stand for numbers from the lowest on."""

_PART = re.compile(r"(?:\*|\?|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?")
_NTH = re.compile(r"(?P<first>\w+)#(?P<nth>[1-5])")
_LAST = "l"


def checked_cron(written: str) -> str:
    """Return the five fields in small letters with single spaces between.

    Besides what every cron knows: `L` as day is the month's last, `5#2` or `fri#2` as weekday the second Friday, `5L` the last.

    Raises:
        PydanticCustomError: a field is missing, or says what it cannot.

    >>> checked_cron("0 3  * * SUN")
    '0 3 * * sun'
    """
    fields = written.lower().split()
    if len(fields) != len(_FIELDS):
        raise wrong("must have the five fields of cron: minute hour day month weekday, such as `0 3 * * *`")
    for text, (name, lowest, highest, names) in zip(fields, _FIELDS, strict=True):
        if not all(_fits(part, name, lowest, highest, names) for part in text.split(",")):
            also = f", `{names[0]}` to `{names[-1]}`" if names else ""
            raise wrong(
                f"is wrong in its {name}: that must be `*`, {lowest} to {highest}{also}, a range such as "
                f"`{max(lowest, 1)}-{min(highest, 5)}`, or a step such as `*/2`, with commas between several"
            )
    return " ".join(fields)


def _fits(part: str, name: str, lowest: int, highest: int, names: tuple[str, ...]) -> bool:
    if name == "day" and part == _LAST:
        return True
    if name == "weekday" and (nth := _NTH.fullmatch(part) or re.fullmatch(r"(?P<first>\w+?)l", part)):
        return _number(nth["first"], lowest, highest, names) is not None
    found = _PART.fullmatch(part)
    if found is None or (part.startswith("?") and name not in ("day", "weekday")):
        return False
    ends = [_number(end, lowest, highest, names) for end in (found["first"], found["last"]) if end is not None]
    if None in ends or (found["step"] is not None and int(found["step"]) < 1):
        return False
    return len(ends) < 2 or name == "weekday" or (ends[0] or 0) <= (ends[1] or 0)


def _number(text: str, lowest: int, highest: int, names: tuple[str, ...]) -> int | None:
    if text in names:
        return lowest + names.index(text)
    return int(text) if re.fullmatch(r"[0-9]{1,2}", text) and lowest <= int(text) <= highest else None
