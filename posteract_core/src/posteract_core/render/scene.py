"""One picture at work: what all its layers draw with."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image

from ..errors import PluginError, PosteractError
from ..model import Box, Raster
from ..providers import DrawContext, Subject
from .canvas import Canvas
from .placed import PlacedLayer
from .toolbox import Toolbox


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture that is drawn upon, and what is known of it.

    Attributes:
        picture: RGB or RGBA; changed in place.
        subject: what it is about.
        canvas: of the picture's own size.
        tools: fonts, text, shapes, and the notes of what there is to say.
    """

    picture: Image.Image
    subject: Subject
    canvas: Canvas
    tools: Toolbox

    @property
    def whole(self) -> Box:
        """Return the box of the whole canvas."""
        return 0, 0, self.canvas.width_px, self.canvas.height_px

    @property
    def safe(self) -> Box:
        """Return the canvas within its safe margins."""
        margin = self.canvas.margin_px
        return margin, margin, self.canvas.width_px - margin, self.canvas.height_px - margin

    @property
    def is_opaque(self) -> bool:
        """Return whether there is a picture to be looked at: not so where transparency is kept."""
        return self.picture.mode == "RGB"

    def context(self, placed: PlacedLayer, value: Hashable, area: Box, *, place: str, tone: str = "") -> DrawContext:
        """Return what a layer draws with, see `DrawContext`."""
        return DrawContext(
            value=value,
            subject=self.subject,
            width_px=self.canvas.width_px,
            height_px=self.canvas.height_px,
            scale=self.canvas.scale * placed.placement.scale,
            tools=self.tools,
            area=area,
            picture=self.picture if self.is_opaque else None,
            place=place,
            tone=tone,
        )

    def rasters(self, placed: PlacedLayer, context: DrawContext) -> tuple[Raster, ...]:
        """Return what a layer draws.

        Raises:
            PluginError: it failed.
        """
        with _blamed(placed):
            drawn = placed.layer.draw(context)
            if drawn is None:
                return ()
            return drawn if isinstance(drawn, tuple) else (drawn,)

    def finished(self, placed: PlacedLayer, raster: Raster, context: DrawContext) -> Raster:
        """Return the last form of a raster whose place is known; raises `PluginError` as `rasters` does."""
        with _blamed(placed):
            return placed.layer.finish(raster, context)


@contextmanager
def _blamed(placed: PlacedLayer) -> Iterator[None]:
    """Name the layer in whatever it raises that is no error of ours."""
    try:
        yield
    except PosteractError:
        raise
    except Exception as error:
        raise PluginError(f"layer `{placed.layer.type}` failed: {type(error).__name__}: {error}") from error
