"""The entries under `plugins`: which plugins they need, and what their settings are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..plugins.instances import InstanceSpec

COMMON_KEYS = ("enabled", "plugin")
_NO = frozenset({"false", "no", "off", "n", "f", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it was written.

    Attributes:
        name: its key.
        plugin: what it is an instance of.
        enabled: false also where what was written is neither true nor false: what is not understood is not imported.
        settings: the rest.
    """

    name: str
    plugin: str
    enabled: bool
    settings: Mapping[str, Any]

    def spec(self, settings: Any = None) -> InstanceSpec:
        """Return the entry as the plugin house takes it; without `settings` with those that were written."""
        given = settings if settings is not None else dict(self.settings)
        return InstanceSpec(name=self.name, plugin=self.plugin, settings=given, enabled=self.enabled)


def entries_of(data: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Return the entries under `plugins` of a configuration, however wrong they are otherwise."""
    plugins = data.get("plugins")
    return tuple(_entry(name, value) for name, value in plugins.items()) if isinstance(plugins, dict) else ()


def _entry(name: str, value: object) -> Entry:
    if value is not None and not isinstance(value, dict):
        return Entry(name=name, plugin=name, enabled=False, settings={})
    written = value or {}
    plugin, enabled = written.get("plugin"), written.get("enabled", True)
    if isinstance(enabled, str):
        enabled = enabled.strip().lower() not in _NO and enabled.strip().lower() in {"true", "yes", "on", "y", "t", "1"}
    return Entry(
        name=name,
        plugin=plugin.strip() if isinstance(plugin, str) and plugin.strip() else name,
        enabled=enabled is True or enabled is None or enabled == 1,
        settings={key: each for key, each in written.items() if key not in COMMON_KEYS},
    )


def common_part(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration without the plugins' own settings: what the models of core validate."""
    plugins = data.get("plugins")
    if not isinstance(plugins, dict):
        return dict(data)
    bare = {
        name: {key: each for key, each in value.items() if key in COMMON_KEYS} if isinstance(value, dict) else value
        for name, value in plugins.items()
    }
    return {**data, "plugins": bare}
