"""The hooks of posteract-layers; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import OverlayLayer


@hookimpl
def posteract_overlay_layers() -> Sequence[type[OverlayLayer[Any]]]:
    """Return the badges."""
    from .badges import BADGES

    return BADGES
