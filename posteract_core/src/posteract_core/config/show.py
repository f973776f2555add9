"""The configuration as it is in effect, for people to look at: no secret is in it."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, SecretBytes, SecretStr, ValidationError
from pydantic_core import to_jsonable_python

from ..plugins.instances import InstanceSpec, with_implied
from .load import Loaded
from .secrecy import HIDDEN, secret_texts, without_secrets
from .shape import Shapes

_PASSWORD = re.compile(r"^([a-z]+://[^/@\s]*?:)[^/\s]+(@)")


def effective(loaded: Loaded) -> dict[str, Any]:
    """Return everything that is in effect as plain data, in the shape of the file, defaults included, secrets hidden.

    Hidden is what a plugin's settings call secret, what has the name of a secret, the passwords in addresses, and every
    value that came from a variable or a file where nobody says what it is.
    """
    config = loaded.config
    data: dict[str, Any] = {"plugins": {}, **_plain(config.model_dump(exclude={"plugins"}))}
    database = config.storage.database_url
    data["storage"]["database"] = _PASSWORD.sub(rf"\1{HIDDEN}\2", database)
    shapes = Shapes()
    for spec in _in_effect(loaded):
        if isinstance(spec.settings, BaseModel):
            shapes.add(spec.name, type(spec.settings))
        data["plugins"][spec.name] = _entry(spec)
    hidden = frozenset(path for path in loaded.reading.values.references if not shapes.describes(path))
    clean: dict[str, Any] = without_secrets(data, (), hidden)
    clean["storage"]["database"] = data["storage"]["database"]
    masked: dict[str, Any] = _masked(clean, sorted(set(_long_secrets(loaded)), key=len, reverse=True))
    return masked


def _in_effect(loaded: Loaded) -> list[InstanceSpec]:
    """Return the configured instances, and those that run without an entry."""
    named = {spec.name for spec in loaded.instances}
    found = list(loaded.instances)
    for spec in with_implied(loaded.instances, loaded.registry.names):
        model = loaded.registry.settings_class(spec.plugin) if spec.name not in named else None
        if model is None:
            continue
        try:
            found.append(InstanceSpec(name=spec.name, plugin=spec.plugin, settings=model.model_validate({})))
        except ValidationError:
            continue  # it needs settings, so it does not run
    return found


def _entry(spec: InstanceSpec) -> dict[str, Any]:
    settings = spec.settings
    plain = _plain(settings.model_dump()) if isinstance(settings, BaseModel) else dict(settings or {})
    own = {} if spec.plugin == spec.name else {"plugin": spec.plugin}
    return {**own, "enabled": spec.enabled, **plain}


def _plain(value: Any) -> Any:
    if isinstance(value, (SecretStr, SecretBytes)):
        return HIDDEN if value.get_secret_value() else ""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in value]
    return to_jsonable_python(value, fallback=str)


def _long_secrets(loaded: Loaded) -> list[str]:
    texts = [text for spec in loaded.instances for text in secret_texts(spec.settings)]
    return [text for text in texts if len(text) >= 8]


def _masked(value: Any, secrets: list[str]) -> Any:
    """Return `value` without secrets that were also written somewhere else, such as into an address."""
    if isinstance(value, dict):
        return {key: _masked(each, secrets) for key, each in value.items()}
    if isinstance(value, list):
        return [_masked(each, secrets) for each in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, HIDDEN)
    return value


def as_yaml(data: Any) -> str:
    """Return plain data as YAML, in the order it has."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.allow_unicode = True
    yaml.width = 120
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()
