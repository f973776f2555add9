"""The hooks of posteract-fanart; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from posteract_core import hookimpl

if TYPE_CHECKING:
    from .settings import FanartSettings
    from .source import FanartSource


@hookimpl
def posteract_settings() -> type[FanartSettings]:
    """Return what may stand under `plugins.fanart`."""
    from .settings import FanartSettings

    return FanartSettings


@hookimpl
def posteract_artwork_sources() -> Sequence[type[FanartSource]]:
    """Return the one source."""
    from .source import FanartSource

    return [FanartSource]
