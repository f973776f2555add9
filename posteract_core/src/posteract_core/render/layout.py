"""Where everything that is placed goes: stacks at nine anchors, out of each other's way. Geometry alone, in px.

Things that share an anchor form a block. Badges at the top and the bottom flow in rows, in the middle in columns; what a
style places flows in columns, the title among them. Blocks at the edges come first, then the style's, which gives way by
moving along; what finds no room drops its least important member and tries again. Nothing is laid over anything else; the
title is the last to go.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from ..model import Box

LAYOUT_VERSION = 2
"""Raise it when the same things would be placed elsewhere than before."""


STYLE_GAP = 2.5
"""Times the ordinary gap: what is kept between badges and a style's things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something to be placed.

    Attributes:
        key: to find it again.
        width_px: of its ink.
        height_px: of its ink.
        place: one of the nine anchors.
        offset: (x, y) in px, inwards from the edges it is anchored to.
        flow: row, column or auto.
        gap_px: to the thing before it in its block.
        priority: the lowest is dropped first.
        of_style: part of the picture's look, as the title is; else a badge.
        yields: of the style's things, whether they make way for badges.
        is_title: dropped after everything else.
        claim_px: the width that is kept free for it; 0 = its own.
        pad_px: (x, y) kept free around it and what it stands with: the rim of a plate.
    """

    key: Hashable
    width_px: int
    height_px: int
    place: str
    offset: tuple[int, int] = (0, 0)
    flow: str = "auto"
    gap_px: int = 0
    priority: int = 0
    of_style: bool = False
    yields: bool = True
    is_title: bool = False
    claim_px: int = 0
    pad_px: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Layout:
    """What was placed, by key: the (left, top) of its ink; and what found no room."""

    at: dict[Hashable, tuple[int, int]] = field(default_factory=dict)
    dropped: tuple[Hashable, ...] = ()


@dataclass(slots=True)
class _Block:
    """Things at one anchor.

    Attributes:
        things: in their order.
        safe: what they must stay in, unless an offset asks to go beyond it.
        bounds: what they must stay in whatever they ask for; None = nothing.
        gap_px: between them.
        limit_px: how long a row may be.
        lines: the things as they were broken into rows or columns.
        size: width and height of all.
    """

    things: list[Thing]
    safe: Box
    bounds: Box | None
    gap_px: int
    limit_px: int
    lines: list[list[Thing]] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)

    @property
    def first(self) -> Thing:
        return self.things[0]

    @property
    def vertical(self) -> str:
        return self.first.place.split("-")[0]

    @property
    def horizontal(self) -> str:
        return self.first.place.split("-")[1]

    @property
    def along(self) -> int:
        """Return the axis the things follow each other on: 0 = in rows, 1 = in columns."""
        flow = self.first.flow
        if flow == "auto":
            return 1 if self.first.of_style or self.vertical == "middle" else 0
        return 0 if flow == "row" else 1


@dataclass(frozen=True, slots=True)
class _Taken:
    """A box that is taken, and by whom."""

    box: Box
    of_style: bool


def lay_out(
    things: Sequence[Thing], safe: Box, *, gap_px: int, badges_safe: Box | None = None, canvas: Box | None = None
) -> Layout:
    """Return where each thing goes.

    Args:
        things: in the order in which they follow each other in their stacks.
        safe: the part of the canvas they may take.
        gap_px: kept between blocks and between the things of one; `STYLE_GAP` times that between badges and a style's things.
        badges_safe: the part that badges may take; None = the same.
        canvas: what offsets may not lead out of; None = they may lead anywhere.
    """
    blocks = _blocks(things, safe, badges_safe or safe, canvas, gap_px)
    first = _placed(sorted(blocks, key=_rank), gap_px, style_must_fit=True)
    return first or _placed(sorted(blocks, key=_rank_style_first), gap_px, style_must_fit=False) or Layout()


def _blocks(things: Sequence[Thing], safe: Box, badges_safe: Box, canvas: Box | None, gap_px: int) -> list[_Block]:
    grouped: dict[tuple[bool, str, tuple[int, int]], _Block] = {}
    for thing in things:
        own = safe if thing.of_style else badges_safe
        fresh = _Block([], own, canvas, gap_px, own[2] - own[0])
        grouped.setdefault((thing.of_style, thing.place, thing.offset), fresh).things.append(thing)
    blocks = list(grouped.values())
    for edge in ("top", "bottom"):
        rows = {
            side: block
            for block in blocks
            for side in ("left", "right")
            if not block.first.of_style and block.first.place == f"{edge}-{side}" and block.along == 0
        }
        if len(rows) == 2:
            _share_row(rows["left"], rows["right"])
    return blocks


def _share_row(left: _Block, right: _Block) -> None:
    """Limit two blocks of one edge so that they fit beside each other: the narrower keeps its width up to a half."""
    width, gap_px = left.limit_px, left.gap_px
    natural = [_length(block.things, 0, gap_px) for block in (left, right)]
    if sum(natural) + gap_px <= width:
        return
    narrow = min(*natural, (width - gap_px) // 2)
    left.limit_px = narrow if natural[0] <= natural[1] else width - gap_px - narrow
    right.limit_px = width - gap_px - left.limit_px


def _rank(block: _Block) -> tuple[int, bool]:
    others = not any(thing.is_title for thing in block.things)
    if block.first.of_style:
        return 2 if block.first.yields else 0, others
    if block.vertical == "middle":
        return 4 if block.horizontal == "center" else 3, others
    return 1, others


def _rank_style_first(block: _Block) -> tuple[int, bool]:
    rank, others = _rank(block)
    return 0 if block.first.of_style else rank, others


def _placed(blocks: Sequence[_Block], gap_px: int, *, style_must_fit: bool) -> Layout | None:
    """Place block after block; None when a style's block finds no room and must."""
    at: dict[Hashable, tuple[int, int]] = {}
    dropped: list[Hashable] = []
    taken: list[_Taken] = []
    for original in blocks:
        block = _Block(list(original.things), original.safe, original.bounds, gap_px, original.limit_px)
        while block.things:
            _flow(block)
            box = _find_room(block, taken, gap_px)
            if box is None and block.first.of_style and style_must_fit:
                return None
            if box is not None:
                at.update(_positions(block, box))
                taken.append(_Taken(_claimed(block, box), block.first.of_style))
                break
            dropped.append(_drop_least(block).key)
    return Layout(at, tuple(dropped))


