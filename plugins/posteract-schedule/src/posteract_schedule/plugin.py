"""The hooks of posteract-schedule; everything heavy is imported inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from posteract_core import hookimpl

if TYPE_CHECKING:
    from posteract_core.providers import PluginSettings, Trigger


@hookimpl
def posteract_settings() -> type[PluginSettings]:
    """Return the settings."""
    from .settings import ScheduleSettings

    return ScheduleSettings


@hookimpl
def posteract_triggers() -> Sequence[type[Trigger[Any]]]:
    """Return the clock."""
    from .trigger import ScheduleTrigger

    return [ScheduleTrigger]
