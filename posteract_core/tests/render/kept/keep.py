"""Keeps how the shipped styles look now: `python posteract_core/tests/render/kept/keep.py`.

Run it when a style or a layer is meant to look different, look at the strips, and commit them with the change.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from posteract_core.render import LookBook, OverlayService
from posteract_core.render.sheets import SheetMaker

KEPT = Path(__file__).parent


def main() -> None:
    """Write one strip for each shipped style."""
    book = LookBook({}, [], {}, {})
    with tempfile.TemporaryDirectory() as folder:
        maker = SheetMaker(book, OverlayService(system_fonts=False), Path(folder))
        for name in book.style_names:
            maker.sample_strip(name).save(KEPT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
