"""Which runs do the work of others, so that none is done twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ..model import RunRequest


def merged(waiting: RunRequest, wanted: RunRequest) -> RunRequest | None:
    """Return one run that does what both would; None when they must be two.

    Args:
        waiting: was asked for before, and has not begun.
        wanted: is asked for now.

    >>> heat, ran = RunRequest(items=("Heat",)), RunRequest(items=("Ran",))
    >>> merged(heat, ran).items
    ('Heat', 'Ran')
    >>> merged(heat, RunRequest(all=True)) == RunRequest(all=True)
    True
    """
    if covers(waiting, wanted):
        return waiting
    if covers(wanted, waiting):
        return wanted
    if waiting.limit is not None:
        return None
    if waiting.items and wanted.items and _alike(waiting, wanted, items=()):
        return replace(waiting, items=_both(waiting.items, wanted.items))
    if waiting.touching and wanted.touching and _alike(waiting, wanted, touching=()):
        return replace(waiting, touching=_both(waiting.touching, wanted.touching))
    named = waiting.libraries and wanted.libraries and not (waiting.touching or wanted.touching)
    if named and not waiting.items and _alike(waiting, wanted, libraries=()):
        return replace(waiting, libraries=_both(waiting.libraries, wanted.libraries))
    return None


def covers(wide: RunRequest, narrow: RunRequest) -> bool:
    """Return whether one run does all that another would, in the same way.

    A run of a whole library adopts no owner's picture by force, and one of single pictures builds no collection.
    """
    if wide.dry_run != narrow.dry_run or wide.limit is not None:
        return wide == narrow
    if narrow.force and (not wide.force or (narrow.items and not wide.items)):
        return False
    if (narrow.recheck and not wide.recheck) or (narrow.yes and not wide.yes):
        return False
    return (
        _within(narrow.items, wide.items)
        and _within(narrow.libraries, wide.libraries)
        and _within(narrow.kinds, wide.kinds)
        and _within(narrow.only, wide.only)
        and _within(narrow.touching, wide.touching)
    )


def _within(narrow: Collection[str], wide: Collection[str]) -> bool:
    """Return whether all of `narrow` is in `wide`; an empty one means everything."""
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _alike(first: RunRequest, second: RunRequest, **apart_from: tuple[str, ...]) -> bool:
    ways: list[RunRequest] = [replace(each, all=False, wait=False, **apart_from) for each in (first, second)]  # type: ignore[arg-type]
    return ways[0] == ways[1]
