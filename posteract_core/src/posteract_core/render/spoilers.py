"""What keeps a title card of an episode not seen from giving something away."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from ..filters import Filter
from ..model import ArtworkKind, ItemType, MediaItem
from ..providers import OverlayLayer, Subject
from .layers.shades import BlurLayer, BlurOptions, TintLayer, TintOptions
from .placed import Base, PlacedLayer, digest_of
from .placement import Placement

VEILS = ("blur", "grayscale", "textless")
"""What `spoilers` may be, besides `show`."""

NAME = "spoilers"

_BLUR_UNITS = 70
"""Of a card 1920 wide: colours and light stay, no face and no writing does."""

OWNER = ("me", "owner")
"""How the owner of the server's token is named among `spoilers_users`."""


def is_unseen(item: MediaItem, users: tuple[str, ...] = ()) -> bool:
    """Return whether somebody who counts has not seen an episode; what a server does not tell counts as seen.

    Args:
        item: the episode.
        users: whose watching counts, in any case; empty = the token's owner.
    """
    told = {name.casefold(): seen for name, seen in item.watched_by.items()}
    for user in users or OWNER[:1]:
        seen = told.get(user.casefold(), item.watched if user.casefold() in OWNER else None)
        if seen is False:
            return True
    return False


def applies(spoilers: str, users: tuple[str, ...], subject: Subject, base: Base) -> bool:
    """Return whether a picture is to be veiled: a card of an unseen episode, and not the owner's finished picture."""
    return (
        spoilers in VEILS
        and base != "finished"
        and subject.kind is ArtworkKind.TITLE_CARD
        and subject.item.type is ItemType.EPISODE
        and is_unseen(subject.item, users)
    )


@lru_cache(maxsize=4)
def veil_layer(spoilers: str) -> tuple[PlacedLayer, Hashable] | None:
    """Return the layer that goes under all others, with its value; None where only words are left out."""
    layer: OverlayLayer[Any]
    if spoilers == "blur":
        layer = BlurLayer(BlurOptions.model_validate({"radius": _BLUR_UNITS}))
    elif spoilers == "grayscale":
        layer = TintLayer(TintOptions.model_validate({"saturation": 0}))
    else:
        return None
    placement, digest = Placement.model_validate({}), digest_of(layer, Placement.model_validate({}))
    return PlacedLayer(name=NAME, layer=layer, placement=placement, when=Filter(), of_style=True, digest=digest), True
