"""Where everything that is placed goes: stacks at nine anchors, out of each other's way. Geometry alone, in px.

Things that share an anchor form a block. Badges at the top and the bottom flow in rows, in the middle in columns; what a
style places flows in columns, the title among them. Blocks at the edges come first, then the style's, which gives way by
moving along; what finds no room drops its least important member and tries again.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from ..providers.overlay_layer import Box

LAYOUT_VERSION = 1
"""Raise it when the same things would be placed elsewhere than before."""


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
        claim_px: the width that is kept free for it; 0 = its own.
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
    claim_px: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """What was placed, by key: the (left, top) of its ink; and what found no room."""

    at: dict[Hashable, tuple[int, int]] = field(default_factory=dict)
    dropped: tuple[Hashable, ...] = ()


@dataclass(slots=True)
class _Block:
    things: list[Thing]
    limit_px: int
    gap_px: int
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
    def in_rows(self) -> bool:
        flow = self.first.flow
        if flow == "auto":
            return not self.first.of_style and self.vertical != "middle"
        return flow == "row"


def lay_out(things: Sequence[Thing], safe: Box, *, gap_px: int) -> Layout:
    """Return where each thing goes.

    Args:
        things: in the order in which they follow each other in their stacks.
        safe: the part of the canvas they may take.
        gap_px: kept between blocks, and between the things of one.
    """
    blocks = _blocks(things, safe, gap_px)
    first = _placed(sorted(blocks, key=_rank), safe, gap_px, must_fit_style=True)
    return first or _placed(sorted(blocks, key=_rank_style_first), safe, gap_px, must_fit_style=False) or Layout()


def _blocks(things: Sequence[Thing], safe: Box, gap_px: int) -> list[_Block]:
    grouped: dict[tuple[bool, str, tuple[int, int]], _Block] = {}
    for thing in things:
        grouped.setdefault(
            (thing.of_style, thing.place, thing.offset), _Block([], safe[2] - safe[0], gap_px)
        ).things.append(thing)
    blocks = list(grouped.values())
    width = safe[2] - safe[0]
    for edge in ("top", "bottom"):
        pair = [
            next((b for b in blocks if not b.first.of_style and b.first.place == f"{edge}-{side}" and b.in_rows), None)
            for side in ("left", "right")
        ]
        if pair[0] is not None and pair[1] is not None:
            _share_row(pair[0], pair[1], width)
    return blocks


def _share_row(left: _Block, right: _Block, width: int) -> None:
    """Limit two blocks of one edge so that they fit beside each other: the narrower keeps its width up to a half."""
    gap_px = left.gap_px
    natural = [
        sum(thing.width_px for thing in block.things) + gap_px * (len(block.things) - 1) for block in (left, right)
    ]
    if sum(natural) + gap_px <= width:
        return
    half = (width - gap_px) // 2
    narrow = min(*natural, half)
    left.limit_px = narrow if natural[0] <= natural[1] else width - gap_px - narrow
    right.limit_px = width - gap_px - left.limit_px


def _rank(block: _Block) -> int:
    if block.first.of_style:
        return 2 if block.first.yields else 0
    if block.vertical == "middle":
        return 4 if block.horizontal == "center" else 3
    return 1


def _rank_style_first(block: _Block) -> int:
    return 0 if block.first.of_style else _rank(block)


def _placed(blocks: Sequence[_Block], safe: Box, gap_px: int, *, must_fit_style: bool) -> Layout | None:
    at: dict[Hashable, tuple[int, int]] = {}
    dropped: list[Hashable] = []
    taken: list[Box] = []
    for original in blocks:
        block = _Block(list(original.things), original.limit_px, gap_px)
        while block.things:
            _flow(block, safe)
            box = _find_room(block, safe, taken, gap_px)
            if box is not None:
                at.update(_positions(block, box))
                taken.append(_claimed(block, box, safe))
                break
            if block.first.of_style and must_fit_style:
                return None
            if block.first.of_style and len(block.things) == 1:
                box = _clamped(
                    _anchored(block, safe), safe
                )  # the title is drawn even where it meets another of the style
                at.update(_positions(block, box))
                taken.append(_claimed(block, box, safe))
                break
            dropped.append(_drop_least(block).key)
    return Layout(at, tuple(dropped))


def _flow(block: _Block, safe: Box) -> None:
    """Break the block's things into lines (rows or columns) and measure it."""
    along, gap_px = (0 if block.in_rows else 1), block.gap_px
    limit = block.limit_px if along == 0 else safe[3] - safe[1] - abs(block.first.offset[1])
    lines: list[list[Thing]] = [[]]
    used = 0
    for thing in block.things:
        own = (thing.width_px, thing.height_px)[along]
        gap = thing.gap_px or gap_px
        if lines[-1] and used + gap + own > limit:
            lines.append([])
            used = 0
        used += own + (gap if lines[-1] else 0)
        lines[-1].append(thing)
    block.lines = lines
    lengths = [_length(line, along, gap_px) for line in lines]
    depths = [max((thing.height_px, thing.width_px)[along] for thing in line) for line in lines]
    total = sum(depths) + gap_px * (len(lines) - 1)
    block.size = (max(lengths), total) if along == 0 else (total, max(lengths))


