"""JSON Schema of the configuration, with the settings of the installed plugins in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from .models import Config
from .section import may_be_empty

if TYPE_CHECKING:
    from ..plugins.registry import Registry

Schema = dict[str, Any]

DIALECT = GenerateJsonSchema.schema_dialect
"""JSON Schema 2020-12."""

_REFERENCE = "Reference"
_NARROW = {"pattern", "enum", "const"}
_NOTES = ("title", "description", "default", "examples")


def config_schema(registry: Registry) -> Schema:
    """Return the JSON Schema of config.yaml.

    It knows the settings of every plugin of `registry`, also for instances under names of their own. Wherever a single
    value is wanted, `${NAME}` may stand. What only the environment supplies counts as missing.
    """
    models = [(name, model) for name in registry.names if (model := registry.settings_class(name)) is not None]
    inputs = [(model, "validation") for model in dict.fromkeys((Config, *(model for _, model in models)))]
    references, parts = models_json_schema(inputs, ref_template="#/$defs/{model}")  # type: ignore[arg-type]
    definitions: dict[str, Schema] = parts["$defs"]
    names = {key[0]: str(ref["$ref"]).rpartition("/")[2] for key, ref in references.items()}
    for schema in definitions.values():
        _allow_references(schema)
    root = definitions.pop(names[Config])
    _allow_empty(root, definitions)
    root["properties"]["plugins"] = _plugins(
        models, names, definitions, str(root["properties"]["plugins"]["description"])
    )
    definitions.pop("PluginEntry", None)
    definitions[_REFERENCE] = {
        "type": "string",
        "pattern": r"\$\{.+\}",
        "description": "${NAME} or ${NAME:-default} (environment), or ${file:PATH}.",
    }
    return {
        "$schema": DIALECT,
        "title": "config.yaml of Posteract",
        **{key: value for key, value in root.items() if key != "title"},
        "$defs": dict(sorted(definitions.items())),
    }


def _plugins(
    models: Iterable[tuple[str, type[BaseModel]]],
    names: dict[Any, str],
    definitions: dict[str, Schema],
    text: str,
) -> Schema:
    """Return the schema of `plugins`: known settings by entry name, or by `plugin:` under a name of one's own."""
    common: Schema = {
        "enabled": {
            "description": "false = the plugin is not even imported.",
            "anyOf": [{"type": "boolean"}, {"$ref": f"#/$defs/{_REFERENCE}"}],
            "default": True,
        },
        "plugin": {
            "description": "The plugin it is an instance of; left out = the one called like the entry.",
            "type": "string",
            "minLength": 1,
        },
    }
    known: dict[str, Schema] = {}
    for plugin, model in models:
        definitions[f"{plugin}_settings"] = _entry(definitions[names[model]], common)
        known[plugin] = {"$ref": f"#/$defs/{plugin}_settings"}
    anything: Schema = {"type": ["object", "null"], "properties": common}
    by_plugin = [
        {
            "if": {"type": "object", "properties": {"plugin": {"const": plugin}}, "required": ["plugin"]},
            "then": reference,
        }
        for plugin, reference in known.items()
    ]
    own_name = {**anything, "allOf": by_plugin} if by_plugin else anything
    properties = {
        plugin: {
            "if": {"type": "object", "properties": {"plugin": {"not": {"const": plugin}}}, "required": ["plugin"]},
            "then": own_name,
            "else": reference,
        }
        for plugin, reference in known.items()
    }
    return {
        "description": text,
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": own_name,
    }


def _entry(settings: Schema, common: Schema) -> Schema:
    """Return the schema of a plugin's entry: its settings, asked for only while it is enabled, and the common keys."""
    settings = dict(settings)
    required = settings.pop("required", [])
    settings["properties"] = {**common, **settings.get("properties", {})}
    settings["type"] = "object" if required else ["object", "null"]
    if not required:
        return settings
    disabled = {"properties": {"enabled": {"const": False}}, "required": ["enabled"]}
    return {**settings, "if": disabled, "else": {"required": required}}


def _allow_references(schema: Schema) -> None:
    """Let `${NAME}` stand for every single value in an object's schema, in place."""
    for name, each in schema.get("properties", {}).items():
        schema["properties"][name] = _loose(each)
    if isinstance(schema.get("additionalProperties"), dict):
        schema["additionalProperties"] = _loose(schema["additionalProperties"])


def _loose(schema: Schema) -> Schema:
    for key in ("anyOf", "oneOf"):
        if key in schema:
            branches = [_loose(each) for each in schema[key]]
            flat = [each for branch in branches for each in (branch["anyOf"] if set(branch) == {"anyOf"} else [branch])]
            unique = [each for index, each in enumerate(flat) if each not in flat[:index]]
            return {**{name: value for name, value in schema.items() if name != key}, "anyOf": unique}
    if "items" in schema:
        schema = {**schema, "items": _loose(schema["items"])}
    kind = schema.get("type")
    if kind == "object":
        _allow_references(schema)
        return schema
    if kind == "string" and schema.get("format", "password") == "password" and not _NARROW & set(schema):
        return {**schema, "type": ["string", "number"]}  # a number where a text is wanted is taken as it is written
    if kind in ("integer", "number", "boolean", "string") or "enum" in schema or "const" in schema:
        notes = {name: schema[name] for name in _NOTES if name in schema}
        bare = {name: value for name, value in schema.items() if name not in _NOTES}
        return {**notes, "anyOf": [bare, {"$ref": f"#/$defs/{_REFERENCE}"}]}
    return schema


def _allow_empty(root: Schema, definitions: dict[str, Schema]) -> None:
    """Let sections, mappings and lists be left empty, as `Section` does."""
    for model in _sections(Config):
        schema = root if model is Config else definitions.get(model.__name__)
        if schema is None:
            continue
        if model is not Config and "required" not in schema:
            schema["type"] = ["object", "null"]
        for name in may_be_empty(model):
            schema["properties"][name] = _or_null(schema["properties"][name])
    for name in ("styles", "collections", "dynamic_collections"):
        for branch in root["properties"][name].get("anyOf", []):
            if "additionalProperties" in branch:
                branch["additionalProperties"] = {"type": ["object", "null"]}
    for branch in root["properties"]["overlays"].get("anyOf", []):
        if "additionalProperties" in branch:
            branch["additionalProperties"] = _or_null(branch["additionalProperties"])


def _or_null(schema: Schema) -> Schema:
    notes = {name: schema[name] for name in _NOTES if name in schema}
    bare = {name: value for name, value in schema.items() if name not in _NOTES}
    branches = bare["anyOf"] if set(bare) == {"anyOf"} else [bare]
    return {**notes, "anyOf": [*branches, *([{"type": "null"}] if {"type": "null"} not in branches else [])]}


def _sections(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Return `model` and the models of all settings below it."""
    from .section import Section

    found: list[type[BaseModel]] = [model]
    for section in found:
        for field in section.model_fields.values():
            found += [each for each in _models_in(field.annotation) if issubclass(each, Section) and each not in found]
    return found


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    from typing import get_args

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]
