"""Seasons of the year, in which anime begin."""

from __future__ import annotations

from datetime import date

SEASONS = ("winter", "spring", "summer", "fall")
"""Of three months each, from January on."""


def season_of(day: date) -> str:
    """Return the season of a day.

    >>> season_of(date(2026, 4, 1))
    'spring'
    """
    return SEASONS[(day.month - 1) // 3]
