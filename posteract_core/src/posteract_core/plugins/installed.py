"""What is installed, by name; nothing is imported to find out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

PLUGIN_GROUP = "posteract.plugins"
"""The entry-point group of plugins; the entry point's name is the plugin's name everywhere."""

COMMAND_GROUP = "posteract.commands"
"""The entry-point group of plugins' own sub-commands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledPlugin:
    """One entry point of an installed distribution.

    Attributes:
        name: the plugin's name.
        point: what would be imported.
        distribution: the name of the package it came with: `posteract-tmdb`; empty when the metadata names none.
        version: of the distribution; empty likewise.
    """

    name: str
    point: EntryPoint
    distribution: str = ""
    version: str = ""

    def __str__(self) -> str:
        """Return the plugin with where it comes from: `tmdb (posteract-tmdb 0.1.0)`."""
        origin = " ".join(part for part in (self.distribution, self.version) if part)
        return f"{self.name} ({origin or self.point.value})"


def installed_plugins(group: str = PLUGIN_GROUP) -> tuple[InstalledPlugin, ...]:
    """Return every installed plugin by name, importing none; plugins that share a name are all there.

    The truth is importlib.metadata, not stevedore's cache on disk: the cache knows no distributions, and for up to two
    minutes it misses an entry point that was changed in place (it keeps file times as 32-bit floats).
    """
    found: dict[tuple[str, str, str], InstalledPlugin] = {}
    for point in entry_points(group=group):
        plugin = InstalledPlugin(
            name=point.name, point=point, distribution=_said(point, "Name"), version=_said(point, "Version")
        )
        found.setdefault((point.name, point.value, plugin.distribution), plugin)
    return tuple(sorted(found.values(), key=lambda plugin: (plugin.name, plugin.distribution)))


def _said(point: EntryPoint, field: str) -> str:
    """Return a field of the distribution's metadata; empty when what is left of the distribution has none."""
    metadata = point.dist.metadata if point.dist else None
    return str(metadata[field]) if metadata is not None and field in metadata else ""


def clashes(plugins: Sequence[InstalledPlugin]) -> dict[str, tuple[InstalledPlugin, ...]]:
    """Return the names that more than one of `plugins` claims, with the claimants."""
    by_name = defaultdict(list)
    for plugin in plugins:
        by_name[plugin.name].append(plugin)
    return {name: tuple(claimants) for name, claimants in by_name.items() if len(claimants) > 1}
