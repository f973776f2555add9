"""What the plan needs to know of the configuration, resolved: per library and kind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ..filters import Filter
from ..model import ArtworkKind, ItemType, Library, MediaItem
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


class OfCollections(Protocol):
    """Tells how pictures of collections are made: by what they were built from, not by rules."""

    def settings(self, item: MediaItem, kind: ArtworkKind) -> KindSettings | None:
        """Return how a picture is made; None when it is left alone."""

    def placed(self, item: MediaItem) -> MediaItem:
        """Return a collection with the name of its folder of pictures, where one is configured."""

    def digest(self) -> str:
        """Return a hash that changes with what the configuration says of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPlan:
    """One library of one server, with what is to be made in it.

    Attributes:
        name: as configured.
        library: as the server has it.
        kinds: what is made for some items at least; a kind that is absent is left alone.
        resolve: how a kind is made for items that these rules (by position, ascending) hold for; None = left alone. Fast.
        rules: when each rule holds, in the configuration's order.
        exclude_labels: items with one of these are left alone, whatever the case.
        of_collections: decides about collections; None = as about everything else.
    """

    name: str
    library: Library
    kinds: tuple[ArtworkKind, ...]
    resolve: Callable[[ArtworkKind, tuple[int, ...]], KindSettings | None]
    rules: tuple[Filter, ...] = ()
    exclude_labels: frozenset[str] = frozenset()
    of_collections: OfCollections | None = None

    def settings_for(self, item: MediaItem, kind: ArtworkKind) -> KindSettings | None:
        """Return how a picture is made; None when it is left alone."""
        if kind not in self.kinds:
            return None
        if item.type is ItemType.COLLECTION and self.of_collections is not None:
            return self.of_collections.settings(item, kind)
        return self.resolve(kind, tuple(n for n, rule in enumerate(self.rules) if rule.holds(item, item.facts)))

    def placed(self, item: MediaItem) -> MediaItem:
        """Return an item with what the configuration says of where its own pictures lie."""
        if item.type is ItemType.COLLECTION and self.of_collections is not None:
            return self.of_collections.placed(item)
        return item

    def slots(self, item: MediaItem) -> list[tuple[ArtworkKind, KindSettings]]:
        """Return the item's slots that pictures are made for."""
        found = ((kind, self.settings_for(item, kind)) for kind in item.kinds)
        return [(kind, settings) for kind, settings in found if settings is not None]

    def digest(self) -> str:
        """Return a hash that changes with the configuration of the library: what `run.limits` compares."""
        cases = [(), *((position,) for position in range(len(self.rules)))]
        parts = [_parts(kind, self.resolve(kind, matched)) for kind in sorted(self.kinds) for matched in cases]
        whole = [parts, [rule.raw for rule in self.rules], sorted(self.exclude_labels)]
        if self.of_collections is not None:
            whole.append(self.of_collections.digest())
        text = json.dumps(whole, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _parts(kind: ArtworkKind, settings: KindSettings | None) -> list[Any]:
    if settings is None:
        return [kind.value]
    return [
        kind.value,
        settings.look.style,
        [[each.name, each.layer.type, each.layer.version, each.digest] for each in settings.look.layers],
        [settings.canvas.width_px, settings.canvas.height_px, settings.format, settings.quality],
        settings.preferences.digest(),
        settings.owner_pictures,
        *filter(None, [settings.look.fit_digest]),
        *([settings.look.spoilers, settings.look.spoilers_users] if settings.look.spoilers != "show" else []),
    ]
