"""cron's five fields as APScheduler's triggers, which number weekdays from Monday and want both days to fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC

from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped, unused-ignore]

WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
"""In cron's order; APScheduler is given names, never numbers."""

_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th")


def cron_triggers(cron: str) -> list[CronTrigger]:
    """Return triggers of which one at least must fit, on the clock on the wall (told as if it were UTC).

    Where both day and weekday are named, cron takes either. A field that begins with `*` names nothing.

    Args:
        cron: five fields, validated by the core: small letters.
    """
    minute, hour, day, month, weekday = cron.replace("?", "*").split()
    common = {"minute": minute, "hour": hour, "month": month, "timezone": UTC}
    days = [{"day": day.replace("l", "last")}] if day != "*" else []
    of_week = list(_weekday_fields(weekday)) if weekday != "*" else []
    if days and of_week and (day.startswith("*") or weekday.startswith("*")):
        return [CronTrigger(**{**common, **days[0], **each}) for each in of_week]
    return [CronTrigger(**common, **each) for each in days + of_week or [{}]]


def weekdays(field: str) -> frozenset[int]:
    """Return the plain weekdays that a field names, numbered from Sunday.

    >>> sorted(weekdays("fri-mon")), sorted(weekdays("5-7")), sorted(weekdays("*/2"))
    ([0, 1, 5, 6], [0, 5, 6], [0, 2, 4, 6])
    """
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            first, last = 0, 6
        elif (ends := re.fullmatch(r"(\w+)-(\w+)", span)) is not None:
            first, last = _number(ends[1]), _number(ends[2])
        elif _special(span):
            continue
        else:
            first = _number(span)
            last = 6 if step else first
        last += 7 if last < first else 0
        found.update(number % 7 for number in range(first, last + 1, int(step or 1)))
    return frozenset(found)


def _weekday_fields(field: str) -> Iterator[dict[str, str]]:
    """Yield what APScheduler is to be told of a weekday field: plain weekdays together, each `5#2` and `5L` as a day."""
    plain = weekdays(field)
    if len(plain) == len(WEEKDAYS):
        yield {}
        return
    if plain:
        yield {"day_of_week": ",".join(WEEKDAYS[number] for number in sorted(plain))}
    for part in field.split(","):
        if _special(part):
            name, _, nth = part.partition("#")
            which = _ORDINALS[int(nth) - 1] if nth else "last"
            yield {"day": f"{which} {WEEKDAYS[_number(name if nth else name[:-1]) % 7]}"}


def _special(part: str) -> bool:
    return "#" in part or (part.endswith("l") and part[:-1] != "")


def _number(name: str) -> int:
    return WEEKDAYS.index(name) if name in WEEKDAYS else int(name)
