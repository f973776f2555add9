"""The overlay service: a base picture, a look and a subject in, a finished picture out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
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
from .faces import faces_in
from .fit import FitLayer, badges_area, fitted
from .ground import Member, under_words
from .layers.text import WordsLayer
from .layout import Thing, lay_out
from .lettering import Typesetter
from .look import Base, Look, PlacedLayer
from .mark import Mark
from .palette import Palette
from .paste import ink_of, paste, turned, turned_size
from .plate import plate_under
from .rasters import DEFAULT_BYTES, RasterCache
from .reading import READABLE, READABLE_SHAPE
from .stand import find_stands, first_stand
from .toolbox import Notes, Toolbox, shared_book
from .zones import Zones, is_auto

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
    place: str
    at: tuple[int, int] | None = None


@dataclass(slots=True)
class _Stacks:
    """All layers that stack, placed.

    Attributes:
        drawn: the rasters of each layer, by its position.
        title_place: the anchor of the style's title; empty when it has none.
        tones: of each group of words that has its ground already, by `_group`.
    """

    drawn: dict[int, list[_Drawn]]
    title_place: str = ""
    tones: dict[Hashable, str] = field(default_factory=dict)

    def all(self) -> list[_Drawn]:
        """Return all rasters that found room, bottom up."""
        return [each for position in sorted(self.drawn) for each in self.drawn[position]]


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
        tools = Toolbox(self._setter, self._cache)
        canvas = Canvas(kind=canvas.kind, width_px=picture.width, height_px=picture.height)
        shown = [
            (placed, value) for placed, value in look.shown(subject, base=base) if placed.layer.type != FitLayer.type
        ]
        tools.palette = Palette(picture)
        stacks = self._stacked(
            picture, shown, subject, canvas, tools, badges_area(canvas, look.fit_of(subject, base=base))
        )
        for position, (placed, value) in enumerate(shown):
            if not placed.layer.stacks:
                self._draw_alone(picture, placed, value, subject, canvas, tools, stacks.title_place)
            for drawn in stacks.drawn.get(position, ()):
                _draw_stacked(picture, drawn, stacks, subject, canvas, tools)
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
    ) -> _Stacks:
        """Return the rasters of all layers that stack, with their places."""
        safe, gap_px = _safe(canvas), round(GAP_UNITS * canvas.scale)
        things: dict[Hashable, Thing] = {}
        drawn: dict[Hashable, _Drawn] = {}
        asked: dict[Hashable, str] = {}

        def put(position: int, placed: PlacedLayer, value: Hashable, place: str) -> None:
            area = safe if placed.of_style else badges
            context = _context(placed, value, subject, canvas, tools, area, picture, place=place)
            for number, raster in enumerate(_rasters(placed, context)):
                drawn[position, number] = _Drawn(placed, value, raster, place)
                things[position, number] = _thing((position, number), placed, raster, canvas, context)
                if is_auto(placed.place):
                    asked[position, number] = placed.place or ""

        stacking = [(at, *each) for at, each in enumerate(shown) if each[0].layer.stacks and each[0].place is not None]
        claim = max((_claim(placed, subject, canvas, tools) for _, placed, _ in stacking), default=0)
        firsts = {placed.place: first_stand(placed.place or "", claim, safe) for _, placed, _ in stacking}
        for position, placed, value in stacking:
            put(position, placed, value, firsts[placed.place])
        if asked and picture.mode == "RGB":
            wary = any(getattr(placed.layer.options, "avoid_faces", False) for _, placed, _ in stacking)
            zones = Zones(picture, faces_in(picture) if wary else ())
            stands = find_stands(things, asked, zones, safe, badges, gap_px)
            for position, placed, value in stacking:
                if stands.get(placed.place or "", firsts[placed.place]) != firsts[placed.place]:
                    put(position, placed, value, stands[placed.place or ""])
        layout = lay_out(list(things.values()), safe, gap_px=gap_px, badges_safe=badges, canvas=_whole(canvas))
        result = _Stacks({})
        for key, each in drawn.items():
            if each.placed.of_style and each.placed.layer.sets_title:
                result.title_place = each.place
            if key in layout.dropped:
                tools.notes.warn(f"{NO_ROOM} `{each.placed.name}` at {each.place}")
                if each.placed.of_style:
                    tools.notes.say_review(f"{NO_ROOM} `{each.placed.name}`")
                continue
            each.at = layout.at[key]
            result.drawn.setdefault(key[0], []).append(each)  # type: ignore[index]
        return result

    def _draw_alone(
        self,
        picture: Image.Image,
        placed: PlacedLayer,
        value: Hashable,
        subject: Subject,
        canvas: Canvas,
        tools: Toolbox,
        title_place: str,
    ) -> None:
        whole = _whole(canvas)
        place = placed.place or title_place
        context = _context(placed, value, subject, canvas, tools, whole, picture, place=place)
        for raster in _rasters(placed, context):
            spun = turned(raster, placed.placement.rotation)
            at = spun.at
            if at is None:
                ink = ink_of(spun)
                thing = _thing("alone", placed, raster, canvas, context)
                left, top = lay_out([thing], whole, gap_px=0).at.get("alone", (0, 0))
                at = (left - ink[0], top - ink[1])
            paste(picture, spun, at, placed.placement.opacity)


def _whole(canvas: Canvas) -> Box:
    return 0, 0, canvas.width_px, canvas.height_px


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
    *,
    place: str,
    tone: str = "",
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
        place=place,
        tone=tone,
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
        place=context.place or "top-left",
        offset=(
            placement.offset[0].px(canvas.scale, canvas.width_px),
            placement.offset[1].px(canvas.scale, canvas.height_px),
        ),
        flow=placement.flow,
        gap_px=placement.gap.px(canvas.scale, canvas.height_px) if placement.gap is not None else 0,
        priority=placement.priority,
        of_style=placed.of_style,
        yields=placement.yields,
        is_title=placed.layer.sets_title,
        claim_px=box(context)[0] if box is not None and placed.of_style and not placed.placement.rotation % 180 else 0,
        pad_px=_rim(placed, canvas),
    )


def _claim(placed: PlacedLayer, subject: Subject, canvas: Canvas, tools: Toolbox) -> int:
    """Return how wide the words of a style may become: what decides whether they may stand at a side."""
    box = getattr(placed.layer, "box_px", None)
    if box is None or not placed.of_style or not is_auto(placed.place):
        return 0
    blank = Image.new("L", (1, 1))
    width: int = box(_context(placed, None, subject, canvas, tools, _safe(canvas), blank, place=""))[0]
    return width


def _rim(placed: PlacedLayer, canvas: Canvas) -> tuple[int, int]:
    """Return what the plate of a layer's words takes beyond them; one that is wider than they are takes the whole width."""
    plate = getattr(placed.layer.options, "plate", None)
    if plate is None:
        return 0, 0
    across = plate.padding[0] * canvas.scale if plate.width == "words" else canvas.width_px
    return round(across), round(plate.padding[1] * canvas.scale)


