"""Plugin instances: the entries under `plugins` in the configuration, and those that need none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ..providers import PluginSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceSpec:
    """One entry under `plugins`.

    Attributes:
        name: its key.
        plugin: the plugin it is an instance of (`plugin:`, else the key).
        settings: validated, or as read from the file; None = nothing was said.
        enabled: whether it runs.
    """

    name: str
    plugin: str
    settings: PluginSettings | Mapping[str, Any] | None = field(default=None, repr=False)
    enabled: bool = True


class Status(StrEnum):
    """How a plugin or an instance of one is doing."""

    ON = "on"
    OFF = "off"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A plugin instance as the house sees it.

    Attributes:
        spec: the entry in the configuration, or one made for a plugin that has none.
        status: whether its providers are to be had.
        reason: why not; empty when it is on.
        settings: validated; None unless it is on.
        leads: whether its providers bear the names of their classes; those of other instances of the plugin are called
            `INSTANCE.NAME`.
    """

    spec: InstanceSpec
    status: Status
    reason: str = ""
    settings: PluginSettings | None = field(default=None, repr=False)
    leads: bool = True

    def name_of(self, own: str) -> str:
        """Return what a provider of this instance is called whose class has the name `own` (empty: the instance's)."""
        if not own:
            return self.spec.name
        return own if self.leads else f"{self.spec.name}.{own}"


def disabled_plugins(specs: Sequence[InstanceSpec]) -> frozenset[str]:
    """Return the plugins that the configuration names without enabling an instance: they are not even imported."""
    return frozenset(spec.plugin for spec in specs) - {spec.plugin for spec in specs if spec.enabled}


def with_implied(specs: Sequence[InstanceSpec], plugins: Collection[str]) -> tuple[InstanceSpec, ...]:
    """Return `specs` and an instance with defaults of each of `plugins` that none of them names.

    A plugin whose name the user gave to an instance of another one gets none: it needs an entry under another name.
    """
    taken = {spec.plugin for spec in specs} | {spec.name for spec in specs}
    return (*specs, *(InstanceSpec(name=plugin, plugin=plugin) for plugin in plugins if plugin not in taken))


def leaders(specs: Sequence[InstanceSpec]) -> Iterator[str]:
    """Yield, for each plugin, the instance whose providers bear their classes' own names.

    It is the instance called like the plugin, else the first in the configuration, of those that are enabled.
    """
    enabled = [spec for spec in specs if spec.enabled]
    for plugin in dict.fromkeys(spec.plugin for spec in enabled):
        names = [spec.name for spec in enabled if spec.plugin == plugin]
        yield plugin if plugin in names else names[0]
