"""What collections miss goes to Radarr, in whole runs on a Plex over real HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from plex_home import PlexHome
from posteract_core.cli.wording import collection_lines
from posteract_core.plan.limits import PlanTooLarge
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


def operate(home: PlexHome, operations: dict[str, Any], **changes: Any) -> Any:
    home.more["libraries"] = {"Movies": {"artwork": {}, "operations": operations}}
    return home.run(**changes)


def told(report: Any) -> list[tuple[str, ...]]:
    return [(each.status, each.item, each.fields[0].old, each.fields[0].new) for each in report.edits]


@pytest.mark.parametrize("operation", ["radarr_add_all", "radarr_add_all_existing"])
def test_a_whole_library_goes_to_radarr_but_for_what_it_has(home, fake_radarr, operation):
    fake_radarr.world = World()
    fake_radarr.world.add_movie("Film 0", 1990, tmdb=1000)
    fake_radarr.folders = ["/media/movies"]
    labelled = home.plex.item_of(home.world.movies[2])
    labelled.labels.append("mine")
    labelled.updated += 1
    said = {operation: True, "ignore_labels": "mine"}
    assert told(operate(home, said, dry_run=True)) == [("planned", "Film 1 (1991)", "", "added")]
    assert fake_radarr.added == []
    assert told(operate(home, said)) == [("changed", "Film 1 (1991)", "", "added")]
    assert [(film["path"], film["addOptions"]["searchForMovie"]) for film in fake_radarr.added] == [
        ("/media/movies/Film 1 (1991)", False)
    ]
    before = fake_radarr.count["GET /api/v3/movie"]
    report = operate(home, said)
    assert (told(report), report.warnings) == ([], ())
    assert fake_radarr.count["GET /api/v3/movie"] == before + 1
    assert len(fake_radarr.added) == 1


def test_what_lies_in_no_folder_of_radarrs_is_said(home, fake_radarr):
    fake_radarr.world = World()
    report = operate(home, {"radarr_add_all_existing": True})
    assert told(report) == []
    assert any("Movies: not to Radarr: 3 in no root folder" in warning for warning in report.warnings)


def tag(home: PlexHome, fake_radarr: FakeRadarr, films: int) -> None:
    for number in range(3, 20):
        home.world.add_movie(f"Film {number}", 1990 + number, tmdb=1000 + number)
    fake_radarr.tags = ["gone"]
    fake_radarr.tagged = {film: ["gone"] for film in home.world.movies[:films]}


def test_films_with_a_tag_leave_radarr_once_and_a_dry_run_shows_which(home, fake_radarr):
    tag(home, fake_radarr, 2)
    said = {"radarr_remove_by_tag": "Gone, never"}
    assert told(operate(home, said, dry_run=True)) == [
        ("planned", "Film 0 (1990)", "gone, never", "taken out"),
        ("planned", "Film 1 (1991)", "gone, never", "taken out"),
    ]
    assert fake_radarr.removed == []
    report = operate(home, said)
    assert [each[0] for each in told(report)] == ["changed", "changed"]
    assert "Movies: radarr_remove_by_tag: Radarr has no tag never" in report.warnings
    assert fake_radarr.removed == [{"movieIds": [1, 2], "deleteFiles": False}]
    assert told(operate(home, said)) == []
    assert len(fake_radarr.removed) == 1


def test_more_films_than_the_limit_allows_leave_radarr_only_when_that_is_confirmed(home, fake_radarr):
    tag(home, fake_radarr, 11)
    said = {"radarr_remove_by_tag": ["gone"]}
    with pytest.raises(PlanTooLarge, match=r"11 of 20 titles .* out of Radarr \(run.limits.remove_titles\): Film 0"):
        operate(home, said)
    assert fake_radarr.removed == []
    operate(home, said, yes=True)
    assert [len(body["movieIds"]) for body in fake_radarr.removed] == [11]


@pytest.mark.parametrize(
    ("said", "route"),
    [
        ({"radarr_add_all_existing": True}, "GET /api/v3/movie"),
        ({"radarr_remove_by_tag": "gone"}, "GET /api/v3/movie"),
        ({"radarr_remove_by_tag": "gone"}, "DELETE /api/v3/movie/editor"),
    ],
)
def test_a_radarr_that_fails_is_a_warning_and_the_rest_is_done(home, fake_radarr, said, route):
    tag(home, fake_radarr, 2)
    home.more["run"] = {"retry": {"attempts": 1}}
    home.more["collections"] = {"Mine": {"text_file": "mine.txt"}}
    fake_radarr.add_fault(Fault(status=503, route=route))
    report = operate(home, said)
    (operation,) = said
    assert any(warning.startswith(f"Movies: {operation}: ") for warning in report.warnings)
    assert told(report) == []
    assert [each.status for each in report.collections] == ["made"]


def test_without_radarr_the_operation_says_what_brings_it(home, fake_radarr):
    del home.more["plugins"]["radarr"]
    report = operate(home, {"radarr_remove_by_tag": "gone"})
    assert any("operations of radarr are nobody's" in warning for warning in report.warnings)
    assert fake_radarr.total == 0
