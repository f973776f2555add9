"""Keys that do not exist, or stand at the wrong depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .catalogue import KNOWN_PLUGINS
from .document import KeyPath, dotted, shown_key
from .mistakes import Fix, Mistake
from .names import nearest
from .shape import Shape, Shapes


def wrong_keys(data: Any, shapes: Shapes, in_braces: Callable[[KeyPath], bool] = lambda _: False) -> list[Mistake]:
    """Return a mistake for every key of `data` that the configuration does not know where it stands.

    `in_braces` says whether the mapping at a path is written as `{…}`, so that indenting puts nothing into it.
    """
    return list(_Walk(data, shapes, in_braces).mistakes((), data, shapes.at(())))


class _Walk:
    def __init__(self, data: Any, shapes: Shapes, in_braces: Callable[[KeyPath], bool]) -> None:
        self._data = data
        self._in_braces = in_braces
        self._shapes = shapes

    def mistakes(self, path: KeyPath, value: Any, shape: Shape | None) -> Iterator[Mistake]:
        if shape is None or not shape.many:
            return
        if isinstance(value, list) and shape.many == "list":
            for index, each in enumerate(value):
                yield from self.mistakes((*path, index), each, shape.item)
            return
        if not isinstance(value, dict) or shape.many != "mapping":
            return
        misplaced: set[str] = set()
        for key, each in value.items():
            here = (*path, key)
            below = self._shapes.below(path, shape, key)
            known = shape.fields is None or key in shape.fields or shape.open
            doubtful = shape.fields is None and not (self._fits(each, below) and self._may_be_plugin(path, key, each))
            if not known or doubtful:
                indent = self._indent(path, value, key, each, misplaced)
                if indent is not None:
                    misplaced.add(key)
                    yield indent
                    continue
            if not known:
                misplaced.add(key)
                yield self._unknown(path, key, shape)
                continue
            yield from self.mistakes(here, each, below)

    @staticmethod
    def _fits(value: Any, shape: Shape | None) -> bool:
        """Return whether `value` could be meant for `shape`: a mapping where one is wanted, with keys known there."""
        if shape is None or shape.many != "mapping" or value is None:
            return True
        if not isinstance(value, dict):
            return False
        return shape.fields is None or shape.open or any(key in shape.fields for key in value) or not value

    def _may_be_plugin(self, path: KeyPath, key: str, value: Any) -> bool:
        """Return whether `key` of `plugins` can be meant as an entry (always true elsewhere)."""
        says = isinstance(value, dict) and ("plugin" in value or "enabled" in value)
        return path != ("plugins",) or key in self._shapes.settings or key in KNOWN_PLUGINS or says

    def _indent(self, path: KeyPath, parent: dict[str, Any], key: str, value: Any, passed: set[str]) -> Mistake | None:
        """Return the mistake of a key that belongs under the key before it; `passed` are keys known to be misplaced."""
        before = list(parent)[: list(parent).index(key)]
        while before and before[-1] in passed:
            before.pop()
        if not before:
            return None
        sibling = before[-1]
        above, target = parent[sibling], (*path, sibling)
        if self._in_braces(path) or self._in_braces(target):
            return None
        shape = self._shapes.at(target)
        if (
            shape is None
            or shape.many != "mapping"
            or not (above is None or (isinstance(above, dict) and key not in above))
        ):
            return None
        if shape.fields is not None and not shape.open:
            belongs = key in shape.fields
        elif path == ("plugins",):  # a plugin that is not known: what is no mapping can only be its setting
            belongs = above is None and not isinstance(value, dict)
        else:
            entry = self._shapes.below(target, shape, key)
            belongs = above is None and isinstance(value, dict) and self._fits(value, entry)
        if not belongs:
            return None
        return Mistake(
            path=(*path, key),
            place="key",
            message=f"indent this: `{shown_key(key)}` belongs under `{dotted(target)}`",
            fix=Fix(kind="indent", under=target, sure=self._outer_home(path, key) is None),
            settles=(*target, key),
        )

    def _unknown(self, path: KeyPath, key: str, shape: Shape) -> Mistake:
        here, name = (*path, key), shown_key(key)
        fields = shape.fields or {}
        if (home := self._outer_home(path, key)) is not None:
            place = f"under `{dotted(home)}`" if home else "at the top level"
            return Mistake(
                path=here,
                place="key",
                message=f"`{name}` is not a setting here; move this out, it belongs {place}",
                fix=Fix(kind="outdent", under=home),
                settles=(*home, key),
            )
        present = self._value(path)
        near = nearest(key, [field for field in fields if field not in present])
        if near is not None:
            return Mistake(
                path=here,
                place="key",
                message=f"is not a setting; did you mean `{near.name}`?",
                hint=self._hint(path),
                fix=Fix(kind="rename", new=near.name, sure=near.sure),
                settles=(*path, near.name),
            )
        if (taken := nearest(key, fields)) is not None:
            message = f"is not a setting; did you mean `{taken.name}`, which is there already?"
            return Mistake(path=here, place="key", message=message, hint=self._hint(path))
        for way in self._shapes.deeper(shape, key):
            deep = ".".join((*way, name))
            message = f"`{name}` is not a setting here; move this under `{'.'.join(way)}` (`{deep}`)"
            return Mistake(path=here, place="key", message=message)
        root = self._shapes.at(())
        for way in self._shapes.deeper(root, key) if root is not None and path else ():
            message = f"`{name}` is not a setting here; move this under `{'.'.join(way)}`"
            return Mistake(path=here, place="key", message=message)
        known = ", ".join(f"`{field}`" for field in fields)
        hint = self._hint(path) or (f"There are: {known}." if fields else "There is nothing to set here.")
        return Mistake(path=here, place="key", message="is not a setting", hint=hint)

    def _outer_home(self, path: KeyPath, key: str) -> KeyPath | None:
        """Return the nearest mapping around `path` that knows `key` and does not have it yet."""
        for depth in range(len(path) - 1, -1, -1):
            around = path[:depth]
            shape = self._shapes.at(around)
            if shape is not None and shape.fields is not None and not shape.open and key in shape.fields:
                return around if key not in self._value(around) else None
        return None

    def _value(self, path: KeyPath) -> dict[str, Any]:
        value = self._data
        for part in path:
            value = value[part]
        return value if isinstance(value, dict) else {}

    def _hint(self, path: KeyPath) -> str:
        if len(path) >= 2 and path[0] == "plugins":
            plugin = self._value(path[:2]).get("plugin")
            name = plugin if isinstance(plugin, str) else path[1]
            return f"`posteract plugins info {shown_key(name)}` lists its settings."
        return ""
