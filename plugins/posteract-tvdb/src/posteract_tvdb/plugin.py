"""The hooks of posteract-tvdb; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import CollectionBuilder

    from .details import TvdbDetail
    from .facts import TvdbFacts
    from .settings import TvdbSettings
    from .source import TvdbSource


@hookimpl
def posteract_settings() -> type[TvdbSettings]:
    """Return what may stand under `plugins.tvdb`."""
    from .settings import TvdbSettings

    return TvdbSettings


@hookimpl
def posteract_artwork_sources() -> Sequence[type[TvdbSource]]:
    """Return the one source."""
    from .source import TvdbSource

    return [TvdbSource]


@hookimpl
def posteract_fact_sources() -> Sequence[type[TvdbFacts]]:
    """Return the one source of facts."""
    from .facts import TvdbFacts

    return [TvdbFacts]


@hookimpl
def posteract_collection_builders() -> Sequence[type[CollectionBuilder[Any]]]:
    """Return the builders of lists and single titles."""
    from .lists import BUILDERS

    return BUILDERS


@hookimpl
def posteract_collection_details() -> Sequence[type[TvdbDetail]]:
    """Return what describes lists and titles."""
    from .details import DETAILS

    return DETAILS
