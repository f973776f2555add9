"""Core's drawing tools for tests: real fonts and real text, those of the machine left out."""

from __future__ import annotations

from functools import cache

from ..render.fonts import FontBook
from ..render.lettering import Typesetter
from ..render.rasters import RasterCache
from ..render.toolbox import Toolbox


def new_toolbox() -> Toolbox:
    """Return tools with an empty raster cache; the fonts are found once a process, in font packages only."""
    return Toolbox(_typesetter(), RasterCache())


@cache
def _typesetter() -> Typesetter:
    return Typesetter(FontBook(system=False))
