"""Randomness that is the same everywhere: seeded by a text, independent of Python's and numpy's generators."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

_MASK = 2**64 - 1


def seed_of(*parts: object) -> int:
    """Return a number of 64 bits for `parts`, the same in any process (unlike `hash`)."""
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class Dice:
    """A stream of random numbers for one purpose (SplitMix64).

    Take a `fork` per part of a picture: then a part that draws one number more changes no other part.

    >>> Dice(949).between(0, 1) == Dice(949).between(0, 1)
    True
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed & _MASK
        self._state = self.seed

    def fork(self, *names: object) -> Dice:
        """Return the stream for a named part; it does not depend on what was drawn from this one."""
        return Dice(seed_of(self.seed, *names))

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def between(self, low: float, high: float) -> float:
        """Return a number from `low` to `high`, every one as likely."""
        return low + (high - low) * (self._next() >> 11) * 2.0**-53

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self._next() % (high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of `choices`, which may not be empty."""
        return choices[self._next() % len(choices)]

    def chance(self, probability: float) -> bool:
        """Return True that often, 0 to 1."""
        return self.between(0, 1) < probability

    def sign(self) -> int:
        """Return -1 or 1."""
        return 1 if self._next() & 1 else -1

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in another order."""
        keyed = [(self._next(), index) for index in range(len(things))]
        return [things[index] for _, index in sorted(keyed)]
