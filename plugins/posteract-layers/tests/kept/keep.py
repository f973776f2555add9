"""Keeps how the badges look now: `python plugins/posteract-layers/tests/kept/keep.py`.

Run it when a badge is meant to look different, look at the picture, and commit it with the change.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image
from posteract_core.render import LookBook, OverlayService
from posteract_core.render.sheets import SheetMaker
from posteract_layers.badges import BADGES

KEPT = Path(__file__).with_name("badges.png")
WITH_MORE_TO_SAY: dict[str, dict[str, object]] = {
    "rating": {"show": ["imdb", "tmdb", "rt_critics", "rt_audience"]},
    "award": {"show": ["oscars", "golden_globes", "bafta"], "least": "nominated", "most": 3},
    "streaming": {"all": True},
    "studio": {"most": 2},
    "status": {"next_episode": True},
    "words": {"text": "PICK", "over": "OUR STAFF’S", "glyph": "star"},
}
SETS: dict[str, list[dict[str, object]]] = {
    "all": [
        {"type": layer.type, **WITH_MORE_TO_SAY.get(layer.type, {})} for layer in BADGES if layer.type != "ribbon"
    ],
    "eight": [
        {"type": "resolution"}, {"type": "hdr"}, {"type": "audio_codec", "place": "top-left"}, {"type": "ribbon"},
        {"type": "rating", "show": ["imdb", "rt_critics", "rt_audience"]}, {"type": "streaming", "all": True},
        {"type": "award"}, {"type": "runtime", "place": "bottom-right"},
    ],
}  # fmt: skip


def badges(folder: Path) -> Image.Image:
    """Return the sheet of all badges, half as large."""
    book = LookBook({layer.type: layer for layer in BADGES}, [], {}, SETS)
    sheet = SheetMaker(book, OverlayService(system_fonts=False), folder).badges(
        {"every badge": ["all"], "eight badges": ["eight"]}
    )
    with Image.open(sheet) as image:
        return image.reduce(2)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        badges(Path(name)).save(KEPT, optimize=True)
