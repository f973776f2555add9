"""How a base picture is brought to the canvas's size."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image
from pydantic import Field

from ..model import Box, Raster
from ..providers import DrawContext, LayerOptions, OverlayLayer, Subject
from .canvas import Canvas
from .colour import Colour, rgb_of
from .decode import Crop, Size, Source, decode
from .masks import soft
from .placement import Length as _Length
from .placement import LengthOption, Share

WORDS_ARE_SAFE = 0.06
"""Of a picture with words in it at most this share of a side is cut off; else it is extended instead."""

_BLUR_SHARE = 0.06
_EDGE_UNITS = 28


class FitOptions(LayerOptions):
    """Options of `fit`."""

    mode: Literal["cover", "contain", "blur-extend"] = Field(
        default="cover",
        description="cover: fills the canvas, the rest is cut off; contain: all of it, on `background`; blur-extend: all of"
        " it, on a blurred larger self.",
    )
    focus: tuple[Share, Share] = Field(
        default=(0.5, 0.5), description="[x, y], 0 to 1: the point that stays in sight when something is cut off."
    )
    inset: tuple[LengthOption, LengthOption, LengthOption, LengthOption] = Field(
        default=(_Length(), _Length(), _Length(), _Length()),
        description="[left, top, right, bottom]: how far inside the canvas the picture begins, in px or %.",
    )
    margin: LengthOption | None = Field(
        default=None,
        description="What badges keep free of the picture's edge, in px or %; left out = the ordinary margin.",
    )
    background: Colour = Field(default="#0b0b0d", description="Colour around and behind the picture.")


class FitLayer(OverlayLayer[FitOptions]):
    """Brings the base picture to the canvas's size; a style without it covers the canvas."""

    type = "fit"
    Options = FitOptions
    place = None
    stacks = False

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return nothing: the picture was fitted before any layer was drawn."""
        return None


@dataclass(slots=True)
class _Taken:
    """What `crop` learnt about the source on the way."""

    size: Size = (0, 0)
    contained: bool = field(default=False)


def fitted(source: Source, canvas: Canvas, options: FitOptions, *, has_words: bool) -> Image.Image:
    """Return the base as an RGB picture of the canvas's size.

    Args:
        source: encoded bytes, or a file's path.
        canvas: what it shall fill.
        options: how.
        has_words: little may be cut off: where `cover` would cut more, the picture is extended instead.

    Raises:
        PictureRefused: see `decode`.
    """
    window = _window(canvas, options)
    width, height = window[2] - window[0], window[3] - window[1]
    matte = rgb_of(options.background)
    taken = _Taken()

    def crop(size: Size) -> Crop:
        taken.size = size
        cut = 1 - min(size[0] * height, size[1] * width) / max(size[0] * height, size[1] * width)
        safe = not has_words or cut <= WORDS_ARE_SAFE
        if options.mode == "cover" and safe:
            return Crop(box=cover_box(size, (width, height), options.focus), size=(width, height))
        taken.contained = True
        scale = min(width / size[0], height / size[1])
        inner = (max(1, min(width, round(size[0] * scale))), max(1, min(height, round(size[1] * scale))))
        return Crop(box=(0, 0, *size), size=inner)

    picture = decode(source, crop, matte=matte)
    if taken.contained:
        extend = options.mode != "contain"
        picture = (
            _extended(picture, (width, height), matte, canvas.scale)
            if extend
            else _centred(picture, (width, height), matte)
        )
    if (width, height) == (canvas.width_px, canvas.height_px):
        return picture
    sheet = Image.new("RGB", (canvas.width_px, canvas.height_px), matte)
    sheet.paste(picture, window[:2])
    return sheet


def cover_box(size: Size, target: Size, focus: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the largest part of a picture in the target's proportions, as near to the focus as its edges allow.

    >>> cover_box((2000, 3000), (1000, 1000), (0.5, 0.0))
    (0.0, 0.0, 2000.0, 2000.0)
    """
    scale = min(size[0] / target[0], size[1] / target[1])
    width, height = target[0] * scale, target[1] * scale
    left = min(max(0.0, size[0] * focus[0] - width / 2), size[0] - width)
    top = min(max(0.0, size[1] * focus[1] - height / 2), size[1] - height)
    return left, top, left + width, top + height


def badges_area(canvas: Canvas, options: FitOptions) -> Box:
    """Return where badges may be: on the picture, off its edge by the margin."""
    left, top, right, bottom = _window(canvas, options)
    margin = canvas.margin_px if options.margin is None else options.margin.px(canvas.scale, canvas.width_px)
    margin = min(margin, (right - left) // 4, (bottom - top) // 4)
    return left + margin, top + margin, right - margin, bottom - margin


def _window(canvas: Canvas, options: FitOptions) -> Box:
    left, top, right, bottom = options.inset
    box = (
        left.px(canvas.scale, canvas.width_px),
        top.px(canvas.scale, canvas.height_px),
        canvas.width_px - right.px(canvas.scale, canvas.width_px),
        canvas.height_px - bottom.px(canvas.scale, canvas.height_px),
    )
    if box[2] - box[0] < canvas.width_px // 10 or box[3] - box[1] < canvas.height_px // 10 or min(box[:2]) < 0:
        return (0, 0, canvas.width_px, canvas.height_px)
    return box


def _centred(picture: Image.Image, size: Size, matte: tuple[int, int, int]) -> Image.Image:
    sheet = Image.new("RGB", size, matte)
    sheet.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
    return sheet


def _extended(picture: Image.Image, size: Size, matte: tuple[int, int, int], scale: float) -> Image.Image:
    """Return the picture whole on a blurred, darkened self that fills the size, its seam softened."""
    small = (max(1, size[0] // 8), max(1, size[1] // 8))
    ground = picture.resize(
        small, Image.Resampling.BOX, box=cover_box(picture.size, size, (0.5, 0.5)), reducing_gap=2.0
    )
    ground = soft(ground, max(small) * _BLUR_SHARE).resize(size, Image.Resampling.BICUBIC)
    ground = Image.blend(ground, Image.new("RGB", size, matte), 0.35)
    at = ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2)
    mask = Image.new("L", picture.size, 255)
    edge = min(round(_EDGE_UNITS * scale), min(picture.size) // 4)
    for step in range(edge):
        shade = round(255 * (step + 1) / (edge + 1))
        if at[0]:
            mask.paste(shade, (step, 0, step + 1, picture.height))
            mask.paste(shade, (picture.width - 1 - step, 0, picture.width - step, picture.height))
        if at[1]:
            mask.paste(shade, (0, step, picture.width, step + 1))
            mask.paste(shade, (0, picture.height - 1 - step, picture.width, picture.height - step))
    ground.paste(picture, at, mask)
    return ground
