"""Filters that ask a service: what it says of the titles of a list decides, and where it says nothing nobody loses a member."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plex_home import PlexHome
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, Fault, File, World
from services.plex.state import TOKEN
from services.tmdb import V4_TOKEN

DETAILS = "GET /3/{kind}/{id}"


@pytest.fixture
def home(
    tmp_path: Path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart,
    fake_tvdb: FakeTvdb,
) -> PlexHome:  # fmt: skip
    for number, genre in enumerate(("Crime", "Western", "Crime", "Drama")):
        world.add_movie(f"Film {number}", 1990 + number, imdb=f"tt000100{number}", genres=(genre,))
    fake_plex.add_library("Movies", world.movies)
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {
            "folder": {"enabled": False},
            "plex": {"url": fake_plex.url, "token": TOKEN},
            "tmdb": {"url": fake_tmdb.url, "image_url": fake_tmdb.url, "token": V4_TOKEN},
        },
        "libraries": {"Movies": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": []},
        "run": {"retry": {"attempts": 1}},
    }
    return home


def filtered(home: PlexHome, **filters: Any) -> Any:
    """Build a collection of three films, filtered, and return what became of it."""
    ids = ["tt0001000", "tt0001001", "tt0001002"]
    home.more["collections"] = {"Mine": {"imdb_id": ids, "filters": filters, "sync_mode": "sync"}}
    (outcome,) = home.run(only=frozenset({"collections"})).collections
    return outcome


def members(home: PlexHome) -> list[str]:
    return [child.title for item in home.plex.libraries[1].collections for child in item.children]


@pytest.mark.parametrize(
    ("filters", "passing"),
    [
        ({"tmdb_genre": "crime"}, ["Film 0", "Film 2"]),
        ({"tmdb_genre.not": ["Crime", "Drama"]}, ["Film 1"]),
        ({"tmdb_keyword": "western"}, ["Film 1"]),
        ({"tmdb_year.gte": 1991}, ["Film 1", "Film 2"]),
        ({"tmdb_title.ends": "2"}, ["Film 2"]),
        ({"tmdb_vote_count.gte": 5000, "tmdb_vote_average.gt": 0, "year": 1990}, ["Film 0"]),
        ({"original_language": "en", "tmdb_year": 1992}, ["Film 2"]),
    ],
)
def test_what_tmdb_says_decides(home, filters, passing):
    assert filtered(home, **filters).status == "made"
    assert members(home) == passing


def test_only_the_titles_of_the_list_are_asked_about_and_once_in_a_while_only(home):
    filtered(home, tmdb_genre="Crime", **{"tmdb_year.gte": 1900})
    assert home.tmdb.total == 3
    home.forget_requests()
    assert filtered(home, tmdb_genre="Crime", **{"tmdb_year.gte": 1900}).status == "unchanged"
    assert home.tmdb.total == 0


def test_a_service_that_does_not_answer_takes_no_member_out(home):
    assert filtered(home, tmdb_genre="Crime").status == "made"
    home.tmdb.add_fault(Fault(route=DETAILS, status=503))
    outcome = filtered(home, tmdb_year=1990)
    assert outcome.status != "failed"
    assert "its filters could not be asked" in (outcome.error or outcome.what)
    assert members(home) == ["Film 0", "Film 2"]


def test_without_the_plugin_the_collection_stays_and_what_brings_it_is_named(home):
    assert filtered(home, tmdb_genre="Crime").status == "made"
    del home.more["plugins"]["tmdb"]
    outcome = filtered(home, tmdb_year=1990)
    assert "nobody answers the filter `tmdb_year`" in (outcome.error or outcome.what)
    assert "posteract-tmdb" in (outcome.error or outcome.what)
    assert members(home) == ["Film 0", "Film 2"]


def test_what_the_credits_hide_is_asked_of_tmdb_as_the_badge_does(home):
    home.world.movies[1].genres = ("Western", "AfterCreditsStinger")
    assert filtered(home, has_stinger=True).status == "made"
    assert members(home) == ["Film 1"]
    home.forget_requests()
    filtered(home, has_stinger=False)
    assert members(home) == ["Film 0", "Film 2"]
    assert home.tmdb.total == 0


@pytest.mark.parametrize(
    ("filters", "passing"),
    [
        ({"video_profile": "main 10"}, ["Film 0"]),
        ({"video_profile.not": "main 10"}, ["Film 1", "Film 2"]),
        ({"subtitle_track_title": "director"}, ["Film 2"]),
    ],
)
def test_what_plex_says_of_a_file_decides(home, filters, passing):
    home.world.movies[0].files = [File(hdr="hdr10")]
    home.world.movies[2].files = [File(subtitle_titles={"en": "Director's commentary"})]
    assert filtered(home, **filters).status == "made"
    assert members(home) == passing
    home.forget_requests()
    assert filtered(home, **filters).status == "unchanged"


@pytest.mark.parametrize("filters", [{"subtitle_track_title.not": "forced"}, {"audio_profile.not": "lc"}])
def test_what_the_server_tells_of_no_file_takes_nothing_in_or_out(home, filters):
    outcome = filtered(home, **filters)
    assert "of no file in the library" in (outcome.error or outcome.what)
    assert home.plex.libraries[1].collections == []


@pytest.mark.parametrize("filters", [{"imdb_keyword": "heist"}, {"stinger_rating.gte": 5}])
def test_what_nobody_knows_is_no_mistake_and_makes_no_unfiltered_collection(home, filters):
    outcome = filtered(home, **filters)
    assert "leave it out" in (outcome.error or outcome.what)
    assert home.plex.libraries[1].collections == []
