"""Fanart.tv's pictures: the contract of sources, its two versions, sets and seasons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import TEXTLESS, ArtworkKind, ExternalIds, ItemType, MediaItem, Severity
from posteract_core.testing.contracts import ArtworkSourceContract
from posteract_fanart.settings import FanartSettings
from posteract_fanart.source import FanartSource
from services import FakeFanart, Fault, World
from services.fanart import PROJECT_KEY

HEAT = MediaItem(title="Heat", year=1995, ids=ExternalIds(tmdb=949))
SEASON = MediaItem(
    title="Season 1", type=ItemType.SEASON, season=1, show_title="Dark", show_ids=ExternalIds(tvdb=334824)
)
SET = MediaItem(title="Heat Collection", type=ItemType.COLLECTION, ids=ExternalIds(tmdb=86311))


@pytest.fixture
def fanart(world: World, fake_fanart: FakeFanart) -> FakeFanart:
    heat = world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    heat.add_art("fanart", "poster", votes=7)
    heat.add_art("fanart", "poster", language="de", votes=9)
    heat.add_art("fanart", "background")
    heat.add_art("fanart", "logo", language="en")
    heat.add_art("fanart", "logo")
    dark = world.add_show("Dark", 2017, tmdb=70523, tvdb=334824, seasons=2, episodes=1)
    dark.add_art("fanart", "poster")
    for season in dark.children:
        season.add_art("fanart", "season", language="de")
    world.add_collection("Heat Collection", [heat], tmdb=86311).add_art("fanart", "collection")
    return fake_fanart


@pytest.fixture
def make_source(make_provider):
    def make(fanart: FakeFanart, **settings) -> FanartSource:
        return make_provider(FanartSource, FanartSettings(**{"api_key": PROJECT_KEY, "url": fanart.url, **settings}))

    return make


@pytest.fixture
def source(fanart, make_source) -> FanartSource:
    return make_source(fanart)


class TestFanartKeepsTheContract(ArtworkSourceContract):
    @pytest.fixture
    def source(self, fanart, make_source):
        return make_source(fanart)

    @pytest.fixture
    def known(self):
        return HEAT, ArtworkKind.POSTER

    @pytest.fixture
    def offline_source(self, fanart, make_source):
        made = make_source(fanart)
        fanart.stop()
        return made

    @pytest.fixture
    def secrets(self):
        return (PROJECT_KEY,)


def test_no_language_means_no_words_but_for_logos_which_are_words(source):
    assert [artwork.language for artwork in source.find(HEAT, ArtworkKind.POSTER)] == ["de", TEXTLESS]
    assert {artwork.language for artwork in source.find(HEAT, ArtworkKind.LOGO)} == {"en", None}


def test_the_newer_version_tells_sizes_and_the_older_does_not(fanart, make_source):
    newer, older = make_source(fanart), make_source(fanart, version="v3")
    assert [artwork.width_px for artwork in newer.find(HEAT, ArtworkKind.POSTER)] == [2000, 2000]
    assert [artwork.width_px for artwork in older.find(HEAT, ArtworkKind.POSTER)] == [0, 0]
    assert all(artwork.added for artwork in newer.find(HEAT, ArtworkKind.POSTER))


def test_one_question_answers_for_a_film_and_one_for_a_show_with_its_seasons(fanart, source):
    show = MediaItem(title="Dark", type=ItemType.SHOW, ids=ExternalIds(tvdb=334824))
    for item, kind in (
        (HEAT, ArtworkKind.POSTER),
        (HEAT, ArtworkKind.BACKGROUND),
        (show, ArtworkKind.POSTER),
        (SEASON, ArtworkKind.SEASON),
        (replace(SEASON, season=2), ArtworkKind.SEASON),
    ):
        assert len(source.find(item, kind)) >= 1
    assert fanart.total == 2


def test_a_season_has_its_own_posters_only(source):
    assert len(source.find(SEASON, ArtworkKind.SEASON)) == 1
    assert source.find(replace(SEASON, season=7), ArtworkKind.SEASON) == []


def test_a_set_is_found_by_its_number_and_told_from_a_film_of_that_number_by_its_name(source, world):
    assert source.find(SET, ArtworkKind.COLLECTION)
    assert source.find(replace(SET, ids=ExternalIds(tmdb=949)), ArtworkKind.COLLECTION) == ()


def test_a_show_without_a_tvdb_id_and_an_episode_cost_no_question(fanart, source):
    show = MediaItem(title="Dark", type=ItemType.SHOW, ids=ExternalIds(tmdb=70523))
    assert not source.find(show, ArtworkKind.POSTER)
    assert not source.find(replace(SEASON, type=ItemType.EPISODE, episode=1), ArtworkKind.TITLE_CARD)
    assert fanart.total == 0


def test_a_title_without_pictures_is_an_ordinary_answer(source):
    assert source.find(replace(HEAT, ids=ExternalIds(tmdb=1)), ArtworkKind.POSTER) == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=401), ProviderRejected),
        (Fault(status=502), ProviderUnavailable),
        (Fault(status=429, retry_after="60"), ProviderUnavailable),
        (Fault(body=b"<html>maintenance</html>"), ProviderUnavailable),
    ],
)
def test_its_troubles_are_told_apart(fanart, source, fault, error):
    fanart.add_fault(fault)
    with pytest.raises(error):
        source.find(HEAT, ArtworkKind.POSTER)


def test_addresses_of_old_answers_are_made_safe(source):
    assert source._address("http://assets.fanart.tv/fanart/x.jpg").startswith("https://")


def test_doctor_tries_the_key(fanart, make_source):
    [fine] = make_source(fanart).check()
    [wrong] = make_source(fanart, api_key="wrong-key").check()
    assert (fine.severity, wrong.severity) == (Severity.OK, Severity.ERROR)
    assert "wrong-key" not in wrong.message
