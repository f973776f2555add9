"""What TMDB knows for dynamic collections: sets of films, popular people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import Brand, ExternalIds, FrozenMap, ItemType, Library, MediaItem
from posteract_core.providers import KeysContext
from posteract_core.testing.contracts import DynamicKeysContract
from posteract_tmdb.dynamic import TmdbPopularPeople, TmdbSets
from posteract_tmdb.facts import TmdbFacts
from posteract_tmdb.settings import TmdbSettings
from services import FakeTmdb, Fault, World
from services.tmdb import V4_TOKEN

MOVIES = Library(key="1", name="Movies", type=ItemType.MOVIE)
NOTHING = KeysContext(library=MOVIES, items=(), today=date(2026, 6, 15))


def film(title: str, film_set: Brand | None = None) -> MediaItem:
    facts = FrozenMap({"film_set": film_set} if film_set else {})
    return MediaItem(title=title, year=1979, key=title, facts=facts)


@pytest.fixture
def make(make_provider: Any, fake_tmdb: FakeTmdb) -> Any:
    fake_tmdb.popular = {f"Person {number:02}": number for number in range(1, 46)}
    return lambda cls, token=V4_TOKEN: make_provider(cls, TmdbSettings(token=token, url=fake_tmdb.url))


class TestTmdbPopularPeopleKeepTheContract(DynamicKeysContract):
    @pytest.fixture
    def dynamic_keys(self, make):
        return make(TmdbPopularPeople)

    @pytest.fixture
    def data(self):
        return 5

    @pytest.fixture
    def offline_keys(self, make_provider):
        return make_provider(TmdbPopularPeople, TmdbSettings(token=V4_TOKEN, url="http://127.0.0.1:9"))

    @pytest.fixture
    def secrets(self):
        return (V4_TOKEN,)


def test_each_set_that_films_belong_to_is_a_key_sorted_by_name(make, fake_tmdb):
    alien, dune = Brand(name="Alien Collection", id="8091"), Brand(name="dune Collection", id="726871")
    items = [film("Dune", dune), film("Alien", alien), film("Aliens", alien), film("Heat")]
    found = make(TmdbSets).keys(None, KeysContext(library=MOVIES, items=items, today=NOTHING.today))
    assert list(found.items()) == [("8091", "Alien Collection"), ("726871", "dune Collection")]
    assert TmdbSets.definition(["8091"], None) == {
        "tmdb_collection_details": ["8091"], "minimum_items": 2, "sync_mode": "sync",
    }  # fmt: skip
    assert fake_tmdb.total == 0


def test_sets_languages_and_countries_come_with_the_one_question_for_a_title(make, world: World, fake_tmdb):
    alien = world.add_movie("Alien", 1979, tmdb=348, country="GB", original_language="en")
    world.add_collection("Alien Collection", [alien], tmdb=8091)
    item = MediaItem(title="Alien", year=1979, ids=ExternalIds(tmdb=348))
    found = make(TmdbFacts).facts([item], {"film_set", "original_language", "origin_countries"})[item]
    assert (found["film_set"].name, found["film_set"].id) == ("Alien Collection", "8091")
    assert (found["original_language"], found["origin_countries"]) == ("en", ("GB",))
    assert fake_tmdb.total == 1


def test_people_are_asked_for_page_by_page_and_no_further(make, fake_tmdb):
    assert list(make(TmdbPopularPeople).keys(25, NOTHING)) == [str(number) for number in range(1, 26)]
    assert fake_tmdb.total == 2
    assert len(make(TmdbPopularPeople).keys("500", NOTHING)) == 45


@pytest.mark.parametrize("data", [None, True, 0, 501, "some", {"limit": 5}])
def test_how_many_people_is_a_number(data):
    with pytest.raises(ValueError, match="how many people, from 1 to 500"):
        TmdbPopularPeople.check_data(data)


def test_sets_take_no_data():
    with pytest.raises(ValueError, match="does not go with tmdb_collection"):
        TmdbSets.check_data(5)


def test_what_is_no_answer_is_never_fewer_people(make, fake_tmdb):
    with pytest.raises(ProviderRejected):
        make(TmdbPopularPeople, "wrong").keys(5, NOTHING)
    for fault in (Fault(status=503), Fault(status=404), Fault(body=b"<html></html>"), Fault(body=b"[]")):
        fake_tmdb.mend()
        fake_tmdb.add_fault(fault)
        with pytest.raises(ProviderUnavailable):
            make(TmdbPopularPeople).keys(5, NOTHING)
