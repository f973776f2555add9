"""The hooks of posteract-local; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import ArtworkSource, PluginSettings


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings of both sources."""
    from .settings import LocalSettings

    return LocalSettings


@hookimpl
def posteract_artwork_sources() -> Sequence[type[ArtworkSource[Any]]]:
    """Return the sources `local` and `drawn`."""
    from .assets.source import LocalSource
    from .drawn.source import DrawnSource

    return [LocalSource, DrawnSource]
