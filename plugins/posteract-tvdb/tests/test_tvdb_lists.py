"""Lists of TheTVDB, as titles in their order."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_core.testing.contracts import CollectionBuilderContract
from posteract_tvdb.lists import BUILDERS
from posteract_tvdb.settings import TvdbSettings
from services import FakeTvdb, Fault, World
from services.tvdb import API_KEY

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in BUILDERS}
HEISTS = "https://thetvdb.com/lists/heists"


@pytest.fixture
def tvdb(world: World, fake_tvdb: FakeTvdb) -> FakeTvdb:
    heat = world.add_movie("Heat", 1995, tvdb=5)
    ronin = world.add_movie("Ronin", 1998, tvdb=6)
    dark = world.add_show("Dark", 2017, tvdb=334824)
    fake_tvdb.lists[77, "heists"] = [ronin, dark, heat]
    return fake_tvdb


@pytest.fixture
def make(make_provider: Any, tvdb: FakeTvdb) -> Any:
    return lambda name, key=API_KEY: make_provider(NAMED[name], TvdbSettings(api_key=key, url=tvdb.url))


@pytest.fixture
def build(make: Any) -> Any:
    def ask(name: str, value: Any, context: BuildContext = FILMS, key: str = API_KEY) -> list[int]:
        return [ref.ids.tvdb for ref in make(name, key).build(value, context)]

    return ask


class TestTvdbListKeepsTheContract(CollectionBuilderContract):
    @pytest.fixture
    def builder(self, make):
        return make("tvdb_list")

    @pytest.fixture
    def value(self):
        return HEISTS

    @pytest.fixture
    def offline_builder(self, make_provider):
        return make_provider(NAMED["tvdb_list"], TvdbSettings(api_key=API_KEY, url="http://127.0.0.1:9"))

    @pytest.fixture
    def secrets(self):
        return (API_KEY,)


def test_a_list_gives_the_titles_of_the_librarys_kind_in_its_order(build):
    assert build("tvdb_list", HEISTS) == [6, 5]
    assert build("tvdb_list", [77], SHOWS) == [334824]
    assert build("tvdb_list", 77, BuildContext(library=FILMS.library, limit=1)) == [6]


def test_titles_are_named_by_number_or_address(build):
    assert build("tvdb_movie", "5, https://thetvdb.com/movies/ronin") == [5, 6]
    assert build("tvdb_show", "https://www.thetvdb.com/?tab=series&id=334824", SHOWS) == [334824]
    assert build("tvdb_show", [1, "https://thetvdb.com/dereferrer/series/334824"], SHOWS) == [1, 334824]
    assert build("tvdb_show", "https://thetvdb.com/series/dark", SHOWS) == [334824]


def test_numbers_of_titles_cost_no_question(build, tvdb):
    assert build("tvdb_movie", [5, 6, 5]) == [5, 6]
    assert tvdb.total == 0


@pytest.mark.parametrize(
    ("name", "value", "context", "words"),
    [
        ("tvdb_list", "heists", FILMS, "no number and no address such as https://thetvdb.com/lists/"),
        ("tvdb_list", {"url": HEISTS}, FILMS, "not a mapping"),
        ("tvdb_list", None, FILMS, "no number and no address"),
        ("tvdb_movie", "https://thetvdb.com/series/dark", FILMS, "such as https://thetvdb.com/movies/heat"),
        ("tvdb_movie", 5, SHOWS, "libraries of films only"),
        ("tvdb_show", 5, FILMS, "libraries of shows only"),
    ],
)
def test_what_cannot_be_asked_is_named(build, tvdb, name, value, context, words):
    with pytest.raises(ConfigError, match=words):
        build(name, value, context)
    assert tvdb.total == 0


def test_what_is_not_there_is_said_to_be_and_a_wrong_key_too(build):
    with pytest.raises(ProviderError, match="nothing at /lists/none"):
        build("tvdb_list", "https://thetvdb.com/lists/none")
    with pytest.raises(ProviderError, match="no list 9"):
        build("tvdb_list", 9)
    with pytest.raises(ProviderError, match="nothing at /movies/none"):
        build("tvdb_movie", "https://thetvdb.com/movies/none")
    with pytest.raises(ProviderRejected):
        build("tvdb_list", 77, FILMS, "wrong")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503),
        Fault(status=429),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=b'{"data": {"token": "t", "entities": null}}', content_type="application/json"),
    ],
)
def test_what_is_no_answer_is_never_an_empty_list(build, tvdb, fault):
    tvdb.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build("tvdb_list", 77)
