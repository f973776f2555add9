"""Pictures by the thousand: each has bytes of its own, and none is encoded twice."""

from __future__ import annotations

import io
import zlib
from functools import cache

from PIL import Image

KOMETA_TAG = 0x04BC
"""EXIF tag in which Kometa writes `overlay`."""

_HUES = 24
_COMMENT, _OWN = 0xFE, 0xEF


def picture(name: str, width_px: int, height_px: int, *, form: str = "jpeg") -> bytes:
    """Return an encoded picture of that size that no other `name` has: three tones, its name in a segment of its own."""
    encoded = _encoded(zlib.crc32(name.encode()) % _HUES, width_px, height_px, form)
    return _with_segment(encoded, _OWN, name.encode()) if form == "jpeg" else _with_text(encoded, name.encode())


def kometas(name: str, width_px: int = 1000, height_px: int = 1500) -> bytes:
    """Return a poster as Kometa leaves it in Plex."""
    exif = Image.Exif()
    exif[KOMETA_TAG] = "overlay"
    encoded = _encoded(zlib.crc32(name.encode()) % _HUES, width_px, height_px, "jpeg", exif.tobytes())
    return _with_segment(encoded, _OWN, name.encode())


def posterizarrs(name: str, width_px: int = 1000, height_px: int = 1500) -> bytes:
    """Return a poster as Posterizarr leaves it in Plex."""
    named = picture(name, width_px, height_px)
    return _with_segment(named, _COMMENT, b"created with posterizarr")


@cache
def _encoded(hue: int, width_px: int, height_px: int, form: str, exif: bytes = b"") -> bytes:
    wheel = Image.new("HSV", (1, 3))
    for row, brightness in enumerate((200, 120, 60)):
        wheel.putpixel((0, row), (hue * 255 // _HUES, 150, brightness))
    image = wheel.convert("RGB").resize((width_px, height_px), Image.Resampling.BILINEAR)
    if form == "png":
        image.putalpha(Image.linear_gradient("L").resize((width_px, height_px)))
    out = io.BytesIO()
    image.save(out, form.upper(), **({"quality": 80, "exif": exif} if form == "jpeg" else {}))
    return out.getvalue()


def _with_segment(jpeg: bytes, marker: int, text: bytes) -> bytes:
    """Put a segment behind the APP segments at the start."""
    at = 2
    while jpeg[at] == 0xFF and 0xE0 <= jpeg[at + 1] <= 0xEF:
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return jpeg[:at] + bytes((0xFF, marker)) + (len(text) + 2).to_bytes(2, "big") + text + jpeg[at:]


def _with_text(png: bytes, text: bytes) -> bytes:
    body = b"tEXtname\0" + text
    chunk = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    end_of_header = 8 + 25
    return png[:end_of_header] + chunk + png[end_of_header:]
