"""What layers draw with: text, shapes, small sheets, and a cache for all of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import TypeVar

from PIL import Image

from ..errors import PosteractError
from ..model import Box, Raster
from . import masks
from .colour import Rgb
from .fonts import Cut, FontBook
from .inking import letters
from .lettering import Lettering, Setting, TextStyle, Typesetter
from .palette import Palette
from .rasters import RasterCache

T = TypeVar("T")

DEFAULT_FAMILY = "Inter"


class Notes:
    """What a person should hear about a picture: `review` for what is not as it should be, `warnings` for the rest."""

    def __init__(self) -> None:
        self.review: list[str] = []
        self.warnings: list[str] = []

    def say_review(self, text: str) -> None:
        """Mark the target for review; the same words count once."""
        if text not in self.review:
            self.review.append(text)

    def warn(self, text: str) -> None:
        """Tell about something; the same words count once."""
        if text not in self.warnings:
            self.warnings.append(text)


class Toolbox:
    """The drawing tools of one picture. Everything they return may be shared: never change it in place.

    Args:
        typesetter: sets text.
        cache: keeps what was drawn; shared by all pictures of a service.

    Attributes:
        notes: what a person should hear.
        palette: the colours of the base picture; grey where there is none.
    """

    def __init__(self, typesetter: Typesetter, cache: RasterCache) -> None:
        self.typesetter = typesetter
        self.cache = cache
        self.notes = Notes()
        self.palette = Palette(None)
        self._letters: dict[Setting, Lettering] = {}

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under this key, now or before. The key must hold all that the pixels depend on."""
        return self.cache.get(key, make)

    def cut(
        self, family: str = DEFAULT_FAMILY, *, weight: float = 400, width: float = 100, italic: bool = False
    ) -> Cut:
        """Return a font; where the family is not to be had, the default one, and a warning says so.

        Args:
            family: a name such as `Inter`, or the path of a font file.
            weight: 100 to 900.
            width: percent of the normal, for fonts with that axis.
            italic: whether it shall slant.

        Raises:
            PosteractError: not even the default font is there.
        """
        book = self.typesetter.book
        found = book.cut(family, weight=weight, width=width, italic=italic)
        if found is None:
            instead = book.cut(DEFAULT_FAMILY, weight=weight, width=width, italic=italic)
            near = book.nearest(family)
            self.notes.warn(
                f"there is no font `{family}`; {DEFAULT_FAMILY} is used"
                + (f" (did you mean `{near}`?)" if near else "")
            )
            found = instead
        if found is None:
            raise PosteractError("no font is to be had", hint="Install the package justmytype-western-core.")
        return found

    def line(
        self,
        text: str,
        *,
        size_px: float,
        family: str = DEFAULT_FAMILY,
        weight: float = 400,
        width: float = 100,
        italic: bool = False,
        tracking: float = 0.0,
        stroke_px: float = 0.0,
    ) -> Lettering | None:
        """Return one line of text as masks; None when there is nothing to be drawn.

        Characters that no font has are left out, and a warning names them.

        Args:
            text: what is set; line breaks become spaces.
            size_px: of the em square; capitals of Inter are 0.73 of it.
            family: see `cut`; weight, width and italic likewise.
            weight: 100 to 900.
            width: percent of the normal.
            italic: whether it shall slant.
            tracking: ems between characters, beyond the font's own.
            stroke_px: width of the outline.
        """
        cut = self.cut(family, weight=weight, width=width, italic=italic)
        setting = self.typesetter.line(text, TextStyle(cut=cut, tracking=tracking, stroke_px=stroke_px), size_px)
        self.report_missing(text, setting.missing)
        return self.letters(setting) if setting.lines else None

    def fitted(
        self,
        text: str,
        style: TextStyle,
        *,
        box_px: tuple[float, float],
        min_px: float,
        max_px: float,
        max_lines: int = 4,
        automatic: bool = True,
        break_at: Sequence[str] = (),
    ) -> Setting | None:
        """Return text set into a box, as `Typesetter.set` does it; None when it does not fit. Warns of missing glyphs."""
        setting = self.cached(
            ("fitted", text, style, box_px, min_px, max_px, max_lines, automatic, tuple(break_at)),
            lambda: self.typesetter.set(
                text, style, box_px=box_px, min_px=min_px, max_px=max_px, max_lines=max_lines, automatic=automatic,
                break_at=break_at,
            ),
        )  # fmt: skip
        if setting is not None:
            self.report_missing(text, setting.missing)
        return setting

    def letters(self, setting: Setting) -> Lettering:
        """Return a setting as masks; kept for this picture only, since titles are seldom drawn twice."""
        if setting not in self._letters:
            self._letters[setting] = letters(self.typesetter, setting)
        return self._letters[setting]

    def cap_height(self, *, family: str = DEFAULT_FAMILY, weight: float = 400, width: float = 100) -> float:
        """Return the height of a font's capitals, in ems."""
        cut = self.cut(family, weight=weight, width=width)
        return self.typesetter.reach("H", TextStyle(cut=cut))[0]

    def rounded(self, width_px: int, height_px: int, radius_px: float) -> Image.Image:
        """Return a filled rectangle with round corners, mode L."""
        key = ("rounded", width_px, height_px, radius_px)
        return self.cached(key, lambda: masks.rounded(width_px, height_px, radius_px))

    def star(self, side_px: int) -> Image.Image:
        """Return a five-pointed star that fills a square, mode L."""
        return self.cached(("star", side_px), lambda: masks.star(side_px))

    def soft(self, mask: Image.Image, radius_px: float) -> Image.Image:
        """Return a mask with edges blurred by a Gaussian of this radius."""
        return masks.soft(mask, radius_px)

    def report_missing(self, text: str, missing: Sequence[str]) -> None:
        """Warn of characters that no font has; white space and invisible ones do not count."""
        named = sorted({character for character in missing if character.strip()})
        if named:
            codes = [" ".join(f"U+{ord(part):04X}" for part in cluster) for cluster in named]
            more = f" and {len(codes) - 3} more" if len(codes) > 4 else ""
            said = f"no font has {', '.join(codes[:3] if more else codes)}{more} of “{text}”; left out"
            self.notes.warn(
                f"{said} (fonts of the system are used too; posteract-core[cjk] has Chinese, Japanese, Korean)"
            )


