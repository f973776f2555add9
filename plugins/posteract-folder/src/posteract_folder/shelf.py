"""The collections of a library, put together from what its NFO files say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .nfo.sets import Membership

_PREFIX = "//sets/"
"""No item's key begins so: keys are paths from the root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A collection.

    Attributes:
        key: lasting.
        said: what is said about it: by the last of its members that we wrote into. They are written in the order of their keys,
            so that one which was cut off in the middle still counts as not done.
        members: what each says, in the order in which they are shown.
    """

    key: str
    said: Membership
    members: Mapping[str, Membership]

    @property
    def in_writing_order(self) -> list[str]:
        """Return the members' keys: first those that do not name our key yet, which only the name holds in it."""
        return sorted(self.members, key=lambda item: (bool(self.members[item].key), item))


class Shelf:
    """What the NFO of each item says of collections, and the collections that this makes."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[Membership, ...]] = {}
        self._standing: dict[str, Standing] | None = None

    def put(self, item: str, said: tuple[Membership, ...]) -> None:
        """Take in what an item's NFO says now."""
        if said:
            self._said[item] = said
        elif item in self._said:
            del self._said[item]
        self._standing = None

    @property
    def standing(self) -> dict[str, Standing]:
        """Return the collections by their keys, in the order of their titles."""
        if self._standing is None:
            self._standing = _standing(self._said)
        return self._standing


def _standing(shelf: Mapping[str, tuple[Membership, ...]]) -> dict[str, Standing]:
    found: dict[str, dict[str, Membership]] = {}
    ours: dict[str, str] = {}
    for item in sorted(shelf):
        for said in shelf[item]:
            if said.key:
                found.setdefault(said.key, {})[item] = said
    for key, members in found.items():
        ours.setdefault(_named(members).title.casefold(), key)
    marks = set(found)
    for item in sorted(shelf):
        for said in shelf[item]:
            if not said.key:
                key = ours.get(said.title.casefold()) or free_key(said.title, marks)
                found.setdefault(key, {}).setdefault(item, said)
    collections = [
        Standing(key=_PREFIX + key, said=_named(members), members=dict(sorted(members.items(), key=_shown)))
        for key, members in found.items()
    ]
    return {each.key: each for each in sorted(collections, key=lambda each: each.said.title.casefold())}


def mark_of(key: str) -> str:
    """Return a collection's key as files have it."""
    return key.removeprefix(_PREFIX)


def key_of(mark: str) -> str:
    """Return a collection's key, from what files have."""
    return _PREFIX + mark


def free_key(title: str, taken: set[str]) -> str:
    """Return what a collection of this title is called in files: what a set that nobody marked is known by as well.

    >>> free_key("Heists", set()), free_key("Heists", {"heists"})
    ('heists', 'heists~')
    """
    key = title.casefold()
    while key in taken:
        key += "~"
    return key


def _named(members: Mapping[str, Membership]) -> Membership:
    """Return the last member's words, of those that name our key where there are any."""
    marked = [members[item] for item in sorted(members) if members[item].key]
    return marked[-1] if marked else members[max(members)]


def _shown(member: tuple[str, Membership]) -> tuple[bool, float, str]:
    item, said = member
    return said.at is None, said.at or 0, item
