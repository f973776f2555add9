"""Charts, lists, sets, people and searches of TMDB, as titles in their order."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_tmdb.lists import BUILDERS, ids_of
from posteract_tmdb.settings import TmdbSettings
from services import FakeTmdb, Fault, World
from services.tmdb import V4_TOKEN

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in BUILDERS}


@pytest.fixture
def tmdb(world: World, fake_tmdb: FakeTmdb) -> FakeTmdb:
    for number in range(50):
        world.add_movie(
            f"Film {number:02}", 1960 + number, tmdb=1000 + number, studio="A24" if number % 5 == 0 else "MGM"
        )
    world.add_show("Dark", 2017, tmdb=70523)
    fake_tmdb.charts["popular"] = list(reversed(world.movies))
    fake_tmdb.lists["7"] = [world.movies[3], world.shows[0], world.movies[1]]
    fake_tmdb.people["525"] = [
        (world.movies[9], "Director"),
        (world.movies[4], "Director"),
        (world.movies[5], "Writer"),
    ]
    fake_tmdb.companies["41077"] = "A24"
    world.add_collection("Set", [world.movies[8], world.movies[2]], tmdb=10)
    return fake_tmdb


@pytest.fixture
def build(make_provider: Any, tmdb: FakeTmdb) -> Any:
    def ask(name: str, value: Any, context: BuildContext = FILMS) -> list[int]:
        builder = make_provider(NAMED[name], TmdbSettings(token=V4_TOKEN, url=tmdb.url, image_url=tmdb.url))
        return [ref.ids.tmdb for ref in builder.build(value, context)]

    return ask


def test_a_chart_gives_as_many_as_are_asked_for_in_its_order_and_no_page_more(build, tmdb):
    assert build("tmdb_popular", 3) == [1049, 1048, 1047]
    assert build("tmdb_popular", None) == list(range(1049, 1039, -1))
    tmdb.count.clear()
    assert len(build("tmdb_popular", 45)) == 45
    assert tmdb.total == 3


def test_a_recipe_may_ask_about_another_country_than_the_plugin(build, tmdb):
    tmdb.charts["popular DE"] = tmdb.world.movies[:2]
    assert build("tmdb_popular", 2, BuildContext(library=FILMS.library, region="DE")) == [1000, 1001]
    assert build("tmdb_popular", 2) == [1049, 1048]


def test_no_more_is_read_than_the_collection_may_hold(build, tmdb):
    tmdb.count.clear()
    assert len(build("tmdb_popular", 50, BuildContext(library=FILMS.library, limit=5))) == 5
    assert tmdb.total == 1


def test_a_list_gives_the_titles_of_the_librarys_kind(build):
    assert build("tmdb_list", "https://www.themoviedb.org/list/7-heists") == [1003, 1001]
    assert build("tmdb_list", 7, SHOWS) == [70523]


def test_a_set_comes_as_its_films_came_out(build):
    assert build("tmdb_collection", [10]) == [1002, 1008]


def test_people_have_what_they_did(build):
    assert build("tmdb_director", 525) == [1004, 1009]
    assert build("tmdb_crew", "525") == [1004, 1005, 1009]
    assert build("tmdb_actor", 525) == []


def test_companies_and_searches(build):
    assert build("tmdb_company", 41077) == list(range(1000, 1050, 5))
    assert len(build("tmdb_discover", {"with_companies": 41077, "limit": 4})) == 4


def test_numbers_are_titles_without_a_question(build, tmdb):
    tmdb.count.clear()
    assert build("tmdb_movie", "603, https://www.themoviedb.org/movie/949-heat") == [603, 949]
    assert tmdb.total == 0


@pytest.mark.parametrize(
    ("name", "value", "context", "words"),
    [
        ("tmdb_popular", "many", FILMS, "how many titles"),
        ("tmdb_popular", 0, FILMS, "how many titles"),
        ("tmdb_now_playing", 5, SHOWS, "libraries of films only"),
        ("tmdb_network", 49, FILMS, "libraries of shows only"),
        ("tmdb_list", "heists", FILMS, "no number of TMDB's"),
        ("tmdb_discover", {"with_genre": 18}, FILMS, "did you mean `with_genres`"),
        ("tmdb_discover", "drama", FILMS, "takes a mapping"),
    ],
)
def test_what_cannot_be_asked_is_named_with_the_way_out(build, name, value, context, words):
    with pytest.raises(ConfigError, match=words):
        build(name, value, context)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=401), ProviderRejected),
        (Fault(status=503), ProviderUnavailable),
        (Fault(cut="before"), ProviderUnavailable),
        (Fault(body=b"<html>gone</html>"), ProviderUnavailable),
    ],
)
def test_what_is_no_answer_is_never_an_empty_list(build, tmdb, fault, error):
    tmdb.add_fault(fault)
    with pytest.raises(error):
        build("tmdb_popular", 5)


def test_a_list_that_is_not_there_is_an_error_with_its_path(build):
    with pytest.raises(ProviderError, match="/list/99"):
        build("tmdb_list", 99)


def test_numbers_are_found_in_lists_and_addresses():
    assert ids_of([1, "2", "https://x.example/person/525-nolan?language=en"], "x") == [1, 2, 525]
