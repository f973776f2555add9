"""Masks: anti-aliased shapes, soft edges, gradients. Mode L throughout; sizes in px."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

_OVERSAMPLE = 4


def rounded(width_px: int, height_px: int, radius_px: float) -> Image.Image:
    """Return a filled rectangle with round corners; a radius of half the height makes a pill."""
    radius = min(radius_px, width_px / 2, height_px / 2)
    mask = Image.new("L", (width_px, height_px), 255)
    reach = math.ceil(radius)
    if reach < 1:
        return mask
    big = Image.new("L", (reach * _OVERSAMPLE, reach * _OVERSAMPLE), 0)
    side = radius * 2 * _OVERSAMPLE
    ImageDraw.Draw(big).ellipse((0, 0, side - 1, side - 1), fill=255)
    corner = big.resize((reach, reach), Image.Resampling.BOX)
    mask.paste(corner, (0, 0))
    mask.paste(corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (width_px - reach, 0))
    mask.paste(corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, height_px - reach))
    mask.paste(corner.transpose(Image.Transpose.ROTATE_180), (width_px - reach, height_px - reach))
    return mask


def outlined(width_px: int, height_px: int, radius_px: float, line_px: int) -> Image.Image:
    """Return the outline of a rounded rectangle, drawn inside of it."""
    outer = rounded(width_px, height_px, radius_px)
    if width_px <= 2 * line_px or height_px <= 2 * line_px:
        return outer
    inner = Image.new("L", outer.size, 0)
    inner.paste(
        rounded(width_px - 2 * line_px, height_px - 2 * line_px, max(0.0, radius_px - line_px)), (line_px, line_px)
    )
    return ImageChops.subtract(outer, inner)


def polygon(size_px: tuple[int, int], points: list[tuple[float, float]]) -> Image.Image:
    """Return a filled polygon; points are shares (0 to 1) of the size."""
    big = Image.new("L", (size_px[0] * _OVERSAMPLE, size_px[1] * _OVERSAMPLE), 0)
    ImageDraw.Draw(big).polygon([(x * big.width, y * big.height) for x, y in points], fill=255)
    return big.resize(size_px, Image.Resampling.BOX)


def star(side_px: int, *, points: int = 5, inner: float = 0.44) -> Image.Image:
    """Return a star that fills a square as far as it can."""
    corners = []
    for step in range(points * 2):
        radius = 0.5 if step % 2 == 0 else 0.5 * inner
        angle = math.pi * step / points - math.pi / 2
        corners.append((0.5 + radius * math.cos(angle), 0.5 + radius * math.sin(angle)))
    lift = (1 - max(y for _, y in corners) - min(y for _, y in corners)) / 2
    return polygon((side_px, side_px), [(x, y + lift) for x, y in corners])


def soft(mask: Image.Image, radius_px: float) -> Image.Image:
    """Return a mask with edges blurred by a Gaussian of this radius; large radii are blurred at a smaller size."""
    if radius_px <= 0:
        return mask
    factor = max(1, int(radius_px // 3))
    if factor == 1 or min(mask.size) < 2 * factor:
        return mask.filter(ImageFilter.GaussianBlur(radius_px))
    small = mask.reduce(factor).filter(ImageFilter.GaussianBlur(radius_px / factor))
    return small.resize(mask.size, Image.Resampling.BILINEAR, box=(0, 0, mask.width / factor, mask.height / factor))


def grown(mask: Image.Image, by_px: float) -> Image.Image:
    """Return a mask whose shapes reach further by `by_px` on all sides, round at corners; leave it a margin of as much.

    The mask is laid over itself along circles, each at most as large as the shapes are by then wide, so that no gap stays. The
    last px or two are a blur: an edge blurred over `2 × r + 1` px and made steeper by as much stands `r` px further out, smooth.
    """
    if by_px <= 0:
        return mask
    rest, reached = max(0, int(by_px - 1)), 0
    soft_px = by_px - rest
    while rest:
        step = min(rest, 2 + 2 * reached)
        count = max(16, math.ceil(math.pi * step))
        angles = [math.tau * at / count for at in range(count)]
        wider = mask
        for x, y in sorted({(round(step * math.cos(angle)), round(step * math.sin(angle))) for angle in angles}):
            wider = ImageChops.lighter(wider, ImageChops.offset(mask, x, y))
        mask, rest, reached = wider, rest - step, reached + step
    return ImageChops.lighter(mask, times(mask.filter(ImageFilter.BoxBlur(soft_px)), 2 * soft_px + 1))


@lru_cache(maxsize=256)
def _times(factor: float) -> list[int]:
    return [min(255, round(value * factor)) for value in range(256)]


def times(mask: Image.Image, factor: float) -> Image.Image:
    """Return a mask with its values times a factor, as opacity is."""
    return mask if factor == 1 else mask.point(_times(factor))


def padded(mask: Image.Image, pad_px: int) -> Image.Image:
    """Return a mask with an empty margin around it."""
    wide = Image.new("L", (mask.width + 2 * pad_px, mask.height + 2 * pad_px), 0)
    wide.paste(mask, (pad_px, pad_px))
    return wide


def ramp(
    size_px: tuple[int, int], stops: list[tuple[float, float]], *, angle: str = "down", curve: float = 1.0
) -> Image.Image:
    """Return a linear gradient.

    Args:
        size_px: width and height.
        stops: (share of the way, opacity), each 0 to 1, in order; opacities in between follow a smooth curve.
        angle: where it goes: down, up, right or left.
        curve: 1 = smooth as is; larger holds the beginning back.
    """
    length = size_px[1] if angle in ("down", "up") else size_px[0]
    values = bytes(_at(stops, (step + 0.5) / length, curve) for step in range(length))
    if angle in ("up", "left"):
        values = values[::-1]
    vertical = angle in ("down", "up")
    line = Image.frombytes("L", (1, length) if vertical else (length, 1), values)
    return line.resize(size_px, Image.Resampling.NEAREST)


def _at(stops: list[tuple[float, float]], share: float, curve: float) -> int:
    if share <= stops[0][0]:
        return round(stops[0][1] * 255)
    for (start, low), (end, high) in pairwise(stops):
        if share <= end:
            way = ((share - start) / (end - start)) ** curve if end > start else 1.0
            eased = way * way * (3 - 2 * way)
            return round((low + (high - low) * eased) * 255)
    return round(stops[-1][1] * 255)


def vignette(size_px: tuple[int, int], *, start: float, strength: float) -> Image.Image:
    """Return darkness that grows towards the corners.

    Args:
        size_px: width and height.
        start: share of the way from the middle to a corner where it begins.
        strength: opacity in the corners, 0 to 1.
    """
    small = (160, max(2, round(160 * size_px[1] / size_px[0])))
    data = bytearray()
    for y in range(small[1]):
        down = (2 * (y + 0.5) / small[1] - 1) ** 2
        for x in range(small[0]):
            distance = math.sqrt(((2 * (x + 0.5) / small[0] - 1) ** 2 + down) / 2)
            way = min(1.0, max(0.0, (distance - start) / (1 - start))) if start < 1 else 0.0
            data.append(round(255 * strength * way * way * (3 - 2 * way)))
    return Image.frombytes("L", small, bytes(data)).resize(size_px, Image.Resampling.BICUBIC)
