"""The overlay service: a base picture, a look and a subject in, a finished picture out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from ..errors import PluginError, PosteractError
from ..model import ArtworkKind
from ..providers import DrawContext, Raster, Subject
from ..providers.overlay_layer import Box
from .canvas import Canvas
from .decode import Source, decode_alpha
from .encode import encode
from .fit import FitLayer, badges_area, fitted
from .layout import Thing, lay_out
from .lettering import Typesetter
from .look import Base, Look, PlacedLayer
from .mark import Mark
from .paste import ink_of, paste, turned, turned_size
from .rasters import DEFAULT_BYTES, RasterCache
from .toolbox import Notes, Toolbox, shared_book

GAP_UNITS = 12
"""Between badges, and between the lines of a style's stack."""

NO_ROOM = "no room for"


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


@dataclass(slots=True)
class _Drawn:
    """A layer's raster on its way onto the picture."""

    placed: PlacedLayer
    value: Hashable
    raster: Raster
    at: tuple[int, int] | None = None


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
        return self._settings

    def __setstate__(self, state: dict[str, Any]) -> None:
        OverlayService.__init__(self, **state)

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
        tools = Toolbox(self._setter, self._cache)
        canvas = Canvas(kind=canvas.kind, width_px=picture.width, height_px=picture.height)
        shown = [
            (placed, value) for placed, value in look.shown(subject, base=base) if placed.layer.type != FitLayer.type
        ]
        stacked = self._stacked(
            picture, shown, subject, canvas, tools, badges_area(canvas, look.fit_of(subject, base=base))
        )
        for position, (placed, value) in enumerate(shown):
            if not placed.layer.stacks:
                self._draw_alone(picture, placed, value, subject, canvas, tools)
            for drawn in stacked.get(position, ()):
                _draw_stacked(picture, drawn, subject, canvas, tools)
        return tools.notes

    def _base(self, source: Source, look: Look, subject: Subject, canvas: Canvas, base: Base) -> Image.Image:
        if canvas.kind is ArtworkKind.LOGO:
            return decode_alpha(source, (canvas.width_px, canvas.height_px))
        return fitted(source, canvas, look.fit_of(subject, base=base), has_words=base != "textless")

    def _stacked(
        self,
        picture: Image.Image,
        shown: Sequence[tuple[PlacedLayer, Hashable]],
        subject: Subject,
        canvas: Canvas,
        tools: Toolbox,
        badges: Box,
    ) -> dict[int, list[_Drawn]]:
        """Return the rasters of all layers that stack, with their places, by the layer's position."""
        safe = _safe(canvas)
        things: list[Thing] = []
        drawn: dict[tuple[int, int], _Drawn] = {}
        for position, (placed, value) in enumerate(shown):
            if not placed.layer.stacks or placed.place is None:
                continue
            area = safe if placed.of_style else badges
            context = _context(placed, value, subject, canvas, tools, area, picture)
            for number, raster in enumerate(_rasters(placed, context)):
                drawn[position, number] = _Drawn(placed, value, raster)
                things.append(_thing((position, number), placed, raster, canvas, context))
        layout = lay_out(things, safe, gap_px=round(GAP_UNITS * canvas.scale), badges_safe=badges)
        result: dict[int, list[_Drawn]] = {}
        for key, each in drawn.items():
            if key in layout.dropped:
                tools.notes.warn(f"{NO_ROOM} `{each.placed.name}` at {each.placed.place}")
                if each.placed.of_style:
                    tools.notes.say_review(f"{NO_ROOM} `{each.placed.name}`")
                continue
            each.at = layout.at[key]
            result.setdefault(key[0], []).append(each)
        return result

    def _draw_alone(
        self,
        picture: Image.Image,
        placed: PlacedLayer,
        value: Hashable,
        subject: Subject,
        canvas: Canvas,
        tools: Toolbox,
    ) -> None:
        whole = (0, 0, canvas.width_px, canvas.height_px)
        context = _context(placed, value, subject, canvas, tools, whole, picture)
        for raster in _rasters(placed, context):
            spun = turned(raster, placed.placement.rotation)
            at = spun.at
            if at is None:
                ink = ink_of(spun)
                thing = _thing("alone", placed, raster, canvas, context)
                left, top = lay_out([thing], whole, gap_px=0).at.get("alone", (0, 0))
                at = (left - ink[0], top - ink[1])
            paste(picture, spun, at, placed.placement.opacity)


def _safe(canvas: Canvas) -> Box:
    margin = canvas.margin_px
    return margin, margin, canvas.width_px - margin, canvas.height_px - margin


def _context(
    placed: PlacedLayer,
    value: Hashable,
    subject: Subject,
    canvas: Canvas,
    tools: Toolbox,
    area: Box,
    picture: Image.Image,
) -> DrawContext:
    return DrawContext(
        value=value,
        subject=subject,
        width_px=canvas.width_px,
        height_px=canvas.height_px,
        scale=canvas.scale * placed.placement.scale,
        tools=tools,
        area=area,
        picture=picture if picture.mode == "RGB" else None,
    )


def _rasters(placed: PlacedLayer, context: DrawContext) -> tuple[Raster, ...]:
    try:
        drawn = placed.layer.draw(context)
    except PosteractError:
        raise
    except Exception as error:
        raise PluginError(f"layer `{placed.layer.type}` failed: {type(error).__name__}: {error}") from error
    if drawn is None:
        return ()
    return drawn if isinstance(drawn, tuple) else (drawn,)


def _thing(key: Hashable, placed: PlacedLayer, raster: Raster, canvas: Canvas, context: DrawContext) -> Thing:
    left, top, right, bottom = ink_of(raster)
    width, height = turned_size(right - left, bottom - top, placed.placement.rotation)
    placement = placed.placement
    box = getattr(placed.layer, "box_px", None)
    return Thing(
        key=key,
        width_px=width,
        height_px=height,
        place=placed.place or "top-left",
        offset=(
            placement.offset[0].px(canvas.scale, canvas.width_px),
            placement.offset[1].px(canvas.scale, canvas.height_px),
        ),
        flow=placement.flow,
        gap_px=placement.gap.px(canvas.scale, canvas.height_px) if placement.gap is not None else 0,
        priority=placement.priority,
        of_style=placed.of_style,
        yields=placement.yields,
        claim_px=box(context)[0] if box is not None and placed.of_style else 0,
    )


def _draw_stacked(picture: Image.Image, drawn: _Drawn, subject: Subject, canvas: Canvas, tools: Toolbox) -> None:
    if drawn.at is None:
        return
    placed, ink = drawn.placed, ink_of(drawn.raster)
    width, height = turned_size(ink[2] - ink[0], ink[3] - ink[1], placed.placement.rotation)
    area = (drawn.at[0], drawn.at[1], drawn.at[0] + width, drawn.at[1] + height)
    context = _context(placed, drawn.value, subject, canvas, tools, area, picture)
    try:
        finished = placed.layer.finish(drawn.raster, context)
    except PosteractError:
        raise
    except Exception as error:
        raise PluginError(f"layer `{placed.layer.type}` failed: {type(error).__name__}: {error}") from error
    spun = turned(finished, placed.placement.rotation)
    ink = ink_of(spun)
    paste(picture, spun, (drawn.at[0] - ink[0], drawn.at[1] - ink[1]), placed.placement.opacity)
