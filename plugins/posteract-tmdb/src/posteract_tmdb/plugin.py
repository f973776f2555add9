"""The hooks of posteract-tmdb; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import DynamicKeys

    from .details import TmdbDetail
    from .facts import TmdbFacts
    from .lists import TmdbBuilder
    from .settings import TmdbSettings
    from .source import TmdbSource


@hookimpl
def posteract_settings() -> type[TmdbSettings]:
    """Return what may stand under `plugins.tmdb`."""
    from .settings import TmdbSettings

    return TmdbSettings


@hookimpl
def posteract_artwork_sources() -> Sequence[type[TmdbSource]]:
    """Return the one source."""
    from .source import TmdbSource

    return [TmdbSource]


@hookimpl
def posteract_fact_sources() -> Sequence[type[TmdbFacts]]:
    """Return the one source of facts."""
    from .facts import TmdbFacts

    return [TmdbFacts]


@hookimpl
def posteract_collection_builders() -> Sequence[type[TmdbBuilder]]:
    """Return the builders of charts, lists, sets, people and searches."""
    from .lists import BUILDERS

    return BUILDERS


@hookimpl
def posteract_collection_details() -> Sequence[type[TmdbDetail]]:
    """Return what describes sets, lists, people and titles."""
    from .details import DETAILS

    return DETAILS


@hookimpl
def posteract_dynamic_keys() -> Sequence[type[DynamicKeys[Any]]]:
    """Return sets of films and popular people."""
    from .dynamic import TmdbPopularPeople, TmdbSets

    return [TmdbSets, TmdbPopularPeople]
