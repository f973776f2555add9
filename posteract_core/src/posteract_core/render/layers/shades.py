"""Layers that change the light of the picture: gradient, vignette, box, blur, tint, shadow."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal

from PIL import Image, ImageEnhance
from pydantic import Field

from ...model import Box, Raster
from ...providers import DrawContext, LayerOptions, OverlayLayer, Subject
from .. import masks
from ..colour import Rgb
from ..palette import PictureColour
from ..placement import Length, LengthOption, Share


class GradientOptions(LayerOptions):
    """Options of `gradient`."""

    edge: Literal["bottom", "top", "left", "right", "auto"] = Field(
        "bottom",
        description="Where it is strongest; auto = where the title stands, or a band behind one in the middle.",
    )
    reach: Share = Field(0.55, description="How far into the picture it goes, as a share of the side.")
    color: PictureColour = Field("#000000", description="Its colour.")
    strength: Share = Field(0.85, description="Opacity at the edge.")
    hold: Share = Field(0.0, description="Share of its reach, from the edge, that keeps the full strength.")


class GradientLayer(OverlayLayer[GradientOptions]):
    """Darkness (or any colour) that comes in from an edge, so that words read on it."""

    type = "gradient"
    Options = GradientOptions
    place = None
    stacks = False

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the colour through a ramp that covers only what it reaches."""
        options = self.options
        width, height = context.width_px, context.height_px
        edge: str = options.edge
        if edge == "auto":
            edge = context.place.split("-")[0] or "bottom"
        vertical = edge in ("bottom", "top", "middle")
        length = max(1, round((height if vertical else width) * options.reach))
        size = (width, length) if vertical else (length, height)
        angle = {"bottom": "down", "top": "up", "left": "left", "right": "right", "middle": "down"}[edge]
        key = ("gradient", size, edge, options.strength, options.hold)
        stops = [(0.0, 0.0), (1.0 - options.hold, options.strength), (1.0, options.strength)]
        if edge == "middle":
            stops = [(0.0, 0.0), (0.5 - options.hold / 2, options.strength)]
            stops += [(0.5 + options.hold / 2, options.strength), (1.0, 0.0)]
        mask = context.tools.cached(key, lambda: masks.ramp(size, stops, angle=angle))
        places = {"bottom": (0, height - length), "right": (width - length, 0), "middle": (0, (height - length) // 2)}
        at = places.get(edge, (0, 0))
        return Raster(fill=context.tools.palette.colour(options.color), mask=mask, at=at)


class VignetteOptions(LayerOptions):
    """Options of `vignette`."""

    color: PictureColour = Field("#000000", description="Its colour.")
    strength: Share = Field(0.6, description="Opacity in the corners.")
    start: Share = Field(0.45, description="Where it begins, as a share of the way from the middle to a corner.")


class VignetteLayer(OverlayLayer[VignetteOptions]):
    """Corners that fall into darkness."""

    type = "vignette"
    Options = VignetteOptions
    place = None
    stacks = False

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the colour through a mask of the canvas's size."""
        size, options = (context.width_px, context.height_px), self.options
        key = ("vignette", size, options.start, options.strength)
        mask = context.tools.cached(key, lambda: masks.vignette(size, start=options.start, strength=options.strength))
        return Raster(fill=context.tools.palette.colour(options.color), mask=mask, at=(0, 0))


class BoxOptions(LayerOptions):
    """Options of `box`."""

    size: tuple[LengthOption, LengthOption] = Field(
        (Length(share=1.0), Length(share=0.2)), description="[width, height] in px or %."
    )
    color: PictureColour = Field("#000000", description="Its colour.")
    radius: LengthOption = Field(Length(), description="Of its corners.")
    line: LengthOption = Field(Length(), description="Width of an outline; 0 = filled.")


class BoxLayer(OverlayLayer[BoxOptions]):
    """A filled or outlined box, as a backdrop for words or as an ornament."""

    type = "box"
    Options = BoxOptions
    place = "bottom-center"
    stacks = False

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the box; the core puts it to its place."""
        options = self.options
        width = min(context.width_px, max(1, options.size[0].px(context.scale, context.width_px)))
        height = min(context.height_px, max(1, options.size[1].px(context.scale, context.height_px)))
        radius = options.radius.px(context.scale, min(width, height))
        line = options.line.px(context.scale, context.width_px)
        key = ("box", width, height, radius, line)
        mask = context.tools.cached(
            key,
            lambda: masks.outlined(width, height, radius, line) if line else masks.rounded(width, height, radius),
        )
        return Raster(fill=context.tools.palette.colour(options.color), mask=mask, at=None)


class BlurOptions(LayerOptions):
    """Options of `blur`."""

    radius: float = Field(24, gt=0, le=400, description="In px of the design; larger is softer.")
    region: tuple[Share, Share, Share, Share] = Field(
        (0.0, 0.0, 1.0, 1.0), description="[left, top, right, bottom] of what is blurred, as shares of the canvas."
    )
    feather: LengthOption = Field(Length(), description="How softly the region ends.")


class BlurLayer(OverlayLayer[BlurOptions]):
    """Makes the picture under it soft, all of it or a region."""

    type = "blur"
    Options = BlurOptions
    place = None
    stacks = False

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the blurred part of the picture."""
        box = _region(context, self.options.region)
        if context.picture is None or box[2] <= box[0] or box[3] <= box[1]:
            return None
        part = masks.soft(context.picture.crop(box), self.options.radius * context.scale)
        feather = self.options.feather.px(context.scale, context.height_px)
        mask = context.tools.cached(("feather", part.size, feather), lambda: _feathered(part.size, feather))
        return Raster(fill=part, mask=mask, at=box[:2])


def _region(context: DrawContext, shares: tuple[float, float, float, float]) -> Box:
    left, top, right, bottom = shares
    width, height = context.width_px, context.height_px
    return round(left * width), round(top * height), round(right * width), round(bottom * height)


def _feathered(size: tuple[int, int], feather_px: int) -> Image.Image:
    inner = (size[0] - 2 * feather_px, size[1] - 2 * feather_px)
    if feather_px <= 0 or min(inner) <= 0:
        return Image.new("L", size, 255)
    return masks.soft(masks.padded(Image.new("L", inner, 255), feather_px), feather_px / 2)


class TintOptions(LayerOptions):
    """Options of `tint`."""

    color: PictureColour | None = Field(
        None, description="Mixed into the picture by `strength`; none = only the other options."
    )
    strength: Share = Field(0.25, description="How much of the colour.")
    duotone: tuple[PictureColour, PictureColour] | None = Field(
        None, description="[dark, light]: the picture in two colours, its shadows in one and its lights in the other."
    )
    saturation: float = Field(1.0, ge=0, le=3, description="0 = black and white, 1 = as it is.")
    contrast: float = Field(1.0, ge=0, le=3, description="1 = as it is.")
    brightness: float = Field(1.0, ge=0, le=3, description="1 = as it is.")


class TintLayer(OverlayLayer[TintOptions]):
    """Changes the picture's colours: black and white, warmer, darker, tinted."""

    type = "tint"
    Options = TintOptions
    place = None
    stacks = False

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the whole picture, changed."""
        if context.picture is None:
            return None
        options, picture = self.options, context.picture
        if options.saturation != 1:
            picture = picture.convert("L").convert("RGB") if options.saturation == 0 else ImageEnhance.Color(picture).enhance(
                options.saturation
            )  # fmt: skip
        if (options.contrast, options.brightness) != (1.0, 1.0):
            # A fixed curve about middle grey, not about the picture's own mean: alike over a whole library.
            curve = [
                max(0, min(255, round(((value - 128) * options.contrast + 128) * options.brightness)))
                for value in range(256)
            ]
            picture = picture.point(curve * 3)
        if options.duotone is not None:
            picture = _in_two(picture, *map(context.tools.palette.colour, options.duotone))
        if options.color is not None and options.strength:
            picture = Image.blend(
                picture, Image.new("RGB", picture.size, context.tools.palette.colour(options.color)), options.strength
            )
        size = picture.size
        full = context.tools.cached(("full", size), lambda: Image.new("L", size, 255))
        return Raster(fill=picture, mask=full, at=(0, 0))


def _in_two(picture: Image.Image, dark: Rgb, light: Rgb) -> Image.Image:
    """Return a picture whose greys run from one colour to another."""
    grey = picture.convert("L")
    channels = [
        grey.point([round(low + (high - low) * value / 255) for value in range(256)])
        for low, high in zip(dark, light, strict=True)
    ]
    return Image.merge("RGB", channels)


class ShadowOptions(LayerOptions):
    """Options of `shadow`."""

    color: PictureColour = Field("#000000", description="Its colour.")
    strength: Share = Field(0.7, description="Opacity in its middle.")
    size: tuple[LengthOption, LengthOption] = Field(
        (Length(share=0.9), Length(share=0.35)), description="[width, height] in px or %."
    )
    blur: float = Field(80, ge=0, le=600, description="How softly it ends, in px of the design.")


class ShadowLayer(OverlayLayer[ShadowOptions]):
    """A soft pool of darkness, to set words on."""

    type = "shadow"
    Options = ShadowOptions
    place = "bottom-center"
    stacks = False

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the pool; its blur reaches beyond its ink."""
        options = self.options
        width = max(1, options.size[0].px(context.scale, context.width_px))
        height = max(1, options.size[1].px(context.scale, context.height_px))
        blur = options.blur * context.scale
        pad = round(blur * 2)
        key = ("pool", width, height, blur, options.strength)

        def make() -> Image.Image:
            core = Image.new("L", (width, height), round(255 * options.strength))
            return masks.soft(masks.padded(core, pad), blur)

        mask = context.tools.cached(key, make)
        return Raster(
            fill=context.tools.palette.colour(options.color), mask=mask, ink=(pad, pad, pad + width, pad + height)
        )