class Sheet:
    """A small transparent sheet on which the parts of a badge are put together; becomes one raster.

    Args:
        width_px: of the sheet.
        height_px: of the sheet.
    """

    def __init__(self, width_px: int, height_px: int) -> None:
        self._rgba = Image.new("RGBA", (width_px, height_px), (0, 0, 0, 0))

    def put(self, mask: Image.Image, colour: Rgb, at: tuple[int, int] = (0, 0), *, opacity: float = 1.0) -> None:
        """Put a colour through a mask onto the sheet, over what is there; parts beyond its edge are cut."""
        alpha = Image.new("L", self._rgba.size, 0)
        alpha.paste(masks.times(mask, min(1.0, opacity)), at)
        part = Image.new("RGBA", self._rgba.size, (*colour, 0))
        part.putalpha(alpha)
        self._rgba.alpha_composite(part)

    def put_picture(self, picture: Image.Image, at: tuple[int, int] = (0, 0)) -> None:
        """Put an RGBA picture onto the sheet."""
        part = Image.new("RGBA", self._rgba.size, (0, 0, 0, 0))
        part.paste(picture, at)
        self._rgba.alpha_composite(part)

    def raster(self, *, ink: Box | None = None) -> Raster:
        """Return the sheet as a raster."""
        return raster_of(self._rgba, ink=ink)


def raster_of(rgba: Image.Image, *, at: tuple[int, int] | None = None, ink: Box | None = None) -> Raster:
    """Return an RGBA picture as a raster."""
    return Raster(fill=rgba.convert("RGB"), mask=rgba.getchannel("A"), at=at, ink=ink)


def flattened(raster: Raster) -> Raster:
    """Return a raster and all that lies below it as a single one, its ink where it was."""
    chain: list[tuple[Raster, int, int]] = []
    x = y = 0
    each: Raster | None = raster
    while each is not None:
        if chain:
            x, y = x + (each.at or (0, 0))[0], y + (each.at or (0, 0))[1]
        chain.append((each, x, y))
        each = each.below
    if len(chain) == 1:
        return raster
    left, top = min(x for _, x, _ in chain), min(y for _, _, y in chain)
    right = max(x + part.mask.width for part, x, _ in chain)
    bottom = max(y + part.mask.height for part, _, y in chain)
    sheet = Image.new("RGBA", (right - left, bottom - top), (0, 0, 0, 0))
    for part, x, y in reversed(chain):
        layer = Image.new("RGBA", sheet.size, (0, 0, 0, 0))
        fill = part.fill if isinstance(part.fill, Image.Image) else Image.new("RGB", part.mask.size, part.fill)
        whole = fill.convert("RGBA")
        whole.putalpha(part.mask)
        layer.paste(whole, (x - left, y - top))
        sheet.alpha_composite(layer)
    ink = raster.ink or (0, 0, raster.mask.width, raster.mask.height)
    at = None if raster.at is None else (raster.at[0] + left, raster.at[1] + top)
    return raster_of(sheet, at=at, ink=(ink[0] - left, ink[1] - top, ink[2] - left, ink[3] - top))


_SHARED = threading.Lock()
_BOOKS: dict[tuple[tuple[Path, ...], bool], FontBook] = {}


def shared_book(folders: Sequence[Path] = (), *, system: bool = True) -> FontBook:
    """Return the font book of these folders, one per process: what it has looked up stays known."""
    key = (tuple(folders), system)
    with _SHARED:
        if key not in _BOOKS:
            _BOOKS[key] = FontBook(folders, system=system)
        return _BOOKS[key]


def toolbox(*, font_folders: Sequence[Path] = (), system_fonts: bool = True) -> Toolbox:
    """Return tools of their own, with an empty cache: for tests of layers, and for drawing outside of a run.

    Args:
        font_folders: searched before the font packages.
        system_fonts: also use the system's.
    """
    return Toolbox(Typesetter(shared_book(font_folders, system=system_fonts)), RasterCache())
