"""From a line of text to pieces that one font can draw in one direction, with or without Raqm."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from .bidi import visual_runs
from .fonts import IGNORABLE, Cut, FontBook, open_font

JOINED_SCRIPTS = ("ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "MANDAIC")
"""Scripts whose letters join: tracking would tear them apart."""

COMPLEX_SCRIPTS = (
    "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "TIBETAN",
    "MYANMAR", "KHMER", "LAO", "SYRIAC", "MONGOLIAN", "NKO",
)  # fmt: skip
"""Scripts that only Raqm can shape; our own fallback does Arabic."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that one cut draws in one direction.

    Attributes:
        text: in reading order, ready for Raqm.
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


def needs_raqm(text: str) -> bool:
    """Return whether a text has letters that are wrong without Raqm."""
    return any(script_of(character) in COMPLEX_SCRIPTS for character in text if not character.isascii())


_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


@lru_cache(maxsize=2048)
def unshaped_form(text: str, rtl: bool) -> str:
    """Return a piece as a renderer without shaping must be given it: joined forms, from left to right."""
    if not rtl:
        return text
    joined = _reshaper().reshape(text) if is_joined(text) else text
    return "".join(reversed(clusters(joined))).translate(_MIRRORED)


@lru_cache(maxsize=1)
def _reshaper():  # type: ignore[no-untyped-def] # the library has no types
    from arabic_reshaper import ArabicReshaper  # type: ignore[import-untyped, unused-ignore]

    return ArabicReshaper({"delete_harakat": False, "support_ligatures": True})


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a piece reaches, in ems: `advance` to the next one; the ink from its origin on the baseline."""

    advance: float
    left: float
    top: float
    right: float
    bottom: float


_MEASURE_PX = 208


@lru_cache(maxsize=8192)
def extent(piece: Piece, shaped: bool) -> Extent:
    """Return a piece's measures, taken once at a size that large titles are drawn at, and good for every size."""
    font = open_font(piece.cut, _MEASURE_PX, shaped=shaped)
    text, direction = (
        (piece.text, "rtl" if piece.rtl else "ltr") if shaped else (unshaped_form(piece.text, piece.rtl), None)
    )
    advance = font.getlength(text, direction=direction)
    left, top, right, bottom = font.getbbox(text, anchor="ls", direction=direction)
    if not text.strip():
        left = top = right = bottom = 0
    return Extent(*(value / _MEASURE_PX for value in (advance, left, top, right, bottom)))
