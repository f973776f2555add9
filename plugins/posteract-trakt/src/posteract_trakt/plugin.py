"""The hooks of posteract-trakt; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import CollectionBuilder, CollectionDetail, DynamicKeys, FactSource, PluginSettings


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings of all that the plugin provides."""
    from .settings import TraktSettings

    return TraktSettings


@hookimpl
def posteract_fact_sources() -> Sequence[type[FactSource[Any]]]:
    """Return the source of everybody's ratings, and that of one's own."""
    from .facts import TraktFacts
    from .own import TraktOwnRatings

    return [TraktFacts, TraktOwnRatings]


@hookimpl
def posteract_collection_builders() -> Sequence[type[CollectionBuilder[Any]]]:
    """Return the builders of lists, charts and what users have marked."""
    from . import charts, lists, userlists

    return [*lists.BUILDERS, charts.TraktChart, *userlists.BUILDERS]


@hookimpl
def posteract_collection_details() -> Sequence[type[CollectionDetail[Any]]]:
    """Return what describes lists."""
    from .details import DETAILS

    return DETAILS


@hookimpl
def posteract_dynamic_keys() -> Sequence[type[DynamicKeys[Any]]]:
    """Return lists of users, lists that are liked, and people on lists."""
    from .dynamic import KEYS

    return KEYS
