"""The hooks of posteract-letterboxd; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import CollectionBuilder, DynamicKeys, PluginSettings


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings of all that the plugin provides."""
    from .settings import LetterboxdSettings

    return LetterboxdSettings


@hookimpl
def posteract_collection_builders() -> Sequence[type[CollectionBuilder[Any]]]:
    """Return the builders of lists, and of what users have seen and reviewed."""
    from .lists import LetterboxdList
    from .users import UserFilms, UserReviews

    return [LetterboxdList, UserFilms, UserReviews]


@hookimpl
def posteract_dynamic_keys() -> Sequence[type[DynamicKeys[Any]]]:
    """Return who knows the lists of an export."""
    from .dynamic import UserLists

    return [UserLists]
