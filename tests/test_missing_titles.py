"""What collections miss goes to Radarr, in whole runs on a Plex over real HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from plex_home import PlexHome
from posteract_core.cli.wording import collection_lines
from services import FakeFanart, FakePlex, FakeRadarr, FakeTmdb, FakeTvdb, Fault, World
from services.arr import KEY
from services.plex.state import TOKEN


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_radarr: FakeRadarr,
) -> PlexHome:  # fmt: skip
    for number in range(3):
        world.add_movie(f"Film {number}", 1990 + number, tmdb=1000 + number, imdb=f"tt001000{number}")
    fake_plex.add_library("Movies", world.movies)
    fake_radarr.profiles = ["HD-1080p"]
    fake_radarr.known = [World().add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")]
    (tmp_path / "mine.txt").write_text("1001\n949\n")
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {
            "folder": {"enabled": False},
            "plex": {"url": fake_plex.url, "token": TOKEN},
            "radarr": {"url": fake_radarr.url, "api_key": KEY},
        },
        "libraries": {"Movies": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": []},
    }
    return home


def run(home: PlexHome, recipe: dict[str, Any], **changes: Any) -> Any:
    home.more["collections"] = {"Mine": {"text_file": "mine.txt", **recipe}}
    (outcome,) = home.run(**changes).collections
    return outcome


def test_nothing_is_sent_that_was_not_asked_for(home, fake_radarr):
    outcome = run(home, {})
    assert (outcome.status, outcome.missing, outcome.handed) == ("made", ("tmdb:949",), ())
    assert fake_radarr.total == 0


def test_a_dry_run_shows_it_a_run_sends_it_and_the_next_one_does_not(home, fake_radarr):
    recipe = {"radarr_add_missing": True, "radarr_tag": "heists"}
    assert run(home, recipe, dry_run=True).handed == ("1 to Radarr: Heat (1995)",)
    assert (fake_radarr.added, fake_radarr.tags) == ([], [])
    outcome = run(home, recipe)
    assert (outcome.status, outcome.handed) == ("made", ("1 to Radarr: Heat (1995)",))
    assert outcome.what.endswith("1 to Radarr")
    lines = list(collection_lines([replace(outcome, status="unchanged")], verbose=False))
    assert any("1 to Radarr" in line for line in lines), (
        "what goes away is said of collections that stay as they are, too"
    )
    assert [(film["tmdbId"], film["tags"]) for film in fake_radarr.added] == [(949, [1])]
    assert run(home, recipe).handed == ()
    assert len(fake_radarr.added) == 1


def test_members_that_radarr_has_not_are_added_where_the_server_has_them(home, fake_radarr, world):
    fake_radarr.world = World()
    fake_radarr.folders = ["/films"]
    home.more["plugins"]["radarr"]["paths"] = {"/media/movies": "/films"}
    recipe = {"radarr_add_existing": True}
    assert run(home, recipe, dry_run=True).handed == ("1 to Radarr: Film 1 (1991)",)
    assert fake_radarr.added == []
    assert run(home, recipe).handed == ("1 to Radarr: Film 1 (1991)",)
    assert [film["path"] for film in fake_radarr.added] == ["/films/Film 1 (1991)"]
    assert run(home, recipe).handed == ()
    assert len(fake_radarr.added) == 1


def test_what_somebody_took_out_of_radarr_is_not_sent_again_unless_that_is_asked_for(home, fake_radarr):
    run(home, {"radarr_add_missing": True})
    fake_radarr.added.clear()
    assert run(home, {"radarr_add_missing": True}).handed == ("not to Radarr: 1 sent before and taken out there",)
    run(home, {"radarr_add_missing": True, "radarr_ignore_cache": True})
    assert len(fake_radarr.added) == 1


def test_a_collection_with_too_few_titles_asks_for_the_others(home, fake_radarr):
    outcome = run(home, {"radarr_add_missing": True, "minimum_items": 2})
    assert (outcome.status, outcome.handed) == ("left", ("1 to Radarr: Heat (1995)",))


@pytest.mark.parametrize(
    ("recipe", "fault", "words"),
    [
        ({"radarr_quality": "UHD"}, None, "Radarr has no quality profile 'UHD' There are: HD-1080p."),
        ({}, Fault(status=500), "does not work at the moment"),
    ],
)
def test_a_failure_there_is_a_warning_and_the_collection_is_built(home, fake_radarr, recipe, fault, words):
    home.more["run"] = {"retry": {"attempts": 1, "first": "10ms", "longest": "20ms"}}
    if fault is not None:
        fake_radarr.add_fault(fault)
    outcome = run(home, {"radarr_add_missing": True, **recipe})
    assert (outcome.status, outcome.handed) == ("made", ())
    assert any(words in warning for warning in home.last.warnings)


def test_the_members_get_tags_and_quality(home, fake_radarr):
    fake_radarr.profiles = ["HD-1080p", "UHD"]
    recipe = {"item_radarr_tag": "mine", "radarr_upgrade_existing": True, "radarr_quality": "uhd"}
    outcome = run(home, recipe)
    assert outcome.handed == ("in Radarr 1 get the quality UHD", "in Radarr 1 get the tags mine")
    assert fake_radarr.edited == [
        {"movieIds": [2], "qualityProfileId": 2},
        {"movieIds": [2], "applyTags": "add", "tags": [1]},
    ]
