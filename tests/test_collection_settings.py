"""How collections are kept, setting by setting, in whole runs over a Plex."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from plex_home import PlexHome
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, World
from services.plex.items import Item
from services.plex.state import TOKEN

ROW = "promotedToOwnHome"


@pytest.fixture
def home(
    tmp_path: Path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart,
    fake_tvdb: FakeTvdb,
) -> PlexHome:  # fmt: skip
    for number in range(12):
        genres = ("Drama",) if number % 3 == 0 else ("Action",)
        world.add_movie(
            f"Film {number:02}", 1990 + number, tmdb=1000 + number, imdb=f"tt00010{number:02}", genres=genres
        )
    world.add_show("Long", 2011, tmdb=2001, episodes=3)
    fake_plex.add_library("Movies", world.movies)
    fake_plex.add_library("Other films", world.movies[:4])
    fake_plex.add_library("TV", world.shows, kind="show")
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {"folder": {"enabled": False}, "plex": {"url": fake_plex.url, "token": TOKEN}},
        "libraries": {"Movies": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": []},
    }
    return home


def run(home: PlexHome, *, dry_run: bool = False, **collections: Any) -> dict[str, Any]:
    if collections:
        home.more["collections"] = collections
    report = home.run(only=frozenset({"collections"}), yes=True, dry_run=dry_run)
    return {each.title: each for each in report.collections}


def made(home: PlexHome, library: int = 1) -> dict[str, Item]:
    return {item.title: item for item in home.plex.libraries[library].collections}


def titles(home: PlexHome, name: str) -> list[str]:
    return sorted(child.title for child in made(home)[name].children)


def test_one_that_shrinks_below_its_least_number_is_deleted_only_where_that_is_said(home):
    drama = {"plex_search": {"all": {"genre": "Drama"}}, "sync_mode": "sync", "minimum_items": 3}
    run(home, Stays=drama, Goes={**drama, "delete_below_minimum": True})
    for title in home.world.movies[3:]:
        title.genres = ("Action",)
    done = run(home)
    assert (done["Stays"].status, done["Stays"].what) == ("left", "1 of at least 3 titles")
    assert (done["Goes"].status, done["Goes"].what) == ("deleted", "deleted: 1 of at least 3 titles")
    assert len(made(home)["Stays"].children) == 4


def test_a_hand_made_one_below_the_least_number_is_never_deleted(home):
    about = home.world.add_collection("Mine", home.world.movies[:1])
    home.plex.add_collection(home.plex.libraries[1], about)
    done = run(
        home,
        Mine={"imdb_id": "tt0001000", "minimum_items": 3, "delete_below_minimum": True, "adopt": True},
    )
    assert done["Mine"].status == "left"
    assert "not made by us" in done["Mine"].what
    assert "Mine" in made(home)


def test_definitions_run_for_the_libraries_they_are_for(home):
    done = run(
        home,
        Films={"imdb_id": "tt0001001", "run_definition": "movie"},
        Shows={"imdb_id": "tt0001001", "run_definition": "show"},
        Never={"imdb_id": "tt0001001", "run_definition": [True, False]},
        Both={"imdb_id": "tt0001001", "run_definition": "movie, show"},
        Old={"imdb_id": "tt0001001", "allowed_library_types": "true, movie"},
    )
    assert sorted(done) == ["Films", "Old"]  # every word must fit


def test_what_is_made_once_is_left_alone_from_then_on(home):
    once = {"plex_search": {"all": {"year.gte": 2000}}, "sync_mode": "sync", "only_run_on_create": True}
    assert run(home, Once=once)["Once"].status == "made"
    done = run(home, Once={**once, "plex_search": {"all": {"year.gte": 1990}}})["Once"]
    assert (done.status, done.what) == ("left", "made once, as it says")
    assert titles(home, "Once") == ["Film 10", "Film 11"]


def test_an_empty_result_is_no_failure_where_that_is_said(home):
    drama = {"plex_search": {"all": {"year": 1990}}, "sync_mode": "sync", "minimum_items": 1}
    run(home, Blank=drama, Other=drama)
    future = {"plex_search": {"all": {"year": 2100}}, "sync_mode": "sync"}
    done = run(home, Blank={**future, "ignore_blank_results": True}, Other=future)
    assert done["Other"].what == "its lists are empty; it stays as it is"
    assert done["Blank"].status == "left"
    assert titles(home, "Blank") == ["Film 00"]


def test_ids_that_are_to_be_passed_over_are_whichever_id_a_list_has(home):
    ids = {"imdb_id": ["tt0001001", "tt0001002", "tt0001003"]}
    run(home, All=ids, Some={**ids, "ignore_imdb_ids": "tt0001002", "ignore_ids": 1003})
    assert titles(home, "All") == ["Film 01", "Film 02", "Film 03"]
    assert titles(home, "Some") == ["Film 01"]


def test_a_collection_is_pinned_while_its_schedule_is_due_and_unpinning_is_a_planned_change(home):
    today = datetime.now().astimezone().date()
    now, later = today.strftime("%m/%d"), (today + timedelta(days=40)).strftime("%m/%d")
    run(home, Season={"imdb_id": "tt0001001", "visible_home": f"range({now}-{now})"})
    assert made(home)["Season"].row[ROW] == "1"
    ended = {"imdb_id": "tt0001001", "visible_home": f"range({later}-{later})"}
    done = run(home, Season=ended, dry_run=True)["Season"]
    assert (done.status, done.what) == ("planned", "visibility")
    assert made(home)["Season"].row[ROW] == "1"
    assert run(home)["Season"].status == "changed"
    assert made(home)["Season"].row[ROW] == "0"
    assert run(home)["Season"].status == "unchanged"


def test_two_libraries_with_a_collection_of_one_name_have_one_each(home):
    home.more["libraries"] = {"Movies": {"artwork": {}}, "Other films": {"artwork": {}}}
    home.more["collections"] = {"Drama": {"plex_search": {"all": {"genre": "Drama"}}, "sync_mode": "sync"}}
    report = home.run(only=frozenset({"collections"}))
    assert [(each.library, each.status) for each in report.collections] == [("Movies", "made"), ("Other films", "made")]
    assert [len(made(home, library)["Drama"].children) for library in (1, 2)] == [4, 2]
    report = home.run(only=frozenset({"collections"}))
    assert {each.status for each in report.collections} == {"unchanged"}
    made(home, 2)["Drama"].edits["title"] = "Dramen"
    home.more["collections"]["Drama"]["name"] = "All drama"
    home.run(only=frozenset({"collections"}))
    assert (list(made(home, 1)), list(made(home, 2))) == (["All drama"], ["All drama"])


@pytest.mark.parametrize(
    ("level", "kind", "count"), [("season", "season", 1), ("episode", "episode", 3), ("show", "show", 1)]
)
def test_members_may_be_seasons_or_episodes_of_what_is_found(home, level, kind, count):
    home.more["libraries"] = {"TV": {"artwork": {}}}
    done = run(home, Parts={"plex_all": True, "builder_level": level, "library": "TV"})
    assert done["Parts"].status == "made"
    members = made(home, 3)["Parts"].children
    assert [member.type for member in members] == [kind] * count
    assert run(home)["Parts"].status == "unchanged"
