"""Pixels on their way onto a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from PIL import Image

Box: TypeAlias = tuple[int, int, int, int]
"""(left, top, right, bottom) in px; right and bottom are the first pixel outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """Pixels a layer gives to be pasted: a colour or an RGB picture through a mask, never a full-canvas RGBA.

    Attributes:
        fill: an RGB colour, or an RGB image of the mask's size.
        mask: mode L, 0 = leaves what is under it, 255 = covers it; its size is the raster's.
        at: (left, top) in px on the canvas for a layer that places itself; None = where `place`, `offset` and the stack put
            it. Of a raster `below` another: relative to that one's left top.
        ink: the part of the mask that counts for placing (a shadow reaches beyond it); None = all of it.
        below: pasted first, under this one: its shadow, its plate.
    """

    fill: tuple[int, int, int] | Image.Image
    mask: Image.Image
    at: tuple[int, int] | None = None
    ink: Box | None = None
    below: Raster | None = None
