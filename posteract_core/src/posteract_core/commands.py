"""For plugins' own commands (the entry points `posteract.commands`): their settings, and their HTTP client."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .errors import UsageError

if TYPE_CHECKING:
    from .plugins.house import House
    from .providers import PluginSettings, ProviderContext

SettingsT = TypeVar("SettingsT", bound="PluginSettings")


@dataclass(frozen=True, slots=True)
class Lent(Generic[SettingsT]):
    """What a command works with.

    Attributes:
        settings: of the plugin's instance.
        context: its HTTP client, its folders, whether it is a dry run.
        leads: whether its providers bear their own names; else they are `INSTANCE.NAME`.
    """

    settings: SettingsT
    context: ProviderContext
    leads: bool
    _house: House

    def of(self, plugin: str) -> PluginSettings | None:
        """Return the settings of another plugin; None when it is not installed, switched off, or lacks some."""
        names = [name for name, each in self._house.instances.items() if each.spec.plugin == plugin and each.settings]
        name = plugin if plugin in names else next(iter(names), "")
        return self._house.instances[name].settings if name else None


@contextmanager
def lent(
    ctx: Any, kind: type[SettingsT], plugin: str, *, instance: str = "", dry_run: bool = False
) -> Iterator[Lent[SettingsT]]:
    """Open the configuration for a plugin's command, and close it again.

    Args:
        ctx: of the command, from typer.
        kind: the class of the plugin's settings.
        plugin: its name.
        instance: the one that is meant; empty = the one called like the plugin, else the only one.
        dry_run: nothing may be changed anywhere.

    Raises:
        ConfigError: the configuration has mistakes.
        UsageError: no such instance is configured, or it is one of several.
    """
    from .app import App

    with App.open(ctx.obj.opening(dry_run=dry_run)) as app:
        house = app.house
        mine = [name for name, each in house.instances.items() if each.spec.plugin == plugin]
        name = instance or (plugin if plugin in mine or len(mine) != 1 else mine[0])
        if instance and instance not in mine:
            there = ", ".join(mine) or "none"
            raise UsageError(f"{instance} is no instance of the plugin {plugin}", hint=f"There are: {there}.")
        if name not in mine and mine:
            raise UsageError(f"there are several of {plugin}", hint=f"Say which with --instance: {', '.join(mine)}.")
        found = house.lend(name)
        if found is None or not isinstance(found[0], kind):
            reason = house.instances[name].reason if name in house.instances else "not installed"
            raise UsageError(
                f"plugins.{name} is not ready: {reason}", hint=f"Write its settings under `plugins.{name}`."
            )
        yield Lent(found[0], found[1], house.instances[name].leads, house)
