"""Looking again at the sources: what is better replaces the picture in use, what is merely reordered does not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from plex_home import PlexHome
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, World


@pytest.fixture
def world() -> World:
    """Return a world whose pictures are quick to read."""
    return World(real_width_px=64)


@pytest.fixture
def home(
    tmp_path: Path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb
) -> PlexHome:
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "libraries": {"Movies": {"artwork": {"poster": {}}}},
        "poster_preferences": {"sources": ["tmdb", "fanart"], "languages": ["textless", "en"], "min_width": 1},
    }
    return home


def fill(home: PlexHome, films: int) -> None:
    for number in range(films):
        film = home.world.add_movie(f"Film {number:04}", 1950 + number % 70)
        for votes in (12, 10, 9):
            film.add_art("tmdb", "poster", language="en" if number % 2 else None, votes=votes)
    home.plex.add_library("Movies", home.world.movies)


def shuffled(home: PlexHome, number: int, dice: random.Random) -> None:
    """Give a film's pictures other votes, the first as many as the second had and the other way round."""
    art = home.world.movies[number].art
    votes = [each.votes for each in art]
    while [each.votes for each in art] == votes:
        for each, count in zip(art, dice.sample(votes, len(votes)), strict=True):
            each.votes = count


def recheck(home: PlexHome, **more) -> int:
    home.forget_requests()
    home.run(recheck=True, **more)
    return len(home.plex.uploads)


def look_again(home: PlexHome, films: int, gain: int, shuffle: int) -> None:
    fill(home, films)
    assert home.run().summary.done == films
    dice = random.Random(7)
    for number in range(1, 2 * gain, 2):
        home.world.movies[number].add_art("tmdb", "poster", votes=1)
    for number in range(2 * gain, 2 * gain + shuffle):
        shuffled(home, number, dice)
    assert recheck(home, yes=True) == gain
    reasons = {task.reason for task in home.last.summary.tasks if task.status == "uploaded"}
    assert reasons == {"better: textless art"}
    for _ in range(2):
        assert recheck(home, yes=True) == 0


def test_films_that_gain_textless_art_get_it_and_shuffled_votes_change_nothing(home):
    look_again(home, films=60, gain=6, shuffle=20)


@pytest.mark.endurance
def test_of_two_thousand_films_forty_gain_textless_art_and_two_hundred_shuffled_ones_stay(home):
    look_again(home, films=2000, gain=40, shuffle=200)


def test_many_more_votes_count_when_they_are_seen_twice(home):
    fill(home, 4)
    home.run()
    newer = home.world.movies[0].add_art("tmdb", "poster", votes=40)
    assert recheck(home) == 0
    assert recheck(home) == 1
    assert recheck(home) == 0
    newer.votes = 1
    assert recheck(home) == 0  # what is chosen stays, until something is better by half at two looks
    home.world.movies[0].add_art("tmdb", "poster", votes=30)
    assert recheck(home) == 0
    home.world.movies[0].art[-1].votes = 1
    assert recheck(home) == 0
    home.world.movies[0].art[-1].votes = 30
    assert recheck(home) == 0


def test_a_picture_that_vanished_from_its_source_is_not_taken_down(home):
    fill(home, 2)
    home.run()
    film = home.world.movies[0]
    best = max(film.art, key=lambda art: art.votes)
    film.art.remove(best)
    assert recheck(home) == 0
    film.art.clear()
    assert recheck(home) == 0


def test_who_accepts_nothing_keeps_what_is_there(home):
    home.more["recheck"] = {"accept": "off"}
    fill(home, 4)
    home.run()
    home.world.movies[1].add_art("tmdb", "poster", votes=1)
    assert recheck(home) == 0
    home.more["recheck"] = {"accept": "textless"}
    assert recheck(home) == 1


def test_a_source_that_is_down_while_looking_again_takes_nothing_away(home, fake_tmdb):
    fill(home, 4)
    home.run()
    fake_tmdb.stop()
    assert recheck(home) == 0
    assert home.last.summary.failed == 0


def test_a_picture_that_was_looked_at_lately_waits_for_its_turn(home):
    fill(home, 4)
    home.run()
    home.world.movies[1].add_art("tmdb", "poster", votes=1)
    assert recheck(home, recheck_after_s=86_400) == 0
    assert home.requests()["tmdb"] == 0
    assert recheck(home) == 1


def test_looking_again_at_a_whole_library_is_no_surprise_of_size(home):
    fill(home, 40)
    home.run()
    home.world.movies[1].add_art("tmdb", "poster", votes=1)
    assert recheck(home) == 1
    assert home.last.summary.failed == 0
