"""What stacks: the rasters of titles and badges, each with its place."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from ..model import Box, Raster
from ..providers import DrawContext
from .faces import faces_in
from .layers.text import WordsLayer
from .layout import Thing, lay_out
from .paste import ink_of, turned_size
from .placed import PlacedLayer
from .scene import Scene
from .stand import find_stands, first_stand
from .zones import Zones, is_auto

GAP_UNITS = 12
"""Between badges, and between the lines of a style's stack."""

NO_ROOM = "no room for"

Shown = tuple[PlacedLayer, Hashable]
"""A layer with the value it shows."""


@dataclass(frozen=True, slots=True)
class Stacked:
    """A raster on its way onto the picture.

    Attributes:
        position: of its layer among those shown.
        placed, value: the layer and what it shows.
        raster: what it drew.
        place: its anchor.
        at: (left, top) in px of its ink.
    """

    position: int
    placed: PlacedLayer
    value: Hashable
    raster: Raster
    place: str
    at: tuple[int, int] = (0, 0)

    @property
    def area(self) -> Box:
        """Return the place of its ink on the canvas."""
        left, top, right, bottom = ink_of(self.raster)
        width, height = turned_size(right - left, bottom - top, self.placed.placement.rotation)
        return self.at[0], self.at[1], self.at[0] + width, self.at[1] + height


def stacked(scene: Scene, shown: Sequence[Shown], badges: Box) -> list[Stacked]:
    """Return the rasters of all layers that stack, bottom up, those without room left out with a note.

    Args:
        scene: is only looked at.
        shown: all layers with their values; those that do not stack are passed over.
        badges: where badges may be; the style has the safe area.
    """
    safe, gap_px = scene.safe, round(GAP_UNITS * scene.canvas.scale)
    things: dict[Hashable, Thing] = {}
    drawn: dict[Hashable, Stacked] = {}
    asked: dict[Hashable, str] = {}

    def put(position: int, placed: PlacedLayer, value: Hashable, place: str) -> None:
        context = scene.context(placed, value, safe if placed.of_style else badges, place=place)
        for number, raster in enumerate(scene.rasters(placed, context)):
            key = position, number
            drawn[key] = Stacked(position, placed, value, raster, place)
            things[key] = thing_of(scene, key, placed, raster, context)
            if is_auto(placed.place):
                asked[key] = placed.place or ""

    stacking = [(at, *each) for at, each in enumerate(shown) if each[0].layer.stacks and each[0].place is not None]
    claim = max((_claim(scene, placed) for _, placed, _ in stacking), default=0)
    firsts = {placed.place: first_stand(placed.place or "", claim, safe) for _, placed, _ in stacking}
    for position, placed, value in stacking:
        put(position, placed, value, firsts[placed.place])
    if asked and scene.is_opaque:
        wary = any(getattr(placed.layer.options, "avoid_faces", False) for _, placed, _ in stacking)
        zones = Zones(scene.picture, faces_in(scene.picture) if wary else ())
        stands = find_stands(things, asked, zones, safe, badges, gap_px)
        for position, placed, value in stacking:
            if stands.get(placed.place or "", firsts[placed.place]) != firsts[placed.place]:
                put(position, placed, value, stands[placed.place or ""])
    return list(_with_room(scene, things, drawn, badges, gap_px))


def _with_room(
    scene: Scene, things: dict[Hashable, Thing], drawn: dict[Hashable, Stacked], badges: Box, gap_px: int
) -> Iterator[Stacked]:
    layout = lay_out(list(things.values()), scene.safe, gap_px=gap_px, badges_safe=badges, canvas=scene.whole)
    notes = scene.tools.notes
    for key, each in drawn.items():
        if key not in layout.dropped:
            yield Stacked(each.position, each.placed, each.value, each.raster, each.place, layout.at[key])
            continue
        notes.warn(f"{NO_ROOM} `{each.placed.name}` at {each.place}")
        if each.placed.of_style:
            notes.say_review(f"{NO_ROOM} `{each.placed.name}`")


def thing_of(scene: Scene, key: Hashable, placed: PlacedLayer, raster: Raster, context: DrawContext) -> Thing:
    """Return what the layout has to know of a raster."""
    left, top, right, bottom = ink_of(raster)
    placement, layer = placed.placement, placed.layer
    width, height = turned_size(right - left, bottom - top, placement.rotation)
    scale, canvas = scene.canvas.scale, scene.canvas
    words = layer if isinstance(layer, WordsLayer) and placed.of_style and not placement.rotation % 180 else None
    return Thing(
        key=key,
        width_px=width,
        height_px=height,
        place=context.place or "top-left",
        offset=(placement.offset[0].px(scale, canvas.width_px), placement.offset[1].px(scale, canvas.height_px)),
        flow=placement.flow,
        gap_px=placement.gap.px(scale, canvas.height_px) if placement.gap is not None else 0,
        priority=placement.priority,
        of_style=placed.of_style,
        yields=placement.yields,
        is_title=layer.sets_title,
        claim_px=words.box_px(context)[0] if words is not None else 0,
        pad_px=_rim(placed, scale, canvas.width_px),
    )


def _claim(scene: Scene, placed: PlacedLayer) -> int:
    """Return how wide the words of a style may become: what decides whether they may stand at a side."""
    if not isinstance(placed.layer, WordsLayer) or not placed.of_style or not is_auto(placed.place):
        return 0
    return placed.layer.box_px(scene.context(placed, None, scene.safe, place=""))[0]


def _rim(placed: PlacedLayer, scale: float, width_px: int) -> tuple[int, int]:
    """Return what the plate of a layer's words takes beyond them; one that is wider than they are takes the whole width."""
    plate = placed.layer.options.plate if isinstance(placed.layer, WordsLayer) else None
    if plate is None:
        return 0, 0
    return round(plate.padding[0] * scale if plate.width == "words" else width_px), round(plate.padding[1] * scale)
