"""The contract of fact sources."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from fnmatch import fnmatchcase
from typing import Any

import pytest

from ...errors import ProviderUnavailable
from ...model import Facts, FrozenMap, MediaItem
from ...providers import FactSource
from .parts import assert_healthy_shape, assert_hides, given, in_threads


class FactSourceContract:
    """What every fact source promises.

    Fixtures to supply:
        source: the source under test, its HTTP client answering from recordings.

    Fixtures to override where the default does not fit:
        offline_source: the same source, its HTTP client raising `httpx.ConnectError`; default None, for no network needed.
        known_item: an item that it knows facts of; default heat.
        wanted: fact names to ask for; default: the names in `provides` that are no family. To be supplied when all are.
        secrets: texts that may appear in no error; default none.
    """

    @pytest.fixture
    def offline_source(self) -> FactSource[Any] | None:
        """Return None: the source needs no network."""
        return None

    @pytest.fixture
    def known_item(self, heat: MediaItem) -> MediaItem:
        """Return something the source knows."""
        return heat

    @pytest.fixture
    def wanted(self, source: FactSource[Any]) -> AbstractSet[str]:
        """Return the facts to ask for."""
        return frozenset(name for name in source.provides if not name.endswith("*"))

    @pytest.fixture
    def secrets(self) -> Sequence[str]:
        """Return what may appear in no error."""
        return ()

    def test_it_is_a_well_formed_provider(self, source: FactSource[Any]) -> None:
        assert isinstance(source, FactSource)
        assert_healthy_shape(source)
        assert source.provides
        assert all(name == name.strip().lower() or "." in name for name in source.provides)
        assert source.batch_size >= 1

    def test_it_provides_what_is_asked_of_it(self, source: FactSource[Any], wanted: AbstractSet[str]) -> None:
        assert wanted
        assert all(any(fnmatchcase(name, pattern) for pattern in source.provides) for name in wanted)

    def test_a_known_title_has_facts(
        self, source: FactSource[Any], known_item: MediaItem, wanted: AbstractSet[str]
    ) -> None:
        facts = source.facts([known_item], wanted)[known_item]
        assert isinstance(facts, FrozenMap)
        assert facts
        assert set(facts) <= set(wanted)
        hash(facts)

    def test_an_unknown_title_is_left_out(
        self, source: FactSource[Any], known_item: MediaItem, wanted: AbstractSet[str]
    ) -> None:
        unknown = MediaItem(title="?", year=None)
        assert set(source.facts([unknown, known_item], wanted)) == {known_item}

    def test_a_name_it_does_not_know_is_left_out(self, source: FactSource[Any], known_item: MediaItem) -> None:
        found = source.facts([known_item], frozenset({"no.such_fact"}))
        assert not found.get(known_item, Facts())

    def test_no_items_give_nothing(self, source: FactSource[Any], wanted: AbstractSet[str]) -> None:
        assert not source.facts([], wanted)

    def test_it_can_be_asked_from_several_threads(
        self, source: FactSource[Any], known_item: MediaItem, wanted: AbstractSet[str]
    ) -> None:
        first, *others = in_threads(lambda: dict(source.facts([known_item], wanted)))
        assert all(answer == first for answer in others)

    def test_a_network_failure_becomes_unavailable(
        self,
        offline_source: FactSource[Any] | None,
        known_item: MediaItem,
        wanted: AbstractSet[str],
        secrets: Sequence[str],
    ) -> None:
        offline = given(offline_source, "offline_source")
        with pytest.raises(ProviderUnavailable) as caught:
            offline.facts([known_item], wanted)
        assert_hides(caught.value, secrets)
