"""Lists of Letterboxd, without asking Letterboxd."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_core.testing.contracts import CollectionBuilderContract
from posteract_letterboxd import plugin
from posteract_letterboxd.lists import LetterboxdList
from posteract_letterboxd.settings import LetterboxdSettings
from services import FakeMdblist, Fault, World
from services.mdblist import KEY

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
HEISTS = "https://letterboxd.com/someone/list/heists/"

LIST = """\ufeffLetterboxd list export v7
Date,Name,Tags,URL,Description
2024-01-02,Heists,"crime, heist",https://boxd.it/abc,"Two lines,
of words"

Position,Name,Year,URL,Description
1,Heat,1995,https://boxd.it/2b0k,the best
2,"Good, the Bad and the Ugly, The",1966,https://boxd.it/28lY,
3,Untitled,,https://boxd.it/x,
4,Ronin,1998,https://boxd.it/1Xu2,cars
"""
RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2024-01-02,Heat,1995,https://boxd.it/2b0k,5
2024-01-03,Ronin,1998,https://boxd.it/1Xu2,3.5
2024-01-03,Alien,1979,https://boxd.it/2awY,4.5
"""


@pytest.fixture
def mdblist(world: World, fake_mdblist: FakeMdblist) -> FakeMdblist:
    heat = world.add_movie("Heat", 1995, tmdb=949)
    ronin = world.add_movie("Ronin", 1998, tmdb=8195)
    dark = world.add_show("Dark", 2017)
    fake_mdblist.lists["external/7"] = [ronin, dark, heat]
    fake_mdblist.imported = [
        {"id": 3, "name": "Other", "source": "letterboxd", "items": 3, "url": "https://letterboxd.com/x/list/heists/"},
        {"id": 7, "name": "Heists", "source": "letterboxd", "items": 3, "url": HEISTS},
    ]
    return fake_mdblist


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "heists.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "ratings.csv").write_text(RATINGS, encoding="utf-8")
    (tmp_path / "other.csv").write_text("Const,Title\ntt1,Heat\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def make(make_provider: Any, mdblist: FakeMdblist, folder: Path) -> Any:
    return lambda key=KEY: make_provider(LetterboxdList, LetterboxdSettings(mdblist_api_key=key, url=mdblist.url))


@pytest.fixture
def build(make: Any) -> Any:
    def ask(value: Any, context: BuildContext = FILMS, key: str = KEY) -> list[str]:
        return [f"{ref.title} {ref.year}" for ref in make(key).build(value, context)]

    return ask


class TestLetterboxdListKeepsTheContract(CollectionBuilderContract):
    @pytest.fixture(params=["heists.csv", HEISTS])
    def value(self, request):
        return request.param

    @pytest.fixture
    def builder(self, make):
        return make()


def test_an_exported_list_gives_its_films_in_its_order_and_asks_nobody(build, mdblist):
    assert build("heists.csv") == ["Heat 1995", "Good, the Bad and the Ugly, The 1966", "Ronin 1998"]
    assert build(["ratings.csv", "heists.csv"], BuildContext(library=FILMS.library, limit=4))[3].startswith("Good")
    assert mdblist.total == 0


def test_an_exported_list_may_be_cut_by_number_year_rating_and_note(build):
    assert build({"url": "ratings.csv", "rating": "4-5"}) == ["Heat 1995", "Alien 1979"]
    assert build({"url": "ratings.csv", "year": "1990-1999", "limit": 1}) == ["Heat 1995"]
    assert build({"url": "ratings.csv", "year": 1979}) == ["Alien 1979"]
    assert build({"url": "heists.csv", "note": "Cars"}) == ["Ronin 1998"]


def test_an_address_is_read_from_what_the_mdblist_account_has_imported(build, make, mdblist):
    assert build(HEISTS) == ["Ronin 1998", "Heat 1995"]
    assert build({"url": "letterboxd.com/Someone/list/heists?x=1", "limit": 1}) == ["Ronin 1998"]
    assert [ref.ids.tmdb for ref in make().build({"url": HEISTS, "year": 1995}, FILMS)] == [949]


@pytest.mark.parametrize("cursors", [False, True])
def test_an_imported_list_is_read_to_its_end(build, world, mdblist, cursors):
    mdblist.cursors = cursors
    mdblist.lists["external/7"] = [world.add_movie(f"Film {number}", 2001) for number in range(2500)]
    assert len(build(HEISTS)) == 2500
    assert mdblist.total == 4


def test_without_a_key_both_ways_out_are_said(build, mdblist):
    with pytest.raises(ConfigError, match="cannot be read from Letterboxd") as caught:
        build(HEISTS, key="")
    assert "Export the list" in caught.value.hint
    assert "mdblist_api_key" in caught.value.hint
    with pytest.raises(ConfigError, match="imported nothing from") as caught:
        build("https://letterboxd.com/someone/watchlist/")
    assert "CSV file" in caught.value.hint
    assert "Import it there" in caught.value.hint


@pytest.mark.parametrize(
    ("value", "context", "words"),
    [
        ("heists", FILMS, "neither the path of a CSV file"),
        (None, FILMS, "neither the path of a CSV file"),
        ("none.csv", FILMS, r"none\.csv cannot be read"),
        ("other.csv", FILMS, "no columns Name and Year"),
        ("heists.csv", SHOWS, "libraries of films only"),
        ({"url": "heists.csv", "stars": 3}, FILMS, "`stars` is not understood; there are url, limit"),
        ({"url": "heists.csv", "limit": "few"}, FILMS, "limit must be a number"),
        ({"url": "heists.csv", "rating": "good"}, FILMS, "rating is a number or two such as 4-5"),
        ({"url": HEISTS, "rating": "4-5"}, FILMS, "exported files only"),
    ],
)
def test_what_cannot_be_asked_is_named(build, value, context, words):
    with pytest.raises(ConfigError, match=words):
        build(value, context)


def test_a_wrong_key_and_a_list_that_went_away_are_said(build, mdblist):
    with pytest.raises(ProviderRejected):
        build(HEISTS, key="wrong")
    del mdblist.lists["external/7"]
    with pytest.raises(ProviderError, match="no longer has this list"):
        build(HEISTS)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503),
        Fault(status=429),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=b'{"response": false, "error": "API Limit Reached!"}', content_type="application/json"),
        Fault(body=b"[]", content_type="application/json", route="*/items"),
    ],
)
def test_what_is_no_answer_is_never_an_empty_list(build, mdblist, fault):
    mdblist.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build(HEISTS)


def test_the_plugin_fits_the_hooks(registry):
    assert registry.register(plugin, "letterboxd")
    assert registry.hooks_of("letterboxd") == (
        "posteract_collection_builders",
        "posteract_dynamic_keys",
        "posteract_settings",
    )
