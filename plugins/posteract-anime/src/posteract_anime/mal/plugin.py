"""The hooks of the plugin `mal`; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import CollectionBuilder, PluginSettings


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings of all that the plugin provides."""
    from .settings import MalSettings

    return MalSettings


@hookimpl
def posteract_collection_builders() -> Sequence[type[CollectionBuilder[Any]]]:
    """Return the builders of charts, seasons, searches, users' lists, genres and studios."""
    from .jikan import MalGenre, MalStudio
    from .lists import BUILDERS

    return [*BUILDERS, MalGenre, MalStudio]
