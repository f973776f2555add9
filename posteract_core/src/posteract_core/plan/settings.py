"""What the plan needs to know of the configuration, resolved: per library and kind."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from ..filters import Filter
from ..model import ArtworkKind, FrozenMap, Library, MediaItem
from ..render import Canvas, Look
from ..select import Preferences


@dataclass(frozen=True, slots=True, kw_only=True)
class KindSettings:
    """How pictures of one kind are made in one library (or under one of its rules).

    Attributes:
        look: what is drawn; an empty one for the picture itself.
        canvas: the size of the result.
        preferences: what decides between candidates.
        owner_pictures: what becomes of a picture the owner chose.
        format: of the result: `jpeg`, `png` or `webp`.
        quality: 1 to 100.
    """

    look: Look
    canvas: Canvas
    preferences: Preferences
    owner_pictures: Literal["keep", "adopt"] = "keep"
    format: str = "jpeg"
    quality: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPlan:
    """One library of one server, with what is to be made in it.

    Attributes:
        name: as configured.
        library: as the server has it.
        kinds: what is made; a kind that is absent is left alone.
        rules: (when, kinds with other settings), of which the last that holds wins.
        exclude_labels: items with one of these are left alone, whatever the case.
    """

    name: str
    library: Library
    kinds: FrozenMap[ArtworkKind, KindSettings]
    rules: tuple[tuple[Filter, FrozenMap[ArtworkKind, KindSettings]], ...] = ()
    exclude_labels: frozenset[str] = frozenset()

    def settings_for(self, item: MediaItem, kind: ArtworkKind) -> KindSettings | None:
        """Return how a picture is made; None when it is left alone."""
        for when, kinds in reversed(self.rules):
            if kind in kinds and when.holds(item, item.facts):
                return kinds[kind]
        return self.kinds.get(kind)

    def slots(self, item: MediaItem) -> list[tuple[ArtworkKind, KindSettings]]:
        """Return the item's slots that pictures are made for."""
        found = ((kind, self.settings_for(item, kind)) for kind in item.kinds)
        return [(kind, settings) for kind, settings in found if settings is not None]

    def digest(self) -> str:
        """Return a hash that changes with the configuration of the library: what `run.limits` compares."""
        every = [self.kinds, *(kinds for _, kinds in self.rules)]
        parts = [
            [
                kind.value,
                settings.look.style,
                [[each.name, each.layer.type, each.layer.version, each.digest] for each in settings.look.layers],
                [settings.canvas.width_px, settings.canvas.height_px, settings.format, settings.quality],
                settings.preferences.digest(),
                settings.owner_pictures,
            ]
            for kinds in every
            for kind, settings in sorted(kinds.items())
        ]
        text = json.dumps([parts, [repr(when) for when, _ in self.rules], sorted(self.exclude_labels)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
