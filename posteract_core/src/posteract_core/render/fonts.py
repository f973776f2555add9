"""Which font file draws what: families by name, weights and widths by axis, other scripts by fallback."""

from __future__ import annotations

import os
import struct
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb  # type: ignore[import-untyped, unused-ignore]

from .sfnt import FontBroken, Sfnt

SUFFIXES = (".ttf", ".otf", ".ttc", ".woff2", ".woff")

FALLBACKS = (
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans JP", "Noto Sans KR", "Noto Sans SC", "Noto Sans TC",
    "Noto Sans CJK JP", "Noto Sans Thai", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Telugu",
    "Noto Sans Georgian", "Noto Sans Armenian", "Noto Sans Ethiopic", "Noto Sans Symbols 2", "Noto Sans Symbols", "Noto Emoji",
)  # fmt: skip
"""Families that are asked first for a character the wanted font lacks; then every other font there is, by name."""

UNSUITABLE = ("Color Emoji", "Math", "LastResort", "Last Resort", "Mono", "Barcode")
"""Words in the names of families that never stand in for another."""

IGNORABLE = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e"
)
"""Characters that are not seen: no font needs a glyph for them."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font in a file.

    Attributes:
        path: of the file.
        index: within a collection of fonts; 0 otherwise.
        family: its name, as people write it.
        italic: whether it slants.
        weight: 100 to 900; of a variable font its default.
        axes: (tag, least, default, most) of each variable axis, in the order the file has them.
    """

    path: str
    index: int
    family: str
    italic: bool
    weight: int
    axes: tuple[tuple[str, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A face in the weight and width that are wanted of it; `axes` are their values in the file's order."""

    face: Face
    axes: tuple[float, ...] = ()


class FontBook:
    """All fonts within reach: folders of the user, font packages, then the system. Safe to use from many threads.

    Args:
        folders: searched first, so a user's font of a known name wins.
        system: also look into the system's font folders; tests switch it off to be the same everywhere.
    """

    def __init__(self, folders: Sequence[Path] = (), *, system: bool = True) -> None:
        self.folders = tuple(folders)
        self.system = system
        self._near: tuple[Face, ...] | None = None
        self._far: tuple[Face, ...] | None = None
        self._covering: dict[tuple[str, bool], Face | None] = {}
        self._lock = threading.Lock()

    def hand_over(self, packed: tuple[Face, ...]) -> None:
        """Take over what another process found in the same folders, so that this one opens no font it does not use."""
        with self._lock:
            self._near = packed

    def families(self) -> tuple[str, ...]:
        """Return every family's name, sorted."""
        return tuple(sorted({face.family for face in self._all()}))

    def cut(self, family: str, *, weight: float = 400, width: float = 100, italic: bool = False) -> Cut | None:
        """Return the face of a family nearest to what is wanted; None when there is no such family, or file.

        Args:
            family: a name in any case, or the path of a font file.
            weight: 100 to 900.
            width: percent of the normal; ignored by fonts without that axis.
            italic: whether it shall slant, where the family can.
        """
        if Path(family).suffix.lower() in SUFFIXES:
            faces: Sequence[Face] = faces_in(family) if Path(family).is_file() else ()
        else:
            faces = self._of_family(family)
        if not faces:
            return None
        # Among equals the first: the user's own fonts come before the packages', and files of a folder in their order.
        best = min(faces, key=lambda face: (face.italic != italic, not _varies(face), abs(face.weight - weight)))
        return cut_of(best, weight, width)

    def nearest(self, family: str) -> str:
        """Return the name most like one that is not there; empty when none is."""
        near = get_close_matches(family.casefold(), [name.casefold() for name in self.families()], n=1, cutoff=0.5)
        return next((name for name in self.families() if near and name.casefold() == near[0]), "")

    def covering(self, text: str, wanted: Cut) -> Cut | None:
        """Return a cut that has glyphs for every character of a cluster, the wanted one if it can; None when no font has."""
        if covers(wanted.face, text):
            return wanted
        serif = "serif" in wanted.face.family.lower()
        key = (text, serif)
        if key not in self._covering:
            self._covering[key] = self._search(text, serif)
        found = self._covering[key]
        if found is None:
            return None
        weight, width = weight_and_width(wanted)
        return cut_of(found, weight, width)

    def _search(self, text: str, serif: bool) -> Face | None:
        preferred = (["Noto Serif", "Source Serif 4"] if serif else ["Inter"]) + list(FALLBACKS)
        for family in preferred:
            for face in self._of_family(family, near_only=True):
                if covers(face, text):
                    return face
        far = [face for family in preferred for face in self._of_family(family)]
        rest = [face for face in self._all() if not any(word in face.family for word in UNSUITABLE)]
        return next((face for face in [*far, *rest] if not face.italic and covers(face, text)), None)

    def _of_family(self, family: str, *, near_only: bool = False) -> tuple[Face, ...]:
        wanted = family.casefold()
        found = tuple(face for face in self.packed() if face.family.casefold() == wanted)
        if near_only:
            return tuple(face for face in found if not face.italic)
        return found or tuple(face for face in self._installed() if face.family.casefold() == wanted)

    def _all(self) -> tuple[Face, ...]:
        return (*self.packed(), *self._installed())

    def packed(self) -> tuple[Face, ...]:
        """Return the faces of the user's folders and of the font packages, in the order in which they win."""
        with self._lock:
            if self._near is None:
                self._near = tuple(_faces_under([*self.folders, *pack_folders()]))
            return self._near

    def _installed(self) -> tuple[Face, ...]:
        with self._lock:
            if self._far is None:
                self._far = tuple(_faces_under(system_folders())) if self.system else ()
            return self._far


def pack_folders() -> tuple[Path, ...]:
    """Return the folders of the font packages that are installed (entry points `justmytype.packs`), sorted by name."""
    from importlib.metadata import entry_points  # brings `email` and `zipfile` along, which a worker can do without

    packs = sorted(entry_points(group="justmytype.packs"), key=lambda point: point.name)
    folders: list[Path] = []
    for point in packs:
        if point.name != "system-fonts":
            folders += point.load()().get_font_directories()
    return tuple(folders)


def system_folders() -> tuple[Path, ...]:
    """Return where this platform keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    return (home / ".local/share/fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def _faces_under(folders: Sequence[Path]) -> Iterator[Face]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in SUFFIXES and path.is_file():
                yield from faces_in(str(path))


@lru_cache(maxsize=4096)
def faces_in(path: str) -> tuple[Face, ...]:
    """Return the faces of a font file; none when it cannot be read."""
    count = _count_in_collection(path)
    return tuple(face for index in range(count) if (face := _read_face(path, index)) is not None)


def _count_in_collection(path: str) -> int:
    with Path(path).open("rb") as stream:
        head = stream.read(12)
    return int.from_bytes(head[8:12], "big") if head[:4] == b"ttcf" else 1


def _read_face(path: str, index: int) -> Face | None:
    try:
        font = Sfnt(path, index)
        if "CBDT" in font or "sbix" in font or "COLR" in font:
            return None  # coloured pictures are no letters
        names = font.names()
        slanted = any(word in names.style.lower() for word in ("italic", "oblique"))
        return Face(path, index, names.family or Path(path).stem, slanted, font.weight(), font.axes())
    except (FontBroken, OSError, struct.error, UnicodeDecodeError):
        return None  # a broken font file is as good as none


def _varies(face: Face) -> bool:
    return any(tag == "wght" for tag, *_ in face.axes)


def cut_of(face: Face, weight: float, width: float) -> Cut:
    """Return a face cut to a weight (100 to 900) and a width (percent), as far as its axes go."""
    wanted = {"wght": weight, "wdth": width}
    values = tuple(
        min(most, max(least, wanted[tag])) if tag in wanted else (most if tag == "opsz" else default)
        for tag, least, default, most in face.axes
    )
    return Cut(face, values)


def weight_and_width(cut: Cut) -> tuple[float, float]:
    """Return the weight and width a cut was made for."""
    values = dict(zip((tag for tag, *_ in cut.face.axes), cut.axes, strict=True))
    return values.get("wght", float(cut.face.weight)), values.get("wdth", 100.0)


@lru_cache(maxsize=256)
def _characters_of(path: str, index: int) -> bytes:
    """Return a bit for each character a font has; sets of numbers would take a hundred times the memory."""
    bits = bytearray()
    try:
        for first, last in Sfnt(path, index).characters():
            bits.extend(bytes(max(0, (last >> 3) + 1 - len(bits))))
            for character in range(first, last + 1):
                bits[character >> 3] |= 1 << (character & 7)
    except (FontBroken, OSError, struct.error):
        return b""
    return bytes(bits)


def covers(face: Face, text: str) -> bool:
    """Return whether a face has a glyph for each visible character of a text."""
    bits = _characters_of(face.path, face.index)
    size = len(bits)
    for character in text:
        code = ord(character)
        if character not in IGNORABLE and (code >> 3 >= size or not bits[code >> 3] >> (code & 7) & 1):
            return False
    return True


@lru_cache(maxsize=24)
def _opened(path: str, index: int) -> hb.Face:
    """Return a face as HarfBuzz opens it: mapped into memory, so that of a large font only what is used is read."""
    unpacked = Sfnt(path, index).unpacked
    return hb.Face(hb.Blob(unpacked) if unpacked is not None else hb.Blob.from_file_path(path), index)


@lru_cache(maxsize=96)
def opened(cut: Cut) -> hb.Font:
    """Return a cut ready to shape and draw, in units of its em (`opened(cut).face.upem`). Never change it: threads share it."""
    font = hb.Font(_opened(cut.face.path, cut.face.index))
    if cut.axes:
        font.set_variations(dict(zip((tag for tag, *_ in cut.face.axes), cut.axes, strict=True)))
    return font
