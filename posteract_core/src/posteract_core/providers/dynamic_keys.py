"""Keys of dynamic collections that a service knows: the sets of films, the popular people, the lists of a user."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from ..model import ItemType, Library, MediaItem
from .base import Provider, SettingsT


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysContext:
    """For which library keys are wanted.

    Attributes:
        library: the library the collections will be in.
        items: its films or shows, in the listing's order, with the facts that `DynamicKeys.needs` names where they are known.
        today: the day.
    """

    library: Library
    items: Sequence[MediaItem]
    today: date


class DynamicKeys(Provider[SettingsT]):
    """Says what the collections of one `type` of `dynamic_collections` are made of, and what each is without a template."""

    name: ClassVar[str]
    """The `type` in the entry: `tmdb_collection`."""

    types: ClassVar[frozenset[ItemType]] = frozenset({ItemType.MOVIE, ItemType.SHOW})
    """Of which libraries; in others the entry is passed over."""

    needs: ClassVar[frozenset[str]] = frozenset()
    """Facts that the core looks up of all items before it asks: in batches, and kept from run to run."""

    title_format: ClassVar[str] = "<<key_name>>"
    """Of titles where the entry says none."""

    @classmethod
    def check_data(cls, data: Any) -> None:
        """Return if `data` of the entry can be understood; nobody is asked. The default takes none.

        Raises:
            ValueError: it cannot; the message goes behind `data`: `must be a number`.
        """
        if data is not None:
            raise ValueError(f"does not go with {cls.name}")

    @classmethod
    @abstractmethod
    def definition(cls, value: Sequence[str], data: Any) -> Mapping[str, Any]:
        """Return the attributes of a collection of these keys, where the entry names no template."""

    @abstractmethod
    def keys(self, data: Any, context: KeysContext) -> Mapping[str, str]:
        """Return the keys, name by key, in the order of their collections.

        Raise where the answer is not whole: collections whose key is missing may be deleted.

        Raises:
            ConfigError: `data` cannot be understood.
            ProviderError, ProviderUnavailable: could not look; the collections are left as they are.
        """
