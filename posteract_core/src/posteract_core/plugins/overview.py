"""What `posteract plugins list` and `info` show, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AnyUrl, BaseModel, HttpUrl, SecretStr
from pydantic.fields import FieldInfo

from ..model.report import Severity
from .failures import PluginFailure
from .house import House
from .instances import InstanceSpec, Status
from .kinds import LABEL_OF_HOOK
from .registry import Registry

WORDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    type(None): "nothing",
    tuple: "list",
    frozenset: "list",
    set: "list",
    dict: "mapping",
    Path: "path",
    SecretStr: "secret",
    HttpUrl: "address",
    AnyUrl: "address",
}
"""What types are called in front of people who write YAML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginRow:
    """One installed plugin.

    Attributes:
        name: its name.
        distribution: the package it came with.
        version: of the package.
        kinds: what it provides, as `plugins new --kind` says it; empty when it is not imported.
        hooks: the hooks it implements; empty likewise.
        status: `broken` when anything of it failed, even if the rest of it works.
        reason: why it is off or broken; else empty.
        instances: its entries in the configuration.
    """

    name: str
    distribution: str
    version: str
    kinds: tuple[str, ...]
    hooks: tuple[str, ...]
    status: Status
    reason: str
    instances: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting of a plugin, as its author describes it.

    Attributes:
        name: the key under `plugins.NAME`.
        type: of the value, in words: `text`, `secret`, `list[path]`.
        required: whether it must be given.
        default: what holds when it is not given; None when it is required or secret.
        description: what it is for.
    """

    name: str
    type: str
    required: bool
    default: Any
    description: str


def plugin_rows(registry: Registry, specs: Sequence[InstanceSpec] = ()) -> list[PluginRow]:
    """Return every installed plugin by name. Calls every registration hook, so that what is broken shows; builds nothing.

    `specs` need names and `enabled` only: whether what is set is right is for `config check` to say.
    """
    house = House(registry, make_context=_lend_nothing)
    house.survey()
    return [_row(house, name, specs) for name in sorted(registry.installed)]


def setting_rows(registry: Registry, plugin: str) -> list[SettingRow] | None:
    """Return the settings of a plugin in their order; None when nobody can say (it is off or broken)."""
    settings_class = registry.settings_class(plugin)
    return None if settings_class is None else [_setting(*each) for each in settings_class.model_fields.items()]


def _lend_nothing(spec: InstanceSpec, settings: object) -> Any:
    raise AssertionError("a survey builds no provider")


def _row(house: House, name: str, specs: Sequence[InstanceSpec]) -> PluginRow:
    registry = house.registry
    plugin = registry.installed[name]
    hooks = registry.hooks_of(name)
    entries = tuple(spec.name for spec in specs if spec.plugin == name)
    status, reason = _status(house, name, configured=bool(entries))
    return PluginRow(
        name=name,
        distribution=plugin.distribution,
        version=plugin.version,
        kinds=tuple(LABEL_OF_HOOK[hook] for hook in LABEL_OF_HOOK if hook in hooks),
        hooks=hooks,
        status=status,
        reason=reason,
        instances=entries,
    )


def _status(house: House, name: str, *, configured: bool) -> tuple[Status, str]:
    registry = house.registry
    if reason := registry.off.get(name):
        return Status.OFF, reason
    failures: list[PluginFailure] = [each for each in registry.failures if each.plugin == name]
    if broken := [f"{each.stage}: {each.reason}" for each in failures if each.severity is Severity.ERROR]:
        return Status.BROKEN, "; ".join(broken)
    implied = house.instances[name]
    return (Status.ON, "") if configured else (implied.status, implied.reason)


def _setting(name: str, field: FieldInfo) -> SettingRow:
    words = _type_words(field.annotation)
    hidden = field.is_required() or WORDS[SecretStr] in words or field.default_factory_takes_validated_data
    default = None if hidden else field.get_default(call_default_factory=True)
    return SettingRow(
        name=field.alias or name,
        type=words,
        required=field.is_required(),
        default=_plain(default),
        description=field.description or "",
    )


def _type_words(annotation: Any) -> str:
    """Return a type as a person would write it: `text`, `list[address]`, `one of: cover, contain`."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type_words(arguments[0])
    if origin is Literal:
        return f"one of: {', '.join(map(str, arguments))}"
    if origin in (Union, UnionType):
        return " or ".join(_type_words(each) for each in arguments)
    if origin is not None:
        inner = ", ".join(_type_words(each) for each in arguments if each is not Ellipsis)
        return f"{WORDS.get(origin, getattr(origin, '__name__', str(origin)))}[{inner}]"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return f"one of: {', '.join(str(each.value) for each in annotation)}"
    return WORDS.get(annotation, getattr(annotation, "__name__", str(annotation)))


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return str(value)
