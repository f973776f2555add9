"""Names of attributes: old spellings, modifiers after a dot, case."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ...model import ItemType

DATES = frozenset(
    ("added", "episode_added", "release", "episode_air_date", "last_played", "episode_last_played", "first_episode_aired",
     "last_episode_aired")
)  # fmt: skip
"""Attributes compared as days."""


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads((files(__package__) / "names.json").read_text("utf-8"))
    return table


def split(written: str, library: ItemType = ItemType.MOVIE) -> tuple[str, str]:
    """Return (name, modifier) in the spelling of today; the modifier is empty where there is none.

    >>> split("originally_available.gte"), split("title.IS")
    (('release', 'after'), ('title', 'is'))
    """
    base, dot, modifier = written.strip().lower().rpartition(".")
    if not dot:
        base, modifier = modifier, ""
    table = _table()
    name = table["names"].get(base, base)
    if name in table["of_arr"]:
        name = f"{'radarr' if library is ItemType.MOVIE else 'sonarr'}_{table['of_arr'][name]}"
    modifier = table["modifiers"].get(modifier, modifier)
    if name in DATES:
        modifier = table["dates"].get(modifier, modifier)
    return name, modifier


def joined(written: str, library: ItemType = ItemType.MOVIE) -> str:
    """Return a name in the spelling of today, its modifier behind it.

    >>> joined("Genres"), joined("rating.greater")
    ('genre', 'critic_rating.gt')
    """
    name, modifier = split(written, library)
    return f"{name}.{modifier}" if modifier else name
