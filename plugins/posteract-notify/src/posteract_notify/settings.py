"""What may stand under `plugins.notify`."""

from __future__ import annotations

from posteract_core.providers import PluginSettings


class NotifySettings(PluginSettings):
    """Stub."""
