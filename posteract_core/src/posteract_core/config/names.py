"""The nearest right name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

NEAR = 0.6
"""Likeness (0 to 1) from which a name is worth suggesting."""

SURE = 0.75
"""Likeness from which a name may be put right without asking, when no other is as near."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The name that was probably meant; `sure` when it may be taken without asking."""

    name: str
    sure: bool


def nearest(word: str, names: Iterable[str]) -> Nearest | None:
    """Return the nearest of `names` to `word`, or None when none is near. Case, `-`, `_` and spaces hardly count.

    >>> nearest("langauges", ["languages", "language_codes"])
    Nearest(name='languages', sure=True)
    """
    wanted = _folded(word)
    if not wanted or len(wanted) > 60:
        return None
    scored = sorted(
        ((_likeness(wanted, _folded(name)), name) for name in set(names)), key=lambda pair: (-pair[0], pair[1])
    )
    scored = [pair for pair in scored if pair[0] >= NEAR]
    if not scored:
        return None
    best, name = scored[0]
    rival = scored[1][0] if len(scored) > 1 else 0.0
    return Nearest(name, sure=best >= SURE and best - rival > 0.05)


def _folded(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def _likeness(word: str, name: str) -> float:
    if word == name:
        return 1.0
    if word in (name + "s", name.removesuffix("s")) or sorted(word) == sorted(name):
        return 0.95
    return SequenceMatcher(None, word, name).ratio()
