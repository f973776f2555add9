"""The badges look as they were kept."""

from __future__ import annotations

import runpy
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

KEPT = Path(__file__).parent / "kept"


def test_all_badges_look_as_they_were_kept(tmp_path):
    fresh = runpy.run_path(str(KEPT / "keep.py"))["badges"](tmp_path)
    with Image.open(KEPT / "badges.png") as kept:
        assert fresh.size == kept.size
        difference = ImageChops.difference(fresh, kept.convert("RGB")).convert("L")
    assert ImageStat.Stat(difference).mean[0] < 1
    assert max(difference.resize((40, 20), Image.Resampling.BOX).tobytes()) < 12
