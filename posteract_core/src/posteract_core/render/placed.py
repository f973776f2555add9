"""A layer with its place: what styles and sets of badges are made of."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from ..filters import Filter
from ..providers import OverlayLayer
from .placement import Placement

Base = Literal["textless", "has_text", "finished"]
"""What the base picture is: without words; with words (no title is set); the owner's finished picture (badges only)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLayer:
    """A layer with what the core knows of it.

    Attributes:
        name: within its style or badge set.
        layer: draws it.
        placement: the options all layers have.
        when: what must hold of the item for it to be drawn.
        of_style: of the style; else a badge of an overlay.
        digest: of its options and its placement.
    """

    name: str
    layer: OverlayLayer[Any]
    placement: Placement
    when: Filter
    of_style: bool
    digest: str = ""

    def needs(self) -> frozenset[str]:
        """Return the names of the facts that it shows, or that decide whether it does."""
        return self.layer.needs() | self.when.needs

    @property
    def place(self) -> str | None:
        """Return its anchor; None when it says itself where it goes."""
        return self.layer.place


def digest_of(layer: OverlayLayer[Any], placement: Placement) -> str:
    """Return a short hash of all options that differ from their defaults, the same in every process."""
    options = layer.options.model_dump(mode="json", exclude_defaults=True)
    common = placement.model_dump(mode="json", exclude_defaults=True)
    # The path of a picture may differ from machine to machine; its hash is what counts.
    if options.get("hash"):
        options.pop("file", None)
        options.pop("images", None)
    text = json.dumps([options, common], sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
