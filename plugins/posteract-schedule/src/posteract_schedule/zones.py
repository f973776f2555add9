"""From the clock on the wall to moments: hours that do not exist, and hours that come twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

A_SECOND = timedelta(seconds=1)


def moments(wall: datetime, zone: tzinfo, *, twice: bool) -> tuple[datetime, ...]:
    """Return the moments at which clocks in a zone show a time.

    Args:
        wall: without a time zone.
        zone: whose clocks.
        twice: of an hour that comes twice, also its second coming; else the first only.

    Returns:
        Moments in the zone. Of an hour that is left out: the moment at which clocks are put forward.
    """
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if second < first:
        return (_change(second, first, zone).astimezone(zone),)
    both = (first, second) if twice and first != second else (first,)
    return tuple(moment.astimezone(zone) for moment in both)


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return when clocks are changed, to the second; it lies after `before`, and not after `after`."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > A_SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = max(middle, before + A_SECOND)
        else:
            after = middle
    return after
