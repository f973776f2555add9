"""The hooks of posteract-sonarr; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import CollectionBuilder, PluginSettings, Webhook


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings of all that the plugin provides."""
    from .settings import SonarrSettings

    return SonarrSettings


@hookimpl
def posteract_collection_builders() -> Sequence[type[CollectionBuilder[Any]]]:
    """Return the builders."""
    from .builders import BUILDERS

    return BUILDERS


@hookimpl
def posteract_webhooks() -> Sequence[type[Webhook[Any]]]:
    """Return what understands its posts."""
    from .webhook import SonarrWebhook

    return [SonarrWebhook]
