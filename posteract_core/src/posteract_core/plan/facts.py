"""Looks up what the chosen looks need to know, in batches, from whoever knows it; what is known is not asked again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Any

from loguru import logger

from ..errors import ProviderError
from ..model import Facts, FrozenMap, MediaItem
from ..providers import FactSource
from ..store import Ledger
from ..store.facts import Remembered, keepable
from .identity import title_key

FORGOTTEN_AFTER_S = 180 * 86_400.0
"""Nothing looked up is kept for longer: TMDB's terms say six months."""

WRITTEN_AT_ONCE = 50
"""Titles; so few may have to be asked about again after a run that died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """What is known of some items beyond what they know themselves.

    Attributes:
        facts: by item; an item of which nothing is known is left out.
        lacking: items of which more would be known had every source answered.
    """

    facts: Mapping[MediaItem, Facts] = field(default_factory=dict)
    lacking: AbstractSet[MediaItem] = frozenset()


NOTHING = LookedUp()


def in_order(sources: Mapping[str, FactSource[Any]], instances: Sequence[str]) -> dict[str, FactSource[Any]]:
    """Return fact sources in the order in which they are asked: the first that knows a fact is the one believed.

    Who answers for the most titles with one question comes first; among equals the order of `instances`, the
    configuration's.
    """
    rank = {name: position for position, name in enumerate(instances)}

    def place(named: tuple[str, FactSource[Any]]) -> tuple[int, int]:
        name, source = named
        return -source.batch_size, rank.get(source.context.instance, rank.get(name, len(rank)))

    return dict(sorted(sources.items(), key=place))


class FactDesk:
    """Asks fact sources, and keeps what they say in the ledger.

    A source is asked about an item only for what the looks need, what the item does not know itself, what no source before
    it knew, and what it did not say within the last `every_s` seconds (or its own `max_age_s`). "Nothing known" is an
    answer, and kept like any other.

    One that fails is named once and not asked again in this run; what it said earlier holds, however old, and the others
    answer.

    Args:
        sources: by name, in the order of `in_order`.
        ledger: where facts are kept.
        every_s: `run.facts_every`; 0 = ask in every run.
        clock: UNIX seconds.
    """

    def __init__(
        self,
        sources: Mapping[str, FactSource[Any]],
        ledger: Ledger,
        *,
        every_s: float = 7 * 86_400.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._sources = sources
        self._ledger = ledger
        self._every_s = every_s
        self._clock = clock
        self._silent: set[str] = set()
        self._odd: set[tuple[str, str]] = set()
        self._tidy = False
        self.failures: list[str] = []

    def look_up(self, needs: Iterable[tuple[MediaItem, AbstractSet[str]]]) -> LookedUp:
        """Return what is known of a page of items, each with the facts its looks need; raises only what the ledger raises."""
        asking: list[MediaItem] = []
        lacking: dict[int, frozenset[str]] = {}
        for item, names in needs:
            if wanted := frozenset(name for name in names if name not in item.facts):
                asking.append(item)
                lacking[id(item)] = wanted
        if not asking or not self._sources:
            return NOTHING
        self._forget_once()
        titles = {id(item): title_key(item) for item in asking}
        found: dict[str, dict[str, Any]] = {title: {} for title in titles.values()}
        waiting: set[str] = set()
        everything = frozenset[str]().union(*lacking.values())
        for name, source in self._sources.items():
            provided = frozenset(fact for fact in everything if provides(source, fact))
            if not provided:
                continue
            about: dict[str, tuple[MediaItem, set[str]]] = {}
            for item in asking:
                title = titles[id(item)]
                if wanted := (provided & lacking[id(item)]) - found[title].keys():
                    about.setdefault(title, (item, set()))[1].update(wanted)
            if about:
                waiting |= self._consult(name, source, about, found)
        facts: dict[MediaItem, Facts] = {}
        for item in asking:
            known = found[titles[id(item)]]
            if mine := {name: known[name] for name in known if name in lacking[id(item)]}:
                facts[item] = FrozenMap(mine)
        return LookedUp(
            facts=facts, lacking={item for item in asking if titles[id(item)] in waiting} if waiting else set()
        )

    def _consult(
        self,
        name: str,
        source: FactSource[Any],
        about: Mapping[str, tuple[MediaItem, set[str]]],
        found: Mapping[str, dict[str, Any]],
    ) -> set[str]:
        """Put into `found` what one source says; return the titles that it would have been asked about and was not."""
        kept = self._ledger.facts(name, about)
        due: dict[str, tuple[MediaItem, set[str]]] = {}
        for title, (item, wanted) in about.items():
            known = kept.setdefault(title, {})
            if stale := {fact for fact in wanted if fact not in known or self._is_old(source, known[fact])}:
                due[title] = (item, stale)
        told = self._ask(name, source, due, kept) if due and name not in self._silent else set()
        for title, (_, wanted) in about.items():
            for fact in wanted:
                if (remembered := kept[title].get(fact)) is not None and remembered.value is not None:
                    found[title][fact] = remembered.value
        return due.keys() - told

    def _ask(
        self,
        name: str,
        source: FactSource[Any],
        due: Mapping[str, tuple[MediaItem, set[str]]],
        kept: dict[str, dict[str, Remembered]],
    ) -> set[str]:
        """Ask in batches and bring `kept` up to date; return the titles that were answered."""
        batches = [
            (some, frozenset(fact for title in some for fact in due[title][1]))
            for some in _in_batches(list(due), source.batch_size)
        ]

        down = threading.Event()

        def question(some: Sequence[str], facts: AbstractSet[str]) -> dict[MediaItem, Facts] | None:
            if down.is_set():
                return None
            try:
                return dict(source.facts([due[title][0] for title in some], facts))
            except Exception:
                down.set()
                raise

        told: set[str] = set()
        fresh: dict[str, dict[str, Remembered]] = {}
        pool = ThreadPoolExecutor(min(source.max_concurrency, len(batches)), thread_name_prefix=f"facts-{name}")
        try:
            asked = {pool.submit(question, *batch): batch for batch in batches}
            for future in as_completed(asked):
                some, facts = asked[future]
                try:
                    answer = future.result()
                except Exception as error:  # noqa: BLE001 - a plugin's border: recorded, shown, and the run goes on
                    self._fail(name, error)
                    continue
                if answer is None:
                    continue
                now = self._clock()
                for title in some:
                    values = answer.get(due[title][0], FrozenMap())
                    kept[title].update((fact, Remembered(value=values.get(fact), at=now)) for fact in facts)
                    fresh[title] = self._keepable(name, kept[title])
                told.update(some)
                if len(fresh) >= WRITTEN_AT_ONCE:
                    self._ledger.remember_facts(name, fresh)
                    fresh = {}
        finally:
            pool.shutdown(cancel_futures=True)
            if fresh:
                self._ledger.remember_facts(name, fresh)
        return told

    def _is_old(self, source: FactSource[Any], known: Remembered) -> bool:
        """Return whether an answer is to be had anew; one from the future (the clock was set) is."""
        longest_s = max(self._every_s, source.max_age_s) if self._every_s else 0.0
        return not 0 <= self._clock() - known.at < longest_s

    def _keepable(self, name: str, known: Mapping[str, Remembered]) -> dict[str, Remembered]:
        kept: dict[str, Remembered] = {}
        for fact, each in known.items():
            if self._clock() - each.at > FORGOTTEN_AFTER_S:
                continue
            if keepable(each.value):
                kept[fact] = each
            elif (name, fact) not in self._odd:
                self._odd.add((name, fact))
                logger.warning(
                    "facts: {} says {} as a {}, which cannot be kept; it is asked in every run",
                    name, fact, type(each.value).__name__,
                )  # fmt: skip
        return kept

    def _forget_once(self) -> None:
        if not self._tidy:
            self._tidy = True
            self._ledger.forget_facts(self._clock() - FORGOTTEN_AFTER_S)

    def _fail(self, name: str, error: Exception) -> None:
        if name in self._silent:
            return
        self._silent.add(name)
        if isinstance(error, ProviderError):
            text = f"{error}. {error.hint}" if error.hint else str(error)
        else:
            text = f"{name}: {type(error).__name__}: {error}"
        self.failures.append(text)
        logger.info("facts: {}", text)


def _in_batches(titles: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(titles), size):
        yield titles[start : start + size]


def provides(source: FactSource[Any], fact: str) -> bool:
    """Return whether a source may know a fact."""
    return any(
        fact == provided or (provided.endswith("*") and fact.startswith(provided[:-1])) for provided in source.provides
    )
