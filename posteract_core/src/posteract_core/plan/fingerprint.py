"""What a picture depends on, as a hash to compare and as words to say what changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ..providers import Subject
from ..render.placed import Base
from .settings import KindSettings

FORMAT_VERSION = 1
"""Of this module's hash. Raising it redraws every picture of every user: never do."""

_PLACING = ["", "layout"]
"""How the entry that stands for placing begins, in `Look.signature`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a picture is made of, but the base.

    Attributes:
        canvas: width, height, format, quality.
        layers: `Look.signature`: (name, type, version, options digest, value) of each layer shown.
        from_facts: names of the layers whose value comes from looked-up facts.
    """

    canvas: tuple[int, int, str, int]
    layers: tuple[tuple[Any, ...], ...]
    from_facts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: KindSettings, subject: Subject, base: Base) -> Inputs:
        """Return the inputs of one target; raises `PluginError` when a layer cannot say what it shows."""
        return cls(
            canvas=(settings.canvas.width_px, settings.canvas.height_px, settings.format, settings.quality),
            layers=settings.look.signature(subject, base=base),
            from_facts=frozenset(placed.name for placed in settings.look.layers if placed.needs()),
        )

    def to_json(self) -> str:
        """Return the canonical text form."""
        return json.dumps([list(self.canvas), self.layers], ensure_ascii=True, separators=(",", ":"))

    def differences(self, before: str) -> tuple[str, ...]:
        """Return what changed since `before` (an earlier `to_json`), as a person says it: `rating 7.9 → 8.1`."""
        try:
            old_canvas, old_layers = json.loads(before)
        except ValueError:
            return ("new",)
        new_canvas, new_layers = json.loads(self.to_json())
        said: list[str] = []
        if old_canvas != new_canvas:
            said.append("another size or format")
        old = {entry[0] or f"({entry[1]})": entry for entry in old_layers}
        new = {entry[0] or f"({entry[1]})": entry for entry in new_layers}
        for name in [*new, *(name for name in old if name not in new)]:
            said += _difference(name, old.get(name), new.get(name))
        if not said and old_layers != new_layers:
            said.append("another order of layers")
        return tuple(said)

    def differs_in_facts_only(self, before: str, *, found: bool = False) -> bool:
        """Return whether nothing but values of facts changed since `before`, or were lost.

        A layer that was not there before is no such thing, whether the look got it or its fact was found at last; nor is
        one whose options changed. With `found` both are.
        """
        try:
            old_canvas, old_layers = json.loads(before)
        except ValueError:
            return False
        new_canvas, new_layers = json.loads(self.to_json())

        placed_in_both = all(_PLACING in [entry[:2] for entry in layers] for layers in (old_layers, new_layers))

        def stable(layers: list[list[Any]]) -> list[list[Any]]:
            # Placing comes with the first layer that has a place, and goes with the last.
            return [
                entry
                for entry in layers
                if entry[0] not in self.from_facts and (placed_in_both or entry[:2] != _PLACING)
            ]

        looks = [entry[:4] for entry in old_layers]
        known = found or all(entry[:4] in looks for entry in new_layers if entry[0] in self.from_facts)
        return bool(old_canvas == new_canvas and stable(old_layers) == stable(new_layers) and known)


def fingerprint(inputs: Inputs, base_hash: str) -> str:
    """Return the hash of everything a picture is made of: 32 hex digits."""
    text = f"{FORMAT_VERSION}\n{inputs.to_json()}\n{base_hash}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _difference(name: str, old: list[Any] | None, new: list[Any] | None) -> list[str]:
    if old == new:
        return []
    if old is None:
        return [f"{name} added"]
    if new is None:
        return [f"{name} removed"]
    if old[1:4] != new[1:4]:
        return [f"new style of {name}"]
    return [f"{name} {_words(old[4])} → {_words(new[4])}"]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(_words(each) for each in value if each is not None and each != "")
    return str(value)
