"""What must be known of a font file before it is opened: its names, its axes, its characters.

A few tables, read by their offsets. fontTools knows far more, and importing that much of it costs a drawing process 4 MiB and a
tenth of a second; it is asked for compressed web fonts only. Source: OpenType 1.9, chapters name, OS/2, fvar, cmap.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

_FAMILY, _STYLE, _BEST_FAMILY, _BEST_STYLE = 1, 2, 16, 17
_WINDOWS, _MAC, _UNICODE = 3, 1, 0
_ENGLISH = 0x0409


class FontBroken(ValueError):
    """The file is no font, or its tables do not hold together."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a font calls itself."""

    family: str
    style: str


class Sfnt:
    """A font in a TrueType or OpenType file, or in a collection of such.

    Args:
        path: of the file; .woff and .woff2 are unpacked by fontTools.
        index: within a collection.

    Attributes:
        unpacked: what was in a .woff or .woff2 file; None for any other.

    Raises:
        FontBroken: it is no font.
    """

    def __init__(self, path: str, index: int = 0) -> None:
        self._path = path
        self.unpacked: bytes | None = None
        head = self._read(0, 12 + 4 * (index + 1))
        if head[:4] in (b"wOFF", b"wOF2"):
            self.unpacked = _unpacked(Path(path))
        try:
            start = struct.unpack_from(">I", head, 12 + 4 * index)[0] if head[:4] == b"ttcf" else 0
            head = self._read(start, 12)
            if head[:4] not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
                raise FontBroken(f"{path} is no font")
            count = struct.unpack_from(">H", head, 4)[0]
            entries = struct.iter_unpack(">4sIII", self._read(start + 12, 16 * count))
            self._tables = {tag.decode("latin-1"): (offset, length) for tag, _, offset, length in entries}
        except struct.error as error:
            raise FontBroken(f"{path} is cut off") from error

    def __contains__(self, tag: str) -> bool:
        return tag in self._tables

    def names(self) -> Names:
        """Return family and style, in English where the font speaks it, else in whatever it has."""
        table = self._table("name")
        count, offset = struct.unpack_from(">HH", table, 2)
        found: dict[int, tuple[int, str]] = {}
        for at in range(count):
            platform, _, language, kind, length, start = struct.unpack_from(">HHHHHH", table, 6 + 12 * at)
            raw = table[offset + start : offset + start + length]
            text = raw.decode("mac-roman" if platform == _MAC else "utf-16-be", "replace").strip("\x00 ")
            rank = {_WINDOWS: 2, _UNICODE: 1}.get(platform, 0) + 4 * (language == _ENGLISH)
            if text and rank >= found.get(kind, (-1, ""))[0]:
                found[kind] = (rank, text)
        family = (found.get(_BEST_FAMILY) or found.get(_FAMILY) or (0, ""))[1]
        return Names(family, (found.get(_BEST_STYLE) or found.get(_STYLE) or (0, ""))[1])

    def weight(self) -> int:
        """Return the weight it was drawn in, 100 to 900."""
        return int(struct.unpack_from(">H", self._table("OS/2"), 4)[0]) if "OS/2" in self else 400

    def axes(self) -> tuple[tuple[str, float, float, float], ...]:
        """Return (tag, least, default, most) of each axis of a variable font."""
        if "fvar" not in self:
            return ()
        table = self._table("fvar")
        offset, _, count, size = struct.unpack_from(">HHHH", table, 4)
        rows = (struct.unpack_from(">4siii", table, offset + size * at) for at in range(count))
        return tuple((tag.decode("latin-1"), *(value / 65536 for value in values)) for tag, *values in rows)

    def characters(self) -> Iterator[tuple[int, int]]:
        """Yield ranges of characters it has glyphs for: first and last of each."""
        table = self._table("cmap")
        count = struct.unpack_from(">H", table, 2)[0]
        best = (0, 0)
        for at in range(count):
            platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * at)
            form = struct.unpack_from(">H", table, offset)[0]
            if form in (4, 12) and (platform == _UNICODE or (platform == _WINDOWS and encoding in (1, 10))):
                best = max(best, (form, offset))
        form, offset = best
        if form == 12:
            groups = struct.unpack_from(">I", table, offset + 12)[0]
            for at in range(groups):
                first, last, _ = struct.unpack_from(">III", table, offset + 16 + 12 * at)
                yield first, min(last, 0x10FFFF)
        elif form == 4:
            yield from _segments(table, offset)

    def _table(self, tag: str) -> bytes:
        if tag not in self._tables:
            raise FontBroken(f"has no table {tag}")
        offset, length = self._tables[tag]
        return self._read(offset, length)

    def _read(self, start: int, length: int) -> bytes:
        """Return a piece of the file: fonts of East Asian scripts are too large to be read whole."""
        if self.unpacked is not None:
            return self.unpacked[start : start + length]
        with Path(self._path).open("rb") as stream:
            stream.seek(start)
            return stream.read(length)


def _segments(table: bytes, offset: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", table, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, offset + 14)
    starts_at = offset + 16 + 2 * count
    starts = struct.unpack_from(f">{count}H", table, starts_at)
    shifts_at = starts_at + 4 * count
    deltas = struct.unpack_from(f">{count}H", table, starts_at + 2 * count)
    shifts = struct.unpack_from(f">{count}H", table, shifts_at)
    for at, (first, last, delta, shift) in enumerate(zip(starts, ends, deltas, shifts, strict=True)):
        if first == 0xFFFF:
            continue
        for character in range(first, last + 1):
            glyph = character + delta
            if shift:
                where = shifts_at + 2 * at + shift + 2 * (character - first)
                glyph = struct.unpack_from(">H", table, where)[0] if where + 2 <= len(table) else 0
                glyph = glyph + delta if glyph else 0
            if glyph & 0xFFFF:
                yield character, character


def _unpacked(path: Path) -> bytes:
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

    try:
        font = TTFont(path)
        font.flavor = None
        out = BytesIO()
        font.save(out, reorderTables=False)
    except (TTLibError, ImportError, KeyError, ValueError, AssertionError) as error:  # ImportError: woff2 needs brotli
        raise FontBroken(f"cannot be unpacked: {error}") from error
    return out.getvalue()
