"""When a target that failed is tried again."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential back-off with jitter, across runs.

    Attributes:
        attempts: failures in a row after which a target is tried once a day only.
        first_s: the first wait, in seconds.
        longest_s: the longest wait while attempts are left.
        chance: gives the jitter; a seeded one makes tests repeatable.
    """

    attempts: int = 5
    first_s: float = 2.0
    longest_s: float = 900.0
    chance: random.Random = field(default_factory=random.Random, compare=False)

    def wait_s(self, failures: int, *, asked_s: float | None = None) -> float:
        """Return how long to wait after this many failures in a row, in seconds.

        Args:
            failures: 1 after the first.
            asked_s: what the service asked us to wait; never less than that.
        """
        if failures >= self.attempts:
            wait = DAY_S
        else:
            wait = min(self.longest_s, self.first_s * 2 ** (failures - 1)) * self.chance.uniform(0.8, 1.2)
        return max(wait, asked_s or 0.0)
