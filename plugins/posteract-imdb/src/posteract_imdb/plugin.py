"""The hooks of posteract-imdb; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import CollectionBuilder, DynamicKeys, FactSource, PluginSettings


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings of all that the plugin provides."""
    from .settings import ImdbSettings

    return ImdbSettings


@hookimpl
def posteract_fact_sources() -> Sequence[type[FactSource[Any]]]:
    """Return the ratings, and the chart and the awards apart from them: one that fails does not silence the others."""
    from .chart import ImdbChart
    from .prizes import ImdbPrizes
    from .ratings import ImdbRatings

    return [ImdbRatings, ImdbChart, ImdbPrizes]


@hookimpl
def posteract_collection_builders() -> Sequence[type[CollectionBuilder[Any]]]:
    """Return the builders."""
    from .awards import ImdbAward
    from .lists import ImdbChart, ImdbId, ImdbList, ImdbWatchlist
    from .search import ImdbSearch

    return [ImdbList, ImdbWatchlist, ImdbChart, ImdbId, ImdbSearch, ImdbAward]


@hookimpl
def posteract_dynamic_keys() -> Sequence[type[DynamicKeys[Any]]]:
    """Return the years of events with awards."""
    from .dynamic import ImdbAwards

    return [ImdbAwards]
