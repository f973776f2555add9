"""The order of collections among the rows of Plex's recommendations, and whose watching counts in smart ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plex_home import PlexHome
from posteract_core.app import App, Opening
from posteract_core.app.collection_commands import build
from posteract_core.app.collection_rows import TITLE
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, Fault, World
from services.plex.items import Item
from services.plex.state import TOKEN

MOVES = "PUT /hubs/sections/{id}/manage/{row}/move"
OWN = ["movie.inprogress", "movie.recentlyadded"]


@pytest.fixture
def home(
    tmp_path: Path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart,
    fake_tvdb: FakeTvdb,
) -> PlexHome:  # fmt: skip
    for number in range(4):
        world.add_movie(f"Film {number:02}", 1990 + number, imdb=f"tt000100{number}")
    fake_plex.add_library("Movies", world.movies)
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {"folder": {"enabled": False}, "plex": {"url": fake_plex.url, "token": TOKEN}},
        "libraries": {"Movies": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": []},
    }
    return home


def pinned(**changes: Any) -> dict[str, Any]:
    return {"imdb_id": "tt0001001", "visible_home": True, **changes}


def made(home: PlexHome) -> dict[str, Item]:
    return {item.title: item for item in home.plex.libraries[1].collections}


def rows(home: PlexHome) -> list[str]:
    """Return the rows in their order, collections by their titles."""
    titles = {f"custom.collection.1.{item.key}": title for title, item in made(home).items()}
    return [titles.get(name, name) for name in home.plex.libraries[1].rows]


def outcomes(home: PlexHome, **changes: Any) -> dict[str, Any]:
    return {each.title: each for each in home.run(only=frozenset({"collections"}), **changes).collections}


def test_rows_with_a_priority_come_first_the_least_of_all_and_the_others_stay(home):
    home.more["collections"] = {
        "Late": pinned(hub_priority=20), "Any": pinned(), "Early": pinned(hub_priority=1),
    }  # fmt: skip
    done = outcomes(home)
    assert rows(home) == ["Early", "Late", *OWN, "Any"]
    assert (done[TITLE].status, done[TITLE].what) == ("changed", "moved: Early, Late")
    home.forget_requests()
    assert TITLE not in outcomes(home)
    assert home.plex.count[MOVES] == 0


def test_a_library_sorts_its_rows_and_those_of_others_keep_their_places(home):
    home.more["collections"] = {
        "Beta": pinned(), "The Alpha": pinned(sort_title="Alpha"), "Gamma": pinned(visible_home=False, visible_library=True),
    }  # fmt: skip
    home.more["libraries"]["Movies"]["hub_order"] = "sort_title"
    outcomes(home)
    assert rows(home) == [*OWN, "The Alpha", "Beta", "Gamma"]
    home.plex.libraries[1].rows.insert(3, home.plex.libraries[1].rows.pop(0))  # somebody put Plex's own row in between
    assert rows(home) == ["movie.recentlyadded", "The Alpha", "Beta", "movie.inprogress", "Gamma"]
    assert TITLE not in outcomes(home)
    home.more["libraries"]["Movies"]["hub_order"] = "configured.desc"
    home.forget_requests()
    outcomes(home)
    assert rows(home) == ["movie.recentlyadded", "Gamma", "The Alpha", "movie.inprogress", "Beta"]
    assert home.plex.count[MOVES] <= 2


def test_a_dry_run_names_the_rows_that_would_move_and_moves_none(home):
    home.more["collections"] = {"Early": pinned(hub_priority=1)}
    done = outcomes(home, dry_run=True)
    assert (done[TITLE].status, done[TITLE].what) == ("planned", "moved: Early")
    assert rows(home) == OWN


def test_collections_that_are_built_alone_leave_the_rows_as_they_stand(home):
    home.more["collections"] = {"First": pinned(hub_priority=1), "Second": pinned(hub_priority=2)}
    outcomes(home)
    with App.open(Opening(config=home.config)) as app:
        built, _ = build(app, ("Second",), dry_run=False, yes=False, wait=False)
    assert [each.title for each in built] == ["Second"]
    assert rows(home) == ["First", "Second", *OWN]


def test_a_row_that_cannot_be_moved_is_one_failure_and_done_by_the_next_run(home):
    home.more["collections"] = {"Early": pinned(hub_priority=1)}
    home.plex.add_fault(Fault(route=MOVES, status=400, times=1))
    done = outcomes(home)
    assert (done["Early"].status, done[TITLE].status) == ("made", "failed")
    assert outcomes(home)[TITLE].status == "changed"
    assert rows(home) == ["Early", *OWN]


def test_whose_watching_counts_is_written_once_and_what_somebody_sets_later_stays(home):
    smart = {"smart_filter": {"all": {"unplayed": True}}, "collection_filtering": "user"}
    home.more["collections"] = {"Unseen": smart}
    assert outcomes(home)["Unseen"].status == "made"
    assert made(home)["Unseen"].chosen["collectionFilterBasedOnUser"] == "1"
    assert outcomes(home)["Unseen"].status == "unchanged"
    made(home)["Unseen"].chosen["collectionFilterBasedOnUser"] = "0"
    assert outcomes(home)["Unseen"].status == "unchanged"
    smart["collection_filtering"] = "admin"
    made(home)["Unseen"].chosen["collectionFilterBasedOnUser"] = "1"
    done = outcomes(home)["Unseen"]
    assert (done.status, done.what) == ("changed", "watching of the admin")


def test_whose_watching_counts_means_nothing_for_an_ordinary_collection_and_that_is_said(home):
    home.more["collections"] = {"List": pinned(collection_filtering="user")}
    report = home.run(only=frozenset({"collections"}))
    assert any("collection_filtering" in warning and "passed over" in warning for warning in report.warnings)
    assert "collectionFilterBasedOnUser" not in made(home)["List"].chosen
