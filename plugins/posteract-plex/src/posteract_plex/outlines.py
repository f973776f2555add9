"""What tells whether an entry of a listing is as it was, without its details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson
from posteract_core.providers import Outline

from .history import seen_by
from .items import ShowNote
from .listing import Entry

_OF_SHOW = ("ratingKey", "type", "title", "year", "guid", "Guid", "Genre", "Location", "updatedAt")
"""What a `ShowNote` is made of, and what says how old its details are. What else a show says changes with each episode seen."""


@dataclass(slots=True)
class Show:
    """A show of the listing, as long as its parts go by.

    Attributes:
        entry: as listed, without what its parts need not know.
        token: changes when what they need to know does.
        note: that, once it was asked for.
        whole: its details were had.
    """

    entry: Entry
    token: str = field(init=False)
    note: ShowNote | None = None
    whole: bool = False

    def __post_init__(self) -> None:
        self.entry = {name: self.entry[name] for name in _OF_SHOW if name in self.entry}
        self.token = _hash(self.entry)


@dataclass(slots=True)
class Source:
    """What an outline keeps of its entry.

    Attributes:
        entry: as listed.
        show: of seasons and episodes.
        itself: of shows.
        history: who has played what, by user, for episodes.
    """

    entry: Entry
    show: Show | None = None
    itself: Show | None = None
    history: Mapping[str, frozenset[str]] = field(default_factory=dict)


def outline_of(
    entry: Entry,
    *,
    show: Show | None = None,
    itself: Show | None = None,
    history: Mapping[str, frozenset[str]] | None = None,
) -> Outline:
    """Return the outline of an entry."""
    key = entry["ratingKey"]
    token = _hash(entry)
    if show is not None:
        token += show.token
    if history:
        token += "".join("1" if seen else "0" for _, seen in sorted(seen_by(key, history).items()))
    parent = entry.get("parentRatingKey", "") if show is not None else ""
    return Outline(key, parent, token, Source(entry, show, itself, history or {}))


def _hash(entry: Mapping[str, Any]) -> str:
    return blake2b(orjson.dumps(entry), digest_size=12).hexdigest()
