"""The hooks of posteract-plex; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from posteract_core import hookimpl

if TYPE_CHECKING:
    from .server import PlexServer
    from .settings import PlexSettings
    from .watchlist import PlexWatchlist
    from .webhook import PlexWebhook


@hookimpl
def posteract_settings() -> type[PlexSettings]:
    """Return what may stand under `plugins.plex`."""
    from .settings import PlexSettings

    return PlexSettings


@hookimpl
def posteract_media_servers() -> Sequence[type[PlexServer]]:
    """Return the one server."""
    from .server import PlexServer

    return [PlexServer]


@hookimpl
def posteract_collection_builders() -> Sequence[type[PlexWatchlist]]:
    """Return the builder of watchlists."""
    from .watchlist import PlexWatchlist

    return [PlexWatchlist]


@hookimpl
def posteract_webhooks() -> Sequence[type[PlexWebhook]]:
    """Return what understands Plex's own posts."""
    from .webhook import PlexWebhook

    return [PlexWebhook]
