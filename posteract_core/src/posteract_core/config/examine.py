"""Everything that can be said about a configuration: what it means, and what is wrong with it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..errors import Problem
from ..plugins.instances import InstanceSpec, disabled_plugins
from . import checks
from .document import KeyPath, value_at
from .instances import Entry, common_part, entries_of
from .mistakes import Mistake, below
from .models import Config
from .reading import Reading, in_file_order
from .secrecy import keep_secret, names_a_secret
from .shape import Shapes
from .structure import wrong_keys
from .wording import mistakes_of

if TYPE_CHECKING:
    from ..plugins.registry import Registry

M = TypeVar("M", bound=BaseModel)

MakeRegistry = Callable[[frozenset[str]], "Registry"]
"""Makes the plugin registry, given the plugins that the configuration switches off."""


@dataclass(frozen=True)
class Examination:
    """A configuration looked at from all sides.

    Attributes:
        reading: what was written.
        registry: the plugins it enables.
        config: what it means; None when it has mistakes of the core's own.
        instances: the entries under `plugins`, with validated settings where these are right.
        mistakes: what is wrong, without what `reading.problems` has.
        warnings: what is accepted but does nothing.
    """

    reading: Reading
    registry: Registry
    config: Config | None
    instances: tuple[InstanceSpec, ...]
    mistakes: tuple[Mistake, ...]
    warnings: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every mistake with its place, in the order of the file."""
        return in_file_order([*self.reading.problems, *(self.reading.problem(mistake) for mistake in self.mistakes)])

    def usable_config(self) -> Config | None:
        """Return `config`, or else what it would be without what is wrong; None when there is no telling.

        For checks that go on although something is wrong; nothing may be done with it.
        """
        if self.config is not None:
            return self.config
        data = copy.deepcopy(common_part(self.reading.data))
        for mistake in self.mistakes:
            path = mistake.path if mistake.place != "inside" else mistake.path[:-1]
            while path and isinstance(path[-1], int):  # a list with a wrong entry goes as a whole
                path = path[:-1]
            parent = value_at(data, path[:-1])
            if path and isinstance(parent, dict):
                parent.pop(path[-1], None)
        sections = {mistake.path[0] for mistake in self.mistakes if mistake.path}
        without_sections = {key: value for key, value in data.items() if key not in sections}
        for attempt in (data, without_sections):
            try:
                return Config.model_validate(attempt, context={"folder": self.reading.folder})
            except ValidationError:  # more is wrong than can be taken out so
                continue
        return None


def examine(reading: Reading, make_registry: MakeRegistry) -> Examination:
    """Return what `reading` means and what is wrong with it. Plugins it switches off are not imported."""
    entries = entries_of(reading.data)
    registry = make_registry(disabled_plugins([entry.spec() for entry in entries]))
    return _Examiner(reading, entries, registry).examination()


