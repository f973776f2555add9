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


def _seal(pen: ImageDraw.ImageDraw, side: int) -> None:
    points = []
    for step in range(144):
        angle = 2 * math.pi * step / 144
        radius = 0.455 + 0.035 * math.cos(12 * angle)
        points.append((side * (0.5 + radius * math.sin(angle)), side * (0.5 - radius * math.cos(angle))))
    pen.polygon(points, fill=255)
    tick = ((0.3, 0.52), (0.45, 0.67), (0.72, 0.36))
    pen.line([(side * x, side * y) for x, y in tick], fill=0, width=round(side * 0.105), joint="curve")


def _splat(pen: ImageDraw.ImageDraw, side: int) -> None:
    points = []
    for step in range(180):
        angle = 2 * math.pi * step / 180
        radius = 0.37 + 0.11 * math.sin(5 * angle) * (0.75 + 0.25 * math.sin(3 * angle))
        points.append((side * (0.5 + radius * math.sin(angle)), side * (0.5 - radius * math.cos(angle))))
    pen.polygon(points, fill=255)


def _check(pen: ImageDraw.ImageDraw, side: int) -> None:
    points = ((0.1, 0.55), (0.39, 0.82), (0.9, 0.22))
    width = round(side * 0.17)
    pen.line([(side * x, side * y) for x, y in points], fill=255, width=width, joint="curve")
    for x, y in (points[0], points[-1]):
        pen.ellipse((side * x - width / 2, side * y - width / 2, side * x + width / 2, side * y + width / 2), fill=255)


def _play(pen: ImageDraw.ImageDraw, side: int) -> None:
    pen.polygon([(side * x, side * y) for x, y in ((0.14, 0.06), (0.9, 0.5), (0.14, 0.94))], fill=255)


def _laurel(pen: ImageDraw.ImageDraw, side: int) -> None:
    """Two twigs of leaves round an open middle: each leaf lies along the twig and opens outwards."""
    for mirror in (1, -1):
        for leaf in range(5):
            angle = math.radians(168 - leaf * 33)
            x, y = 0.4 * math.sin(angle), -0.4 * math.cos(angle)
            turn = angle - math.radians(62)
            points = []
            for step in range(40):
                t = 2 * math.pi * step / 40
                a, b = 0.165 * math.cos(t), 0.074 * math.sin(t)
                across = x + a * math.sin(turn) + b * math.cos(turn)
                points.append(
                    (side * (0.5 + mirror * across), side * (0.5 + y - a * math.cos(turn) + b * math.sin(turn)))
                )
            pen.polygon(points, fill=255)


def _eye(pen: ImageDraw.ImageDraw, side: int) -> None:
    upper = [(x / 40, 0.5 - 0.3 * math.sin(math.pi * x / 40)) for x in range(41)]
    lower = [(x / 40, 0.5 + 0.3 * math.sin(math.pi * x / 40)) for x in range(40, -1, -1)]
    pen.polygon([(side * x, side * y) for x, y in upper + lower], fill=255)
    pen.ellipse((side * 0.32, side * 0.32, side * 0.68, side * 0.68), fill=0)
    pen.ellipse((side * 0.42, side * 0.42, side * 0.58, side * 0.58), fill=255)


def _speech(pen: ImageDraw.ImageDraw, side: int) -> None:
    pen.rounded_rectangle((side * 0.04, side * 0.12, side * 0.96, side * 0.76), radius=side * 0.18, fill=255)
    pen.polygon([(side * x, side * y) for x, y in ((0.22, 0.7), (0.22, 0.97), (0.52, 0.74))], fill=255)


def _bar(pen: ImageDraw.ImageDraw, side: int) -> None:
    pen.rounded_rectangle((side * 0.3, side * 0.02, side * 0.7, side * 0.98), radius=side * 0.12, fill=255)


def _reel(pen: ImageDraw.ImageDraw, side: int) -> None:
    pen.ellipse((side * 0.03, side * 0.03, side * 0.97, side * 0.97), fill=255)
    for hole in range(5):
        angle = 2 * math.pi * hole / 5
        x, y = 0.5 + 0.265 * math.sin(angle), 0.5 - 0.265 * math.cos(angle)
        pen.ellipse((side * (x - 0.115), side * (y - 0.115), side * (x + 0.115), side * (y + 0.115)), fill=0)
    pen.ellipse((side * 0.445, side * 0.445, side * 0.555, side * 0.555), fill=0)


_PENS: dict[str, Pen] = {
    "ring": _ring, "dot": _dot, "square": _square, "drop": _drop, "bars": _bars, "leaf": _leaf, "heart": _heart, "seal": _seal,
    "splat": _splat, "check": _check, "play": _play, "laurel": _laurel, "eye": _eye, "speech": _speech, "reel": _reel,
    "bar": _bar,
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
