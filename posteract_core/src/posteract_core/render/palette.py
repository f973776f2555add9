"""Colours that a picture gives: its accent, in the strength that is wanted of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from typing import Annotated

from PIL import Image
from pydantic import AfterValidator

from .colour import Rgb, rgb_of
from .reading import moved_to

PALETTE_VERSION = 1
"""Raise it when pictures would give other colours than before."""

TONES: dict[str, tuple[float, float]] = {
    "accent": (0.10, 0.50),
    "accent-light": (0.52, 0.86),
    "accent-pale": (0.80, 0.93),
    "accent-dark": (0.035, 0.065),
    "accent-deep": (0.010, 0.020),
}
"""The relative luminances each accent stays within: light words read on dark and deep, dark ones on light and pale."""

SHADES = ("accent-dark", "accent-deep")
"""Those that are made of the colour of the picture's shadows."""

_DEEP = 0.58

FALLBACK: Rgb = (168, 160, 148)
"""The accent of a picture without colours: a warm grey."""

_COLOURS = 24
_LEAST_CHROMA = 26


def _shade(text: str) -> str:
    if text in TONES:
        return text
    try:
        rgb_of(text)
    except ValueError:
        raise ValueError(
            f'"{text}" is no colour; write "#rrggbb" (in quotes), a name such as white, or {", ".join(TONES)}'
        ) from None
    return text


PictureColour = Annotated[str, AfterValidator(_shade)]
"""An option that is a colour, or one the picture gives: `accent`, `accent-light`, `accent-pale`, `accent-dark`, `accent-deep`."""


def _words_shade(text: str) -> str:
    return text if text == "auto" else _shade(text)


WordsColour = Annotated[str, AfterValidator(_words_shade)]
"""A `PictureColour`, or `auto`: light or dark, whichever reads on what is under the words."""


class Palette:
    """The colours of one base picture, found when somebody asks.

    Args:
        picture: RGB or RGBA, before anything is drawn on it; None = there is none, and all accents are grey.
    """

    def __init__(self, picture: Image.Image | None) -> None:
        # A few thousand pixels as they are: averaging would wash out the small bright things an accent comes from.
        self._small = None if picture is None else picture.resize((64, 96), Image.Resampling.NEAREST).convert("RGB")

    @cached_property
    def _clusters(self) -> tuple[tuple[float, Rgb], ...]:
        """Return (share of the picture, colour) of its main colours."""
        if self._small is None:
            return ()
        reduced = self._small.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
        table, counts = reduced.getpalette() or [], reduced.getcolors(256) or []
        total = self._small.width * self._small.height
        found = []
        for count, index in counts:
            assert isinstance(index, int)
            red, green, blue = table[3 * index : 3 * index + 3]
            found.append((count / total, (red, green, blue)))
        return tuple(found)

    @cached_property
    def accent(self) -> Rgb:
        """Return the colour that stands out: strong, neither black nor white, and on enough of the picture."""

        def weight(share: float, colour: Rgb) -> float:
            chroma, level = max(colour) - min(colour), max(colour)
            if chroma < _LEAST_CHROMA or level < 60 or share < 0.005:
                return 0.0
            return chroma * (0.4 + level / 255) * math.sqrt(min(1.0, share * 12))

        return self._best(weight, FALLBACK)

    @cached_property
    def shade(self) -> Rgb:
        """Return the colour its darkness has; what `accent-dark` and `accent-deep` are made of."""

        def weight(share: float, colour: Rgb) -> float:
            chroma, level = max(colour) - min(colour), max(colour)
            return 0.0 if chroma < 10 or level > 150 else math.sqrt(share) * min(0.7, chroma / level)

        return self._best(weight, self.accent)

    def _best(self, weight: Callable[[float, Rgb], float], otherwise: Rgb) -> Rgb:
        weighed = [(weight(*cluster), cluster[1]) for cluster in self._clusters]
        most = max(weighed, default=(0.0, otherwise))
        return most[1] if most[0] > 0 else otherwise

    def colour(self, option: str) -> Rgb:
        """Return what a `PictureColour` stands for."""
        if option not in TONES:
            return rgb_of(option)
        if option == "accent":
            return moved_to(self.accent, *TONES[option])
        return moved_to(_deeper(self.shade if option in SHADES else self.accent), *TONES[option])


def _deeper(colour: Rgb) -> Rgb:
    """Return a colour with more colour in it: where it is very dark or very light little of it is seen."""
    level, chroma = max(colour), max(colour) - min(colour)
    if chroma < 10 or chroma >= level * _DEEP:
        return colour
    red, green, blue = (round(level - (level - value) * level * _DEEP / chroma) for value in colour)
    return red, green, blue
