"""Fact sources: what badges say, looked up for many items at once."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar

from ..model import Facts, MediaItem
from .base import Provider, SettingsT


class FactSource(Provider[SettingsT]):
    """Looks facts up. Asked only for names that the chosen looks need, and only about items whose facts are due."""

    provides: frozenset[str] = frozenset()
    """The fact names it can answer: `rating.imdb`, or with a star at the end for a family: `streaming.*`.

    A source whose settings switch some of them off says less in `__init__`, so that nothing is kept as "nothing known"."""

    batch_size: ClassVar[int] = 100
    """How many items one call may name, the service's own limit. Of several sources that know a fact, the one with the
    largest is asked first."""

    max_age_s: ClassVar[float] = 0.0
    """How old its answers may grow, in seconds, where `run.facts_every` is shorter: awards change once a year."""

    @abstractmethod
    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return the facts found, for at most `batch_size` items; an item or a name nothing is known of is left out.

        What is left out counts as "nothing known" until the answer is old, so raise where that is not sure. Values are
        text, numbers, dates, the classes of `model.facts`, or tuples of those: others are not kept between runs.
        """