def _draw_stacked(
    picture: Image.Image, drawn: _Drawn, stacks: _Stacks, subject: Subject, canvas: Canvas, tools: Toolbox
) -> None:
    if drawn.at is None:
        return
    placed = drawn.placed
    group = _group(drawn)
    if group not in stacks.tones:
        # All of a style at once: the shade under one of its groups must not fall on the words of another.
        alike = [each for each in stacks.all() if each.placed.of_style] if placed.of_style else [drawn]
        for other in dict.fromkeys(map(_group, alike)):
            together = [each for each in alike if _group(each) == other]
            stacks.tones[other] = _lay_ground(picture, together, subject, canvas, tools)
    context = _context(
        placed, drawn.value, subject, canvas, tools, _area(drawn), picture, place=drawn.place, tone=stacks.tones[group]
    )
    try:
        finished = placed.layer.finish(drawn.raster, context)
    except PosteractError:
        raise
    except Exception as error:
        raise PluginError(f"layer `{placed.layer.type}` failed: {type(error).__name__}: {error}") from error
    spun = turned(finished, placed.placement.rotation)
    ink = ink_of(spun)
    paste(picture, spun, (drawn.at[0] - ink[0], drawn.at[1] - ink[1]), placed.placement.opacity)


def _group(drawn: _Drawn) -> Hashable:
    """Return what tells the words that share a ground: all of the style at one place, each badge for itself."""
    placement = drawn.placed.placement
    return (drawn.place, placement.offset) if drawn.placed.of_style else id(drawn)


def _area(drawn: _Drawn) -> Box:
    """Return the place of a raster's ink on the canvas."""
    left, top, right, bottom = ink_of(drawn.raster)
    width, height = turned_size(right - left, bottom - top, drawn.placed.placement.rotation)
    x, y = drawn.at or (0, 0)
    return x, y, x + width, y + height


def _lay_ground(
    picture: Image.Image, together: Sequence[_Drawn], subject: Subject, canvas: Canvas, tools: Toolbox
) -> str:
    """Paste what the words of a group need under them, and return their tone."""
    words = [(each, each.placed.layer) for each in together if isinstance(each.placed.layer, WordsLayer)]
    words.sort(key=lambda pair: not pair[1].sets_title)
    if not words or picture.mode != "RGB":
        return ""
    place, plates = words[0][0].place, [layer.options.plate for _, layer in words]
    parts: tuple[Raster, ...] = ()
    if (plate := next((each for each in plates if each is not None), None)) is not None:
        boxes = [_area(each) for each in together]
        around = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        parts = plate_under(picture, around, place, plate, canvas, tools.palette)
        for part in parts:
            paste(picture, part, part.at or (0, 0))
    members = []
    for each, layer in words:
        area, ink, straight = _area(each), ink_of(each.raster), each.placed.placement.rotation % 360 == 0
        at = area[0] - ink[0], area[1] - ink[1]
        if straight and (seen := each.raster.mask.getbbox()) is not None:  # less than its ink where no letter goes down
            area = at[0] + seen[0], at[1] + seen[1], at[0] + seen[2], at[1] + seen[3]
        members.append(
            Member(
                layer=layer,
                context=_context(each.placed, each.value, subject, canvas, tools, area, picture, place=place),
                mask=each.raster.mask if straight else None,
                at=at,
                readable=READABLE_SHAPE if isinstance(each.value, tuple) else READABLE,
            )
        )
    ground = under_words(members, place, plate=parts[-1] if parts else None)
    if ground.raster is not None:
        paste(picture, ground.raster, ground.raster.at or (0, 0))
    return ground.tone
