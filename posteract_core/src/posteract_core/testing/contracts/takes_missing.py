"""The contract of what takes missing titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ...errors import ProviderUnavailable
from ...model import ItemType, Library, MediaRef
from ...providers import Offer, RemovesTagged, TakesMissing
from .parts import assert_healthy_shape, assert_hides, given


class TakesMissingContract:
    """What everything promises that takes the missing titles of collections.

    Fixtures to supply:
        taker: the one under test, its HTTP client answering from a fake that lasts.
        options: with which it adds titles.
        ref: a title that it knows and does not have yet.

    Fixtures to override where the default does not fit:
        offline_taker: the same, its HTTP client raising `httpx.ConnectError`; default None, for no network needed.
        secrets: texts that may appear in no error; default none.
    """

    @pytest.fixture
    def offline_taker(self) -> TakesMissing[Any] | None:
        """Return None: no network is needed."""
        return None

    @pytest.fixture
    def secrets(self) -> Sequence[str]:
        """Return what may appear in no error."""
        return ()

    @pytest.fixture
    def offer(self, taker: TakesMissing[Any], options: Mapping[str, Any], ref: MediaRef) -> Offer:
        """Return the title as a collection offers it."""
        kind = ItemType(taker.takes)
        return Offer(
            collection="Heists",
            library=Library(key="1", name="Library", type=kind, server="test"),
            missing=(ref,),
            options=options,
        )

    def test_it_is_a_well_formed_provider(self, taker: TakesMissing[Any], options: Mapping[str, Any]) -> None:
        assert isinstance(taker, TakesMissing)
        assert_healthy_shape(taker)
        assert taker.title
        prefixes = (f"{taker.name}_", f"item_{taker.name}_")
        assert [key for key in taker.keys if not key.startswith(prefixes)] == []
        assert set(options) <= set(taker.keys)

    def test_it_wants_nothing_that_was_not_asked_for(
        self, taker: TakesMissing[Any], options: Mapping[str, Any]
    ) -> None:
        assert taker.wants(options)
        assert not taker.wants({})

    def test_a_plan_adds_nothing(self, taker: TakesMissing[Any], offer: Offer) -> None:
        first = taker.plan(offer)
        assert len(first.added) == 1
        assert taker.plan(offer).added == first.added

    def test_nothing_is_added_twice(self, taker: TakesMissing[Any], offer: Offer) -> None:
        assert len(taker.add(taker.plan(offer)).added) == 1
        assert taker.plan(offer).added == ()

    def test_a_tag_that_is_not_there_is_named_and_takes_nothing_out(self, taker: TakesMissing[Any]) -> None:
        if not isinstance(taker, RemovesTagged):
            pytest.skip("it takes nothing out")
        found = taker.tagged(("posteract-has-no-such-tag",))
        assert (found.titles, found.unknown) == ((), ("posteract-has-no-such-tag",))

    def test_a_network_failure_becomes_unavailable(
        self, offline_taker: TakesMissing[Any] | None, offer: Offer, secrets: Sequence[str]
    ) -> None:
        offline = given(offline_taker, "offline_taker")
        with pytest.raises(ProviderUnavailable) as caught:
            offline.plan(offer)
        assert_hides(caught.value, secrets)
