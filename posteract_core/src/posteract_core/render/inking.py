"""From a setting to masks: lines drawn on their baselines, aligned by their ink."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uharfbuzz as hb  # type: ignore[import-untyped, unused-ignore]
from PIL import Image

from .fonts import opened
from .lettering import Lettering, Setting, baselines, is_tracked
from .masks import grown

if TYPE_CHECKING:
    from .lettering import Typesetter


SEEN = 64
"""From this value on, of 255, a pixel at the edge of letters counts as ink: fainter ones only smooth it."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """A drawn line: its mask, where ink is seen in it from left to right, and the y of its top, 0 being the first line's ink."""

    mask: Image.Image
    left: int
    right: int
    top: int

    @property
    def bottom(self) -> int:
        return self.top + self.mask.height


def letters(setter: Typesetter, setting: Setting) -> Lettering:
    """Return the masks of a setting, as large as its ink, its outline and its nominal height need."""
    ys, lowest, highest = baselines(setter, setting)
    lines = [
        ink
        for line, y in zip(setting.lines, ys, strict=False)
        if (ink := _inked(setter, setting, line, round(y - highest))) is not None
    ]
    stroke_px = setting.style.stroke_px
    grow = math.ceil(stroke_px)
    width = max((ink.right - ink.left for ink in lines), default=1)
    # What counts for placing: sideways the ink itself, up and down what baseline and script want.
    top, bottom = math.floor(-stroke_px), max(math.ceil(lowest - highest + stroke_px), 1)
    edge = grow + 2
    sheet_top = min([top, *(ink.top - edge for ink in lines)])
    sheet_bottom = max([bottom, *(ink.bottom + edge for ink in lines)])
    mask = Image.new("L", (width + 2 * edge, sheet_bottom - sheet_top), 0)
    for ink in lines:
        beside = _beside(setting.style.align, width - ink.right + ink.left)
        mask.paste(255, (edge + beside - ink.left, ink.top - sheet_top), ink.mask)
    return Lettering(
        mask=mask,
        stroke=grown(mask, stroke_px) if stroke_px else None,
        ink=(edge - grow, top - sheet_top, edge + width + grow, bottom - sheet_top),
        baseline=round(ys[-1] - highest) - sheet_top,
    )


def _beside(align: str, spare: int) -> int:
    return {"left": 0, "right": spare}.get(align, spare // 2)


def _inked(setter: Typesetter, setting: Setting, line: str, baseline: int) -> _Ink | None:
    """Return a line on a baseline at this y; None when there is nothing of it to be seen."""
    pen = hb.RasterDraw()
    size = setting.size_px
    tracking = setting.style.tracking * size if is_tracked(line, setting.style) else 0.0
    x = 0.0
    for glyphs, cut in setter.shaped(line, setting.style):
        font = opened(cut)
        scale = size / font.face.upem
        starts = frozenset(glyphs.clusters)
        apart = -tracking
        for at, (glyph, across, up) in enumerate(glyphs.places):
            apart += tracking if at in starts else 0.0
            pen.transform = (scale, 0, 0, scale, x + apart + across * size, up * size)
            pen.draw_glyph(font, glyph)
        x += glyphs.advance * size + tracking * len(starts)
    drawn = pen.render()
    extents = drawn.extents if drawn is not None else None
    if extents is None or not extents.width or not extents.height:
        return None
    # HarfBuzz counts rows from below.
    data, area = bytes(drawn.buffer), (extents.width, extents.height)
    mask = Image.frombytes("L", area, data, "raw", "L", extents.stride, -1)
    seen = mask.point(_SEEN).getbbox() or mask.getbbox()
    if seen is None:
        return None
    return _Ink(mask, seen[0], seen[2], baseline - extents.y_origin - extents.height)


_SEEN = [255 if value >= SEEN else 0 for value in range(256)]
