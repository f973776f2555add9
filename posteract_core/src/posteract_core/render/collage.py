"""Collages: one tall picture of many, as the base of a collection's poster."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from ..model import ArtworkKind
from .canvas import Canvas
from .fit import FitOptions, fitted

WIDTH_PX, HEIGHT_PX = 1000, 1500
GAP_PX = 16
CORNER_PX = 14
TILT_DEGREES = 9.0
SLANT_PX = 110
"""How far the line between two strips leans over the whole height."""

GROUND = (12, 13, 16)
QUALITY = 92
MOST_STRIPS = 3
FADE_FROM, FADE_TO, FADE_LEFT = 0.52, 0.86, 0.08
"""Down the picture it grows dark between these heights, as shares, until this share of its light is left: many pictures have no
calm place of their own for a title."""

SMOOTH = 2
"""Edges are drawn this many times larger first."""

Point = tuple[float, float]


def collage(paths: Sequence[Path]) -> bytes:
    """Return a JPEG of 1000 × 1500 pixels: one picture alone fills it, two or three share it, more stand as a leaning wall.

    The same files give the same bytes.

    Args:
        paths: of pictures, the most important first; at least one, nine are enough.

    Raises:
        PictureRefused: one of them is none.
    """
    if len(paths) == 1:
        whole = _tile(paths[0], WIDTH_PX, HEIGHT_PX)
    elif len(paths) <= MOST_STRIPS:
        whole = _faded(_strips(paths))
    else:
        whole = _faded(_wall(paths))
    output = io.BytesIO()
    whole.save(output, "JPEG", quality=QUALITY, optimize=True)
    return output.getvalue()


def _strips(paths: Sequence[Path]) -> Image.Image:
    """Return pictures side by side, parted by leaning lines."""
    whole = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), GROUND)
    step = WIDTH_PX / len(paths)
    for number, path in enumerate(paths):
        first, last = number == 0, number == len(paths) - 1
        left, right = number * step, (number + 1) * step
        lean, half = SLANT_PX / 2, GAP_PX / 2
        corners: list[Point] = [
            (-1.0 if first else left + lean + half, -1.0),
            (WIDTH_PX + 1.0 if last else right + lean - half, -1.0),
            (WIDTH_PX + 1.0 if last else right - lean - half, HEIGHT_PX + 1.0),
            (-1.0 if first else left - lean + half, HEIGHT_PX + 1.0),
        ]
        start = max(0, math.floor(min(x for x, _ in corners)))
        end = min(WIDTH_PX, math.ceil(max(x for x, _ in corners)))
        mask = _polygon([(x - start, y) for x, y in corners], (end - start, HEIGHT_PX))
        whole.paste(_tile(path, end - start, HEIGHT_PX), (start, 0), mask)
    return whole


def _wall(paths: Sequence[Path]) -> Image.Image:
    """Return posters in columns that lean, each column half a poster lower than the one before."""
    columns = 2 if len(paths) == 4 else 3
    width = round(WIDTH_PX * 1.06 / columns)
    height = width * 3 // 2
    side = math.ceil(math.hypot(WIDTH_PX, HEIGHT_PX)) + 2
    wall = Image.new("RGB", (side, side), GROUND)
    slots = _slots(side, width, height, columns)
    chosen = _assigned(slots, len(paths))
    radius = _rounded((width, height))
    tiles = {number: _tile(paths[number], width, height) for number in sorted(set(chosen))}
    for (x, y), number in zip(slots, chosen, strict=True):
        wall.paste(tiles[number], (round(x), round(y)), radius)
    leaning = wall.rotate(TILT_DEGREES, Image.Resampling.BICUBIC, fillcolor=GROUND)
    left, top = (side - WIDTH_PX) // 2, (side - HEIGHT_PX) // 2
    return leaning.crop((left, top, left + WIDTH_PX, top + HEIGHT_PX))


def _faded(whole: Image.Image) -> Image.Image:
    """Return a picture that falls into the ground's darkness at its foot."""
    light = []
    for y in range(HEIGHT_PX):
        share = min(1.0, max(0.0, (y / HEIGHT_PX - FADE_FROM) / (FADE_TO - FADE_FROM)))
        eased = share * share * (3 - 2 * share)
        light.append(round(255 * (1 - eased * (1 - FADE_LEFT))))
    mask = Image.new("L", (1, HEIGHT_PX))
    mask.putdata(light)
    ground = Image.new("RGB", whole.size, GROUND)
    return Image.composite(whole, ground, mask.resize(whole.size))


def _slots(side: int, width: int, height: int, columns: int) -> list[Point]:
    """Return the places of posters that can be seen, the most looked-at first: near the middle, the upper before the lower."""
    pitch_x, pitch_y = width + GAP_PX, height + GAP_PX
    middle = side / 2
    reach = math.ceil(side / pitch_y) + 1
    found: list[tuple[float, Point]] = []
    for column in range(-columns, columns + 1):
        x = middle + (column if columns % 2 else column + 0.5) * pitch_x - width / 2
        shift = (column % 2) * pitch_y / 2
        for row in range(-reach, reach + 1):
            y = middle + row * pitch_y + shift - height * 0.62
            seen = _seen(x + width / 2 - middle, y + height / 2 - middle, width, height)
            if seen > 0:
                found.append((-seen, (x, y)))
    return [place for _, place in sorted(found)]


def _seen(x: float, y: float, width: float, height: float) -> float:
    """Return about how much of a poster is inside the picture, 0 to 1, the upper half counting a little more."""
    angle = math.radians(-TILT_DEGREES)
    across, down = 7, 9
    inside = 0
    for i in range(across):
        for j in range(down):
            px, py = x + (i / (across - 1) - 0.5) * width, y + (j / (down - 1) - 0.5) * height
            rx = px * math.cos(angle) - py * math.sin(angle)
            ry = px * math.sin(angle) + py * math.cos(angle)
            inside += abs(rx) <= WIDTH_PX / 2 and abs(ry) <= HEIGHT_PX / 2
    share = inside / (across * down)
    return share - 0.12 * (y / HEIGHT_PX) if share else 0.0


def _assigned(slots: Sequence[Point], count: int) -> list[int]:
    """Return which picture stands in each slot: each once, then again as far from itself as can be."""
    chosen: list[int] = []
    for number, slot in enumerate(slots):
        if number < count:
            chosen.append(number)
            continue
        distance = {
            picture: min(math.dist(slot, slots[at]) for at, each in enumerate(chosen) if each == picture)
            for picture in range(count)
        }
        chosen.append(max(distance, key=lambda picture: (round(distance[picture]), -picture)))
    return chosen


def _tile(path: Path, width_px: int, height_px: int) -> Image.Image:
    canvas = Canvas(kind=ArtworkKind.COLLECTION, width_px=width_px, height_px=height_px)
    return fitted(path, canvas, FitOptions(), has_words=False)


def _polygon(corners: Sequence[Point], size: tuple[int, int]) -> Image.Image:
    large = Image.new("L", (size[0] * SMOOTH, size[1] * SMOOTH), 0)
    ImageDraw.Draw(large).polygon([(x * SMOOTH, y * SMOOTH) for x, y in corners], fill=255)
    return large.resize(size, Image.Resampling.BOX)


def _rounded(size: tuple[int, int]) -> Image.Image:
    large = Image.new("L", (size[0] * SMOOTH, size[1] * SMOOTH), 0)
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, large.width - 1, large.height - 1), radius=CORNER_PX * SMOOTH, fill=255
    )
    return large.resize(size, Image.Resampling.BOX)
