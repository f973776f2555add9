"""Bringing members into an order with the fewest moves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def fewest_moves(current: Sequence[str], wanted: Sequence[str]) -> list[tuple[str, str | None]]:
    """Return the moves that turn one order into another, each as (member, the one it goes behind; None = first).

    To be made one after the other. What is in a longest run of members that stand in the right order already is not moved, so
    no shorter list of moves exists.

    Args:
        current: members as they stand, each once.
        wanted: the same members as they shall stand.

    >>> fewest_moves("abcd", "dabc")
    [('d', None)]
    """
    position = {member: number for number, member in enumerate(wanted)}
    staying = _longest_rising([position[member] for member in current])
    moves: list[tuple[str, str | None]] = []
    behind: str | None = None
    for number, member in enumerate(wanted):
        if number not in staying:
            moves.append((member, behind))
        behind = member
    return moves


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest rising subsequence (patience sorting)."""
    ends: list[int] = []  # of the rising sequences of each length, the smallest last number
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    found: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
