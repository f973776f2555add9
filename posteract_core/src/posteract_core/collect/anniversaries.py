"""Days around a person's birthday, or the day of their death."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Anniversary:
    """When a collection about a person is due.

    Attributes:
        of: the day that counts.
        before, after: days before and after it that count too.
        this_month: the whole month counts.
    """

    of: Literal["birthday", "deathday"]
    before: int = 0
    after: int = 0
    this_month: bool = False

    def due(self, first: date, today: date) -> bool:
        """Return whether the anniversary of a day is now; that of 29 February is the last day of February.

        >>> Anniversary(of="birthday", before=3).due(date(1943, 2, 5), date(2026, 2, 2))
        True
        """
        if self.this_month and first.month == today.month:
            return True
        for year in (today.year - 1, today.year, today.year + 1):
            day = date(year, first.month, min(first.day, monthrange(year, first.month)[1]))
            if day - timedelta(days=self.before) <= today <= day + timedelta(days=self.after):
                return True
        return False
