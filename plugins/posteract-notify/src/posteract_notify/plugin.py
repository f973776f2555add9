"""The hooks of posteract-notify; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.model import ArtworkKind, CollectionChange, Finding, MediaItem, Picture, RunRequest, RunSummary
    from posteract_core.providers import PluginSettings, ProviderContext, Trigger

    from .settings import NotifySettings


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings."""
    from .settings import NotifySettings

    return NotifySettings


@hookimpl
def posteract_triggers() -> Sequence[type[Trigger[Any]]]:
    """Return what says, while `posteract serve` runs, that it does."""
    from .heartbeat import Heartbeat

    return [Heartbeat]


@hookimpl
def posteract_run_started(request: RunRequest, settings: NotifySettings, context: ProviderContext) -> None:
    """Begin to gather, and tell whoever watches that a run has begun."""
    from .observer import observer

    observer(settings, context).started(request)


@hookimpl
def posteract_artwork_uploaded(
    item: MediaItem, kind: ArtworkKind, picture: Picture, settings: NotifySettings, context: ProviderContext
) -> None:
    """Keep a few pictures."""
    from .observer import observer

    observer(settings, context).uploaded(item, kind, picture)


@hookimpl
def posteract_collection_changed(change: CollectionChange, settings: NotifySettings, context: ProviderContext) -> None:
    """Keep what changed."""
    from .observer import observer

    observer(settings, context).changed(change)


@hookimpl
def posteract_run_finished(
    summary: RunSummary,
    broken: Sequence[Finding],
    troubles: Sequence[Finding],
    settings: NotifySettings,
    context: ProviderContext,
) -> None:
    """Send the news of a run."""
    from .observer import observer

    observer(settings, context).finished(summary, broken, troubles)


@hookimpl
def posteract_run_failed(
    request: RunRequest,
    reason: str,
    hint: str,
    broken: Sequence[Finding],
    settings: NotifySettings,
    context: ProviderContext,
) -> None:
    """Send that a run did not do its work."""
    from .observer import observer

    observer(settings, context).failed(request, reason, hint, broken)
