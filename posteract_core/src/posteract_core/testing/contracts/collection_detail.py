"""The contract of collection details."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from ...errors import ConfigError, ProviderUnavailable
from ...model import ItemType, Library
from ...providers import BuildContext, CollectionDetail, Described
from .parts import assert_healthy_shape, assert_hides, given


class CollectionDetailContract:
    """What every collection detail promises.

    Fixtures to supply:
        detail: the detail under test, its HTTP client answering from recordings.
        value: what a user may write after its key.

    Fixtures to override where the default does not fit:
        offline_detail: the same, its HTTP client raising `httpx.ConnectError`; default None, for no network needed.
        wrong_value: what cannot be understood; default a mapping with a nonsensical key.
        secrets: texts that may appear in no error; default none.
    """

    context = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE, server="test"))

    @pytest.fixture
    def offline_detail(self) -> CollectionDetail[Any] | None:
        """Return None: the detail needs no network."""
        return None

    @pytest.fixture
    def wrong_value(self) -> Any:
        """Return what makes no sense."""
        return {"no such thing": ["at all"]}

    @pytest.fixture
    def secrets(self) -> Sequence[str]:
        """Return what may appear in no error."""
        return ()

    def test_it_is_a_well_formed_provider(self, detail: CollectionDetail[Any]) -> None:
        assert isinstance(detail, CollectionDetail)
        assert_healthy_shape(detail)
        assert detail.part in ("summary", "poster", "background", "all")

    def test_it_tells_the_part_it_is_about(self, detail: CollectionDetail[Any], value: Any) -> None:
        said = detail.describe(value, self.context)
        parts = {"summary": said.summary, "poster": said.posters, "background": said.backgrounds}
        assert parts[detail.part] if detail.part != "all" else said != Described()

    def test_the_same_value_gives_the_same_answer(self, detail: CollectionDetail[Any], value: Any) -> None:
        assert detail.describe(value, self.context) == detail.describe(value, self.context)

    def test_a_value_without_sense_is_a_mistake_in_the_configuration(
        self, detail: CollectionDetail[Any], wrong_value: Any
    ) -> None:
        with pytest.raises(ConfigError) as caught:
            detail.describe(wrong_value, self.context)
        assert str(caught.value)

    def test_a_network_failure_becomes_unavailable(
        self, offline_detail: CollectionDetail[Any] | None, value: Any, secrets: Sequence[str]
    ) -> None:
        offline = given(offline_detail, "offline_detail")
        with pytest.raises(ProviderUnavailable) as caught:
            offline.describe(value, self.context)
        assert_hides(caught.value, secrets)
