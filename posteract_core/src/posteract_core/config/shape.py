"""What may stand where, read off the pydantic models: which keys, and what under them."""

from __future__ import annotations

import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Secret, SecretBytes, SecretStr

from .document import KeyPath
from .models import Config
from .sections import PluginEntry


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand at one place.

    Attributes:
        fields: the keys of a mapping with fixed keys, with what may stand under each; None when keys are free.
        item: what stands under the free keys of a mapping, or in a list; None when that is anybody's guess.
        many: `mapping`, `list`, or empty for a single value (or when nothing is known).
        secret: it must never be shown.
        open: other keys than those of `fields` are allowed as well.
        raw: nobody knows what it means before it is used.
    """

    fields: Mapping[str, Shape] | None = None
    item: Shape | None = None
    many: str = ""
    secret: bool = False
    open: bool = False
    raw: bool = False


ANYTHING = Shape()
RAW = Shape(raw=True)


@cache
def shape_of_model(model: type[BaseModel]) -> Shape:
    """Return the shape of a pydantic model."""
    fields = {(info.alias or name): _shape(info.annotation) for name, info in model.model_fields.items()}
    return Shape(fields=fields, many="mapping", open=model.model_config.get("extra") == "allow")


def _shape(annotation: Any) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(arguments[0])
    if origin in (Union, types.UnionType):
        shapes = [_shape(each) for each in arguments if each is not type(None)]
        return next((shape for shape in shapes if shape.many), next((s for s in shapes if s.secret), ANYTHING))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return shape_of_model(annotation)
    if isinstance(annotation, type) and issubclass(annotation, (SecretStr, SecretBytes, Secret)):
        return Shape(secret=True)
    if annotation is Any:
        return RAW
    if origin is Literal or (isinstance(annotation, type) and issubclass(annotation, Enum)):
        return ANYTHING
    base = origin or annotation
    if isinstance(base, type) and issubclass(base, Mapping):
        return Shape(item=_shape(arguments[1]) if len(arguments) == 2 else None, many="mapping")
    if isinstance(base, type) and issubclass(base, (Sequence, Collection)) and not issubclass(base, (str, bytes)):
        return Shape(item=_shape(arguments[0]) if arguments else None, many="list")
    return ANYTHING


@dataclass(slots=True)
class Shapes:
    """The shape of the whole configuration, with the settings of the plugins that are known."""

    settings: dict[str, Shape] = field(default_factory=dict)
    """By instance name."""

    def add(self, instance: str, model: type[BaseModel]) -> None:
        """Make known what may stand under `plugins.INSTANCE`."""
        own, common = shape_of_model(model), shape_of_model(PluginEntry)
        self.settings[instance] = Shape(
            fields={**(common.fields or {}), **(own.fields or {})}, many="mapping", open=own.open
        )

    def at(self, path: KeyPath) -> Shape | None:
        """Return what may stand at `path`; None when no such place exists or nothing is known about it."""
        shape: Shape | None = shape_of_model(Config)
        for depth, part in enumerate(path):
            shape = self.below(path[:depth], shape, part)
            if shape is None:
                return None
        return shape

    def describes(self, path: KeyPath) -> bool:
        """Return whether a model says what stands at `path` (and, by that, whether it is a secret)."""
        shape = self.at(path)
        return shape is not None and not shape.raw and not shape.many

    def below(self, path: KeyPath, shape: Shape | None, part: str | int) -> Shape | None:
        """Return what may stand under `part` of what has `shape` and stands at `path`."""
        if path == ("plugins",):
            return self.settings.get(str(part), Shape(many="mapping", open=True))
        if shape is None:
            return None
        if shape.fields is not None:
            return shape.fields.get(str(part))
        return shape.item

    def deeper(self, start: Shape, key: str, depth: int = 2) -> Iterator[tuple[str, ...]]:
        """Yield the ways down from `start` over fixed keys to places that know `key`, the shortest first."""
        level: list[tuple[tuple[str, ...], Shape]] = [((), start)]
        for _ in range(depth):
            following = [
                ((*way, name), below)
                for way, shape in level
                for name, below in (shape.fields or {}).items()
                if below.fields
            ]
            yield from (way for way, shape in following if key in (shape.fields or {}))
            level = following
