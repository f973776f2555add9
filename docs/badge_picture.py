"""Draws all badges in all shapes: `python docs/badge_picture.py docs/images/badges.jpg`.

A poster with eight badges in each shape, and a wall of everything that the badges can say.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from posteract_core.render import LookBook, OverlayService
from posteract_core.render.sheets import SheetMaker
from posteract_layers.badges import BADGES

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
}


def main() -> None:
    """Draw and write."""
    sets: dict[str, list[dict[str, Any]]] = {
        shape: [{**badge, "shape": shape} for badge in EIGHT] + [{"type": "ribbon"}] for shape in SHAPES
    }
    every = [{"type": layer.type, **MORE.get(layer.type, {})} for layer in BADGES if layer.type != "ribbon"]
    book = LookBook({layer.type: layer for layer in BADGES}, [], {}, {**sets, "everything": every})
    assert not book.problems, book.problems
    with tempfile.TemporaryDirectory() as folder:
        maker = SheetMaker(book, OverlayService(system_fonts=False), Path(folder))
        sheet = maker.badges({**{shape: [shape] for shape in SHAPES}, "everything": ["everything"]})
        Path(sys.argv[1]).write_bytes(sheet.read_bytes())


if __name__ == "__main__":
    main()
