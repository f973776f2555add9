"""Texts in settings: where one would do, a list is right as well."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

Word = Annotated[str, Field(min_length=1)]
"""A text that is not empty."""


def named_once(names: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return names, each once."""
    return tuple(dict.fromkeys(names))


def one_or_many(written: object) -> object:
    """Return a single text as a list of one."""
    return [written] if isinstance(written, str) else written


OneOrMore = Annotated[
    tuple[Word, ...],
    BeforeValidator(one_or_many),
    AfterValidator(named_once),
    WithJsonSchema(
        {
            "title": "text, or list of texts",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "minLength": 1}},
            ],
        }
    ),
]
"""A name, or a list of names."""
