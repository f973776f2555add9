"""Radarr's API."""

from __future__ import annotations

from posteract_core.providers import ProviderContext
from posteract_core.providers.arr.client import Arr

from .settings import RadarrSettings


def api(settings: RadarrSettings, context: ProviderContext) -> Arr:
    """Return what asks and tells the Radarr of an instance."""
    return Arr("Radarr", context.instance, context.http, settings.api_key.get_secret_value())
