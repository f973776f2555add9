"""The families of awards, from families.yaml, and what of them is to be trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from posteract_core.model import Award


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of Wikidata: its number, and the English labels by which it is known to be the right one."""

    number: str
    labels: tuple[str, ...]
    sure: bool = True

    def is_called(self, label: str) -> bool:
        """Return whether a label is one of its own, whatever its dashes, capitals and plural."""
        return _plain(label) in {_plain(each) for each in self.labels}


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of awards.

    Attributes:
        name: as in `award.NAME`.
        awards: items that stand for it as a whole.
        best: its first prizes for a work as a whole.
        directors: its prizes for direction.
    """

    name: str
    awards: tuple[Item, ...]
    best: tuple[Item, ...] = ()
    directors: tuple[Item, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Return all its items."""
        return (*self.awards, *self.best, *self.directors)

    def trusted(self, labels: Mapping[str, str]) -> Family:
        """Return the family with those of its items that are sure, or are called as they should be."""

        def kept(items: tuple[Item, ...]) -> tuple[Item, ...]:
            return tuple(item for item in items if item.sure or item.is_called(labels.get(item.number, "")))

        return replace(self, awards=kept(self.awards), best=kept(self.best), directors=kept(self.directors))

    def award(self, won: set[str], nominated: set[str]) -> Award:
        """Return what a title has, given the items of the awards it won and was nominated for.

        Categories are counted, not people: four winners of one category share one award. A statement that names the
        family and no category counts where there is no better one.
        """
        whole = {item.number for item in self.awards}

        def count(awards: set[str]) -> int:
            return len(awards - whole) or (1 if awards else 0)

        return Award(
            won=count(won),
            nominated=count(won | nominated),
            best_picture=bool(won & {item.number for item in self.best}),
            best_director=bool(won & {item.number for item in self.directors}),
        )


@cache
def families() -> tuple[Family, ...]:
    """Return the families of the table."""
    from ruamel.yaml import YAML

    text = files(__package__).joinpath("families.yaml").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, Any]] = YAML(typ="safe").load(text)
    return tuple(
        Family(
            name=name,
            awards=_items(entry.get("awards")),
            best=_items(entry.get("best")),
            directors=_items(entry.get("directors")),
        )
        for name, entry in table.items()
    )


def _items(entries: Any) -> tuple[Item, ...]:
    return tuple(
        Item(number=each["item"], labels=tuple(each["labels"]), sure=each.get("sure", True)) for each in entries or ()
    )


def _plain(label: str) -> str:
    words = re.findall(r"\w+", label.casefold().replace("'", "").replace("’", ""))
    return " ".join(word.removesuffix("s") for word in words)
