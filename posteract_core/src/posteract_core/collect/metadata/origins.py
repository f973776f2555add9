"""Where an operation has its values from: names as Kometa writes them, each a fact, a literal, or a word such as `lock`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ...config.names import nearest
from ...model import Brand, Facts, Rating
from .words import FIELDS, TAGS, as_rating

FACT = re.compile(r"(rating|content_rating)\.[A-Za-z0-9_]+|age_rating|studios|networks")
"""A fact named outright."""


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the table of operations."""
    found: dict[str, Any] = json.loads((files(__package__) / "operations.json").read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One place where a value may come from.

    Attributes:
        fact: its name; empty = none.
        digits: a number is written with so many at least.
        literal: the value itself; None = none.
        word: `lock`, `unlock`, `remove` or `reset`; empty = none.
    """

    fact: str = ""
    digits: int = 0
    literal: str | tuple[str, ...] | None = None
    word: str = ""

    def value(self, facts: Facts) -> str | tuple[str, ...] | None:
        """Return the value that facts, or the literal, give; None when there is none."""
        if not self.fact:
            return self.literal
        match facts.get(self.fact):
            case Rating() as rating:
                return as_rating(rating.on(10))
            case (Brand() as first, *_):
                return first.name
            case int() as number if not isinstance(number, bool):
                return f"{number:0{self.digits}}" if self.digits else str(number)
            case str() as text if text:
                return text
            case _:
                return None


def read_origins(written: Any, writes: str) -> tuple[list[Origin], list[str], list[str]]:
    """Return where the values of a field or list come from, in order; mistakes; and what nobody answers.

    Args:
        written: as in the configuration: a name, a list of names, `{source: …}`.
        writes: the field or list.
    """
    if isinstance(written, Mapping):
        written = written.get("source")
    found: list[Origin] = []
    mistakes: list[str] = []
    unanswered: list[str] = []
    if written is None or written is False:
        return [], ["must name where values come from, such as `imdb`"], []
    for each in written if isinstance(written, list) else [written]:
        origin = _origin(each, writes, mistakes, unanswered)
        if origin is not None:
            found.append(origin)
    return found, mistakes, unanswered


def _origin(each: Any, writes: str, mistakes: list[str], unanswered: list[str]) -> Origin | None:
    if isinstance(each, list):
        if writes in TAGS:
            return Origin(literal=tuple(map(str, each)))
        mistakes.append(f"{each!r} is a list, and a {writes.replace('_', ' ')} is one text")
        return None
    text = str(each)
    kind = "rating" if writes.endswith("_rating") and writes != "content_rating" else writes
    names: Mapping[str, str] = table()["sources"].get(kind, {})
    if text.lower() in names:
        fact, _, digits = names[text.lower()].partition(":")
        return Origin(fact=fact, digits=int(digits or 0))
    if FACT.fullmatch(text) and kind in ("rating", "content_rating", "studio"):
        return Origin(fact=text)
    if text.lower() in table()["words"]:
        if writes == "added_at" and text.lower() in ("remove", "reset"):
            mistakes.append(f"`{text}` is not for this: whatever is there was added some day")
            return None
        return Origin(word=text.lower())
    if text.lower() in table()["services"] or text.lower().startswith(
        ("mdb_", "omdb_", "anidb_", "mal_", "trakt_", "plex_")
    ):
        unanswered.append(text)
        return None
    return _literal(text, writes, names, mistakes)


def _literal(text: str, writes: str, names: Sequence[str] | Mapping[str, str], mistakes: list[str]) -> Origin | None:
    if writes in TAGS:
        return Origin(literal=(text,))
    try:
        return Origin(literal=FIELDS[writes][2](text))
    except ValueError as error:
        near = nearest(text, [*names, *table()["words"]])
        mistakes.append(f"`{text}` is no source" + (f"; did you mean `{near.name}`?" if near else f", and {error}"))
        return None
