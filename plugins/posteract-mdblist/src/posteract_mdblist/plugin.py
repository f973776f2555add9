"""The hooks of posteract-mdblist; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import CollectionBuilder, FactSource, PluginSettings


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings of all that the plugin provides."""
    from .settings import MdblistSettings

    return MdblistSettings


@hookimpl
def posteract_fact_sources() -> Sequence[type[FactSource[Any]]]:
    """Return the one source of facts."""
    from .facts import MdblistFacts

    return [MdblistFacts]


@hookimpl
def posteract_collection_builders() -> Sequence[type[CollectionBuilder[Any]]]:
    """Return the one builder, of lists."""
    from .lists import MdblistList

    return [MdblistList]
