"""The canvas of a drawn picture, painted a strip at a time: memory stays small and the strip stays in the processor's cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .colour import Floats, Rgb
from .noise import GRAIN_SIZE, grain

STRIP_ROWS = 64
GRAIN_LEVELS = 1.7
"""Deviation of the grain in 8-bit levels: hides the steps of a gradient, also after JPEG, and is not seen as noise."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The size of a picture and what follows from it.

    Attributes:
        width_px: of the picture.
        height_px: of the picture.
    """

    width_px: int
    height_px: int

    @property
    def unit(self) -> float:
        """Return the shorter side in px: sizes are stated in it, so that a poster and a background look alike."""
        return float(min(self.width_px, self.height_px))

    @property
    def is_wide(self) -> bool:
        """Return whether it is wider than high."""
        return self.width_px > self.height_px

    @property
    def columns(self) -> Floats:
        """Return the x of every pixel's centre in units, from the middle: (width,)."""
        return ((np.arange(self.width_px, dtype=np.float32) + 0.5 - self.width_px / 2) / self.unit).astype(np.float32)

    @property
    def rows(self) -> Floats:
        """Return the y of every pixel's centre as a share of the height, 0 to 1: (height,)."""
        return ((np.arange(self.height_px, dtype=np.float32) + 0.5) / self.height_px).astype(np.float32)


class Strip:
    """Some rows of the picture: three planes of floats, 0 to 255.

    Attributes:
        top: its first row in the picture.
        bottom: the row after its last.
        planes: (3, rows, width).
        x_px: centres of the columns, (1, width).
        y_px: centres of the rows, (rows, 1).
    """

    def __init__(self, stage: Stage, top: int, bottom: int) -> None:
        self.stage = stage
        self.top, self.bottom = top, bottom
        self.planes: Floats = np.zeros((3, bottom - top, stage.width_px), np.float32)
        self._scratch: Floats = np.empty((bottom - top, stage.width_px), np.float32)
        self.x_px: Floats = (np.arange(stage.width_px, dtype=np.float32) + 0.5)[None, :]
        self.y_px: Floats = (np.arange(top, bottom, dtype=np.float32) + 0.5)[:, None]

    def rows(self, first: float, last: float) -> slice | None:
        """Return which rows of the strip lie between two rows of the picture; None when none does."""
        low, high = max(int(first), self.top), min(int(last), self.bottom)
        return slice(low - self.top, high - self.top) if low < high else None

    def fill(self, rows: slice, colours: Floats) -> None:
        """Set whole rows; `colours` is (3, rows of the picture) or (3, 1)."""
        self.planes[:, rows] = self._for(rows, colours)

    def blend(
        self, alpha: Floats, colours: Floats | Rgb, rows: slice | None = None, columns: slice | None = None
    ) -> None:
        """Lay a colour over part of the strip.

        Args:
            alpha: 0 to 1, of the part's shape or broadcast to it.
            colours: one colour; or (3, rows of the picture), a colour per row; or (3, rows of the part, columns).
            rows: of the strip; all when left out.
            columns: likewise.
        """
        rows, columns = rows or slice(None), columns or slice(None)
        part = self.planes[:, rows, columns]
        over = self._for(rows, colours)
        scratch = self._scratch[: part.shape[1], : part.shape[2]]
        for plane, colour in zip(part, over, strict=True):
            np.subtract(colour, plane, out=scratch)
            scratch *= alpha
            plane += scratch

    def _for(self, rows: slice, colours: Floats | Rgb) -> Floats:
        if isinstance(colours, tuple):
            return np.array(colours, np.float32)[:, None, None]
        if colours.ndim == 3:
            return colours
        if colours.shape[1] == 1:
            return colours[:, :, None]
        first, last, _ = rows.indices(self.bottom - self.top)
        return colours[:, self.top + first : self.top + last, None]


Layer: TypeAlias = Callable[[Strip], None]
"""Paints its part of a strip; all that does not depend on the strip is prepared before."""


def paint(stage: Stage, layers: Sequence[Layer], grain_levels: float = GRAIN_LEVELS) -> Image.Image:
    """Return the picture that the layers make, bottom first: mode RGB, of the stage's size."""
    pixels: NDArray[np.uint8] = np.empty((stage.height_px, stage.width_px, 3), np.uint8)
    noise = grain() * np.float32(grain_levels) + np.float32(0.5)
    across = np.tile(noise, (1, -(-stage.width_px // GRAIN_SIZE)))[:, : stage.width_px]
    for top in range(0, stage.height_px, STRIP_ROWS):
        strip = Strip(stage, top, min(top + STRIP_ROWS, stage.height_px))
        for layer in layers:
            layer(strip)
        start = top % GRAIN_SIZE
        strip.planes += across[start : start + strip.bottom - top]
        np.clip(strip.planes, 0, 255, out=strip.planes)
        for channel in range(3):
            pixels[top : strip.bottom, :, channel] = strip.planes[channel]
    return Image.fromarray(pixels)
