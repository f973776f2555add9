"""What a collection writes on its members: `item_label`, `item_genre.sync`, `item_edition`, `item_lock_poster` …"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from ...model import FrozenMap
from ..dialect.values import as_bool, as_list
from .names import table
from .preferences import PREFERENCES
from .recipe import TagRule, Words
from .words import FIELDS

TAGS = ("label", "genre")
VALUES = ("edition", "critic_rating", "audience_rating", "user_rating", *PREFERENCES)
LOCKS = {
    "lock_poster": "poster",
    "lock_background": "background",
    "lock_square_art": "square_art",
    "lock_title": "title",
}
Action: TypeAlias = Literal["refresh", "analyze"]
ACTIONS: tuple[Action, ...] = ("refresh", "analyze")
"""What a server is told to do with each new member, once."""

SEASON_TITLES = "tmdb_season_titles"
"""The seasons of members get the titles that TMDB has for them."""

DELAY = "refresh_delay"
"""Seconds between two items that are refreshed."""

LONGEST_DELAY_S = 600

OTHERS = "non_item_remove_label"
"""The label that is taken off whatever is not a member."""

KNOWN = frozenset((*TAGS, *VALUES, *LOCKS, *ACTIONS, DELAY, SEASON_TITLES))


def read(whole: str, value: Any) -> Any:
    """Return a value as it is kept in a recipe; `whole` is its key without `item_`.

    Raises:
        ValueError: it cannot be that.
        KeyError: no such thing is written on members.
    """
    name, _, modifier = whole.partition(".")
    if name in TAGS and modifier in ("", "remove", "sync"):
        if any(isinstance(each, Mapping) for each in as_list(value)):
            raise ValueError("must be a text or a list of texts, not a mapping")
        return tuple(str(each) for each in as_list(value))
    if name in VALUES and not modifier:
        return "" if value is None else FIELDS[name][2](value)
    if name == DELAY and not modifier:
        return _seconds(value)
    if name in (*LOCKS, *ACTIONS, SEASON_TITLES) and not modifier:
        return as_bool(value)
    raise KeyError(whole)


def way_out(whole: str) -> str:
    """Return what does it instead, of what is understood and not done on members; empty when nothing is known."""
    hints: Mapping[str, str] = table()["of_members"]
    return hints.get(whole, "")


def _seconds(value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = -1.0
    if isinstance(value, bool) or not 0 <= seconds <= LONGEST_DELAY_S:
        raise ValueError(f"must be a number of seconds from 0 to {LONGEST_DELAY_S}")
    return seconds


def words_of(edits: Mapping[str, Any]) -> Words:
    """Return what a recipe writes on its members."""
    rules = {}
    for name in TAGS:
        if any(name + end in edits for end in ("", ".remove", ".sync")):
            rules[name] = TagRule(
                add=edits.get(name, ()), remove=edits.get(f"{name}.remove", ()), only=edits.get(f"{name}.sync")
            )
    return Words(
        fields=FrozenMap({name: edits[name] for name in VALUES if name in edits}),
        tags=FrozenMap(rules),
        locks=FrozenMap({LOCKS[name]: edits[name] for name in LOCKS if name in edits}),
    )


def off_others(edits: Mapping[str, Any]) -> Words:
    """Return what a recipe writes on all that are not its members."""
    gone = edits.get(OTHERS, ())
    return Words(tags=FrozenMap({"label": TagRule(remove=gone)})) if gone else Words()
