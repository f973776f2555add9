"""The contract of keys of dynamic collections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from ...errors import ConfigError, ProviderError
from ...model import ItemType, Library
from ...providers import DynamicKeys, KeysContext
from .parts import assert_healthy_shape, assert_hides, given


class DynamicKeysContract:
    """What every kind of dynamic keys promises.

    Fixtures to supply:
        dynamic_keys: what is tested, its HTTP client answering from recordings.

    Fixtures to override where the default does not fit:
        data: what stands under `data` of the entry; default None.
        context: the library with its items; default one of films, without any.
        offline_keys: the same, its HTTP client raising `httpx.ConnectError`; default None, for no network needed.
        wrong_data: what cannot be understood; default a mapping with a nonsensical key.
        secrets: texts that may appear in no error; default none.
    """

    @pytest.fixture
    def data(self) -> Any:
        """Return nothing."""
        return None

    @pytest.fixture
    def context(self) -> KeysContext:
        """Return an empty library of films."""
        library = Library(key="1", name="Movies", type=ItemType.MOVIE, server="test")
        return KeysContext(library=library, items=(), today=date(2026, 6, 15))

    @pytest.fixture
    def offline_keys(self) -> DynamicKeys[Any] | None:
        """Return None: no network is needed."""
        return None

    @pytest.fixture
    def wrong_data(self) -> Any:
        """Return what makes no sense."""
        return {"no such thing": ["at all"]}

    @pytest.fixture
    def secrets(self) -> Sequence[str]:
        """Return what may appear in no error."""
        return ()

    def test_it_is_a_well_formed_provider(self, dynamic_keys: DynamicKeys[Any]) -> None:
        assert isinstance(dynamic_keys, DynamicKeys)
        assert_healthy_shape(dynamic_keys)
        assert "<<key_name>>" in dynamic_keys.title_format

    def test_each_key_is_text_with_a_name_and_makes_a_definition(
        self, dynamic_keys: DynamicKeys[Any], data: Any, context: KeysContext
    ) -> None:
        dynamic_keys.check_data(data)
        found = dynamic_keys.keys(data, context)
        assert found
        assert all(isinstance(each, str) and each for pair in found.items() for each in pair)
        assert all(dynamic_keys.definition([key], data) for key in found)

    def test_the_same_library_gives_the_same_keys_in_the_same_order(
        self, dynamic_keys: DynamicKeys[Any], data: Any, context: KeysContext
    ) -> None:
        assert list(dynamic_keys.keys(data, context).items()) == list(dynamic_keys.keys(data, context).items())

    def test_data_without_sense_is_a_mistake_found_without_asking(
        self, dynamic_keys: DynamicKeys[Any], wrong_data: Any
    ) -> None:
        with pytest.raises(ValueError, match=r".") as caught:
            dynamic_keys.check_data(wrong_data)
        assert str(caught.value)

    def test_a_network_failure_is_an_error_and_never_fewer_keys(
        self, offline_keys: DynamicKeys[Any] | None, data: Any, context: KeysContext, secrets: Sequence[str]
    ) -> None:
        offline = given(offline_keys, "offline_keys")
        with pytest.raises((ProviderError, ConfigError)) as caught:
            offline.keys(data, context)
        assert_hides(caught.value, secrets)
