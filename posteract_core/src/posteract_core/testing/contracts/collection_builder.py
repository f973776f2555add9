"""The contract of collection builders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

from ...errors import ConfigError, ProviderUnavailable
from ...model import ItemType, Library, MediaRef
from ...providers import BuildContext, CollectionBuilder
from .parts import assert_healthy_shape, assert_hides, given, in_threads


class CollectionBuilderContract:
    """What every collection builder promises.

    Fixtures to supply:
        builder: the builder under test, its HTTP client answering from recordings.
        value: what a user may write after its key, standing for at least one title.

    Fixtures to override where the default does not fit:
        offline_builder: the same builder, its HTTP client raising `httpx.ConnectError`; default None, for no network needed.
        wrong_value: what cannot be understood; default a mapping with a nonsensical key.
        build_context: for whom is built; default a library of films, no limit.
        secrets: texts that may appear in no error; default none.
    """

    @pytest.fixture
    def offline_builder(self) -> CollectionBuilder[Any] | None:
        """Return None: the builder needs no network."""
        return None

    @pytest.fixture
    def wrong_value(self) -> Any:
        """Return what makes no sense."""
        return {"no such thing": ["at all"]}

    @pytest.fixture
    def build_context(self) -> BuildContext:
        """Return a library of films, without limit."""
        return BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE, server="test"))

    @pytest.fixture
    def secrets(self) -> Sequence[str]:
        """Return what may appear in no error."""
        return ()

    def test_it_is_a_well_formed_provider(self, builder: CollectionBuilder[Any]) -> None:
        assert isinstance(builder, CollectionBuilder)
        assert_healthy_shape(builder)
        assert re.fullmatch("[a-z][a-z0-9_.]*", builder.name)

    def test_it_builds_titles_with_ids(
        self, builder: CollectionBuilder[Any], value: Any, build_context: BuildContext
    ) -> None:
        built = builder.build(value, build_context)
        assert isinstance(built, Sequence)
        assert built
        assert all(isinstance(ref, MediaRef) and (ref.ids or (ref.title and ref.year)) for ref in built)

    def test_it_names_no_title_twice(
        self, builder: CollectionBuilder[Any], value: Any, build_context: BuildContext
    ) -> None:
        built = builder.build(value, build_context)
        named = {(ref.type, ref.ids or (ref.title, ref.year), ref.season, ref.episode) for ref in built}
        assert len(named) == len(built)

    def test_the_same_value_gives_the_same_titles_in_the_same_order(
        self, builder: CollectionBuilder[Any], value: Any, build_context: BuildContext
    ) -> None:
        first, *others = in_threads(lambda: list(builder.build(value, build_context)))
        assert all(answer == first for answer in others)

    def test_a_value_without_sense_is_a_mistake_in_the_configuration(
        self, builder: CollectionBuilder[Any], wrong_value: Any, build_context: BuildContext
    ) -> None:
        with pytest.raises(ConfigError) as caught:
            builder.build(wrong_value, build_context)
        assert str(caught.value)

    def test_a_network_failure_becomes_unavailable(
        self,
        offline_builder: CollectionBuilder[Any] | None,
        value: Any,
        build_context: BuildContext,
        secrets: Sequence[str],
    ) -> None:
        offline = given(offline_builder, "offline_builder")
        with pytest.raises(ProviderUnavailable) as caught:
            offline.build(value, build_context)
        assert_hides(caught.value, secrets)
