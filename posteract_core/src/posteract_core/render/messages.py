"""pydantic's findings about a layer's options, in the user's words."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

_PLAIN = {
    "missing": "is missing",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "model_type": "must be a mapping of options",
    "dict_type": "must be a mapping",
}


def in_users_words(error: ValidationError, *models: type[BaseModel]) -> Iterator[tuple[list[str | int], str]]:
    """Yield (path, message) of each mistake; the nearest right names are those of all the models together."""
    for found in error.errors():
        path = [part for part in found["loc"] if not _internal(part)]
        yield path, _message(found, [part for part in found["loc"] if isinstance(part, str)], models)


def _internal(part: str | int) -> bool:
    """Return whether a part of a location is pydantic's own, such as `function-after[…]` or a union's branch."""
    return isinstance(part, str) and ("[" in part or part in ("str", "int", "float", "bool"))


def _message(found: Any, path: list[str], models: tuple[type[BaseModel], ...]) -> str:
    kind, context = found["type"], found.get("ctx", {})
    if kind == "extra_forbidden":
        known = _fields_at(models, path[:-1])
        near = get_close_matches(path[-1], known, n=1)
        return "is not an option" + (
            f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(sorted(known))}"
        )
    if kind == "value_error":
        return str(context.get("error", found["msg"]))
    if kind in ("literal_error", "enum"):
        given, expected = str(found["input"]), str(context["expected"])
        near = get_close_matches(given, [word.strip(" '\"") for word in expected.replace(" or ", ",").split(",")], n=1)
        return f"must be {expected}, not {given}" + (f"; did you mean `{near[0]}`?" if near else "")
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        words = {"ge": "at least", "le": "at most", "gt": "more than", "lt": "less than"}
        limits = " and ".join(f"{words[key]} {value:g}" for key, value in context.items() if key in words)
        return f"must be {limits}, not {found['input']}"
    if kind in ("too_long", "too_short", "missing_argument"):
        wanted = context.get("max_length") or context.get("min_length")
        return f"has {context.get('actual_length', 'too few or too many')} values, not {wanted}"
    text = str(found["msg"])
    return _PLAIN.get(kind, text[:1].lower() + text[1:])


def _fields_at(models: tuple[type[BaseModel], ...], path: list[str]) -> list[str]:
    """Return the names that may stand at a path within the models."""
    if path:
        inner = [_model_in(model, path[0]) for model in models]
        return _fields_at(tuple(model for model in inner if model is not None), path[1:])
    return [field.alias or name for model in models for name, field in model.model_fields.items() if name != "hash"]


def _model_in(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = model.model_fields.get(name)
    if field is None:
        return None
    options = [field.annotation, *getattr(field.annotation, "__args__", ())]
    return next((each for each in options if isinstance(each, type) and issubclass(each, BaseModel)), None)
