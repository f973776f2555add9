"""TheTVDB's pictures: the contract of sources, logging in, types read at run time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import TEXTLESS, ArtworkKind, ExternalIds, ItemType, MediaItem, Severity
from posteract_core.testing.contracts import ArtworkSourceContract
from posteract_tvdb.settings import TvdbSettings
from posteract_tvdb.source import TvdbSource
from services import FakeTvdb, Fault, World
from services.tvdb import API_KEY

LOGIN = "POST /v4/login"
HEAT = MediaItem(title="Heat", year=1995, ids=ExternalIds(tvdb=1234))
DARK = MediaItem(title="Dark", type=ItemType.SHOW, ids=ExternalIds(tvdb=334824))
SEASON = MediaItem(
    title="Season 1", type=ItemType.SEASON, season=1, show_title="Dark", show_ids=ExternalIds(tvdb=334824)
)
EPISODE = replace(SEASON, title="Secrets", type=ItemType.EPISODE, episode=1)


@pytest.fixture
def tvdb(world: World, fake_tvdb: FakeTvdb) -> FakeTvdb:
    heat = world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277", tvdb=1234)
    heat.add_art("tvdb", "poster")
    heat.add_art("tvdb", "poster", language="de", votes=9)
    heat.add_art("tvdb", "background")
    dark = world.add_show("Dark", 2017, imdb="tt5753856", tvdb=334824, seasons=2, episodes=2)
    dark.add_art("tvdb", "poster", language="en")
    dark.add_art("tvdb", "logo")
    dark.children[0].add_art("tvdb", "season")
    dark.children[0].children[0].add_art("tvdb", "title_card")
    return fake_tvdb


@pytest.fixture
def make_source(make_provider):
    def make(tvdb: FakeTvdb, **settings) -> TvdbSource:
        return make_provider(TvdbSource, TvdbSettings(**{"api_key": API_KEY, "url": tvdb.url, **settings}))

    return make


@pytest.fixture
def source(tvdb, make_source) -> TvdbSource:
    return make_source(tvdb)


class TestTvdbKeepsTheContract(ArtworkSourceContract):
    @pytest.fixture
    def source(self, tvdb, make_source):
        return make_source(tvdb)

    @pytest.fixture
    def known(self):
        return HEAT, ArtworkKind.POSTER

    @pytest.fixture
    def offline_source(self, tvdb, make_source):
        made = make_source(tvdb)
        tvdb.stop()
        return made

    @pytest.fixture
    def secrets(self):
        return (API_KEY,)


def test_languages_of_three_letters_become_ours_and_pictures_without_text_are_textless(source):
    assert {artwork.language for artwork in source.find(HEAT, ArtworkKind.POSTER)} == {TEXTLESS, "de"}
    assert [artwork.language for artwork in source.find(DARK, ArtworkKind.POSTER)] == ["en"]
    assert [artwork.language for artwork in source.find(DARK, ArtworkKind.LOGO)] == [None]


def test_one_question_answers_for_a_show_its_seasons_and_episodes(tvdb, source):
    assert source.find(DARK, ArtworkKind.POSTER)
    assert len(source.find(SEASON, ArtworkKind.SEASON)) == 1
    assert source.find(replace(SEASON, season=2), ArtworkKind.SEASON) == []
    assert source.find(EPISODE, ArtworkKind.TITLE_CARD)[0].language == TEXTLESS
    assert not source.find(replace(EPISODE, episode=2), ArtworkKind.TITLE_CARD)
    assert tvdb.count["GET /v4/series/{id}/extended"] == 1


def test_what_is_known_by_imdbs_id_is_found(source):
    assert source.find(replace(HEAT, ids=ExternalIds(imdb="tt0113277")), ArtworkKind.POSTER)
    assert source.find(replace(DARK, ids=ExternalIds(imdb="tt5753856")), ArtworkKind.POSTER)


def test_many_threads_log_in_once(tvdb, source):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: len(source.find(HEAT, ArtworkKind.POSTER)), range(16)))
    assert set(found) == {2}
    assert tvdb.count[LOGIN] == 1


def test_a_token_that_has_run_out_is_replaced(tvdb, source):
    source.find(HEAT, ArtworkKind.POSTER)
    tvdb.expire_tokens()
    assert source.find(DARK, ArtworkKind.POSTER)
    assert tvdb.count[LOGIN] == 2


def test_a_key_that_is_refused_is_said_to_be(tvdb, make_source):
    with pytest.raises(ProviderRejected):
        make_source(tvdb, api_key="wrong").find(HEAT, ArtworkKind.POSTER)


def test_a_title_it_does_not_know_has_no_pictures(source):
    assert not source.find(replace(HEAT, ids=ExternalIds(tvdb=9)), ArtworkKind.POSTER)
    assert not source.find(replace(HEAT, ids=ExternalIds(imdb="tt9")), ArtworkKind.POSTER)


def test_kinds_it_has_nothing_of_cost_no_question(tvdb, source):
    assert not source.find(HEAT, ArtworkKind.SQUARE)
    assert tvdb.total == 0


@pytest.mark.parametrize(
    "fault", [Fault(status=503), Fault(status=429, retry_after="60"), Fault(body=b"<html>maintenance</html>")]
)
def test_it_is_unavailable_when_it_does_not_work(tvdb, source, fault):
    tvdb.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        source.find(HEAT, ArtworkKind.POSTER)


def test_doctor_tries_the_key(tvdb, make_source):
    [fine] = make_source(tvdb).check()
    [wrong] = make_source(tvdb, api_key="wrong-key").check()
    assert (fine.severity, wrong.severity) == (Severity.OK, Severity.ERROR)
    assert "wrong-key" not in wrong.message
