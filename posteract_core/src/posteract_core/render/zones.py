"""Where on a picture words may stand: zones weighed by how busy they are, how evenly lit, and what they would cover."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageStat

from ..model import Box
from .masks import vignette

ZONES_VERSION = 1
"""Raise it when titles would be placed elsewhere than before."""

AUTO = "auto"

ROOM_FOR_SIDES = 0.72
"""Words that may be wider than this share of the safe width stand in its middle: there is no other side to go to."""

HABIT = {"bottom": 0.0, "top": 0.10, "middle": 0.30}
"""What another zone must be better by: titles of a library should stand alike unless a picture asks for something else."""

HABIT_SIDE = {"left": 0.0, "right": 0.06, "center": 0.09}

CALM = 0.6
"""A zone that costs less is calm enough: how much less hardly counts, so that habit decides."""

COVERED = 1.6
"""Weight of a whole face under the words."""

_FINE_PX = 250
_COARSE_PX = 40


def is_auto(place: str | None) -> bool:
    """Return whether a place is to be found: `auto-auto`, `auto-left`, `bottom-auto`."""
    return place is not None and AUTO in place.split("-")


def candidates(place: str, *, room_for_sides: bool) -> tuple[str, ...]:
    """Return the anchors an automatic place may become, the most usual first.

    Args:
        place: with `auto` for one half or both.
        room_for_sides: the words are narrow enough to stand left or right.

    >>> candidates("auto-left", room_for_sides=True)
    ('bottom-left', 'top-left', 'middle-left')
    """
    vertical, horizontal = place.split("-")
    sides: Sequence[str] = [horizontal]
    if horizontal == AUTO:
        sides = list(HABIT_SIDE) if room_for_sides else ["center"]
    return tuple(f"{y}-{x}" for x in sides for y in (HABIT if vertical == AUTO else [vertical]))


def habit(anchor: str, among: Sequence[str]) -> float:
    """Return what speaks against an anchor before the picture is looked at."""
    vertical, horizontal = anchor.split("-")
    sides = {each.split("-")[1] for each in among}
    return HABIT[vertical] + (HABIT_SIDE[horizontal] if len(sides) > 1 else 0.0)


class Zones:
    """What can be said of any part of one picture. Takes 2 to 3 ms for a poster; the same on every machine.

    Args:
        picture: RGB, of the canvas's size.
        faces: boxes of faces in px of it.
    """

    def __init__(self, picture: Image.Image, faces: Sequence[Box] = ()) -> None:
        factor = max(1, min(picture.size) // _FINE_PX)
        small = picture.reduce(factor) if factor > 1 else picture
        grey = small.convert("L")
        across = ImageChops.difference(grey, ImageChops.offset(grey, 1, 0))
        down = ImageChops.difference(grey, ImageChops.offset(grey, 0, 1))
        self._edges = ImageChops.lighter(across, down).crop((1, 1, grey.width, grey.height))
        self._grey = grey
        self._subject = _subject(small)
        self._faces = tuple(faces)
        self._size = picture.size

    def cost(self, box: Box) -> float:
        """Return how ill a part of the picture bears words: 0 (calm, even, nothing on it) to about 4."""
        busy = ImageStat.Stat(self._part(self._edges, box)).mean[0] / 16
        uneven = ImageStat.Stat(self._part(self._grey, box)).stddev[0] / 80
        covers = ImageStat.Stat(self._part(self._subject, box)).mean[0] / 48
        total = min(1.0, busy) + min(0.8, uneven) + min(1.0, covers)
        return total * 0.1 + max(0.0, total - CALM) + COVERED * self._of_faces(box)

    def _part(self, image: Image.Image, box: Box) -> Image.Image:
        x, y = image.width / self._size[0], image.height / self._size[1]
        left, top = min(max(0, round(box[0] * x)), image.width - 1), min(max(0, round(box[1] * y)), image.height - 1)
        return image.crop(
            (
                left,
                top,
                max(left + 1, min(image.width, round(box[2] * x))),
                max(top + 1, min(image.height, round(box[3] * y))),
            )
        )

    def _of_faces(self, box: Box) -> float:
        """Return how much of each face a box covers, or how much of it lies on that face, whichever is more; summed."""
        total, own = 0.0, (box[2] - box[0]) * (box[3] - box[1])
        for left, top, right, bottom in self._faces:
            width = min(right, box[2]) - max(left, box[0])
            height = min(bottom, box[3]) - max(top, box[1])
            if width > 0 and height > 0:
                total += width * height / max(1, min(own, (right - left) * (bottom - top)))
        return total


def _subject(small: Image.Image) -> Image.Image:
    """Return where the picture has something unlike its surroundings, most of all near the middle; mode L."""
    factor = max(1, min(small.size) // _COARSE_PX)
    coarse = small.reduce(factor)
    # What differs from the wide surroundings, not from the picture's mean: a dark foot or a bright sky is no subject.
    around = coarse.resize((max(1, coarse.width // 7), max(1, coarse.height // 7)), Image.Resampling.BOX)
    around = around.resize(coarse.size, Image.Resampling.BILINEAR)
    channels = ImageChops.difference(coarse, around).split()
    unlike = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    return ImageChops.multiply(unlike, _middle(coarse.size))


@lru_cache(maxsize=16)
def _middle(size: tuple[int, int]) -> Image.Image:
    """Return how much a subject counts: wholly in the middle, a third of it in the corners."""
    return ImageChops.invert(vignette(size, start=0.3, strength=0.65))
