"""Services that take what the lists of a collection name and the library has not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from ..model import FrozenMap, ItemType, Library, MediaRef
from .base import Provider, SettingsT

ReadOption: TypeAlias = Callable[[Any], Any]
"""Turns what stands at a key into what is meant; a `ValueError` says in words why it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One collection's titles.

    Attributes:
        collection: its title.
        library: it is in.
        missing: titles that its lists name and the library has not.
        members: its members, with all that is known of their ids.
        folders: media folders of members as the server sees them, by their keys; what has none known is left out.
        options: what the recipe says at the service's keys, as it is written there.
    """

    collection: str
    library: Library
    missing: tuple[MediaRef, ...] = ()
    members: tuple[MediaRef, ...] = ()
    folders: Mapping[str, str] = field(default_factory=FrozenMap)
    options: Mapping[str, Any] = field(default_factory=FrozenMap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What a service would do, or did.

    Attributes:
        added: titles it did not have.
        changes: what becomes of titles it has, in words: `2 get the quality HD-1080p`.
        notes: what was left out, and why.
        work: the service's own, from `plan` to `add`.
    """

    added: tuple[MediaRef, ...] = ()
    changes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    work: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """Titles of a service that have a tag of its own.

    Attributes:
        titles: with the service's own numbers as their keys.
        total: how many titles it has in all.
        unknown: tags that it does not have.
    """

    titles: tuple[MediaRef, ...] = ()
    total: int = 0
    unknown: tuple[str, ...] = ()


class RemovesTagged(ABC):
    """What takes missing titles, and can let go of titles that somebody has given a tag there. Files stay where they are."""

    @abstractmethod
    def tagged(self, tags: Sequence[str]) -> Tagged:
        """Return the titles with one of the tags as they are now; changes nothing.

        Raises:
            ProviderError: could not look.
        """

    @abstractmethod
    def remove(self, found: Tagged) -> None:
        """Take titles out that `tagged` returned, all with one request. They are not added again by themselves.

        Raises:
            ProviderError: could not.
        """


class TakesMissing(Provider[SettingsT]):
    """Adds missing titles to a service that gets them, such as Radarr. Only what was asked for, and nothing twice."""

    name: ClassVar[str]
    """What its keys in a recipe begin with: `radarr` of `radarr_add_missing` and `item_radarr_tag`."""

    title: ClassVar[str]
    """Its name as people read it."""

    takes: ClassVar[ItemType]
    """What it is about: libraries of anything else are not offered to it."""

    keys: ClassVar[Mapping[str, ReadOption]]
    """Its keys in a recipe, whole, and what understands their values; all others are mistakes."""

    @abstractmethod
    def wants(self, options: Mapping[str, Any]) -> bool:
        """Return whether a recipe with these options asks for anything at all. Asks nobody."""

    @abstractmethod
    def plan(self, offer: Offer) -> Handover:
        """Return what would be done with an offer; changes nothing. What the service has, or excludes, is left out.

        Raises:
            ConfigError: an option names what the service has not; the hint says what it has.
            ProviderError: could not look.
        """

    @abstractmethod
    def add(self, handover: Handover) -> Handover:
        """Do what `plan` returned; return what was done. A title that is refused is told of in the notes.

        Raises:
            ProviderError: could not do any of it.
        """
