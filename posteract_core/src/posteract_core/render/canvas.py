"""The sheet a picture is drawn on: its size, and how large a unit of the design is on it."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import CANVAS_PX, LARGEST_CANVAS_PX, LEAST_CANVAS_WIDTH_PX, ArtworkKind

MARGIN_UNITS: dict[str, int] = {"tall": 44, "wide": 64, "square": 44, "logo": 0}
"""The safe margin of each shape: nothing that is placed comes nearer to the canvas's edge by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """A canvas of `width_px` × `height_px` for one kind of picture."""

    kind: ArtworkKind
    width_px: int
    height_px: int

    @classmethod
    def for_kind(cls, kind: ArtworkKind, width_px: int | None = None) -> Canvas:
        """Return the canvas of a kind, in its own proportions.

        Args:
            kind: poster kinds are 2:3 (1000 × 1500), wide ones 16:9 (1920 × 1080), squares 1:1 (1000), logos at most 1000 × 400.
            width_px: another width, from 200 to 2000 (wide ones 3840); None = the default one.

        Raises:
            ValueError: the width is out of range.
        """
        width, height = CANVAS_PX[kind.shape]
        wanted, most = width if width_px is None else width_px, LARGEST_CANVAS_PX[kind.shape][0]
        if not LEAST_CANVAS_WIDTH_PX <= wanted <= most:
            raise ValueError(f"a {kind.words} is {LEAST_CANVAS_WIDTH_PX} to {most} px wide, not {wanted}")
        return cls(kind=kind, width_px=wanted, height_px=round(wanted * height / width))

    @property
    def shape(self) -> str:
        """Return `tall`, `wide`, `square` or `logo`."""
        return self.kind.shape

    @property
    def scale(self) -> float:
        """Return px per unit of the design, which is as large as the default canvas."""
        return self.width_px / CANVAS_PX[self.shape][0]

    @property
    def margin_px(self) -> int:
        """Return the safe margin."""
        return round(MARGIN_UNITS[self.shape] * self.scale)
