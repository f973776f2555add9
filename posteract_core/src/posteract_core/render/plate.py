"""A plate under words: a band across the picture, a label, a pane of frosted glass."""

from __future__ import annotations

from typing import Literal

from PIL import Image
from pydantic import Field, field_validator

from ..model import Box, Raster
from ..providers import LayerOptions
from . import masks
from .canvas import Canvas
from .colour import Rgb
from .palette import Palette, PictureColour, WordsColour
from .placement import Length, LengthOption, Share
from .reading import crop_under, luminances

DARK_PANE: Rgb = (21, 22, 28)
LIGHT_PANE: Rgb = (250, 250, 252)
_LIGHT = 0.32


class PlateOptions(LayerOptions):
    """What words stand on."""

    color: WordsColour = Field(
        "#000000",
        description="A colour, one of the picture's (accent-dark …), or auto = dark or light, as what it covers.",
    )
    strength: Share = Field(1.0, description="Its opacity.")
    padding: tuple[float, float] = Field(
        (30, 26), description="[x, y] px of the design between its edge and the words; one number for both."
    )
    width: Literal["words", "box", "full"] = Field(
        "words", description="As wide as the words, as the canvas less its margins (box), or from edge to edge (full)."
    )
    bleed: bool = Field(False, description="Reaches on to the edge of the canvas that the words stand at.")
    radius: LengthOption = Field(Length(), description="Of its corners.")
    blur: float = Field(0, ge=0, le=200, description="How much the picture behind it is softened, in px of the design.")
    line: float = Field(0, ge=0, le=20, description="Width of a line around it, in px of the design.")
    line_color: PictureColour = Field("#ffffff", description="Of that line.")
    line_strength: Share = Field(1.0, description="Of that line.")

    @field_validator("padding", mode="before")
    @classmethod
    def _one_for_both(cls, given: object) -> object:
        return (given, given) if isinstance(given, int | float) and not isinstance(given, bool) else given


def plate_under(
    picture: Image.Image, words: Box, place: str, options: PlateOptions, canvas: Canvas, palette: Palette
) -> tuple[Raster, ...]:
    """Return the plate under words that stand in a box, the lowest part first.

    Args:
        picture: RGB, what is under the plate.
        words: the box around all words that stand together.
        place: the anchor of the words.
        options: how it looks.
        canvas: of the picture.
        palette: of the base.
    """
    left, top, right, bottom = _box(words, place, options, canvas)
    size = (right - left, bottom - top)
    radius = options.radius.px(canvas.scale, min(size))
    shape = masks.rounded(*size, radius)
    parts = []
    if options.blur:
        seen = (max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom))
        glass = Image.new("RGB", size)
        glass.paste(masks.soft(picture.crop(seen), options.blur * canvas.scale), (seen[0] - left, seen[1] - top))
        parts.append(Raster(fill=glass, mask=shape, at=(left, top)))
    fill = shape if options.strength >= 1 else shape.point([round(v * options.strength) for v in range(256)])
    colour = (
        _as_covered(picture, (left, top, right, bottom)) if options.color == "auto" else palette.colour(options.color)
    )
    parts.append(Raster(fill=colour, mask=fill, at=(left, top)))
    if options.line:
        line = masks.outlined(*size, radius, max(1, round(options.line * canvas.scale)))
        line = line.point([round(v * options.line_strength) for v in range(256)])
        parts.append(Raster(fill=palette.colour(options.line_color), mask=line, at=(left, top)))
    return tuple(parts)


def _as_covered(picture: Image.Image, box: Box) -> Rgb:
    """Return a light grey where what a plate covers is light for the most part, else a dark one."""
    under = sorted(luminances(crop_under(picture, box)))
    return LIGHT_PANE if under[len(under) // 2] > _LIGHT else DARK_PANE


def _box(words: Box, place: str, options: PlateOptions, canvas: Canvas) -> Box:
    across, down = (round(units * canvas.scale) for units in options.padding)
    left, top, right, bottom = words[0] - across, words[1] - down, words[2] + across, words[3] + down
    if options.width != "words":
        margin = 0 if options.width == "full" else canvas.margin_px
        left, right = margin, canvas.width_px - margin
    if options.bleed:
        vertical, horizontal = place.split("-")
        top, bottom = (0 if vertical == "top" else top), (canvas.height_px if vertical == "bottom" else bottom)
        if options.width == "words":
            left = 0 if horizontal == "left" else left
            right = canvas.width_px if horizontal == "right" else right
    return left, top, right, bottom
