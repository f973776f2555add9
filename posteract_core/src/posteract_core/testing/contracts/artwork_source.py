"""The contract of artwork sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

from ...errors import ProviderUnavailable
from ...model import TEXTLESS, Artwork, ArtworkKind, MediaItem
from ...providers import ArtworkSource
from .parts import assert_healthy_shape, assert_hides, given, in_threads


class ArtworkSourceContract:
    """What every artwork source promises.

    Fixtures to supply:
        source: the source under test, its HTTP client answering from recordings.

    Fixtures to override where the default does not fit:
        offline_source: the same source, its HTTP client raising `httpx.ConnectError` (fixture `offline_http`); default None,
            for a source that needs no network.
        known: an (item, kind) of which the source has at least one candidate; default (heat, poster).
        secrets: texts that may appear in no error; default none.
    """

    @pytest.fixture
    def offline_source(self) -> ArtworkSource[Any] | None:
        """Return None: the source needs no network."""
        return None

    @pytest.fixture
    def known(self, heat: MediaItem) -> tuple[MediaItem, ArtworkKind]:
        """Return something the source has."""
        return heat, ArtworkKind.POSTER

    @pytest.fixture
    def secrets(self) -> Sequence[str]:
        """Return what may appear in no error."""
        return ()

    def test_it_is_a_well_formed_provider(self, source: ArtworkSource[Any]) -> None:
        assert isinstance(source, ArtworkSource)
        assert_healthy_shape(source)

    def test_a_known_title_gives_candidates(
        self, source: ArtworkSource[Any], known: tuple[MediaItem, ArtworkKind]
    ) -> None:
        found = source.find(*known)
        assert isinstance(found, Sequence)
        assert found
        assert all(isinstance(candidate, Artwork) for candidate in found)

    def test_an_unknown_title_gives_none_of_any_kind(self, source: ArtworkSource[Any]) -> None:
        for kind in ArtworkKind:
            assert list(source.find(MediaItem(title="?", year=None), kind)) == []

    def test_candidates_have_ids_of_their_own_and_an_address(
        self, source: ArtworkSource[Any], known: tuple[MediaItem, ArtworkKind]
    ) -> None:
        found = source.find(*known)
        assert all(candidate.id and candidate.url for candidate in found)
        assert len({candidate.id for candidate in found}) == len(found)

    def test_candidates_say_their_language_as_the_core_reads_it(
        self, source: ArtworkSource[Any], known: tuple[MediaItem, ArtworkKind]
    ) -> None:
        languages = {candidate.language for candidate in source.find(*known)} - {None, TEXTLESS}
        assert all(language and re.fullmatch("[a-z]{2}", language) for language in languages)

    def test_candidates_have_possible_figures(
        self, source: ArtworkSource[Any], known: tuple[MediaItem, ArtworkKind]
    ) -> None:
        for candidate in source.find(*known):
            assert min(candidate.width_px, candidate.height_px, candidate.votes, candidate.position) >= 0
            assert 0 <= candidate.rating <= 10

    def test_the_same_question_gives_the_same_answer(
        self, source: ArtworkSource[Any], known: tuple[MediaItem, ArtworkKind]
    ) -> None:
        assert list(source.find(*known)) == list(source.find(*known))
        assert source.revision(*known) == source.revision(*known)

    def test_it_can_be_asked_from_several_threads(
        self, source: ArtworkSource[Any], known: tuple[MediaItem, ArtworkKind]
    ) -> None:
        first, *others = in_threads(lambda: list(source.find(*known)))
        assert all(answer == first for answer in others)

    def test_it_reads_what_it_offers(self, source: ArtworkSource[Any], known: tuple[MediaItem, ArtworkKind]) -> None:
        data = source.read(source.find(*known)[0])
        assert isinstance(data, bytes)
        assert data

    def test_a_network_failure_becomes_unavailable(
        self,
        offline_source: ArtworkSource[Any] | None,
        known: tuple[MediaItem, ArtworkKind],
        secrets: Sequence[str],
    ) -> None:
        offline = given(offline_source, "offline_source")
        with pytest.raises(ProviderUnavailable) as caught:
            offline.find(*known)
        assert_hides(caught.value, secrets)
