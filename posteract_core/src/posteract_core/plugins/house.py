"""The providers of all configured plugin instances: built when first asked for, once, each on its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from pydantic import ValidationError

from ..model import Finding
from ..providers import (
    ArtworkSource,
    CollectionBuilder,
    CollectionDetail,
    DynamicKeys,
    FactSource,
    Importer,
    MediaServer,
    OverlayLayer,
    PluginSettings,
    Provider,
    ProviderContext,
    TakesMissing,
    Trigger,
    Webhook,
)
from . import kinds
from .answers import Wrong, check_classes, check_folders
from .failures import PluginFailure, describe
from .instances import Instance, InstanceSpec, Status, leaders, with_implied
from .kinds import Kind
from .registry import PLUGIN_FAULTS, Registry

T = TypeVar("T")

MakeContext = Callable[[InstanceSpec, PluginSettings], ProviderContext]
"""Makes what the core lends to an instance; asked at most once for each."""


class House:
    """Gives providers by the names people write.

    Names: a provider is called by its class's `name` (a layer by its `type`), or like its instance where the class has
    none. Of several instances of one plugin, the one called like the plugin (else the first in the configuration) bears
    the class names; those of the others are `INSTANCE.NAME`. Where two plugins still claim one name, the first by plugin
    name keeps it, and the other is reported and left out; so is one that takes a name of the core's own.

    An installed plugin without an entry runs with its defaults when its settings need no input, and is off otherwise.
    Nothing here raises for what a plugin does (but with `registry.raise_errors`): see `registry.failures`.
    Safe to use from many threads.
    """

    def __init__(
        self,
        registry: Registry,
        specs: Sequence[InstanceSpec] = (),
        *,
        make_context: MakeContext,
        reserved: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """Take over the imported plugins and the configuration's entries.

        Args:
            registry: whose plugins provide.
            specs: the entries under `plugins`, in their order.
            make_context: called when an instance's first provider is built.
            reserved: names the core has taken itself, by hook: `{"posteract_overlay_layers": {"text", …}}`.
        """
        self.registry = registry
        self._specs = with_implied(specs, registry.names)
        self._explicit = frozenset(spec.name for spec in specs)
        self._make_context = make_context
        self._reserved = reserved or {}
        self._lock = RLock()
        self._contexts: dict[str, ProviderContext | None] = {}
        self._classes: dict[str, dict[str, tuple[type[Any], ...]]] = {}
        self._given: dict[str, dict[str, Any]] = {}
        self._built: list[tuple[str, Provider[Any]]] = []

    def media_servers(self) -> Mapping[str, MediaServer[Any]]:
        """Return the media servers by instance name."""
        return self.give(kinds.MEDIA_SERVERS)

    def artwork_sources(self) -> Mapping[str, ArtworkSource[Any]]:
        """Return the artwork sources by the names that `poster_preferences.sources` lists."""
        return self.give(kinds.ARTWORK_SOURCES)

    def fact_sources(self) -> Mapping[str, FactSource[Any]]:
        """Return the fact sources by name."""
        return self.give(kinds.FACT_SOURCES)

    def overlay_layers(self) -> Mapping[str, type[OverlayLayer[Any]]]:
        """Return the layer classes by `type`; the renderer makes them with the options of each look."""
        return self.give(kinds.OVERLAY_LAYERS)

    def collection_builders(self) -> Mapping[str, CollectionBuilder[Any]]:
        """Return the collection builders by recipe key."""
        return self.give(kinds.COLLECTION_BUILDERS)

    def collection_details(self) -> Mapping[str, CollectionDetail[Any]]:
        """Return what describes collections, by recipe key."""
        return self.give(kinds.COLLECTION_DETAILS)

    def takers(self) -> Mapping[str, TakesMissing[Any]]:
        """Return what takes the missing titles of collections, by what its keys begin with."""
        return self.give(kinds.TAKES_MISSING)

    def dynamic_keys(self) -> Mapping[str, DynamicKeys[Any]]:
        """Return what knows the keys of dynamic collections, by their `type`."""
        return self.give(kinds.DYNAMIC_KEYS)

    def triggers(self) -> Mapping[str, Trigger[Any]]:
        """Return the triggers by name."""
        return self.give(kinds.TRIGGERS)

    def webhooks(self) -> Mapping[str, Webhook[Any]]:
        """Return the webhooks by the last part of their path."""
        return self.give(kinds.WEBHOOKS)

    def importers(self) -> Mapping[str, Importer]:
        """Return the importers by what follows `posteract import`."""
        return self.give(kinds.IMPORTERS)

    def style_folders(self) -> Mapping[str, tuple[Path, ...]]:
        """Return the folders of style files by plugin, in the order of the plugins' names."""
        with self._lock:
            return dict(self._styles)

    def give(self, kind: Kind[T]) -> Mapping[str, T]:
        """Return everything of one kind by name; built at the first call, the same objects at every later one."""
        with self._lock:
            if kind.hook not in self._given:
                self._given[kind.hook] = self._gather(kind)
            return dict(self._given[kind.hook])

    @cached_property
    def instances(self) -> Mapping[str, Instance]:
        """Return every instance by name: the configuration's, then those of plugins it does not name."""
        with self._lock:
            ahead = frozenset(leaders(self._specs))
            return {spec.name: self._instance(spec, leads=spec.name in ahead) for spec in self._specs}

    def lend(self, name: str) -> tuple[PluginSettings, ProviderContext] | None:
        """Return what an instance's providers are built with; None when it is not on, or could not be lent anything."""
        instance = self.instances.get(name)
        if instance is None or instance.status is not Status.ON or instance.settings is None:
            return None
        context = self._context(instance)
        return None if context is None else (instance.settings, context)

    def notify(self, event: str, **arguments: Any) -> None:
        """Tell every plugin instance that listens of an event; what an observer raises is recorded and nothing more.

        `event` is an event hook; `arguments` are its own, without `settings` and `context`, which are the instance's.
        Observers are called one after the other, in the thread that calls this.
        """
        for instance in self._enabled():
            extra: dict[str, Any] = {"settings": instance.settings, "context": None}
            plugin = instance.spec.plugin
            if self.registry.wants(plugin, event, "context"):
                if (context := self._context(instance)) is None:
                    continue
                extra["context"] = context
            for _ in self.registry.call_one(plugin, event, **arguments, **extra):
                pass

    def survey(self) -> None:
        """Ask every registration hook of every plugin, so that `registry.failures` is complete; builds nothing."""
        with self._lock:
            for kind in kinds.KINDS:
                self._classes_of(kind)
            _ = self._styles

    def check(self) -> list[Finding]:
        """Return what `doctor` says of plugins: every provider's own findings, then every failure so far.

        Builds all providers and may take seconds for each.
        """
        for kind in kinds.KINDS:
            self.give(kind)
        findings: list[Finding] = []
        for plugin, provider in list(self._built):
            try:
                findings += provider.check()
            except PLUGIN_FAULTS as error:
                self.registry.fail(plugin, "check", error)
        return findings + [failure.finding() for failure in self.registry.failures]

    def close(self) -> None:
        """Close every provider that was built, the last first. What the context lent is its maker's to close."""
        with self._lock:
            while self._built:
                plugin, provider = self._built.pop()
                try:
                    provider.close()
                except PLUGIN_FAULTS as error:
                    self.registry.fail(plugin, "close", error)
            self._given.clear()

    def _enabled(self) -> list[Instance]:
        with self._lock:
            running = [instance for instance in self.instances.values() if instance.status is Status.ON]
        return sorted(running, key=lambda instance: self.registry.names.index(instance.spec.plugin))

    def _instance(self, spec: InstanceSpec, *, leads: bool) -> Instance:
        if not spec.enabled:
            return Instance(spec=spec, status=Status.OFF, reason="disabled in the configuration", leads=leads)
        if reason := self.registry.off.get(spec.plugin):
            return Instance(spec=spec, status=Status.OFF, reason=reason, leads=leads)
        if spec.plugin not in self.registry.names and spec.plugin not in self.registry.installed:
            return Instance(spec=spec, status=Status.OFF, reason="not installed", leads=leads)
        settings_class = self.registry.settings_class(spec.plugin)
        if settings_class is None:
            return Instance(spec=spec, status=Status.BROKEN, reason=self._why_broken(spec.plugin), leads=leads)
        try:
            settings = settings_class.model_validate({} if spec.settings is None else spec.settings)
        except ValidationError as error:
            if spec.name not in self._explicit:
                keys = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
                return Instance(spec=spec, status=Status.OFF, reason=f"needs settings: {keys}", leads=leads)
            return self._misconfigured(spec, error, leads=leads)
        except PLUGIN_FAULTS as error:
            return self._misconfigured(spec, error, leads=leads)
        return Instance(spec=spec, status=Status.ON, settings=settings, leads=leads)

    def _misconfigured(self, spec: InstanceSpec, error: BaseException, *, leads: bool) -> Instance:
        self.registry.fail(spec.plugin, "settings", error)
        return Instance(spec=spec, status=Status.BROKEN, reason=describe(error), leads=leads)

    def _why_broken(self, plugin: str) -> str:
        return next(
            (f"{each.stage}: {each.reason}" for each in self.registry.failures if each.plugin == plugin), "broken"
        )

    def _gather(self, kind: Kind[T]) -> dict[str, T]:
        owners: dict[str, str] = dict.fromkeys(self._reserved.get(kind.hook, ()), "the core")
        gathered: dict[str, T] = {}
        for instance, cls in self._offers(kind):
            plugin = instance.spec.plugin
            own = getattr(cls, kind.key)
            name = instance.name_of(own) if kind.built == "instance" else own
            if name in owners:
                self._record_clash(kind, plugin, name, owners[name])
            elif (made := self._make(kind, instance, cls)) is not None:
                owners[name] = f"plugin {plugin}"
                gathered[name] = made
        return gathered

    def _offers(self, kind: Kind[Any]) -> Iterator[tuple[Instance, type[Any]]]:
        """Yield (instance, class), by plugin name, then by the configuration's order; once per plugin for bare classes."""
        classes = self._classes_of(kind)
        seen: set[str] = set()
        for instance in self._enabled():
            plugin = instance.spec.plugin
            if kind.built != "instance" and plugin in seen:
                continue
            seen.add(plugin)
            for cls in classes.get(plugin, ()):
                yield instance, cls

    def _classes_of(self, kind: Kind[Any]) -> dict[str, tuple[type[Any], ...]]:
        if kind.hook not in self._classes:
            answers = self.registry.call_each(kind.hook)
            self._classes[kind.hook] = {
                plugin: tuple(self._usable(plugin, kind.hook, check_classes(kind, answer)))
                for plugin, answer in answers
            }
        return self._classes[kind.hook]

    @cached_property
    def _styles(self) -> dict[str, tuple[Path, ...]]:
        running = {instance.spec.plugin for instance in self._enabled()}
        answers = (
            (plugin, answer) for plugin, answer in self.registry.call_each(kinds.STYLES_HOOK) if plugin in running
        )
        return {
            plugin: tuple(self._usable(plugin, kinds.STYLES_HOOK, check_folders(answer))) for plugin, answer in answers
        }

    def _usable(self, plugin: str, hook: str, checked: Iterator[T | Wrong]) -> Iterator[T]:
        for each in checked:
            if isinstance(each, Wrong):
                self.registry.record(PluginFailure(plugin=plugin, stage=hook, reason=each.reason, remedy=each.remedy))
            else:
                yield each

    def _make(self, kind: Kind[T], instance: Instance, cls: Any) -> T | None:
        if kind.built == "never":
            made: T = cls
            return made
        plugin = instance.spec.plugin
        if kind.built == "plain":
            arguments: tuple[Any, ...] = ()
        elif (context := self._context(instance)) is None:
            return None
        else:
            arguments = (instance.settings, context)
        try:
            made = cls(*arguments)
        except PLUGIN_FAULTS as error:
            self.registry.fail(plugin, "build", error)
            return None
        if isinstance(made, Provider):
            self._built.append((plugin, made))
        return made

    def _context(self, instance: Instance) -> ProviderContext | None:
        name = instance.spec.name
        with self._lock:
            if name not in self._contexts:
                self._contexts[name] = self._lend(instance)
            return self._contexts[name]

    def _lend(self, instance: Instance) -> ProviderContext | None:
        if instance.settings is None:
            return None
        try:
            return self._make_context(instance.spec, instance.settings)
        except PLUGIN_FAULTS as error:
            self.registry.fail(instance.spec.plugin, "build", error)
            return None

    def _record_clash(self, kind: Kind[Any], plugin: str, name: str, owner: str) -> None:
        what = kind.label.replace("-", " ")
        self.registry.record(
            PluginFailure(
                plugin=plugin,
                stage=kind.hook,
                reason=f"its {what} `{name}` is left out: {owner} has one of that name",
                remedy=f"Disable one of the two plugins, or ask an author to rename the {what}.",
            )
        )
