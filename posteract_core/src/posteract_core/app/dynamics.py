"""What a library has of what dynamic collections are made of: as its server tells it, its items do, or a service."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ..collect.dialect.dynamic import FROM_FACTS, OF_EPISODES, PEOPLE, Dynamic, KeysUnknown
from ..collect.dialect.keys import dynamic_makers
from ..collect.index import LibraryIndex
from ..collect.keys import keys_of, people_of
from ..config.catalogue import install_command
from ..errors import PosteractError
from ..model import Facts, FrozenMap, ItemType, Library, MediaItem
from ..plan.facts import FactDesk
from ..providers import DynamicKeys, FactSource, KeysContext, ManagesCollections

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
        sources: who knows facts.
        desk: asks them.
        today: the day.
    """

    server: ManagesCollections
    library: Library
    index: LibraryIndex
    makers: Mapping[str, DynamicKeys[Any]]
    sources: Collection[FactSource[Any]]
    desk: FactDesk
    today: date
    _learnt: set[str] = field(default_factory=set, init=False)

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
        if any(_knows(source, fact) for source in self.sources):
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
        wanted = frozenset(facts) - self._learnt
        items = [item for item in self.index.of_type(self.library.type) if item.ids and not _says(item, wanted)]
        if not wanted or not items:
            return
        looked_up = self.desk.look_up((item, wanted) for item in items)
        if looked_up.lacking:
            raise KeysUnknown("; ".join(self.desk.failures) or "its facts could not be looked up")
        self._learnt |= wanted
        for item, known in looked_up.facts.items():
            self.index.items[item.key] = replace(item, facts=_both(item.facts, known))


def _says(item: MediaItem, facts: AbstractSet[str]) -> bool:
    """Return whether an item's own listing answers already."""
    return facts == {"original_language"} and bool(item.original_language)


def _both(facts: Facts, more: Facts) -> Facts:
    return FrozenMap({**facts, **more})


def _knows(source: FactSource[Any], fact: str) -> bool:
    return fact in source.provides


def named(makers: Mapping[str, DynamicKeys[Any]]) -> dict[str, type[DynamicKeys[Any]]]:
    """Return the classes of what plugins know, by type."""
    return {name: type(maker) for name, maker in makers.items()}
