"""The attributes of one entry: fields, lists, pictures; every mistake is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...config.names import nearest
from ...model import FrozenMap, ItemType
from ..dialect.definition import Definition
from ..dialect.sources import is_address
from ..dialect.values import as_list
from ..recipe import PictureRequest
from .names import attribute, known, not_done, table
from .recipe import TagRule, Words
from .words import FIELDS, TAGS, has

NOT_HERE = "is accepted, but this version does nothing with it"


@dataclass(slots=True)
class Attributes:
    """What one entry says of an item of one type, being read.

    Attributes:
        definition: takes mistakes.
        level: what the item is.
        library: what the library holds.
        folder: relative paths are taken from it.
        rest: attributes that say which items are meant, by name, with the key they were written as.
    """

    definition: Definition
    level: ItemType
    library: ItemType
    folder: Path
    rest: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _fields: dict[str, str] = field(default_factory=dict)
    _tags: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    _pictures: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, key: str, value: Any) -> None:
        """Take in one attribute."""
        name, modifier = attribute(key, self.library)
        where, _, picture = name.partition("_")
        if name in table()["control"]:
            self.rest[name] = (key, value)
        elif name in TAGS:
            self._tag(key, name, modifier, value)
        elif modifier:
            self._unknown(key, f"{name}.{modifier}")
        elif name in FIELDS:
            self._field(key, name, value)
        elif where in ("url", "file") and picture in table()["pictures"]:
            self._picture(key, where, picture, value)
        elif name in not_done():
            self.definition.warnings.append(self.definition.problem(key, NOT_HERE))
        else:
            self._unknown(key, name)

    def words(self) -> Words:
        """Return the words that were taken in."""
        tags = {
            name: TagRule(add=said.get("", ()), remove=said.get("remove", ()), only=said.get("sync"))
            for name, said in self._tags.items()
        }
        return Words(fields=FrozenMap(self._fields), tags=FrozenMap(tags))

    def pictures(self) -> Mapping[str, PictureRequest]:
        """Return where pictures come from."""
        return FrozenMap(
            {
                kind: PictureRequest(url=said.get("url", ""), file=said.get("file", ""))
                for kind, said in self._pictures.items()
            }
        )

    def _field(self, key: str, name: str, value: Any) -> None:
        if value is None:
            return  # a backup of Kometa's has blank entries: nothing is said of the field
        if isinstance(value, Mapping | list):
            self.definition.wrong(key, "must be a text")
        elif self._fits(key, name):
            try:
                self._fields[name] = FIELDS[name][2](value)
            except ValueError as error:
                self.definition.wrong(key, str(error))

    def _tag(self, key: str, name: str, modifier: str, value: Any) -> None:
        if modifier not in ("", "remove", "sync"):
            self._unknown(key, f"{name}.{modifier}")
        elif any(isinstance(each, Mapping) for each in as_list(value)):
            self.definition.wrong(key, "must be a text or a list of texts, not a mapping")
        elif (value is not None or modifier == "sync") and self._fits(key, name):
            self._tags.setdefault(name, {})[modifier] = tuple(str(each) for each in as_list(value))

    def _picture(self, key: str, where: str, picture: str, value: Any) -> None:
        if value is None:
            return
        text = str(value)
        if where == "url" and not is_address(text):
            self.definition.wrong(key, "must be an address: http://… or https://…")
        elif where == "file" and not (self.folder / text).is_file():
            message = f"there is no file {self.folder / text}; it is passed over"
            self.definition.warnings.append(self.definition.problem(key, message))
        else:
            self._pictures.setdefault(picture, {})[where] = text if where == "url" else str(self.folder / text)

    def _fits(self, key: str, name: str) -> bool:
        fits = has(self.level, name)
        if not fits:
            self.definition.wrong(key, f"is nothing that a {self.level.value} has")
        return fits

    def _unknown(self, key: str, name: str) -> None:
        near = nearest(name.partition(".")[0], known())
        if near is not None and near.name == name.partition(".")[0]:
            self.definition.wrong(key, "is not understood: lists take `.remove` and `.sync`, other attributes nothing")
            return
        self.definition.wrong(key, "is not understood" + (f"; did you mean `{near.name}`?" if near else ""))
