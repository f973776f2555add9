"""Names of attributes in metadata files: what is understood, and what is Kometa's and not done here."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ...model import ItemType
from ..dialect.words import split
from .words import FIELDS, TAGS


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the table of names."""
    found: dict[str, Any] = json.loads((files(__package__) / "names.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def not_done() -> frozenset[str]:
    """Return names that are Kometa's, and with which nothing is done."""
    groups: dict[str, list[str]] = table()["not_done"]
    return frozenset(name for group in groups.values() for name in group)


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Return every name that may stand in an entry, for advice."""
    pictures = {f"{where}_{what}" for where in ("url", "file") for what in table()["pictures"]}
    return frozenset({*FIELDS, *TAGS, *pictures, *table()["control"], *not_done()})


def attribute(written: str, library: ItemType) -> tuple[str, str]:
    """Return (name, modifier) as metadata files have them; the dialect's word for dates of release is another here.

    >>> attribute("Genres.Sync", ItemType.MOVIE), attribute("originally_available", ItemType.MOVIE)
    (('genre', 'sync'), ('originally_available', ''))
    """
    name, modifier = split(written, library)
    return ("originally_available" if name in ("release", "episode_air_date") else name), modifier
