"""Small pictures for pages that show what was made."""

from __future__ import annotations

import io
from pathlib import Path

from .decode import Crop, Size, decode

MATTE = (32, 32, 36)


def thumbnail(source: bytes | Path, width_px: int) -> bytes:
    """Return a picture as a small JPEG of this width, in its own proportions (never wider than it is).

    Raises:
        PictureRefused: it is no whole picture.
    """

    def whole(size: Size) -> Crop:
        width, height = size
        wanted = min(width, width_px)
        return Crop(box=(0, 0, width, height), size=(wanted, max(1, round(height * wanted / width))))

    out = io.BytesIO()
    decode(source, whole, matte=MATTE).save(out, "JPEG", quality=84)
    return out.getvalue()
