"""Sonarr's API."""

from __future__ import annotations

from posteract_core.providers import ProviderContext
from posteract_core.providers.arr.client import Arr

from .settings import SonarrSettings


def api(settings: SonarrSettings, context: ProviderContext) -> Arr:
    """Return what asks and tells the Sonarr of an instance."""
    return Arr("Sonarr", context.instance, context.http, settings.api_key.get_secret_value())