def _length(line: Sequence[Thing], along: int, gap_px: int) -> int:
    sizes = sum((thing.width_px, thing.height_px)[along] for thing in line)
    return sizes + sum(thing.gap_px or gap_px for thing in line[1:])


def _anchored(block: _Block, safe: Box) -> Box:
    """Return where the block would stand, were it alone."""
    width, height = block.size
    dx, dy = block.first.offset
    left = {"left": safe[0] + dx, "right": safe[2] - width - dx, "center": (safe[0] + safe[2] - width) // 2 + dx}
    top = {"top": safe[1] + dy, "bottom": safe[3] - height - dy, "middle": (safe[1] + safe[3] - height) // 2 + dy}
    x, y = left[block.horizontal], top[block.vertical]
    return x, y, x + width, y + height


def _clamped(box: Box, outer: Box) -> Box:
    """Return the box moved inside another as far as it goes; its left top corner wins."""
    x = max(outer[0], min(box[0], outer[2] - (box[2] - box[0])))
    y = max(outer[1], min(box[1], outer[3] - (box[3] - box[1])))
    return x, y, x + box[2] - box[0], y + box[3] - box[1]


def _find_room(block: _Block, safe: Box, taken: Sequence[Box], gap_px: int) -> Box | None:
    """Return the free place nearest to the block's anchor, moved up or down; None when there is none."""
    outer = _reach(block, safe)
    wanted = _clamped(_anchored(block, safe), outer)
    if wanted[2] > outer[2] or wanted[3] > outer[3]:
        return None
    height = wanted[3] - wanted[1]
    tops = [wanted[1]]
    for box in taken:
        tops += [box[1] - gap_px - height, box[3] + gap_px]
    for top in sorted(tops, key=lambda y: (abs(y - wanted[1]), y)):
        moved = (wanted[0], top, wanted[2], top + height)
        inside = top >= outer[1] and top + height <= outer[3]
        if inside and not any(_meet(_claimed(block, moved, safe), box, gap_px) for box in taken):
            return moved
    return None


def _reach(block: _Block, safe: Box) -> Box:
    """Return the box the block must stay in: the safe one, widened where an offset asks to go beyond it."""
    dx, dy = min(0, block.first.offset[0]), min(0, block.first.offset[1])
    return safe[0] + dx, safe[1] + dy, safe[2] - dx, safe[3] - dy


def _claimed(block: _Block, box: Box, safe: Box) -> Box:
    """Return the box widened to what its things claim, as a title claims the whole width it may have."""
    claim = max(thing.claim_px for thing in block.things)
    wider = max(0, claim - (box[2] - box[0]))
    if not wider:
        return box
    share = {"left": (0, wider), "right": (wider, 0), "center": (wider // 2, wider - wider // 2)}[block.horizontal]
    return max(safe[0], box[0] - share[0]), box[1], min(safe[2], box[2] + share[1]), box[3]


def _meet(a: Box, b: Box, gap_px: int) -> bool:
    return a[0] < b[2] + gap_px and b[0] < a[2] + gap_px and a[1] < b[3] + gap_px and b[1] < a[3] + gap_px


def _positions(block: _Block, box: Box) -> dict[Hashable, tuple[int, int]]:
    """Return the (left, top) of each thing of a block that stands in a box."""
    along = 0 if block.in_rows else 1
    gap = block.gap_px
    at: dict[Hashable, tuple[int, int]] = {}
    across = box[1 - along]
    for line in block.lines:
        depth = max((thing.height_px, thing.width_px)[along] for thing in line)
        length = _length(line, along, gap)
        start = box[along] + _slack(block, (box[2] - box[0], box[3] - box[1])[along] - length, along)
        for position, thing in enumerate(line):
            start += (thing.gap_px or gap) if position else 0
            beside = depth - (thing.height_px, thing.width_px)[along]
            inner = across + (beside // 2 if along == 0 else _slack(block, beside, 0))
            at[thing.key] = (start, inner) if along == 0 else (inner, start)
            start += (thing.width_px, thing.height_px)[along]
        across += depth + gap
    return at


def _slack(block: _Block, spare: int, axis: int) -> int:
    side = (block.horizontal, block.vertical)[axis]
    return {"left": 0, "top": 0, "right": spare, "bottom": spare}.get(side, spare // 2)


def _drop_least(block: _Block) -> Thing:
    """Take the least important thing out of the block: the lowest priority, among equals the last."""
    position = min(range(len(block.things)), key=lambda index: (block.things[index].priority, -index))
    return block.things.pop(position)
