"""Draws all badges in all shapes: `python docs/badge_picture.py docs/images`.

`badges.jpg`: a poster with eight badges in each shape, and a wall of everything that the badges can say.
`badge-shapes.jpg`: each badge in each shape.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image
from posteract_core.render import LookBook, OverlayService
from posteract_core.render.paste import paste
from posteract_core.render.samples import SAMPLES
from posteract_core.render.sheets import SheetMaker
from posteract_layers.badges import BADGES

MARGIN_PX = 48
GAP_PX = 24
SHOWN_SHARE = 0.6
SHAPES = ("rounded", "pill", "square", "ribbon", "glass", "plain")
EIGHT: tuple[dict[str, Any], ...] = (
    {"type": "resolution"},
    {"type": "hdr"},
    {"type": "audio_codec", "place": "top-left"},
    {"type": "rating", "show": ["imdb", "rt_critics", "rt_audience"]},
    {"type": "streaming", "all": True},
    {"type": "award", "place": "bottom-right"},
    {"type": "runtime", "place": "bottom-right"},
)
MORE: dict[str, dict[str, Any]] = {
    "rating": {"show": ["imdb", "tmdb", "rt_critics", "rt_audience", "metacritic", "letterboxd", "trakt"]},
    "award": {"show": ["oscars", "golden_globes", "bafta"], "least": "nominated", "most": 3},
    "streaming": {"all": True},
    "studio": {"most": 2},
    "status": {"next_episode": True},
    "words": {"text": "PICK", "over": "OUR STAFF’S", "glyph": "star"},
}


def shapes_of_each(maker: SheetMaker) -> Image.Image:
    """Return a table: a row for each badge, a column for each shape, over a picture for the glass to soften."""
    drawn = [reversed(maker.every_badge([f"every {shape}"])) for shape in SHAPES]
    columns = [{each[0].layer.type: each for each in badges} for badges in drawn]
    kinds = [kind for kind in columns[0] if all(kind in column for column in columns)]
    assert len(kinds) == len(BADGES) - 1, set(columns[0]).symmetric_difference(
        layer.type for layer in BADGES
    )  # no ribbon
    lefts, x = [], MARGIN_PX
    for column in columns:
        lefts.append(x)
        x += max(raster.mask.width for _, _, raster in column.values()) + MARGIN_PX
    rows_px = [max(column[kind][2].mask.height for column in columns) + GAP_PX for kind in kinds]
    sheet = SAMPLES["dusk"]((x, 2 * MARGIN_PX + sum(rows_px) - GAP_PX))
    top = MARGIN_PX
    for kind, row_px in zip(kinds, rows_px, strict=True):
        for left, column in zip(lefts, columns, strict=True):
            placed, context, raster = column[kind]
            at = left, top + (row_px - GAP_PX - raster.mask.height) // 2
            here = replace(context, picture=sheet, area=(*at, at[0] + raster.mask.width, at[1] + raster.mask.height))
            paste(sheet, placed.layer.finish(raster, here), at)
        top += row_px
    return sheet.resize((round(sheet.width * SHOWN_SHARE), round(sheet.height * SHOWN_SHARE)), Image.Resampling.LANCZOS)


def main() -> None:
    """Draw and write."""
    folder = Path(sys.argv[1])
    sets: dict[str, list[dict[str, Any]]] = {
        shape: [{**badge, "shape": shape} for badge in EIGHT] + [{"type": "ribbon"}] for shape in SHAPES
    }
    every = [{"type": layer.type, **MORE.get(layer.type, {})} for layer in BADGES if layer.type != "ribbon"]
    in_shapes = {f"every {shape}": [{**badge, "shape": shape} for badge in every] for shape in SHAPES}
    book = LookBook({layer.type: layer for layer in BADGES}, [], {}, {**sets, **in_shapes, "everything": every})
    assert not book.problems, book.problems
    with tempfile.TemporaryDirectory() as name:
        maker = SheetMaker(book, OverlayService(system_fonts=False), Path(name))
        sheet = maker.badges({**{shape: [shape] for shape in SHAPES}, "everything": ["everything"]})
        (folder / "badges.jpg").write_bytes(sheet.read_bytes())
        shapes_of_each(maker).save(folder / "badge-shapes.jpg", quality=88, optimize=True)


if __name__ == "__main__":
    main()
