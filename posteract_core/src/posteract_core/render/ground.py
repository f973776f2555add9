"""What is laid under words so that they read: a plate that was asked for, then no more shade than is needed.

Words that stand together share their ground and their tone. The colour is chosen first; where neither light nor dark words
read, a shadow that follows the letters; where that would have to be heavy, a veil from the edge they stand at, or a soft pool.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from PIL import Image, ImageFilter

from ..model import Box, Raster
from . import masks
from .colour import Rgb, luminance
from .reading import READABLE, crop_under, ground_of, luminances, reads_light, veil

COLOURS_VERSION = 1
"""Raise it when words would be given another colour or another ground than before."""

LIGHT_SHADOW = 0.5
"""A shadow that follows the letters may be as strong as this; what needs more gets a veil, which is quieter then."""

STRONGEST = 0.9

_CLOUD_SOFT, _CLOUD_GAIN = 28, 2.6
_EDGE_EASE_UNITS = 300
_POOL_SOFT = 60


class Inked(Protocol):
    """Words, as far as their ground is concerned."""

    def inks(self, member: Member) -> tuple[Rgb, Rgb] | None:
        """Return the colours they have when light and when dark; None when they ask for no help."""


@dataclass(kw_only=True)
class Member:
    """Words that have their place.

    Attributes:
        layer: gives their inks.
        context: what they are drawn with, its area their place on the canvas.
        mask: of their letters, covering `at` and what follows; None where they are turned.
        at: (left, top) of the mask on the canvas.
        readable: the contrast they must have.
    """

    layer: Inked
    context: Any
    mask: Image.Image | None = None
    at: tuple[int, int] = (0, 0)
    readable: float = READABLE

    @cached_property
    def crop(self) -> Image.Image:
        """Return a small picture of what is under it."""
        return crop_under(self.context.picture, self.context.area)

    @cached_property
    def under(self) -> list[float]:
        """Return the luminances of that."""
        return luminances(self.crop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is under a group of words, and which of two tones they take: `light` or `dark`."""

    tone: str = ""
    raster: Raster | None = None


def under_words(members: Sequence[Member], place: str, *, plate: Raster | None = None) -> Ground:
    """Return the tone of words that stand together, and what is to be pasted under them; nothing where they read.

    Args:
        members: the words, the most important first; the picture of their contexts is what is under them, a plate included.
        place: the anchor they share.
        plate: what they stand on: made stronger where they do not read on it.
    """
    asking = [(member, inks) for member in members if (inks := member.layer.inks(member)) is not None]
    if not asking:
        return Ground()
    first, (light, dark) = asking[0]
    is_light = reads_light(first.under, luminance(light), luminance(dark), readable=first.readable)
    tone = "light" if is_light else "dark"
    colour = ground_of(first.crop, dark=luminance(light if is_light else dark) >= 0.18)
    inked = [(member, inks[0] if is_light else inks[1]) for member, inks in asking]
    need = _need(inked, colour, None)
    if not need:
        return Ground(tone=tone)
    if plate is not None:
        return Ground(tone=tone, raster=_again(plate, colour, min(STRONGEST, need)))
    box = _around([member.context.area for member in members])
    milli_px = first.context.width_px / 1000  # how soft shade is goes with the picture, not with a design's units
    cloud = _cloud(members, box, milli_px)
    if cloud is not None and need <= LIGHT_SHADOW:
        strength = _need(inked, colour, cloud)
        if strength <= LIGHT_SHADOW:
            return Ground(tone=tone, raster=cloud.raster(colour, strength))
    if place.split("-")[0] in ("top", "bottom"):
        return Ground(tone=tone, raster=_edge(first.context, box, place, colour, min(STRONGEST, need)))
    pool = _pool(box, milli_px)
    return Ground(tone=tone, raster=pool.raster(colour, min(STRONGEST, _need(inked, colour, pool))))


