"""The hooks of the plugin `anilist`; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import CollectionBuilder, FactSource, PluginSettings


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings of all that the plugin provides."""
    from .settings import AnilistSettings

    return AnilistSettings


@hookimpl
def posteract_collection_builders() -> Sequence[type[CollectionBuilder[Any]]]:
    """Return the builders of charts, searches, studios and users' lists."""
    from .lists import BUILDERS

    return BUILDERS


@hookimpl
def posteract_fact_sources() -> Sequence[type[FactSource[Any]]]:
    """Return the ratings."""
    from .ratings import AnilistRatings

    return [AnilistRatings]