def _flow(block: _Block) -> None:
    """Break the block's things into lines and measure it."""
    along, gap_px = block.along, block.gap_px
    height = block.safe[3] - block.safe[1] - abs(block.first.offset[1])
    limit = block.limit_px if along == 0 else height
    block.lines = [[]]
    used = 0
    for thing in block.things:
        own, gap = _size(thing, along), thing.gap_px or gap_px
        if block.lines[-1] and used + gap + own > limit:
            block.lines.append([])
            used = 0
        used += own + (gap if block.lines[-1] else 0)
        block.lines[-1].append(thing)
    length = max(_length(line, along, gap_px) for line in block.lines)
    depth = sum(_depth(line, along) for line in block.lines) + gap_px * (len(block.lines) - 1)
    block.size = (length, depth) if along == 0 else (depth, length)


def _size(thing: Thing, axis: int) -> int:
    return thing.width_px if axis == 0 else thing.height_px


def _depth(line: Sequence[Thing], along: int) -> int:
    return max(_size(thing, 1 - along) for thing in line)


def _length(line: Sequence[Thing], along: int, gap_px: int) -> int:
    return sum(_size(thing, along) for thing in line) + sum(thing.gap_px or gap_px for thing in line[1:])


def _anchored(block: _Block) -> Box:
    """Return where the block would stand, were it alone."""
    (width, height), safe, (dx, dy) = block.size, block.safe, block.first.offset
    left = {"left": safe[0] + dx, "right": safe[2] - width - dx, "center": (safe[0] + safe[2] - width) // 2 + dx}
    top = {"top": safe[1] + dy, "bottom": safe[3] - height - dy, "middle": (safe[1] + safe[3] - height) // 2 + dy}
    x, y = left[block.horizontal], top[block.vertical]
    return x, y, x + width, y + height


def _clamped(box: Box, outer: Box) -> Box:
    """Return the box moved inside another as far as it goes; its left top corner wins."""
    x = max(outer[0], min(box[0], outer[2] - (box[2] - box[0])))
    y = max(outer[1], min(box[1], outer[3] - (box[3] - box[1])))
    return x, y, x + box[2] - box[0], y + box[3] - box[1]


def _find_room(block: _Block, taken: Sequence[_Taken], gap_px: int) -> Box | None:
    """Return the free place nearest to the block's anchor, moved up or down; None when there is none."""
    outer = _reach(block)
    wanted = _clamped(_anchored(block), outer)
    if wanted[2] > outer[2] or wanted[3] > outer[3]:
        return None
    height = wanted[3] - wanted[1]
    tops = [wanted[1]]
    for other in taken:
        gap = _gap_to(block, other, gap_px)
        tops += [other.box[1] - gap - height, other.box[3] + gap]
    for top in sorted(tops, key=lambda y: (abs(y - wanted[1]), y)):
        moved = (wanted[0], top, wanted[2], top + height)
        claimed = _claimed(block, moved)
        inside = top >= outer[1] and top + height <= outer[3]
        if inside and not any(_meet(claimed, other.box, _gap_to(block, other, gap_px)) for other in taken):
            return moved
    return None


def _gap_to(block: _Block, other: _Taken, gap_px: int) -> int:
    return round(gap_px * STYLE_GAP) if block.first.of_style != other.of_style else gap_px


def _reach(block: _Block) -> Box:
    """Return the box the block must stay in: the safe one, widened where an offset asks to go beyond it."""
    dx, dy = min(0, block.first.offset[0]), min(0, block.first.offset[1])
    left, top, right, bottom = block.safe
    wider = (left + dx, top + dy, right - dx, bottom - dy)
    if block.bounds is None:
        return wider
    limits = block.bounds
    return max(limits[0], wider[0]), max(limits[1], wider[1]), min(limits[2], wider[2]), min(limits[3], wider[3])


def _claimed(block: _Block, box: Box) -> Box:
    """Return the box widened to what its things claim: a title the whole width it may have, and the rim of its plate."""
    wider = max(0, max(thing.claim_px for thing in block.things) - (box[2] - box[0]))
    left, right = {"left": (0, wider), "right": (wider, 0), "center": (wider // 2, wider - wider // 2)}[
        block.horizontal
    ]
    across, down = (max(thing.pad_px[axis] for thing in block.things) for axis in (0, 1))
    return box[0] - max(left, across), box[1] - down, box[2] + max(right, across), box[3] + down


def _meet(a: Box, b: Box, gap_px: int) -> bool:
    return a[0] < b[2] + gap_px and b[0] < a[2] + gap_px and a[1] < b[3] + gap_px and b[1] < a[3] + gap_px


def _positions(block: _Block, box: Box) -> dict[Hashable, tuple[int, int]]:
    """Return the (left, top) of each thing of a block that stands in a box."""
    along, gap_px = block.along, block.gap_px
    at: dict[Hashable, tuple[int, int]] = {}
    across = box[1 - along]
    for line in block.lines:
        depth = _depth(line, along)
        spare = box[along + 2] - box[along] - _length(line, along, gap_px)
        start = box[along] + _share(block, spare, along)
        for position, thing in enumerate(line):
            start += (thing.gap_px or gap_px) if position else 0
            beside = depth - _size(thing, 1 - along)
            inner = across + (beside // 2 if along == 0 else _share(block, beside, 0))
            at[thing.key] = (start, inner) if along == 0 else (inner, start)
            start += _size(thing, along)
        across += depth + gap_px
    return at


def _share(block: _Block, spare: int, axis: int) -> int:
    """Return how much of the spare room goes before a line, by the side it is anchored to."""
    side = block.horizontal if axis == 0 else block.vertical
    return {"left": 0, "top": 0, "right": spare, "bottom": spare}.get(side, spare // 2)


def _drop_least(block: _Block) -> Thing:
    """Take the least important thing out of the block: the lowest priority, among equals the last; the title at the end."""
    things = block.things
    position = min(range(len(things)), key=lambda index: (things[index].is_title, things[index].priority, -index))
    return block.things.pop(position)
