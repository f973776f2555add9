"""The sheet a picture is drawn on: its size, and how large a unit of the design is on it."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import ArtworkKind
from ..model.artwork import WIDEST_TALL_PX, WIDTH_PX_RANGE

DESIGN_SIZE: dict[str, tuple[int, int]] = {
    "tall": (1000, 1500),
    "wide": (1920, 1080),
    "square": (1000, 1000),
    "logo": (1000, 400),
}
"""Width and height of each shape in units of the design; also the default canvas in px. A logo's is its outer bound."""

MARGIN_UNITS: dict[str, int] = {"tall": 44, "wide": 64, "square": 44, "logo": 0}
"""The safe margin of each shape: nothing that is placed comes nearer to the canvas's edge by itself."""


def shape_of(kind: ArtworkKind) -> str:
    """Return `tall`, `wide`, `square` or `logo`: the names by which styles tell kinds apart."""
    if kind.is_wide:
        return "wide"
    return kind.value if kind in (ArtworkKind.SQUARE, ArtworkKind.LOGO) else "tall"


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
            width_px: another width, 200 to 2000, wide kinds to 3840; None = the default one.

        Raises:
            ValueError: the width is out of range.
        """
        width, height = DESIGN_SIZE[shape_of(kind)]
        wanted = width if width_px is None else width_px
        least, most = WIDTH_PX_RANGE[0], WIDTH_PX_RANGE[1] if kind.is_wide else WIDEST_TALL_PX
        if not least <= wanted <= most:
            raise ValueError(f"a {kind.words} is {least} to {most} px wide, not {wanted}")
        return cls(kind=kind, width_px=wanted, height_px=round(wanted * height / width))

    @property
    def shape(self) -> str:
        """Return `tall`, `wide`, `square` or `logo`."""
        return shape_of(self.kind)

    @property
    def scale(self) -> float:
        """Return px per unit of the design."""
        return self.width_px / DESIGN_SIZE[self.shape][0]

    @property
    def margin_px(self) -> int:
        """Return the safe margin."""
        return round(MARGIN_UNITS[self.shape] * self.scale)
