"""Preferences of items: how a server shows, plays and keeps them (`season_display: hide`), read from a table of words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files

from ...config.names import nearest
from ...model import ItemType, MediaItem

LANGUAGE = re.compile(r"[a-z]{2,3}(-([a-z]{2}|\d{3}))?", re.IGNORECASE)
"""A language as servers write it: `de`, `pt-BR`, `es-419`."""

Field = tuple[frozenset[ItemType], Callable[[MediaItem], str], Callable[[object], str]]
"""Which items have it, what it is now, how what people write is read."""


def as_word(written: object, *, words: tuple[str, ...], languages: bool) -> str:
    """Return a preference as it is written and compared.

    Args:
        written: as people write it; of `yes` and `no` YAML may have made a truth.
        words: those there are.
        languages: it may be a language, too.

    Raises:
        ValueError: it is none of these.

    >>> as_word("PT-br", words=("default",), languages=True), as_word(False, words=("default", "no", "yes"), languages=False)
    ('pt-BR', 'no')
    """
    text = {True: "yes", False: "no"}[written] if isinstance(written, bool) else str(written).strip()
    if text.lower() in words:
        return text.lower()
    if languages and LANGUAGE.fullmatch(text):
        language, _, region = text.partition("-")
        return f"{language.lower()}-{region.upper()}" if region else language.lower()
    near = nearest(text, words)
    known = ", ".join(words) + (", or a language such as `de` or `pt-BR`" if languages else "")
    raise ValueError(f"`{text}` is none of its words" + (f"; did you mean `{near.name}`?" if near else f": {known}"))


def _now(item: MediaItem, *, name: str, default: str) -> str:
    return item.preferences.get(name, default)


def _field(name: str, levels: list[str], words: list[str], *, languages: bool = False) -> Field:
    return (
        frozenset(ItemType(level) for level in levels),
        partial(_now, name=name, default=words[0]),
        partial(as_word, words=tuple(words), languages=languages),
    )


def _table() -> Mapping[str, Field]:
    read = json.loads((files(__package__) / "preferences.json").read_text("utf-8"))
    return {
        name: _field(name, row["of"], row["words"], languages=row.get("languages", False)) for name, row in read.items()
    }


PREFERENCES: Mapping[str, Field] = _table()
"""By the dialect's name. The first word of each is what holds where nobody chose."""
