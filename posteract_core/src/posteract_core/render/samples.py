"""Base pictures drawn by us, to judge looks on: dusk, night, snow, a busy one, a figure against the light. Deterministic."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .masks import soft

Size = tuple[int, int]
Rgb = tuple[int, int, int]


def _dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same picture every time


def _sky(size: Size, stops: list[tuple[float, Rgb]]) -> Image.Image:
    line = Image.new("RGB", (1, 256))
    for y in range(256):
        share = y / 255
        for (start, low), (end, high) in zip(stops, stops[1:], strict=False):  # noqa: RUF007 - three values each
            if start <= share <= end:
                way = (share - start) / (end - start)
                line.putpixel((0, y), tuple(round(a + (b - a) * way) for a, b in zip(low, high, strict=True)))
                break
    return line.resize(size, Image.Resampling.BICUBIC)


def _ridge(size: Size, rng: random.Random, level: float, rough: float) -> Image.Image:
    """Return the mask of a range of hills that fills the picture from a level (share of the height) down."""
    waves = [(rng.uniform(0.6, 1.4) * 2**octave, rng.uniform(0, math.tau), rough / 1.9**octave) for octave in range(6)]
    points = []
    for step in range(241):
        x = step / 240
        y = level + sum(height * math.sin(math.tau * speed * x + phase) for speed, phase, height in waves)
        points.append((x * size[0], y * size[1]))
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([*points, (size[0], size[1]), (0, size[1])], fill=255)
    return mask.filter(ImageFilter.GaussianBlur(1))


def _glow(picture: Image.Image, at: tuple[float, float], radius: float, colour: Rgb, strength: float) -> None:
    mask = Image.new("L", picture.size, 0)
    x, y, r = at[0] * picture.width, at[1] * picture.height, radius * picture.width
    ImageDraw.Draw(mask).ellipse((x - r, y - r, x + r, y + r), fill=round(255 * strength))
    picture.paste(ImageChops.screen(picture, Image.new("RGB", picture.size, colour)), mask=soft(mask, r * 0.6))


def _grain(picture: Image.Image, seed: int, amount: float) -> Image.Image:
    side = 256
    noise = Image.frombytes("L", (side, side), _dice(seed).randbytes(side * side))
    sheet = Image.new("L", picture.size)
    for x in range(0, picture.width, side):
        for y in range(0, picture.height, side):
            sheet.paste(noise, (x, y))
    return Image.blend(picture, Image.merge("RGB", (sheet,) * 3), amount)


def dusk(size: Size) -> Image.Image:
    """Return hills in the evening: warm, mid-toned, dark at the foot."""
    rng = _dice(7)
    picture = _sky(
        size,
        [
            (0, (27, 30, 66)),
            (0.35, (120, 62, 96)),
            (0.55, (240, 138, 82)),
            (0.7, (255, 205, 130)),
            (1, (255, 220, 160)),
        ],
    )
    _glow(picture, (0.62, 0.56), 0.26, (255, 196, 120), 0.9)
    _glow(picture, (0.62, 0.56), 0.085, (255, 250, 225), 1.0)
    for level, rough, colour in (
        (0.62, 0.03, (196, 106, 92)),
        (0.69, 0.035, (124, 66, 84)),
        (0.78, 0.04, (66, 40, 66)),
        (0.88, 0.04, (26, 20, 38)),
    ):
        picture.paste(Image.new("RGB", size, colour), mask=_ridge(size, rng, level, rough))
    return _grain(picture, 1, 0.03)


def night(size: Size) -> Image.Image:
    """Return a street at night, out of focus: dark with bright coloured lights."""
    rng = _dice(11)
    picture = _sky(size, [(0, (6, 8, 20)), (0.5, (14, 20, 44)), (1, (4, 5, 12))])
    colours = [(255, 170, 80), (255, 90, 90), (90, 200, 255), (255, 220, 160), (170, 110, 255)]
    for _ in range(70):
        x, y = rng.random(), min(0.98, max(0.02, rng.gauss(0.55, 0.2)))
        radius = rng.uniform(0.012, 0.06)
        mask = Image.new("L", size, 0)
        cx, cy, r = x * size[0], y * size[1], radius * size[0]
        ImageDraw.Draw(mask).ellipse((cx - r, cy - r, cx + r, cy + r), fill=rng.randrange(50, 170))
        picture.paste(rng.choice(colours), mask=mask.filter(ImageFilter.GaussianBlur(2 + r * 0.06)))
    return _grain(picture, 2, 0.03)


def snow(size: Size) -> Image.Image:
    """Return mountains in fog: bright all over, the hardest ground for white words."""
    rng = _dice(3)
    picture = _sky(size, [(0, (206, 222, 236)), (0.5, (236, 242, 247)), (1, (250, 251, 252))])
    for level, rough, colour in (
        (0.5, 0.06, (214, 225, 235)),
        (0.6, 0.06, (196, 211, 224)),
        (0.74, 0.05, (226, 233, 240)),
        (0.86, 0.03, (246, 248, 250)),
    ):
        picture.paste(Image.new("RGB", size, colour), mask=_ridge(size, rng, level, rough))
    return _grain(picture, 3, 0.02)


def busy(size: Size) -> Image.Image:
    """Return a market full of things: many colours, much contrast, no quiet corner."""
    rng = _dice(5)
    picture = Image.new("RGB", size, (80, 60, 50))
    pen = ImageDraw.Draw(picture)
    colours = [
        (214, 72, 52),
        (245, 180, 60),
        (60, 140, 120),
        (240, 230, 210),
        (40, 60, 110),
        (150, 60, 110),
        (30, 30, 34),
    ]
    unit = max(size) / 26
    for _ in range(900):
        x, y, r = rng.random() * size[0], rng.random() * size[1], unit * rng.uniform(0.3, 1.3)
        colour = rng.choice(colours)
        if rng.random() < 0.5:
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)
        else:
            pen.rectangle((x - r, y - r * 0.6, x + r, y + r * 0.6), fill=colour)
    picture = picture.filter(ImageFilter.GaussianBlur(max(size) / 700))
    return _grain(picture, 4, 0.06)


def figure(size: Size) -> Image.Image:
    """Return a figure against a coloured light: a face in the middle, dark around it."""
    picture = _sky(size, [(0, (10, 30, 38)), (0.45, (24, 96, 104)), (0.75, (210, 120, 70)), (1, (40, 18, 20))])
    _glow(picture, (0.5, 0.36), 0.34, (255, 190, 130), 0.75)
    unit = min(size[0], size[1] * 0.7)
    cx, head = size[0] / 2, size[1] * 0.4
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    pen.ellipse((cx - unit * 0.15, head - unit * 0.2, cx + unit * 0.15, head + unit * 0.2), fill=255)
    pen.rectangle((cx - unit * 0.07, head, cx + unit * 0.07, head + unit * 0.36), fill=255)
    pen.ellipse((cx - unit * 0.42, head + unit * 0.27, cx + unit * 0.42, head + unit * 1.6), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(unit / 90))
    picture.paste((8, 12, 16), mask=mask)
    return _grain(picture, 5, 0.035)


SAMPLES: dict[str, Callable[[Size], Image.Image]] = {
    "dusk": dusk,
    "night": night,
    "snow": snow,
    "busy": busy,
    "figure": figure,
}
"""Every base picture by name."""
