"""What TheTVDB says of lists and titles for collections that are made of them."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import TEXTLESS, ItemType, Library
from posteract_core.providers import BuildContext
from posteract_core.testing.contracts import CollectionDetailContract
from posteract_tvdb.details import DETAILS
from posteract_tvdb.settings import TvdbSettings
from services import FakeTvdb, Fault, World
from services.tvdb import API_KEY

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {detail.name: detail for detail in DETAILS}


@pytest.fixture
def tvdb(world: World, fake_tvdb: FakeTvdb) -> FakeTvdb:
    heat = world.add_movie("Heat", 1995, tvdb=5, summary="Two men who are good at it.")
    heat.add_art("tvdb", "poster", language="en", votes=9)
    heat.add_art("tvdb", "poster")
    heat.add_art("tvdb", "background")
    world.add_show("Dark", 2017, tvdb=334824)
    fake_tvdb.overviews["Dark"] = {"eng": "The question is when.", "deu": "Die Frage: wann?"}
    fake_tvdb.lists[77, "heists"] = [heat]
    fake_tvdb.list_words[77] = ("Plans that cannot fail.", "/banners/lists/77.jpg")
    fake_tvdb.lists[78, "bare"] = []
    return fake_tvdb


@pytest.fixture
def make(make_provider: Any, tvdb: FakeTvdb) -> Any:
    def build(name: str, key: str = API_KEY, language: str = "en") -> Any:
        settings = TvdbSettings(api_key=key, language=language, url=tvdb.url, image_url=f"{tvdb.url}/")
        return make_provider(NAMED[name], settings)

    return build


@pytest.fixture
def said(make: Any) -> Any:
    return lambda name, value, context=FILMS, **more: make(name, **more).describe(value, context)


class TestTvdbMovieDetailsKeepTheContract(CollectionDetailContract):
    @pytest.fixture
    def detail(self, make):
        return make("tvdb_movie_details")

    @pytest.fixture
    def value(self):
        return "https://thetvdb.com/movies/heat"

    @pytest.fixture
    def offline_detail(self, make_provider):
        return make_provider(NAMED["tvdb_movie_details"], TvdbSettings(api_key=API_KEY, url="http://127.0.0.1:9"))

    @pytest.fixture
    def secrets(self):
        return (API_KEY,)


def test_a_number_is_a_films_and_a_shows_in_libraries_of_shows(said):
    assert said("tvdb_summary", 5).summary == "Two men who are good at it."
    assert said("tvdb_summary", 334824, SHOWS).summary == "The question is when."
    assert said("tvdb_show_details", "https://thetvdb.com/series/dark", SHOWS).summary == "The question is when."


def test_words_are_in_the_language_that_is_set_else_in_english(said):
    assert said("tvdb_summary", 334824, SHOWS, language="de").summary == "Die Frage: wann?"
    assert said("tvdb_summary", 334824, SHOWS, language="fr").summary == "The question is when."


def test_pictures_of_a_title_come_with_their_language(said):
    found = said("tvdb_movie_details", [5, 6])
    assert {artwork.language for artwork in found.posters} == {"en", TEXTLESS}
    assert len(found.backgrounds) == 1
    assert said("tvdb_poster", 5).posters == found.posters
    assert said("tvdb_background", 5).backgrounds == found.backgrounds


def test_a_list_has_its_makers_words_and_one_picture(said, tvdb):
    found = said("tvdb_list_details", "https://thetvdb.com/lists/heists")
    assert found.summary == said("tvdb_description", 77).summary == "Plans that cannot fail."
    assert [artwork.url for artwork in found.posters] == [f"{tvdb.url}/banners/lists/77.jpg"]
    bare = said("tvdb_list_details", 78)
    assert (bare.summary, bare.posters) == ("", ())


def test_what_is_not_there_is_an_error_with_its_number(said):
    with pytest.raises(ProviderError, match="nothing at /movies/31337"):
        said("tvdb_summary", 31337)
    with pytest.raises(ProviderError, match="nothing at /lists/none"):
        said("tvdb_list_details", "https://thetvdb.com/lists/none")
    with pytest.raises(ConfigError, match="tvdb_description: 'heists' is no number"):
        said("tvdb_description", "heists")
    with pytest.raises(ConfigError, match="not a mapping"):
        said("tvdb_poster", {"id": 5})


def test_a_key_that_is_refused_is_told_apart_from_a_service_that_is_down(said, tvdb):
    with pytest.raises(ProviderRejected):
        said("tvdb_summary", 5, key="wrong")
    for fault in (Fault(status=503), Fault(body=b"<html></html>"), Fault(cut="before")):
        tvdb.mend()
        tvdb.add_fault(fault)
        with pytest.raises(ProviderUnavailable):
            said("tvdb_summary", 5)
