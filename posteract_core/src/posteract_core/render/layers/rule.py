"""The rule layer: a line between words."""

from __future__ import annotations

from collections.abc import Hashable

from PIL import Image
from pydantic import Field

from ...model import Raster
from ...providers import DrawContext, LayerOptions, OverlayLayer, Subject
from ..colour import Colour, rgb_of
from ..palette import WordsColour
from ..placement import Length, LengthOption


class RuleOptions(LayerOptions):
    """Options of `rule`."""

    size: tuple[LengthOption, LengthOption] = Field(
        (Length(units=96), Length(units=6)), description="[width, height] in px or %."
    )
    color: WordsColour = Field("#ffffff", description="A colour; auto = that of the words it stands with; accent …")
    inks: tuple[Colour, Colour] = Field(("#ffffff", "#0b0b0d"), description="[light, dark]: what auto chooses from.")


class RuleLayer(OverlayLayer[RuleOptions]):
    """A line that stacks with words, above, below or between them."""

    type = "rule"
    Options = RuleOptions
    place = "bottom-center"
    finds_place = True

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is always there."""
        return True

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the line."""
        across, down = self.options.size
        margin = context.area[0]
        width = min(context.width_px - 2 * margin, max(1, across.px(context.scale, context.width_px)))
        height = max(1, down.px(context.scale, context.height_px))
        mask = context.tools.cached(("flat", (width, height), 255), lambda: Image.new("L", (width, height), 255))
        return Raster(fill=self._colour(context), mask=mask)

    def finish(self, raster: Raster, context: DrawContext) -> Raster:
        """Return the line in its colour."""
        return Raster(fill=self._colour(context), mask=raster.mask, at=raster.at, ink=raster.ink)

    def _colour(self, context: DrawContext) -> tuple[int, int, int]:
        if self.options.color == "auto":
            return rgb_of(self.options.inks[1 if context.tone == "dark" else 0])
        shade = self.options.color
        if shade == "accent" and context.tone:
            shade = "accent-light" if context.tone == "light" else "accent-dark"
        colour: tuple[int, int, int] = context.tools.palette.colour(shade)
        return colour
