"""The mark in a picture's EXIF that says whose it is."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from PIL import Image

SOFTWARE_TAG = 0x0131
DESCRIPTION_TAG = 0x010E
KOMETA_TAG = 0x04BC

SOFTWARE = "Posteract"
_WORDS = re.compile(r"posteract:1 fingerprint=(\S*) original=(\S*)")

FOREIGN_WORDS: tuple[tuple[bytes, str], ...] = (
    (b"created with posterizarr", "posterizarr"),
    (b"created with ppm", "posterizarr"),
    (b"titlecardmaker", "tcm"),
    (b"titlecard", "tcm"),
)
"""What other tools leave in a comment, and their names; `ppm` is what Posterizarr was called at first."""

COMMENT_REACH_BYTES = 65536
"""How far from a file's start such a comment may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a picture of ours says of itself.

    Attributes:
        fingerprint: of the inputs it was made from.
        original_hash: of the picture that was in the slot before our first one; empty when there was none.
    """

    fingerprint: str
    original_hash: str


def exif_of(mark: Mark) -> Image.Exif:
    """Return the EXIF block to save with a picture; no clock and no program version is in it."""
    for word in (mark.fingerprint, mark.original_hash):
        if any(character.isspace() for character in word):
            raise ValueError(f"a mark's words hold no white space: {word!r}")
    exif = Image.Exif()
    exif[SOFTWARE_TAG] = SOFTWARE
    exif[DESCRIPTION_TAG] = f"posteract:1 fingerprint={mark.fingerprint} original={mark.original_hash}"
    return exif


def read_mark(data: bytes) -> Mark | None:
    """Return the mark of a picture that we made; None for any other bytes, pictures or not. Reads the header only."""
    exif = _exif(data)
    if exif is None or exif.get(SOFTWARE_TAG) != SOFTWARE:
        return None
    found = _WORDS.match(str(exif.get(DESCRIPTION_TAG, "")))
    return Mark(fingerprint=found[1], original_hash=found[2]) if found else None


def foreign_mark(data: bytes) -> str | None:
    """Return which other tool says it made a picture: `kometa`, `posterizarr` or `tcm`; None when none does."""
    exif = _exif(data)
    if exif is not None and str(exif.get(KOMETA_TAG, "")).strip("\x00 ").lower() == "overlay":
        return "kometa"
    start = data[:COMMENT_REACH_BYTES].lower()
    return next((tool for words, tool in FOREIGN_WORDS if words in start), None)


def _exif(data: bytes) -> Image.Exif | None:
    """Return the EXIF block of a picture's header; None when the bytes have none there or are no picture.

    Pillow would decode a whole PNG to look for a block behind its pixels, where none of the tools puts one.
    """
    from .decode import UNREADABLE, open_picture

    try:
        with open_picture(io.BytesIO(data)) as image:
            return Image.Image.getexif(image)
    except UNREADABLE:
        return None
