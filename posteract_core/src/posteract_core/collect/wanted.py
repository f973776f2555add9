"""What a collection shall be, once its recipe was built for one library."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..model import FrozenMap, ItemType, MediaRef
from ..providers import Search, Visibility

KOMETA_LABEL = "Kometa"
"""Kometa puts it on each collection it makes: such a one was made by no hand, and may be taken over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A collection as it shall be; what is None or empty is left as the server has it, unless it says otherwise.

    Attributes:
        key: of the recipe; lasting.
        title: as people read it.
        members: keys of items, in the order of the lists they come from.
        missing: titles that lists name and the library has not.
        asked: what is asked of services that take them, by key: `radarr_add_missing` …
        level: what its members are.
        search: of a smart collection, which has no members of its own.
        member_label: a label that `members` are to have, for which `search` looks; empty = no such thing.
        sync: what is in the collection and not in `members` is taken out.
        order: `release`, `alpha` or `custom`; with `custom` the members are brought into the order of `members`.
        mode: `default`, `hide`, `hide_items` or `show_items`.
        filtering: of a smart one, whose watching counts: `admin` or `user`.
        fields: `sort_title`, `summary`, `content_rating` by name.
        labels: to be on it.
        gone_labels: not to be on it.
        only_labels: its labels are just `labels`.
        takes_labels: it can have labels at all; a playlist cannot.
        visibility: where it is recommended.
        adopt: a collection of this title that somebody else made is taken over.
        delete: it shall not exist now: not due, or too few members.
        why: it is deleted, in words.
        notes: what its owner should know.
    """

    key: str
    title: str
    members: tuple[str, ...] = ()
    missing: tuple[MediaRef, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=FrozenMap)
    level: ItemType = ItemType.MOVIE
    search: Search | None = None
    member_label: str = ""
    sync: bool = False
    order: str = ""
    mode: str = ""
    filtering: str = ""
    fields: Mapping[str, str] = field(default_factory=FrozenMap)
    labels: tuple[str, ...] = ()
    gone_labels: tuple[str, ...] = ()
    only_labels: bool = False
    takes_labels: bool = True
    visibility: Visibility | None = None
    adopt: bool = False
    delete: bool = False
    why: str = ""
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return the label by which the collection is known again when the ledger is lost."""
        return label_of(self.key)


def label_of(key: str) -> str:
    """Return the label of the collection that a recipe makes: short, lasting, and nobody else's.

    >>> label_of("Christopher Nolan")
    'posteract-69a9ea14'
    """
    return f"posteract-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