class _Examiner:
    def __init__(self, reading: Reading, entries: tuple[Entry, ...], registry: Registry) -> None:
        self._reading = reading
        self._entries = entries
        self._registry = registry
        self._shapes = Shapes()
        self._models = {
            entry.name: model
            for entry in entries
            if entry.enabled and (model := registry.settings_class(entry.plugin)) is not None
        }
        for name, model in self._models.items():
            self._shapes.add(name, model)

    def examination(self) -> Examination:
        reading, registry = self._reading, self._registry
        data = reading.data
        found: list[Mistake] = []
        instances: list[InstanceSpec] = []
        for entry in self._entries:
            settings = None
            if entry.name in self._models:
                path: KeyPath = ("plugins", entry.name)
                settings, wrong = self._validated(self._models[entry.name], dict(entry.settings), path)
                hint = f"`posteract plugins info {entry.plugin}` lists its settings."
                found += [replace(each, hint=hint) if each.place == "inside" else each for each in wrong]
                keep_secret(settings)
            instances.append(entry.spec(settings))
        config, wrong = self._validated(Config, common_part(data), ())
        found += wrong
        installed = registry.installed.keys()
        if config is not None:
            keep_secret(config.storage)
        found += checks.unknown_names(data, self._entries, installed)
        found += checks.misfitting_pictures(data)
        unset, warnings = self._unset()
        warnings += [
            *checks.uninstalled(self._entries, installed),
            *checks.unserved(data, installed),
            *checks.unknown_sources(data, self._entries, installed),
            *checks.empty_kinds(data),
        ]
        keys = wrong_keys(data, self._shapes, reading.in_braces)
        misplaced = [each.path for each in keys]
        return Examination(
            reading=reading,
            registry=registry,
            config=config,
            instances=tuple(instances),
            mistakes=tuple(_without_echoes(keys, unset, found, set(reading.values.broken))),
            warnings=in_file_order(
                reading.problem(each) for each in warnings if not any(below(each.path, path) for path in misplaced)
            ),
        )

    def _validated(self, model: type[M], data: dict[str, Any], path: KeyPath) -> tuple[M | None, list[Mistake]]:
        context = {"folder": self._reading.folder}
        for attempt in ("as read", "numbers as they were written"):
            try:
                return model.model_validate(data, context=context), []
            except ValidationError as error:
                if attempt != "as read" or not self._as_written(error, data, path):
                    return None, mistakes_of(error, data, path, self._hidden)
            except Exception as error:  # noqa: BLE001 - a plugin's own validator broke: its failure, not the program's
                message = f"cannot be checked: the plugin's own check broke ({type(error).__name__})"
                return None, [Mistake(path=path, place="key", message=message)]
        raise AssertionError("unreachable")

    def _as_written(self, error: ValidationError, data: dict[str, Any], path: KeyPath) -> bool:
        """Put the text that was written in place of each number where a text is wanted; return whether there was one."""
        changed = False
        for detail in error.errors(include_url=False, include_context=False, include_input=False):
            if detail["type"] != "string_type":
                continue
            here: KeyPath = ()
            for part in detail["loc"]:  # names of a union's branches are no keys
                if _has(value_at(data, here), part):
                    here = (*here, part)
            text = self._reading.written((*path, *here))
            if text is not None and here:
                value_at(data, here[:-1])[here[-1]] = text
                changed = True
        return changed

    def _hidden(self, path: KeyPath) -> bool:
        reading = self._reading
        shape = self._shapes.at(path)
        return (
            (shape is not None and shape.secret)
            or any(names_a_secret(part) for part in path if isinstance(part, str))
            or reading.values.origin(path) in reading.values.references
            or (path[:1] == ("plugins",) and len(path) > 1 and path[1] not in self._models and path[2:] != ("enabled",))
        )

    def _unset(self) -> tuple[list[Mistake], list[Mistake]]:
        """Return what references without a value are mistakes, and which are only worth a warning."""
        mistakes: list[Mistake] = []
        warnings: list[Mistake] = []
        for path, reference in self._reading.values.references.items():
            if not reference.missing:
                continue
            name = reference.missing.removeprefix("the variable ").removesuffix(" is not set")
            hint = f"Set it, or write a default: `${{{name}:-…}}`." if name != reference.missing else ""
            if path[0] != "plugins":
                message = f"{reference.missing}, so this is left out"
                warnings.append(Mistake(path=path, message=message, hint=hint, as_written=True))
            elif len(path) > 1 and path[1] in self._models:
                mistakes.append(Mistake(path=path, message=reference.missing, hint=hint, as_written=True))
        return mistakes, warnings


def _has(value: object, part: str | int) -> bool:
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def _without_echoes(
    keys: list[Mistake], unset: list[Mistake], found: list[Mistake], broken: Collection[KeyPath]
) -> list[Mistake]:
    """Return all mistakes without those that only repeat another in other words."""
    wrong = {each.path for each in keys}
    known = {each.settles for each in keys} | {each.path for each in unset} | set(broken)
    kept = [
        each
        for each in found
        if not any(below(each.path, path) for path in wrong)
        and not (each.path in known or (each.place == "inside" and any(below(path or (), each.path) for path in known)))
    ]
    return [*keys, *unset, *kept]
