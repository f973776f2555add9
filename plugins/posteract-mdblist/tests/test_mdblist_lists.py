"""Lists of MDBList, as titles in their order."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_core.testing.contracts import CollectionBuilderContract
from posteract_mdblist.lists import MdblistList
from posteract_mdblist.settings import MdblistSettings
from services import FakeMdblist, Fault, World
from services.mdblist import KEY

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
HEISTS = "https://mdblist.com/lists/someone/heists"


@pytest.fixture
def mdblist(world: World, fake_mdblist: FakeMdblist) -> FakeMdblist:
    for number in range(250):
        world.add_movie(f"Film {number:03}", 2001, tmdb=1000 + number, imdb=f"tt{number:07}")
    world.add_show("Dark", 2017, tmdb=70523, imdb="tt5753856")
    fake_mdblist.lists["someone/heists"] = [world.movies[3], world.shows[0], world.movies[1]]
    fake_mdblist.lists["42"] = world.movies
    fake_mdblist.lists["external/7"] = world.movies[5:7]
    return fake_mdblist


@pytest.fixture
def make(make_provider: Any, mdblist: FakeMdblist) -> Any:
    return lambda key=KEY: make_provider(MdblistList, MdblistSettings(api_key=key, url=mdblist.url))


@pytest.fixture
def build(make: Any) -> Any:
    def ask(value: Any, context: BuildContext = FILMS, key: str = KEY) -> list[int]:
        return [ref.ids.tmdb for ref in make(key).build(value, context)]

    return ask


class TestMdblistListKeepsTheContract(CollectionBuilderContract):
    @pytest.fixture
    def builder(self, make):
        return make()

    @pytest.fixture
    def value(self):
        return HEISTS

    @pytest.fixture
    def offline_builder(self, make, make_provider):
        return make_provider(MdblistList, MdblistSettings(api_key=KEY, url="http://127.0.0.1:9"))

    @pytest.fixture
    def secrets(self):
        return (KEY,)


def test_a_list_gives_the_titles_of_the_librarys_kind_in_its_order(build):
    assert build(HEISTS) == [1003, 1001]
    assert build([HEISTS], SHOWS) == [70523]


@pytest.mark.parametrize("cursors", [False, True])
def test_a_long_list_is_read_to_its_end_and_no_further_than_is_wanted(build, mdblist, cursors):
    mdblist.cursors, mdblist.page = cursors, 1000 if not cursors else 100
    mdblist.lists["42"] = mdblist.lists["42"] * 8 if not cursors else mdblist.lists["42"]
    assert len(build(42)) == 250
    assert mdblist.total == (2 if not cursors else 3)
    mdblist.count.clear()
    assert len(build(42, BuildContext(library=FILMS.library, limit=20))) == 20
    assert mdblist.total == 1


def test_a_list_may_be_cut_and_sorted_as_mdblist_sorts(build, mdblist):
    assert build({"url": HEISTS, "limit": 1, "sort_by": "score.desc"}) == [1003]
    assert build({"url": HEISTS, "limit": 0}) == [1003, 1001]
    assert mdblist.sorts == [("score", "desc")]


def test_several_lists_follow_each_other_and_no_title_comes_twice(build):
    assert build([HEISTS, "https://mdblist.com/lists/someone/external/7", f"{HEISTS}/json?x=1"]) == [
        1003, 1001, 1005, 1006,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("heists", "is no address"),
        ("https://mdblist.com/lists/heists", "is no address"),
        ("https://trakt.tv/users/someone/lists/heists", "is no address"),
        ({"url": HEISTS, "sort_by": "beauty"}, "is no order; there are rank"),
        ({"url": HEISTS, "limit": "many"}, "limit must be a number"),
        ({"url": HEISTS, "most": 3}, "`most` is not understood"),
    ],
)
def test_what_cannot_be_asked_is_named_and_costs_no_question(build, mdblist, value, words):
    with pytest.raises(ConfigError, match=words):
        build(value)
    assert mdblist.total == 0


def test_a_list_that_is_private_or_not_there_is_said_to_be(build, mdblist):
    mdblist.private.add("someone/heists")
    with pytest.raises(ProviderError, match="keeps /lists/someone/heists private"):
        build(HEISTS)
    with pytest.raises(ProviderError, match="no list at /lists/nobody/none"):
        build("https://mdblist.com/lists/nobody/none")
    with pytest.raises(ProviderRejected):
        build(HEISTS, FILMS, "wrong")


def test_the_days_limit_is_a_reason_to_wait_and_is_remembered(build, mdblist):
    mdblist.limit = 0
    with pytest.raises(ProviderUnavailable):
        build(HEISTS)
    mdblist.count.clear()
    with pytest.raises(ProviderUnavailable):
        build(HEISTS)
    assert mdblist.total == 0


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503),
        Fault(status=429),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=b'{"a": 1}', content_type="application/json"),
    ],
)
def test_what_is_no_answer_is_never_an_empty_list(build, mdblist, fault):
    mdblist.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build(HEISTS)
