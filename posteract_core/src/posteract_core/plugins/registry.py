"""stevedore imports, pluggy checks and finds; the registry adds that one plugin's trouble stays its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pluggy

from .. import hookspecs
from .._markers import PROJECT
from ..errors import PluginError
from ..model.report import Severity
from .failures import PluginFailure, describe, remedy_of
from .installed import InstalledPlugin, clashes, installed_plugins
from .selection import ALLOW_LIST, Selection
from .signs import nearest, wrong_hooks

if TYPE_CHECKING:
    from ..providers import PluginSettings

PLUGIN_FAULTS = (Exception, SystemExit)
"""What a plugin may throw at us without ending the program; an interrupt by the user is not among it."""


class Registry:
    """The imported plugins and what went wrong with them.

    Attributes:
        failures: what went wrong so far, each once, in the order it happened.
        installed: every installed plugin that has a name of its own, also those that are off or broken.
        off: why plugins were not imported, by name.
        raise_errors: `--raise-plugin-errors`: a plugin's exception is let through, and what else it does wrong raised as
            `PluginError`, instead of being recorded.
    """

    def __init__(self, *, raise_errors: bool = False) -> None:
        self.failures: list[PluginFailure] = []
        self.installed: dict[str, InstalledPlugin] = {}
        self.off: dict[str, str] = {}
        self.raise_errors = raise_errors
        self._watchers: list[Callable[[PluginFailure], object]] = []
        self._settings: dict[str, type[PluginSettings] | None] = {}
        self._order: dict[str, int] = {}
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(hookspecs)

    @classmethod
    def discover(
        cls,
        selection: Selection | None = None,
        *,
        raise_errors: bool = False,
        plugins: Sequence[InstalledPlugin] | None = None,
    ) -> Registry:
        """Import and register what is installed, in the order of the names, except what `selection` keeps off.

        Two distributions that claim one name are both left out: taking either would be a guess, and a package could
        step into another's place. `plugins` stands for what is installed, where the caller has listed it already.
        """
        registry = cls(raise_errors=raise_errors)
        chosen = selection or Selection.of()
        found = installed_plugins() if plugins is None else tuple(plugins)
        registry._warn_of_unknown(chosen, found)
        twice = clashes(found)
        for plugin in found:
            registry.installed.setdefault(plugin.name, plugin)
        for name, plugin in registry.installed.items():
            if reason := chosen.why_off(name):
                registry.off[name] = reason
            elif name in twice:
                registry._record_clash(name, twice[name])
            else:
                registry._load(plugin)
        return registry

    def register(self, plugin: object, name: str) -> bool:
        """Take in a plugin (a module or any object with hook implementations); return whether it fits the hooks."""
        try:
            mistakes = wrong_hooks(plugin, self._manager)
            for severity, reason, remedy in mistakes:
                self.record(
                    PluginFailure(plugin=name, stage="register", reason=reason, remedy=remedy, severity=severity)
                )
            if any(severity is Severity.ERROR for severity, _, _ in mistakes):
                return False
            self._manager.register(plugin, name)
        except PLUGIN_FAULTS as error:
            self.fail(name, "register", error)
            return False
        self._order[name] = len(self._order)
        return True

    @property
    def names(self) -> tuple[str, ...]:
        """Return the plugins that are imported and fit, in the order they came in (by name, after `discover`)."""
        return tuple(self._order)

    def hooks_of(self, name: str) -> tuple[str, ...]:
        """Return the names of the hooks that plugin `name` implements, in alphabetical order."""
        callers = self._manager.get_hookcallers(self._manager.get_plugin(name)) if name in self._order else None
        return tuple(sorted(caller.name for caller in callers or () if caller.has_spec()))

    def call_each(self, hook: str, **arguments: Any) -> Iterator[tuple[str, Any]]:
        """Call `hook` one plugin at a time and yield (plugin, answer); a plugin that raises is recorded and passed over.

        Order: `tryfirst`, ordinary, `trylast`, and within each as the plugins came in. Hook wrappers are not called.
        """
        for impl in self._implementations(hook):
            yield from self._call(impl, hook, arguments)

    def call_one(self, plugin: str, hook: str, **arguments: Any) -> Iterator[Any]:
        """Call `hook` of one plugin only and yield its answer; nothing when it has none or raises."""
        for impl in self._implementations(hook):
            if impl.plugin_name == plugin:
                yield from (answer for _, answer in self._call(impl, hook, arguments))

    def wants(self, plugin: str, hook: str, argument: str) -> bool:
        """Return whether `plugin` implements `hook` and takes `argument` (so that it need not be made for nothing)."""
        return any(argument in impl.argnames for impl in self._implementations(hook) if impl.plugin_name == plugin)

    def settings_class(self, plugin: str) -> type[PluginSettings] | None:
        """Return what validates the settings of `plugin`; `NoSettings` when it has nothing to set.

        None: nobody can say, because the plugin is not installed, off, broken, or its hook failed (recorded).
        """
        if plugin not in self._order:
            return None
        if plugin not in self._settings:
            self._settings[plugin] = self._ask_settings(plugin)
        return self._settings[plugin]

    def fail(self, plugin: str, stage: str, error: BaseException) -> None:
        """Record what `plugin` threw, or let it through when errors are to be raised."""
        if self.raise_errors:
            raise error
        remedy = remedy_of(error, plugin, self.installed.get(plugin))
        self.record(PluginFailure(plugin=plugin, stage=stage, reason=describe(error), remedy=remedy, error=error))

    def record(self, failure: PluginFailure) -> None:
        """Keep a failure and tell those who watch; the same one once only (an observer may fail at every picture)."""
        if self.raise_errors and failure.severity is Severity.ERROR:
            raise PluginError(str(failure), hint=failure.remedy)
        if failure in self.failures:
            return
        self.failures.append(failure)
        for tell in self._watchers:
            tell(failure)

    def watch(self, tell: Callable[[PluginFailure], object]) -> None:
        """Call `tell` with every failure from now on, and at once with those there are already.

        Failures come before anything is logged, because the configuration, which says where the log is, needs the plugins.
        """
        for failure in list(self.failures):
            tell(failure)
        self._watchers.append(tell)

    def _load(self, plugin: InstalledPlugin) -> None:
        from .loading import import_plugin

        try:
            module = import_plugin(plugin.point)
        except PLUGIN_FAULTS as error:
            self.fail(plugin.name, "import", error)
        else:
            self.register(module, plugin.name)

    def _implementations(self, hook: str) -> list[pluggy.HookImpl]:
        impls = getattr(self._manager.hook, hook).get_hookimpls()
        ordinary = (impl for impl in impls if not impl.wrapper and not impl.hookwrapper)
        return sorted(ordinary, key=lambda impl: (impl.trylast - impl.tryfirst, self._order[impl.plugin_name]))

    def _call(self, impl: pluggy.HookImpl, hook: str, arguments: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        try:
            answer = impl.function(*(arguments[name] for name in impl.argnames))
        except PLUGIN_FAULTS as error:
            self.fail(impl.plugin_name, hook, error)
        else:
            yield impl.plugin_name, answer

    def _ask_settings(self, plugin: str) -> type[PluginSettings] | None:
        from ..providers import NoSettings, PluginSettings

        before = len(self.failures)
        answers = [answer for answer in self.call_one(plugin, "posteract_settings") if answer is not None]
        if not answers:
            return NoSettings if len(self.failures) == before else None
        if isinstance(answers[0], type) and issubclass(answers[0], PluginSettings):
            return answers[0]
        self.record(
            PluginFailure(
                plugin=plugin,
                stage="posteract_settings",
                reason=f"returned {answers[0]!r}, which is no subclass of PluginSettings",
                remedy="Return the settings class itself, derived from posteract_core.providers.PluginSettings.",
            )
        )
        return None

    def _record_clash(self, name: str, claimants: Sequence[InstalledPlugin]) -> None:
        origins = " and ".join(plugin.distribution or plugin.point.value for plugin in claimants)
        self.record(
            PluginFailure(
                plugin=name,
                stage="install",
                reason=f"{origins} both have a plugin of this name; neither is used",
                remedy="Uninstall one of them.",
            )
        )

    def _warn_of_unknown(self, selection: Selection, found: Sequence[InstalledPlugin]) -> None:
        names = [plugin.name for plugin in found]
        for name in sorted((selection.allowed or frozenset()).difference(names)):
            self.record(
                PluginFailure(
                    plugin=name,
                    stage="install",
                    reason=f"named in {ALLOW_LIST}, but not installed{nearest(name, names)}",
                    remedy="`posteract plugins list` shows what is installed.",
                    severity=Severity.WARNING,
                )
            )
