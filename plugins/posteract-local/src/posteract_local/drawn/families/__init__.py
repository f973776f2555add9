"""The families of drawn pictures: one module each, with `compose(stage, palette, dice) -> layers`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ..dice import Dice
from ..palettes import Palette
from ..stage import Layer, Stage
from . import arches, aurora, bauhaus, city, contours, dunes, forest, hills, paper, planets, ribbons, ridges, sea

Compose: TypeAlias = Callable[[Stage, Palette, Dice], list[Layer]]

NIGHT = frozenset({"night", "night-like", "dark", "horror"})


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of picture.

    Attributes:
        compose: returns the layers of one picture of it.
        wants: moods of the palettes it is at home in; empty = any.
        shuns: moods it looks wrong in.
        otherworldly: only for titles whose genre asks for it: no planet over a wedding.
    """

    compose: Compose
    wants: frozenset[str] = frozenset()
    shuns: frozenset[str] = frozenset()
    otherworldly: bool = False

    def suits(self, palette: Palette) -> bool:
        """Return whether the family looks right in these colours."""
        return not self.shuns & palette.moods and (not self.wants or bool(self.wants & palette.moods))


FAMILIES: dict[str, Family] = {
    "arches": Family(arches.compose, shuns=frozenset({"kids"})),
    "aurora": Family(aurora.compose, wants=frozenset({"night", "night-like", "science"})),
    "bauhaus": Family(bauhaus.compose, shuns=frozenset({"horror"})),
    "city": Family(city.compose, shuns=frozenset({"kids", "bright"})),
    "contours": Family(contours.compose, shuns=frozenset({"kids"})),
    "dunes": Family(dunes.compose, shuns=frozenset({"kids", "horror"})),
    "forest": Family(forest.compose),
    "hills": Family(hills.compose, wants=frozenset({"kids", "bright", "soft", "comedy", "earth"})),
    "paper": Family(paper.compose),
    "planets": Family(
        planets.compose,
        wants=NIGHT | frozenset({"science", "dramatic"}),
        shuns=frozenset({"horror"}),
        otherworldly=True,
    ),
    "ribbons": Family(ribbons.compose, shuns=frozenset({"horror"})),
    "ridges": Family(ridges.compose),
    "sea": Family(sea.compose),
}
"""Every family by name, the names being part of every recipe."""
