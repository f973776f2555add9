"""The overlay service: a base picture, a look and a subject in, a finished picture out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from ..model import ArtworkKind
from ..providers import Subject
from .canvas import Canvas
from .decode import Source, decode_alpha
from .encode import encode
from .fit import FitLayer, badges_area, fitted
from .grounding import Grounding
from .layout import lay_out
from .lettering import Typesetter
from .look import Look
from .mark import Mark
from .palette import Palette
from .paste import ink_of, paste, turned
from .placed import Base, PlacedLayer
from .rasters import DEFAULT_BYTES, RasterCache
from .scene import Scene
from .stacking import stacked, thing_of
from .toolbox import Notes, Toolbox, shared_book


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What came out.

    Attributes:
        format: `jpeg`, `png` or `webp`; a picture that keeps its transparency is never `jpeg`.
        width_px: of the picture.
        height_px: of the picture.
        sha256: of the file, in hex.
        size_bytes: of the file.
        review: what a person should look at ("the title did not fit"); empty when all is as it should be.
        warnings: what was left out or replaced: glyphs no font has, fonts that are not there, badges without room.
    """

    format: str
    width_px: int
    height_px: int
    sha256: str
    size_bytes: int
    review: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class OverlayService:
    """Draws looks over pictures. Pure: the same arguments give the same bytes, in any thread, process or run.

    Cheap to make, safe to share between threads, can be pickled (its cache stays behind).

    Args:
        font_folders: the user's own fonts, searched first.
        system_fonts: also use the system's.
        cache_bytes: of drawn things kept for the next picture.
    """

    def __init__(
        self,
        *,
        font_folders: Sequence[Path] = (),
        system_fonts: bool = True,
        cache_bytes: int = DEFAULT_BYTES,
    ) -> None:
        self._settings: dict[str, Any] = {
            "font_folders": tuple(font_folders),
            "system_fonts": system_fonts,
            "cache_bytes": cache_bytes,
        }
        self._setter = Typesetter(shared_book(tuple(font_folders), system=system_fonts))
        self._cache = RasterCache(cache_bytes)

    def __getstate__(self) -> dict[str, Any]:
        return {"settings": self._settings, "packed": self._setter.book.packed()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        OverlayService.__init__(self, **state["settings"])
        self._setter.book.hand_over(state["packed"])

    def draw(
        self,
        source: Source,
        look: Look,
        subject: Subject,
        canvas: Canvas,
        *,
        base: Base,
        mark: Mark,
        out: Path,
        format: str = "jpeg",  # noqa: A002 - the field's word
        quality: int = 90,
    ) -> Rendering:
        """Draw a look over a base picture, write the result to a file and say what it is.

        Args:
            source: the base: encoded bytes, or a file's path.
            look: what is drawn.
            subject: what it is about.
            canvas: the size of the result; of a logo its outer bound.
            base: whether the base has words in it already, or is the owner's finished picture.
            mark: goes into the EXIF block.
            out: written directly; the caller renames it when it shall appear whole.
            format: `jpeg`, `png` or `webp`; logos become `png` where `jpeg` is asked for.
            quality: 1 to 100, of `jpeg` and `webp`.

        Raises:
            PictureRefused: the base cannot be used; the message says why.
            PluginError: a layer failed.
            OSError: the file cannot be written.
        """
        picture = self._base(source, look, subject, canvas, base)
        notes = self.draw_layers(picture, look, subject, canvas, base=base)
        kept = "png" if picture.mode == "RGBA" and format == "jpeg" else format
        sha256 = encode(picture, out, format=kept, quality=quality, mark=mark)
        return Rendering(
            format=kept,
            width_px=picture.width,
            height_px=picture.height,
            sha256=sha256,
            size_bytes=out.stat().st_size,
            review=tuple(notes.review),
            warnings=tuple(notes.warnings),
        )

    def draw_layers(self, picture: Image.Image, look: Look, subject: Subject, canvas: Canvas, *, base: Base) -> Notes:
        """Draw the layers of a look onto an RGB or RGBA picture, in place, and return what there is to say about it."""
        canvas = Canvas(kind=canvas.kind, width_px=picture.width, height_px=picture.height)
        tools = Toolbox(self._setter, self._cache)
        scene = Scene(picture, subject, canvas, tools)
        shown = [each for each in look.shown(subject, base=base) if each[0].layer.type != FitLayer.type]
        tools.palette = Palette(picture)
        placed = stacked(scene, shown, badges_area(canvas, look.fit_of(subject, base=base)))
        title_place = next((each.place for each in placed if each.placed.of_style and each.placed.layer.sets_title), "")
        grounding = Grounding(scene, placed)
        for position, (layer, value) in enumerate(shown):
            if not layer.layer.stacks:
                draw_alone(scene, layer, value, title_place)
            for each in placed:
                if each.position == position:
                    grounding.paste(each)
        return tools.notes

    def _base(self, source: Source, look: Look, subject: Subject, canvas: Canvas, base: Base) -> Image.Image:
        if canvas.kind is ArtworkKind.LOGO:
            return decode_alpha(source, (canvas.width_px, canvas.height_px))
        return fitted(source, canvas, look.fit_of(subject, base=base), has_words=base != "textless")


def draw_alone(scene: Scene, placed: PlacedLayer, value: Hashable, title_place: str) -> None:
    """Draw a layer that does not stack: at its place on the whole canvas, or where it says itself.

    Args:
        title_place: the anchor of the style's title, for layers without one.
    """
    context = scene.context(placed, value, scene.whole, place=placed.place or title_place)
    for raster in scene.rasters(placed, context):
        spun = turned(raster, placed.placement.rotation)
        at = spun.at
        if at is None:
            ink = ink_of(spun)
            thing = thing_of(scene, "alone", placed, raster, context)
            left, top = lay_out([thing], scene.whole, gap_px=0).at.get("alone", (0, 0))
            at = (left - ink[0], top - ink[1])
        paste(scene.picture, spun, at, placed.placement.opacity)
