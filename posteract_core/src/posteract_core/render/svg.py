"""SVG files as pixels. What they point to outside of themselves is refused: a style reads nothing beyond its folder."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image

from ..errors import PictureRefused

MAX_BYTES = 4 * 1024 * 1024
MAX_SIDE_PX = 4000

_OUTSIDE = re.compile(rb"(?:href\s*=\s*[\"']|url\(\s*[\"']?|@import\s*[\"']?)\s*(?!#|data:)[^\s\"')]", re.IGNORECASE)


def svg_picture(path: Path, width_px: int | None, height_px: int | None) -> Image.Image:
    """Return an SVG file as RGBA.

    Args:
        path: of the file.
        width_px: of the result; None = as the height, or the file, says.
        height_px: likewise.

    Raises:
        PictureRefused: too large, broken, or it points to something outside of itself.
    """
    import resvg_py

    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise PictureRefused(f"{path.name} has more than {MAX_BYTES // 2**20} MiB")
    if b"<!ENTITY" in data or _OUTSIDE.search(data):
        raise PictureRefused(f"{path.name} points to something outside of itself, which a style may not")
    if max(width_px or 0, height_px or 0) > MAX_SIDE_PX:
        raise PictureRefused(f"{path.name}: at most {MAX_SIDE_PX} px to a side")
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=data.decode("utf-8"), width=width_px, height=height_px, skip_system_fonts=True
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise PictureRefused(f"{path.name} is no SVG that can be drawn: {error}") from error
    with Image.open(io.BytesIO(bytes(png)), formats=["PNG"]) as image:
        return image.convert("RGBA")
