"""Where a style's words stand when that is left to the picture: every candidate is laid out, and what it covers is weighed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from ..model import Box
from .layout import Layout, Thing, lay_out
from .zones import ROOM_FOR_SIDES, Zones, candidates, habit, is_auto

UNPLACED = 9.0
"""What it costs a candidate that something of the style finds no room there."""


def first_stand(place: str, claim_px: int, safe: Box) -> str:
    """Return the most usual anchor an automatic place may become; any other place as it is."""
    return _among(place, claim_px, safe)[0] if is_auto(place) else place


@lru_cache(maxsize=64)
def _among(place: str, claim_px: int, safe: Box) -> tuple[str, ...]:
    return candidates(place, room_for_sides=claim_px <= ROOM_FOR_SIDES * (safe[2] - safe[0]))


def find_stands(
    things: Mapping[Hashable, Thing],
    asked: Mapping[Hashable, str],
    zones: Zones,
    safe: Box,
    badges_safe: Box,
    gap_px: int,
) -> dict[str, str]:
    """Return the anchor each automatic place becomes.

    Args:
        things: all that is placed, by key, at the first of its candidates.
        asked: the automatic place of each key that has one.
        zones: of the base picture.
        safe: see `lay_out`; likewise the next two.
        badges_safe: see there.
        gap_px: see there.
    """
    found: dict[str, str] = {}
    for place in dict.fromkeys(asked.values()):
        keys = [key for key in asked if asked[key] == place]
        claim = max(things[key].claim_px for key in keys)
        among = _among(place, claim, safe)

        def cost(anchor: str, keys: Sequence[Hashable] = keys, among: Sequence[str] = among) -> float:
            moved = [replace(thing, place=anchor) if key in keys else thing for key, thing in things.items()]
            layout = lay_out(moved, safe, gap_px=gap_px, badges_safe=badges_safe)
            box = _taken(layout, keys, things, gap_px)
            lost = UNPLACED * sum(key not in layout.at for key in keys)
            return habit(anchor, among) + lost + (zones.cost(box) if box is not None else 0.0)

        found[place] = min(among, key=cost) if len(among) > 1 else among[0]
    return found


def _taken(layout: Layout, keys: Sequence[Hashable], things: Mapping[Hashable, Thing], breath_px: int) -> Box | None:
    boxes = [
        (x, y, x + things[key].width_px, y + things[key].height_px)
        for key in keys
        if (spot := layout.at.get(key)) is not None
        for x, y in [spot]
    ]
    if not boxes:
        return None
    return (
        min(box[0] for box in boxes) - breath_px, min(box[1] for box in boxes) - breath_px,
        max(box[2] for box in boxes) + breath_px, max(box[3] for box in boxes) + breath_px,
    )  # fmt: skip
