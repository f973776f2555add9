"""The hooks of posteract-watch; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import PluginSettings, Trigger


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings."""
    from .settings import WatchSettings

    return WatchSettings


@hookimpl
def posteract_triggers() -> Sequence[type[Trigger[Any]]]:
    """Return the watch."""
    from .trigger import WatchTrigger

    return [WatchTrigger]
