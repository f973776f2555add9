"""From finished pixels to a file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from PIL import Image

from .mark import Mark, exif_of

FORMATS = ("jpeg", "png", "webp")
"""What `encode` can write."""


def encode(image: Image.Image, out: Path, *, format: str, quality: int, mark: Mark) -> str:  # noqa: A002 - the field's word
    """Write a picture with our mark and return the SHA-256 of the file, in hex.

    It goes straight into a real file: there Pillow lets other threads run, into memory it does not.

    Args:
        image: RGB, or RGBA for `png` and `webp`.
        out: replaced if it exists; rename it yourself to have it appear whole.
        format: of `FORMATS`.
        quality: 1 to 100, of `jpeg` and `webp`.
        mark: goes into the EXIF block.

    Raises:
        ValueError: an unknown format.
        OSError: the file cannot be written.
    """
    exif = exif_of(mark)
    settings: dict[str, dict[str, Any]] = {
        "jpeg": {"quality": quality, "subsampling": "4:2:0"},
        "png": {"compress_level": 6},
        "webp": {"quality": quality, "method": 4},
    }
    if format not in settings:
        raise ValueError(f"pictures are written as {', '.join(FORMATS)}, not as {format}")
    if format == "jpeg" and image.mode != "RGB":
        image = image.convert("RGB")
    with out.open("wb") as stream:
        image.save(stream, format.upper(), exif=exif, **settings[format])
    with out.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
