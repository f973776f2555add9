"""Pictures picked by hand, as the ledger keeps them in `Target.pinned`."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from ..model import Artwork
from ..select import MANUAL_SOURCE
from ..store import Target


def pin_of(artwork: Artwork, digest: str, *, width_px: int, height_px: int) -> str:
    """Return the text that pins a picture: a manual candidate whose id is the hash of its bytes.

    Args:
        artwork: what was picked; who offered it is remembered, for listings.
        digest: of its bytes, which lie in the store of pins.
        width_px, height_px: of the picture itself, whatever its source said.
    """
    pinned = replace(
        artwork,
        source=MANUAL_SOURCE, id=digest, manual=True, revision="", added=None, width_px=width_px, height_px=height_px,
    )  # fmt: skip
    origin = {"source": artwork.source, "id": artwork.id}
    return json.dumps(asdict(pinned) | {"origin": origin}, ensure_ascii=True, sort_keys=True)


def pinned(target: Target) -> Artwork | None:
    """Return the picture pinned to a target; None without one."""
    if not target.pinned:
        return None
    fields = json.loads(target.pinned)
    fields.pop("origin", None)
    return Artwork(**fields)


def origin_of(target: Target) -> tuple[str, str]:
    """Return (source, id) of the candidate that was pinned; ("", "") without a pin."""
    origin = json.loads(target.pinned).get("origin", {}) if target.pinned else {}
    return origin.get("source", ""), origin.get("id", "")


def is_new_pin(target: Target) -> bool:
    """Return whether a picture is pinned that was not drawn yet: what was picked last is what the owner wants."""
    pin = pinned(target)
    return pin is not None and not (target.source_used == MANUAL_SOURCE and target.base_hash == pin.id)
