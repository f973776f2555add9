"""Putting rasters onto a picture, on the box they cover and nowhere else."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

from ..model import Box, Raster
from .masks import times
from .toolbox import flattened, raster_of


def paste(picture: Image.Image, raster: Raster, at: tuple[int, int], opacity: float = 1.0) -> None:
    """Draw a raster and what lies below it onto an RGB or RGBA picture, in place; what reaches beyond its edge is cut.

    Args:
        picture: is changed.
        raster: what is drawn.
        at: (left, top) of its mask on the picture.
        opacity: 0 to 1.
    """
    chain = list(_chain(raster, at))
    if opacity < 1 and len(chain) > 1:  # overlapping parts would show through each other
        flat = flattened(Raster(fill=raster.fill, mask=raster.mask, at=at, ink=raster.ink, below=raster.below))
        chain = [(flat, flat.at or at)]
    for part, place in reversed(chain):
        mask = times(part.mask, min(1.0, opacity))
        _paste_one(picture, part, mask, place)


def ink_of(raster: Raster) -> Box:
    """Return the part of a raster that counts for placing."""
    return raster.ink or (0, 0, raster.mask.width, raster.mask.height)


def turned_size(width_px: int, height_px: int, degrees: float) -> tuple[int, int]:
    """Return the size of the box around a turned box."""
    if degrees % 360 == 0:
        return width_px, height_px
    angle = math.radians(degrees)
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    return math.ceil(width_px * cos + height_px * sin - 1e-9), math.ceil(width_px * sin + height_px * cos - 1e-9)


def turned(raster: Raster, degrees: float) -> Raster:
    """Return a raster turned clockwise about the middle of its ink, flattened; its ink is the box around the turned ink."""
    if degrees % 360 == 0:
        return raster
    flat = flattened(raster)
    fill = flat.fill if isinstance(flat.fill, Image.Image) else Image.new("RGB", flat.mask.size, flat.fill)
    left, top, right, bottom = ink_of(flat)
    centre = ((left + right) / 2, (top + bottom) / 2)
    reach = math.ceil(max(math.hypot(x - centre[0], y - centre[1]) for x in (0, fill.width) for y in (0, fill.height)))
    sheet = Image.new("RGBA", (2 * reach, 2 * reach), (0, 0, 0, 0))
    whole = fill.convert("RGBA")
    whole.putalpha(flat.mask)
    sheet.paste(whole, (round(reach - centre[0]), round(reach - centre[1])))
    sheet = sheet.rotate(-degrees, Image.Resampling.BICUBIC)
    width, height = turned_size(right - left, bottom - top, degrees)
    ink = (reach - width // 2, reach - height // 2, reach - width // 2 + width, reach - height // 2 + height)
    at = None if flat.at is None else (round(flat.at[0] + centre[0]) - reach, round(flat.at[1] + centre[1]) - reach)
    return raster_of(sheet, at=at, ink=ink)


def _chain(raster: Raster, at: tuple[int, int]) -> Iterator[tuple[Raster, tuple[int, int]]]:
    x, y = at
    each: Raster | None = raster
    while each is not None:
        yield each, (x, y)
        each = each.below
        if each is not None:
            x, y = x + (each.at or (0, 0))[0], y + (each.at or (0, 0))[1]


def _paste_one(picture: Image.Image, raster: Raster, mask: Image.Image, at: tuple[int, int]) -> None:
    if picture.mode == "RGB":
        if isinstance(raster.fill, Image.Image):
            picture.paste(raster.fill, (at[0], at[1], at[0] + mask.width, at[1] + mask.height), mask)
        else:
            _paste_colour(picture, raster.fill, mask, at)
        return
    fill = raster.fill if isinstance(raster.fill, Image.Image) else Image.new("RGB", mask.size, raster.fill)
    part = fill.convert("RGBA")
    part.putalpha(mask)
    box = (
        max(0, at[0]),
        max(0, at[1]),
        min(picture.width, at[0] + mask.width),
        min(picture.height, at[1] + mask.height),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    under = picture.crop(box)
    under.alpha_composite(part.crop((box[0] - at[0], box[1] - at[1], box[2] - at[0], box[3] - at[1])))
    picture.paste(under, box)


_BAND_ROWS = 128


def _paste_colour(picture: Image.Image, colour: tuple[int, int, int], mask: Image.Image, at: tuple[int, int]) -> None:
    """Paste a colour through a mask, band by band.

    Pillow pastes a picture of one colour almost twice as fast as the colour itself; a band of it takes little memory.
    """
    band = Image.new("RGB", (mask.width, min(mask.height, _BAND_ROWS)), colour)
    for top in range(0, mask.height, _BAND_ROWS):
        rows = min(_BAND_ROWS, mask.height - top)
        part, through = band, mask
        if mask.height > _BAND_ROWS:
            through = mask.crop((0, top, mask.width, top + rows))
            part = band if rows == band.height else band.crop((0, 0, mask.width, rows))
        picture.paste(part, (at[0], at[1] + top), through)
