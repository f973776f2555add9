"""The tables of docs/configuration.md: `python -m posteract_core.config.reference docs/configuration.md` makes them anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr, WithJsonSchema
from pydantic.fields import FieldInfo

from .models import Config
from .section import Section

BEGIN = "<!-- settings: made by `python -m posteract_core.config.reference docs/configuration.md` -->"
END = "<!-- end of settings -->"


def settings_tables() -> str:
    """Return every setting of the core as Markdown: a heading and a table for each section, in the order of the file."""
    parts = []
    for path, model in _sections((), Config):
        title = f"### `{'.'.join(path)}`" if path else "### Top level"
        defaults = model.model_construct().model_dump(warnings=False)
        rows = [_row(name, info, defaults.get(name)) for name, info in model.model_fields.items()]
        about = " ".join((model.__doc__ or "").split("\n\n")[0].split())
        parts += [
            title,
            about,
            "\n".join(["| key | value | default | what it does |", "| --- | --- | --- | --- |", *rows]),
        ]
    return "\n\n".join(parts)


def with_tables(page: str) -> str:
    """Return a page with the part between the two markers made anew.

    Raises:
        ValueError: the page lacks a marker.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page lacks the markers of the settings")
    return f"{before}{BEGIN}\n\n{settings_tables()}\n\n{END}{after}"


def _sections(path: tuple[str, ...], model: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    """Yield the sections with their places; one that stands in several places comes at the first."""
    seen: set[type[BaseModel]] = set()

    def walk(path: tuple[str, ...], model: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
        if model in seen:
            return
        seen.add(model)
        yield path, model
        for name, info in model.model_fields.items():
            for below, free in _models(info.annotation):
                yield from walk((*path, name, *free), below)

    yield from walk(path, model)


def _models(annotation: Any, free: tuple[str, ...] = ()) -> Iterator[tuple[type[BaseModel], tuple[str, ...]]]:
    origin = get_origin(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation, free
    for part in get_args(annotation):
        yield from _models(part, ("NAME",) if origin is dict else ("[]",) if origin is tuple else free)


def _row(name: str, info: FieldInfo, default: Any) -> str:
    kind = ", ".join(dict.fromkeys(_words(info.annotation, tuple(info.metadata))))
    text = (info.description or "").replace("|", "\\|")
    return f"| `{name}` | {kind} | {'required' if info.is_required() else _shown(default)} | {text} |"


def _shown(default: Any) -> str:
    """Return a default as it would be written in the file; empty for none."""
    if default is None or default in ((), {}, []) or isinstance(default, (dict, Section)):
        return ""
    if isinstance(default, SecretStr):
        return f"`{default.get_secret_value()}`"
    if isinstance(default, (tuple, list)):
        return f"`[{', '.join(map(str, default))}]`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


_NAMED = {str: "text", int: "whole number", float: "number", bool: "true, false", Path: "path", SecretStr: "text"}


def _words(annotation: Any, metadata: tuple[Any, ...] = ()) -> Iterator[str]:
    """Yield the kinds of values of a type, as a person says them."""
    for each in metadata:
        if isinstance(each, WithJsonSchema) and each.json_schema and "title" in each.json_schema:
            yield each.json_schema["title"]  # said by hand, where the type alone says too little
            return
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _words(arguments[0], arguments[1:])
    elif origin is Literal:
        yield from (f"`{each}`" for each in arguments)
    elif origin is dict or annotation is dict:
        yield "mapping"
    elif origin is tuple or origin is list:
        inside = list(dict.fromkeys(_words(arguments[0])))
        yield "list" if any(word in ("mapping", "anything") for word in inside) else f"list of {', '.join(inside)}"
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield "mapping"
    elif annotation is Any:
        yield "anything"
    elif annotation in _NAMED:
        yield _NAMED[annotation]
    elif origin is Union or arguments:
        for part in arguments:
            if part is not type(None):
                yield from _words(part)
        if type(None) in arguments:
            yield "null"
    else:
        yield str(getattr(annotation, "__name__", annotation)).lower()


def main(page: Path) -> None:
    """Bring the settings in `page` up to date."""
    page.write_text(with_tables(page.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
