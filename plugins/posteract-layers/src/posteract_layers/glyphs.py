"""The small shapes before a rating: drawn by us, of one weight and one optical size."""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageDraw
from posteract_core.render import Toolbox

_OVERSAMPLE = 8
Pen = Callable[[ImageDraw.ImageDraw, int], None]


def _ring(pen: ImageDraw.ImageDraw, side: int) -> None:
    width = round(side * 0.17)
    pen.ellipse((side * 0.05, side * 0.05, side * 0.95, side * 0.95), outline=255, width=width)
    pen.ellipse((side * 0.39, side * 0.39, side * 0.61, side * 0.61), fill=255)


def _dot(pen: ImageDraw.ImageDraw, side: int) -> None:
    pen.ellipse((side * 0.09, side * 0.09, side * 0.91, side * 0.91), fill=255)


def _square(pen: ImageDraw.ImageDraw, side: int) -> None:
    pen.rounded_rectangle((side * 0.1, side * 0.1, side * 0.9, side * 0.9), radius=side * 0.2, fill=255)


def _drop(pen: ImageDraw.ImageDraw, side: int) -> None:
    pen.ellipse((side * 0.08, side * 0.2, side * 0.92, side * 0.98), fill=255)
    pen.polygon([(side * x, side * y) for x, y in ((0.5, 0.3), (0.28, 0.02), (0.52, 0.1), (0.8, 0.0))], fill=255)


def _bars(pen: ImageDraw.ImageDraw, side: int) -> None:
    for left, top in ((0.08, 0.55), (0.38, 0.3), (0.68, 0.05)):
        pen.rounded_rectangle(
            (side * left, side * top, side * (left + 0.24), side * 0.95), radius=side * 0.08, fill=255
        )


def _leaf(pen: ImageDraw.ImageDraw, side: int) -> None:
    points = [(0.1 + 0.8 * step / 40, 0.9 - 0.8 * step / 40) for step in range(41)]
    bulge = [0.36 * math.sin(math.pi * step / 40) for step in range(41)]
    upper = [((x - b * 0.7) * side, (y - b * 0.7) * side) for (x, y), b in zip(points, bulge, strict=True)]
    lower = [((x + b * 0.7) * side, (y + b * 0.7) * side) for (x, y), b in zip(points, bulge, strict=True)]
    pen.polygon(upper + lower[::-1], fill=255)


def _heart(pen: ImageDraw.ImageDraw, side: int) -> None:
    points = []
    for step in range(120):
        t = 2 * math.pi * step / 120
        x = 16 * math.sin(t) ** 3
        y = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        points.append((side * (0.5 + x / 35), side * (0.46 - y / 35)))
    pen.polygon(points, fill=255)


_PENS: dict[str, Pen] = {
    "ring": _ring, "dot": _dot, "square": _square, "drop": _drop, "bars": _bars, "leaf": _leaf, "heart": _heart,
}  # fmt: skip

NAMES = ("star", *_PENS)
"""Every shape there is."""


def glyph(tools: Toolbox, name: str, side_px: int) -> Image.Image:
    """Return a shape as a mask of `side_px` squared.

    Raises:
        KeyError: there is no such shape.
    """
    if name == "star":
        return _rounded_star(tools, side_px)
    pen = _PENS[name]

    def make() -> Image.Image:
        big = Image.new("L", (side_px * _OVERSAMPLE, side_px * _OVERSAMPLE), 0)
        pen(ImageDraw.Draw(big), big.width)
        return big.resize((side_px, side_px), Image.Resampling.BOX)

    return tools.cached(("layers glyph", name, side_px), make)


def _rounded_star(tools: Toolbox, side_px: int) -> Image.Image:
    """Return a star whose points are a little round: pointed ones look like a default."""

    def make() -> Image.Image:
        big = tools.star(side_px * 4)
        soft = tools.soft(big, side_px * 0.11).point(lambda value: max(0, min(255, (value - 96) * 4)))
        return soft.resize((side_px, side_px), Image.Resampling.BOX)

    return tools.cached(("layers glyph", "star", side_px), make)
