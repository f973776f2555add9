"""From a line of text to pieces that one font can draw in one direction, and from these to glyphs in their places."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb  # type: ignore[import-untyped, unused-ignore]

from .bidi import visual_runs
from .fonts import IGNORABLE, Cut, FontBook, opened

JOINED_SCRIPTS = (
    "ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "MANDAIC", "DEVANAGARI", "BENGALI", "GURMUKHI",
)  # fmt: skip
"""Scripts whose letters join, or hang from one line: tracking would tear them apart."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that one cut draws in one direction.

    Attributes:
        text: in reading order.
        cut: the font.
        rtl: from right to left.
    """

    text: str
    cut: Cut
    rtl: bool


def clusters(text: str) -> list[str]:
    """Return what a reader takes for single characters: a base with its marks, joined emoji, regional pairs."""
    found: list[str] = []
    for character in text:
        joins = (
            unicodedata.category(character) in ("Mn", "Me", "Mc")
            or character in IGNORABLE
            or 0x1F3FB <= ord(character) <= 0x1F3FF
        )
        if found and (joins or found[-1].endswith("\u200d")):
            found[-1] += character
        else:
            found.append(character)
    return found


@lru_cache(maxsize=4096)
def pieces(
    line: str, cut: Cut, book: FontBook, *, base_rtl: bool | None = None
) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Return a line's pieces from left to right, and the characters that no font has (they are left out).

    Asked again and again while a text is fitted, measured and drawn: answers are kept.
    """
    result: list[Piece] = []
    missing: list[str] = []
    for run in visual_runs(line, base_rtl=base_rtl):
        of_run: list[Piece] = []
        for cluster in clusters(run.text):
            neighbour = of_run[-1].cut if of_run and cluster.isspace() else cut
            found = book.covering(cluster, neighbour)
            if found is None:
                missing.append(cluster)
            elif of_run and of_run[-1].cut == found:
                of_run[-1] = Piece(of_run[-1].text + cluster, found, run.rtl)
            else:
                of_run.append(Piece(cluster, found, run.rtl))
        result += reversed(of_run) if run.rtl else of_run
    return tuple(result), tuple(missing)


def script_of(character: str) -> str:
    """Return the first word of a character's name, which names its script: ARABIC, LATIN, CJK …"""
    return unicodedata.name(character, "").partition(" ")[0]


def is_joined(text: str) -> bool:
    """Return whether a text has letters that join to their neighbours."""
    return any(script_of(character) in JOINED_SCRIPTS for character in text if not character.isascii())


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A piece as it is drawn, from left to right. Lengths are in ems, y goes up.

    Attributes:
        places: (number in the font, x, y) of each glyph, from the piece's origin on the baseline.
        clusters: at which place each cluster begins: where tracking may come between.
        advance: to the piece after it.
        left: how far the ink reaches from the origin; likewise `top` (above the baseline), `right` and `bottom` (below it).
    """

    places: tuple[tuple[int, float, float], ...]
    clusters: tuple[int, ...]
    advance: float
    left: float
    top: float
    right: float
    bottom: float


@lru_cache(maxsize=1024)
def shaped(line: str, cut: Cut, book: FontBook, *, ligatures: bool = True) -> tuple[tuple[Glyphs, Cut], ...]:
    """Return the pieces of a line from left to right as they are drawn, each with its font."""
    return tuple((glyphs_of(piece, ligatures=ligatures), piece.cut) for piece in pieces(line, cut, book)[0])


NO_LIGATURES = {"liga": False, "clig": False}


@lru_cache(maxsize=4096)
def glyphs_of(piece: Piece, *, ligatures: bool = True) -> Glyphs:
    """Return a piece's glyphs; they are the same at every size. Letters that are set apart have no ligatures."""
    font = opened(piece.cut)
    em = font.face.upem
    buffer = hb.Buffer()
    buffer.add_str(piece.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if piece.rtl else "ltr"
    buffer.language = ""  # else the machine's own: forms of letters would differ from place to place
    hb.shape(font, buffer, None if ligatures else NO_LIGATURES)
    places: list[tuple[int, float, float]] = []
    starts: list[int] = []
    left, right, top, bottom = float("inf"), float("-inf"), float("-inf"), float("inf")
    pen, before = 0, None
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.cluster != before:
            starts.append(len(places))
            before = info.cluster
        x, y = pen + position.x_offset, position.y_offset
        places.append((info.codepoint, x / em, y / em))
        if (ink := font.get_glyph_extents(info.codepoint)) is not None and ink.width and ink.height:
            left, right = min(left, x + ink.x_bearing), max(right, x + ink.x_bearing + ink.width)
            top, bottom = max(top, y + ink.y_bearing), min(bottom, y + ink.y_bearing + ink.height)
        pen += position.x_advance
    if left > right:
        left = right = top = bottom = 0
    return Glyphs(tuple(places), tuple(starts), pen / em, left / em, top / em, right / em, -bottom / em)
