"""Looks up what the chosen looks need to know, in batches, from whoever knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from loguru import logger

from ..errors import ProviderError
from ..model import Facts, FrozenMap, MediaItem
from ..providers import FactSource


class FactDesk:
    """Asks fact sources. One that fails is named once and not asked again in this run; the others answer."""

    def __init__(self, sources: Mapping[str, FactSource[Any]]) -> None:
        self._sources = sources
        self._silent: set[str] = set()
        self.failures: list[str] = []

    def look_up(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> dict[MediaItem, Facts]:
        """Return facts by item; what the items themselves know is not asked for, what nobody knows is left out."""
        found: dict[MediaItem, Facts] = {}
        for name, source in self._sources.items():
            wanted = frozenset(fact for fact in names if _provides(source, fact))
            asked = [item for item in items if any(fact not in item.facts for fact in wanted)]
            if not wanted or not asked or name in self._silent:
                continue
            for start in range(0, len(asked), source.batch_size):
                try:
                    answer = source.facts(asked[start : start + source.batch_size], wanted)
                except Exception as error:  # noqa: BLE001 - a plugin's border: recorded, shown, and the run goes on
                    self._fail(name, error)
                    break
                for item, facts in answer.items():
                    found[item] = found.get(item, FrozenMap()) | facts
        return found

    def _fail(self, name: str, error: Exception) -> None:
        self._silent.add(name)
        text = str(error) if isinstance(error, ProviderError) else f"{name}: {type(error).__name__}: {error}"
        self.failures.append(text)
        logger.warning("facts: {}", text)


def _provides(source: FactSource[Any], fact: str) -> bool:
    return any(
        fact == provided or (provided.endswith("*") and fact.startswith(provided[:-1])) for provided in source.provides
    )
