"""Stacked rasters pasted onto the picture, words on a ground on which they read."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from ..model import Box, Raster
from .ground import Member, under_words
from .layers.text import WordsLayer
from .paste import ink_of, paste, turned
from .plate import plate_under
from .reading import READABLE, READABLE_SHAPE
from .scene import Scene
from .stacking import Stacked


class Grounding:
    """Pastes what stacks, one raster after the other; what words need under them is laid before the first of their kind.

    Args:
        scene: is drawn upon.
        stacked: all that will be pasted.
    """

    def __init__(self, scene: Scene, stacked: Sequence[Stacked]) -> None:
        self.scene = scene
        self._of_style = [each for each in stacked if each.placed.of_style]
        self._tones: dict[Hashable, str] = {}

    def paste(self, each: Stacked) -> None:
        """Paste one of them, in the tone that reads on its ground.

        Raises:
            PluginError: its layer failed.
        """
        group, placement = _group(each), each.placed.placement
        if group not in self._tones:
            # All of a style at once: the shade under one of its groups must not fall on the words of another.
            alike = self._of_style if each.placed.of_style else [each]
            for other in dict.fromkeys(map(_group, alike)):
                self._tones[other] = self._lay_ground([one for one in alike if _group(one) == other])
        context = self.scene.context(each.placed, each.value, each.area, place=each.place, tone=self._tones[group])
        spun = turned(self.scene.finished(each.placed, each.raster, context), placement.rotation)
        ink = ink_of(spun)
        paste(self.scene.picture, spun, (each.at[0] - ink[0], each.at[1] - ink[1]), placement.opacity)

    def _lay_ground(self, together: Sequence[Stacked]) -> str:
        """Paste what the words of a group need under them, and return their tone."""
        picture, tools = self.scene.picture, self.scene.tools
        words = [(each, each.placed.layer) for each in together if isinstance(each.placed.layer, WordsLayer)]
        words.sort(key=lambda pair: not pair[1].sets_title)
        if not words or not self.scene.is_opaque:
            return ""
        place, plates = words[0][0].place, [layer.options.plate for _, layer in words]
        parts: tuple[Raster, ...] = ()
        if (plate := next((each for each in plates if each is not None), None)) is not None:
            around = _around([each.area for each in together])
            parts = plate_under(picture, around, place, plate, self.scene.canvas, tools.palette)
            for part in parts:
                paste(picture, part, part.at or (0, 0))
        members = [self._member(each, layer, place) for each, layer in words]
        ground = under_words(members, place, plate=parts[-1] if parts else None)
        if ground.raster is not None:
            paste(picture, ground.raster, ground.raster.at or (0, 0))
        return ground.tone

    def _member(self, each: Stacked, layer: WordsLayer[Any], place: str) -> Member:
        area, ink, straight = each.area, ink_of(each.raster), each.placed.placement.rotation % 360 == 0
        at = area[0] - ink[0], area[1] - ink[1]
        if straight and (seen := each.raster.mask.getbbox()) is not None:  # less than its ink where no letter goes down
            area = at[0] + seen[0], at[1] + seen[1], at[0] + seen[2], at[1] + seen[3]
        return Member(
            layer=layer,
            context=self.scene.context(each.placed, each.value, area, place=place),
            mask=each.raster.mask if straight else None,
            at=at,
            readable=READABLE_SHAPE if isinstance(each.value, tuple) else READABLE,
        )


def _group(each: Stacked) -> Hashable:
    """Return what tells the words that share a ground: all of the style at one place, each badge for itself."""
    return (each.place, each.placed.placement.offset) if each.placed.of_style else id(each)


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