@dataclass(frozen=True, slots=True)
class _Soft:
    """A soft mask, kept small: what it covers, how it is scaled."""

    small: Image.Image
    box: Box

    def weights(self, area: Box, size: tuple[int, int]) -> bytes:
        """Return how much of it lies on each pixel of a crop of an area."""
        x = self.small.width / (self.box[2] - self.box[0])
        y = self.small.height / (self.box[3] - self.box[1])
        inner = (
            max(0.0, (area[0] - self.box[0]) * x),
            max(0.0, (area[1] - self.box[1]) * y),
            min(float(self.small.width), (area[2] - self.box[0]) * x),
            min(float(self.small.height), (area[3] - self.box[1]) * y),
        )
        return self.small.resize(size, Image.Resampling.BILINEAR, box=inner).tobytes()

    def raster(self, colour: Rgb, strength: float) -> Raster:
        """Return it as pixels, in its full size."""
        size = (self.box[2] - self.box[0], self.box[3] - self.box[1])
        mask = self.small.point([round(value * strength) for value in range(256)])
        return Raster(fill=colour, mask=mask.resize(size, Image.Resampling.BICUBIC), at=self.box[:2])


def _need(inked: Sequence[tuple[Member, Rgb]], colour: Rgb, soft: _Soft | None) -> float:
    """Return the strength at which all the words read."""
    return max(
        veil(
            member.under,
            luminance(ink),
            luminance(colour),
            readable=member.readable,
            weights=None if soft is None else soft.weights(member.context.area, member.crop.size),
        )
        for member, ink in inked
    )


def _cloud(members: Sequence[Member], box: Box, milli_px: float) -> _Soft | None:
    """Return a shadow that follows the letters so closely that it fills what is between them."""
    if any(member.mask is None for member in members):
        return None
    pad, factor = round(_CLOUD_SOFT * 3 * milli_px), max(1, round(4 * milli_px))
    left, top = box[0] - pad, box[1] - pad
    size = (-(-(box[2] + pad - left) // factor), -(-(box[3] + pad - top) // factor))
    small = Image.new("L", size, 0)
    for member in members:
        if member.mask is not None:
            letters = member.mask.reduce(factor)
            small.paste(255, (round((member.at[0] - left) / factor), round((member.at[1] - top) / factor)), letters)
    small = small.filter(ImageFilter.GaussianBlur(_CLOUD_SOFT * milli_px / factor))
    small = small.point([min(255, round(value * _CLOUD_GAIN)) for value in range(256)])
    return _Soft(small, (left, top, left + size[0] * factor, top + size[1] * factor))


def _pool(box: Box, milli_px: float) -> _Soft:
    """Return a pool of shade that ends so softly that no shape is seen."""
    grow, factor = round(_POOL_SOFT * milli_px + (box[3] - box[1]) * 0.3), max(1, round(6 * milli_px))
    core = (-(-(box[2] - box[0] + 2 * grow) // factor), -(-(box[3] - box[1] + 2 * grow) // factor))
    pad = -(-grow * 2 // factor)
    small = masks.padded(masks.rounded(*core, min(core) / 2), pad).filter(ImageFilter.GaussianBlur(grow * 0.8 / factor))
    left, top = box[0] - grow - pad * factor, box[1] - grow - pad * factor
    return _Soft(small, (left, top, left + small.width * factor, top + small.height * factor))


def _edge(context: Any, box: Box, place: str, colour: Rgb, strength: float) -> Raster:
    """Return a veil over the whole width, from the edge to beyond the words, that ends softly."""
    from_top, height = place.startswith("top"), context.height_px
    far = min(height, box[3]) if from_top else height - max(0, box[1])
    far += context.px(10)
    length = min(height, far + context.px(_EDGE_EASE_UNITS))
    stops = [(0.0, 0.0), (max(0.01, 1 - far / length), strength), (1.0, strength)]
    mask = masks.ramp((context.width_px, length), stops, angle="up" if from_top else "down")
    return Raster(fill=colour, mask=mask, at=(0, 0 if from_top else height - length))


def _again(plate: Raster, colour: Rgb, strength: float) -> Raster:
    """Return the shape of a plate once more, in the colour of shade."""
    opaque = max(plate.mask.tobytes(), default=255) or 255
    mask = plate.mask.point([min(255, round(value / opaque * 255 * strength)) for value in range(256)])
    return Raster(fill=colour, mask=mask, at=plate.at)


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip
