"""TMDB's pictures: the contract of sources, how few questions they cost, and what its troubles are called."""

from __future__ import annotations

from dataclasses import replace

import pytest
from posteract_core.errors import PictureRefused, ProviderRejected, ProviderUnavailable
from posteract_core.model import TEXTLESS, Artwork, ArtworkKind, ExternalIds, ItemType, MediaItem, Severity
from posteract_core.testing.contracts import ArtworkSourceContract
from posteract_tmdb.settings import TmdbSettings
from posteract_tmdb.source import TmdbSource
from services import FakeTmdb, Fault, World
from services.tmdb import V3_KEY, V4_TOKEN

QUESTION = "GET /3/{kind}/{id}"
HEAT = MediaItem(title="Heat", year=1995, ids=ExternalIds(tmdb=949))
DARK = MediaItem(title="Dark", year=2017, type=ItemType.SHOW, ids=ExternalIds(tmdb=70523))
SEASON = MediaItem(
    title="Season 1", type=ItemType.SEASON, season=1, show_title="Dark", show_ids=ExternalIds(tmdb=70523)
)
EPISODE = replace(SEASON, title="Secrets", type=ItemType.EPISODE, episode=2)


@pytest.fixture
def tmdb(world: World, fake_tmdb: FakeTmdb) -> FakeTmdb:
    heat = world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277", tvdb=1234)
    for language, votes in ((None, 4), ("en", 30), ("xx", 9)):
        heat.add_art("tmdb", "poster", language=language, votes=votes)
    heat.add_art("tmdb", "background")
    heat.add_art("tmdb", "logo", language="en")
    dark = world.add_show("Dark", 2017, tmdb=70523, tvdb=334824, seasons=1, episodes=2)
    dark.children[0].add_art("tmdb", "season", language="de")
    dark.children[0].children[1].add_art("tmdb", "title_card")
    world.add_collection("Heat Collection", [heat], tmdb=86311).add_art("tmdb", "collection")
    return fake_tmdb


@pytest.fixture
def make_source(make_provider):
    def make(tmdb: FakeTmdb, token: str = V4_TOKEN, **options) -> TmdbSource:
        return make_provider(TmdbSource, TmdbSettings(token=token, url=tmdb.url, image_url=tmdb.url), **options)

    return make


@pytest.fixture
def source(tmdb, make_source) -> TmdbSource:
    return make_source(tmdb)


class TestTmdbKeepsTheContract(ArtworkSourceContract):
    @pytest.fixture
    def source(self, tmdb, make_source):
        return make_source(tmdb)

    @pytest.fixture
    def known(self):
        return HEAT, ArtworkKind.POSTER

    @pytest.fixture
    def offline_source(self, tmdb, make_source):
        made = make_source(tmdb, token=V3_KEY)
        tmdb.stop()
        return made

    @pytest.fixture
    def secrets(self):
        return (V3_KEY,)


@pytest.mark.parametrize("token", [V3_KEY, V4_TOKEN])
def test_the_old_key_and_the_new_token_are_told_apart(tmdb, make_source, token):
    assert make_source(tmdb, token=token).find(HEAT, ArtworkKind.POSTER)


def test_a_picture_in_no_language_carries_no_words(source):
    found = source.find(HEAT, ArtworkKind.POSTER)
    assert [(artwork.language, artwork.votes) for artwork in found] == [("en", 30), (TEXTLESS, 9), (TEXTLESS, 4)]
    assert (found[0].width_px, found[0].height_px) == (2000, 3000)
    assert found[0].page_url == "https://www.themoviedb.org/movie/949/images/posters"


def test_one_question_answers_for_all_pictures_of_a_film(tmdb, source):
    for kind in (ArtworkKind.POSTER, ArtworkKind.BACKGROUND, ArtworkKind.LOGO):
        assert source.find(HEAT, kind)
    assert tmdb.total == 1


def test_one_question_answers_for_a_season_and_all_its_episodes(tmdb, source):
    assert [artwork.language for artwork in source.find(SEASON, ArtworkKind.SEASON)] == ["de"]
    [still] = source.find(EPISODE, ArtworkKind.TITLE_CARD)
    assert still.language == TEXTLESS
    assert source.find(replace(EPISODE, episode=1), ArtworkKind.TITLE_CARD) == ()
    assert tmdb.total == 1


def test_what_is_known_by_another_id_is_found(tmdb, source):
    by_imdb = replace(HEAT, ids=ExternalIds(imdb="tt0113277"))
    by_tvdb = replace(SEASON, show_ids=ExternalIds(tvdb=334824))
    assert source.find(by_imdb, ArtworkKind.POSTER)
    assert source.find(by_tvdb, ArtworkKind.SEASON)


def test_a_collection_has_art_of_its_own(source):
    heists = MediaItem(title="Heat Collection", type=ItemType.COLLECTION, ids=ExternalIds(tmdb=86311))
    assert source.find(heists, ArtworkKind.COLLECTION)


def test_kinds_tmdb_has_nothing_of_cost_no_question(tmdb, source):
    for item, kind in ((HEAT, ArtworkKind.SQUARE), (SEASON, ArtworkKind.SEASON_BACKGROUND)):
        assert not source.find(item, kind)
    assert tmdb.total == 0


def test_a_title_tmdb_does_not_know_has_no_pictures(source):
    assert source.find(replace(HEAT, ids=ExternalIds(tmdb=1)), ArtworkKind.POSTER) == []


def test_the_next_process_asks_again_only_whether_something_changed(world, make_source):
    heat = world.add_movie("Heat", 1995, tmdb=949)
    heat.add_art("tmdb", "poster")
    with FakeTmdb(world, max_age_s=600) as tmdb:
        for _ in range(2):
            source = make_source(tmdb, cached=True)
            assert source.find(HEAT, ArtworkKind.POSTER)
        assert tmdb.total == 1


def test_the_logo_of_a_service_is_read_by_its_bare_path(tmdb, source, world):
    logo = world.movies[0].art_at("tmdb", "logo")[0]
    data = source.read(Artwork(id="x", url=f"/{logo.id}.png"))
    assert data == world.bytes_of(logo)
    assert source.read(Artwork(id="x", url=f"/{logo.id}.svg")) == data


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=401), ProviderRejected),
        (Fault(status=503), ProviderUnavailable),
        (Fault(status=429, retry_after="60"), ProviderUnavailable),
        (Fault(cut="body"), ProviderUnavailable),
        (Fault(body=b"<html>maintenance</html>"), ProviderUnavailable),
    ],
)
def test_its_troubles_are_told_apart(tmdb, source, fault, error):
    tmdb.add_fault(fault)
    with pytest.raises(error):
        source.find(HEAT, ArtworkKind.POSTER)


def test_a_picture_that_is_gone_is_refused(tmdb, source):
    artwork = source.find(HEAT, ArtworkKind.POSTER)[0]
    tmdb.add_fault(Fault(status=404))
    with pytest.raises(PictureRefused):
        source.read(artwork)


def test_doctor_tries_the_key(tmdb, make_source):
    [fine] = make_source(tmdb).check()
    [wrong] = make_source(tmdb, token="0" * 32).check()
    assert (fine.severity, wrong.severity) == (Severity.OK, Severity.ERROR)
    assert "0" * 32 not in wrong.message + wrong.remedy
