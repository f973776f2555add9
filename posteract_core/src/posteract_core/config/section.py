"""What all parts of the configuration have in common."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator


class Section(BaseModel):
    """A mapping in the configuration: unknown keys are mistakes, values do not change, defaults are checked too.

    A section, a mapping or a list that is left empty (`run:` and nothing after it) is as good as absent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, written: Any) -> Any:
        if written is None:
            return {}
        if isinstance(written, dict):
            return {key: value for key, value in written.items() if value is not None or key not in may_be_empty(cls)}
        return written

    def given(self) -> dict[str, Any]:
        """Return the values that were written, without those that are defaults."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}


@cache
def may_be_empty(section: type[BaseModel]) -> frozenset[str]:
    """Return the fields of `section` that hold a section, a mapping or a list."""
    fields = section.model_fields.items()
    return frozenset(name for name, field in fields if field.default_factory is not None or field.default == ())


Raw = Annotated[dict[str, Any], BeforeValidator(lambda written: {} if written is None else written)]
"""A mapping that is kept as it was written, because whoever uses it knows what it means; may be left empty."""

RawOrList = Annotated[
    dict[str, Any] | list[dict[str, Any]], BeforeValidator(lambda written: {} if written is None else written)
]
"""A mapping, or a list of them, that is kept likewise."""

RawList = Annotated[list[Any], BeforeValidator(lambda written: [] if written is None else written)]
"""A list that is kept likewise."""
