"""What a library has of what dynamic collections are made of: as its server tells it, its items do, or a service."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..collect.dialect.dynamic import FROM_FACTS, OF_EPISODES, PEOPLE, Dynamic, KeysUnknown
from ..collect.dialect.keys import dynamic_makers
from ..collect.index import LibraryIndex
from ..collect.keys import keys_of, people_of
from ..config.catalogue import install_command
from ..errors import PosteractError
from ..model import ItemType, Library
from ..providers import DynamicKeys, KeysContext, ManagesCollections
from .learning import Learning, Unlearnt

BY_KEY = frozenset(("resolution", "decade", "audio_language", "subtitle_language"))
"""Types whose keys are the server's own, apart from their names."""


@dataclass(slots=True, kw_only=True)
class KeyFinder:
    """Finds the keys of dynamic entries for one library. What it has to look up for them is put on the index's items.

    Attributes:
        server: that manages the library's collections.
        library: where they will be.
        index: what it has.
        makers: what plugins know, by type.
        learning: looks facts up.
        today: the day.
    """

    server: ManagesCollections
    library: Library
    index: LibraryIndex
    makers: Mapping[str, DynamicKeys[Any]]
    learning: Learning
    today: date

    def keys(self, entry: Dynamic) -> Mapping[str, str]:
        """Return what an entry's collections are made of, name by key.

        Raises:
            KeysUnknown: could not be found out now, or not wholly.
            ProviderError: the server does not answer.
        """
        if entry.maker is not None:
            return self._from_plugin(entry)
        if entry.type in FROM_FACTS:
            return self._from_facts(entry.type)
        if entry.type in OF_EPISODES:
            return keys_of(self.index.of_type(ItemType.EPISODE), entry.type)
        items = self.index.of_type(self.library.type)
        if entry.type in PEOPLE:
            depth, minimum, limit = entry.people
            return people_of(items, entry.type, depth=depth, minimum=minimum, limit=limit)
        choices = self.server.choices(self.library, entry.type)
        if not choices:
            return keys_of(items, entry.type)
        return dict(choices) if entry.type in BY_KEY else {title: title for title in choices.values()}

    def _from_plugin(self, entry: Dynamic) -> Mapping[str, str]:
        maker = self.makers[entry.type]
        self._learn(maker.needs)
        context = KeysContext(library=self.library, items=self.index.of_type(self.library.type), today=self.today)
        try:
            return {str(key): str(name) for key, name in maker.keys(entry.written.get("data"), context).items()}
        except PosteractError as error:
            raise KeysUnknown(str(error), hint=error.hint) from error
        except Exception as error:
            raise KeysUnknown(f"{entry.type} broke: {type(error).__name__}: {error}") from error

    def _from_facts(self, kind: str) -> Mapping[str, str]:
        fact = FROM_FACTS[kind]
        if self.learning.is_known(fact):
            self._learn({fact})
        found = keys_of(self.index.of_type(self.library.type), kind)
        if not found:
            plugin = dynamic_makers()[kind]
            raise KeysUnknown(
                f"nobody knows the {kind}s of its titles", hint=f"`{install_command(plugin)}` brings who may."
            )
        return found

    def _learn(self, facts: AbstractSet[str]) -> None:
        """Look facts up of all titles that do not say them themselves.

        Raises:
            KeysUnknown: somebody who is to be asked does not answer.
        """
        try:
            self.learning.learn(self.index.of_type(self.library.type), facts)
        except Unlearnt as error:
            raise KeysUnknown(str(error)) from error


def named(makers: Mapping[str, DynamicKeys[Any]]) -> dict[str, type[DynamicKeys[Any]]]:
    """Return the classes of what plugins know, by type."""
    return {name: type(maker) for name, maker in makers.items()}
