"""The border layer."""

from __future__ import annotations

from collections.abc import Hashable

from PIL import Image, ImageChops
from pydantic import Field, field_validator

from ...model import Raster
from ...providers import DrawContext, LayerOptions, OverlayLayer, Subject
from .. import masks
from ..palette import PictureColour
from ..placement import Length, LengthOption, Share


class GlowOptions(LayerOptions):
    """Light around a border."""

    blur: float = Field(16, gt=0, le=200, description="In px of the design.")
    color: PictureColour = Field("#ffffff", description="Its colour.")
    strength: Share = Field(0.9, description="Its opacity.")


class BorderOptions(LayerOptions):
    """Options of `border`."""

    width: tuple[LengthOption, LengthOption, LengthOption, LengthOption] = Field(
        (Length(units=24),) * 4, description="Px or %; one for all sides, or [left, top, right, bottom]."
    )
    color: PictureColour = Field("#ffffff", description="Its colour.")
    inset: LengthOption = Field(Length(), description="How far inside the canvas it begins.")
    radius: LengthOption = Field(Length(), description="Of the opening's corners.")
    strength: Share = Field(1.0, description="Its opacity.")
    glow: GlowOptions | None = Field(None, description="{blur, color, strength} of a light around it.")

    @field_validator("width", mode="before")
    @classmethod
    def _one_for_all(cls, given: object) -> object:
        return given if isinstance(given, list | tuple) else (given,) * 4


class BorderLayer(OverlayLayer[BorderOptions]):
    """A frame along the edges of the picture."""

    type = "border"
    Options = BorderOptions
    place = None
    stacks = False

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return four strips one under the other, or one mask where corners are round."""
        options = self.options
        sides = [
            length.px(context.scale, context.width_px if at % 2 == 0 else context.height_px)
            for at, length in enumerate(options.width)
        ]
        inset = options.inset.px(context.scale, context.width_px)
        width, height = context.width_px - 2 * inset, context.height_px - 2 * inset
        left, top, right, bottom = (max(0, side) for side in sides)
        if width - left - right <= 0 or height - top - bottom <= 0 or not any(sides):
            return None
        radius = options.radius.px(context.scale, context.width_px)
        colour, shade = context.tools.palette.colour(options.color), round(255 * options.strength)
        if radius or options.glow is not None:
            key = ("round border", width, height, (left, top, right, bottom), radius, shade)
            mask = context.tools.cached(
                key, lambda: _round((width, height), (left, top, right, bottom), radius, shade, inset)
            )
            return Raster(fill=colour, mask=mask, at=(inset, inset), below=self._glow(context, key, mask))
        strips = [
            (0, 0, width, top),
            (0, height - bottom, width, height),
            (0, top, left, height - bottom),
            (width - right, top, width, height - bottom),
        ]
        raster: Raster | None = None
        origin = (0, 0)
        for box in (strip for strip in strips if strip[2] > strip[0] and strip[3] > strip[1]):
            size = (box[2] - box[0], box[3] - box[1])
            mask = context.tools.cached(("flat", size, shade), lambda size=size: Image.new("L", size, shade))  # type: ignore[misc]
            below = None if raster is None else _moved(raster, (origin[0] - box[0], origin[1] - box[1]))
            raster = Raster(fill=colour, mask=mask, at=(box[0] + inset, box[1] + inset), below=below)
            origin = box[:2]
        return raster

    def _glow(self, context: DrawContext, key: tuple[object, ...], mask: Image.Image) -> Raster | None:
        """Return the light around the border, which reaches beyond it on both sides."""
        glow = self.options.glow
        if glow is None:
            return None
        blur = glow.blur * context.scale
        pad, strength = round(blur * 2.5), glow.strength

        def make() -> Image.Image:
            light = masks.soft(masks.padded(mask, pad), blur)
            # A thin line loses its strength in the blur; give it back.
            return light.point(lambda value: min(255, value * 4) * strength)

        return Raster(
            fill=context.tools.palette.colour(glow.color),
            mask=context.tools.cached((*key, "glow", glow), make),
            at=(-pad, -pad),
        )


def _moved(raster: Raster, at: tuple[int, int]) -> Raster:
    return Raster(fill=raster.fill, mask=raster.mask, at=at, below=raster.below)


def _round(size: tuple[int, int], sides: tuple[int, int, int, int], radius: int, shade: int, inset: int) -> Image.Image:
    """Return a frame with a round opening; its outer corners are round too where it does not touch the canvas's edge."""
    left, top, right, bottom = sides
    opening = Image.new("L", size, 0)
    opening.paste(masks.rounded(size[0] - left - right, size[1] - top - bottom, radius), (left, top))
    outer = masks.rounded(*size, radius + min(sides)) if inset else Image.new("L", size, 255)
    frame = ImageChops.subtract(outer, opening)
    return masks.times(frame, shade / 255)
