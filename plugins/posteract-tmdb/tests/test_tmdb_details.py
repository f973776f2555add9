"""What TMDB says of sets, lists, people and titles for collections that are made of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import TEXTLESS, ItemType, Library
from posteract_core.providers import BuildContext
from posteract_tmdb.details import DETAILS
from posteract_tmdb.settings import TmdbSettings
from services import FakeTmdb, Fault, World
from services.tmdb import V4_TOKEN

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {detail.name: detail for detail in DETAILS}


@pytest.fixture
def tmdb(world: World, fake_tmdb: FakeTmdb) -> FakeTmdb:
    heat = world.add_movie("Heat", 1995, tmdb=949, summary="Two men who are good at it.")
    heat.add_art("tmdb", "poster", language="en", votes=9)
    world.add_show("Dark", 2017, tmdb=70523, summary="The question is when.")
    set_ = world.add_collection("Set", [heat], tmdb=10)
    set_.summary = "All of it."
    set_.add_art("tmdb", "collection", votes=3)
    set_.add_art("tmdb", "background")
    portrait = heat.add_art("nobody", "poster")
    fake_tmdb.portraits["525"] = ("Christopher Nolan", "A director who likes time.", portrait)
    fake_tmdb.lists["7"], fake_tmdb.list_words["7"] = [heat], "Chosen by hand."
    return fake_tmdb


@pytest.fixture
def said(make_provider: Any, tmdb: FakeTmdb) -> Any:
    def ask(name: str, value: Any, context: BuildContext = FILMS) -> Any:
        detail = make_provider(NAMED[name], TmdbSettings(token=V4_TOKEN, url=tmdb.url, image_url=tmdb.url))
        return detail.describe(value, context)

    return ask


def test_a_number_is_a_set_before_it_is_a_film_and_a_show_in_libraries_of_shows(said):
    assert said("tmdb_summary", 10).summary == "All of it."
    assert said("tmdb_summary", 949).summary == "Two men who are good at it."
    assert said("tmdb_summary", 70523, SHOWS).summary == "The question is when."


def test_pictures_of_a_set_come_with_their_language(said):
    found = said("tmdb_collection_details", "https://www.themoviedb.org/collection/10-set")
    assert [artwork.language for artwork in found.posters] == [TEXTLESS]
    assert len(found.backgrounds) == 1
    assert [artwork.language for artwork in said("tmdb_poster", 949).posters] == ["en"]


@pytest.mark.parametrize("value", [525, "Christopher Nolan", [525, 1], "https://www.themoviedb.org/person/525-nolan"])
def test_a_person_is_known_by_number_address_or_name(said, value):
    found = said("tmdb_person", value)
    assert found.summary == "A director who likes time."
    assert len(found.posters) == 1
    assert said("tmdb_director_details", 525).posters == found.posters


@pytest.mark.parametrize(
    ("life", "known"),
    [
        (("1970-07-30", None), (date(1970, 7, 30), None)),
        (("1943", "2013-12-14"), (None, date(2013, 12, 14))),
        ((None, None), (None, None)),
    ],
)
def test_a_person_has_a_birthday_where_tmdb_knows_the_day(said, fake_tmdb, life, known):
    fake_tmdb.lives["525"] = life
    found = said("tmdb_person", 525)
    assert (found.birthday, found.deathday) == known


def test_a_list_has_its_makers_words_and_picture(said):
    found = said("tmdb_list_details", 7)
    assert found.summary == said("tmdb_description", 7).summary == "Chosen by hand."
    assert len(found.posters) == 1


def test_what_is_not_there_is_an_error_with_its_number(said):
    with pytest.raises(ProviderError, match="31337"):
        said("tmdb_summary", 31337)
    with pytest.raises(ProviderError, match="nobody called 'Nobody'"):
        said("tmdb_person", "Nobody")
    with pytest.raises(ConfigError, match="not a mapping"):
        said("tmdb_summary", {"id": 10})


def test_a_service_that_is_down_is_unavailable(said, tmdb):
    tmdb.add_fault(Fault(status=503))
    with pytest.raises(ProviderUnavailable):
        said("tmdb_summary", 10)
