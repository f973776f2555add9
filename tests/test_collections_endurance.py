"""The long tests of collections: ten thousand films in three hundred collections, and kills in the middle. `nox -s endurance`."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from plex_home import PlexHome
from services import FakeFanart, FakeImdb, FakePlex, FakeTmdb, FakeTvdb, World
from services.plex.state import TOKEN

pytestmark = pytest.mark.endurance

POSTERACT = (sys.executable, "-c", "from posteract_core.cli import main; main()")
FILMS = 10_000
LISTS = 150
SEARCHES = 50
GENRES = ("Action", "Comedy", "Crime", "Drama", "Horror", "Romance", "War", "Western", "Music", "Family")
WRITES = 6
KILLS = 12


@pytest.fixture
def world() -> World:
    """Return a world whose pictures are quick to read."""
    return World(real_width_px=64)


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_imdb: FakeImdb,
) -> PlexHome:  # fmt: skip
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {
            "folder": {"enabled": False},
            "plex": {"url": fake_plex.url, "token": TOKEN},
            "imdb": {"url": fake_imdb.url, "datasets_url": fake_imdb.url},
        },
        "libraries": {"Movies": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": [], "min_width": 1},
    }
    return home


def fill(home: PlexHome, fake_imdb: FakeImdb, films: int, lists: int, *, years: int, searches: int = 0) -> None:
    """Give Plex films, IMDb lists of them, and the configuration collections of lists, searches, genres and years."""
    for number in range(films):
        genres = (GENRES[number % len(GENRES)],)
        home.world.add_movie(f"Film {number:05}", 2025 - number % years, imdb=f"tt{number + 1:07}", genres=genres)
    home.plex.add_library("Movies", home.world.movies)
    for number in range(lists):
        ident = f"ls{number + 1:09}"
        fake_imdb.lists[ident] = [f"tt{(number * 37 + at * 11) % films + 1:07}" for at in range(20)]
    home.more["collections"] = {
        f"List {number:03}": {
            "imdb_list": f"ls{number + 1:09}", "sync_mode": "sync", "sort_title": f"!{number:03}", "summary": "A list.",
            "collection_mode": "hide_items", "collection_order": "custom", "visible_home": number < 5,
        }
        for number in range(lists)
    }  # fmt: skip
    home.more["collections"] |= {
        f"Search {number:03}": {
            "plex_search": {"all": {"genre": GENRES[number % len(GENRES)], "year.gte": 2025 - number}},
            "sync_mode": "sync",
            "collection_order": "alpha",
        }
        for number in range(searches)
    }
    home.more["dynamic_collections"] = {
        "Genres": {"type": "genre", "title_format": "<<key_name>> Films"},
        "Years": {"type": "year", "title_format": "Films of <<key_name>>"},
    }


def written(home: PlexHome) -> int:
    return sum(count for name, count in home.plex.count.items() if not name.startswith("GET"))


def titles(home: PlexHome) -> Counter[str]:
    (library,) = home.plex.libraries.values()
    return Counter(item.title for item in library.collections)


def test_three_hundred_collections_of_ten_thousand_films_are_made_with_few_writes_and_then_left_in_peace(
    home, fake_imdb
):
    fill(home, fake_imdb, FILMS, LISTS, years=90, searches=SEARCHES)
    outcomes = home.run(yes=True).collections
    assert Counter(each.status for each in outcomes) == {"made": LISTS + SEARCHES + len(GENRES) + 90}
    (library,) = home.plex.libraries.values()
    members = sum(len(item.children) for item in library.collections)
    assert written(home) <= WRITES * len(outcomes) + 3 * (members // 100 + len(outcomes))
    assert len(home.plex.uploads) == len(outcomes)
    home.forget_requests()
    report = home.run()
    assert {each.status for each in report.collections} == {"unchanged"}
    assert written(home) == 0
    assert report.summary.failed == 0
    pages = FILMS // 500 + 20
    details = FILMS // 100 + 20
    assert home.plex.total <= len(outcomes) + pages + details
    assert home.plex.count["GET /library/collections/{key}/items"] == LISTS


def test_a_run_killed_in_the_middle_of_its_collections_is_completed_by_the_next_and_none_is_doubled(home, fake_imdb):
    fill(home, fake_imdb, 600, 120, years=40)
    dice = random.Random(20261127)
    command: list[Any] = [*POSTERACT, "--config", str(home.config), "run", "--all", "--yes", "--only", "collections"]
    for _ in range(KILLS):
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(dice.uniform(1.2, 2.2))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    ended = subprocess.run([*command, "--json"], capture_output=True, text=True, timeout=600, check=False)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["failed"] == 0
    assert titles(home) == Counter(
        [
            *(f"List {number:03}" for number in range(120)),
            *(f"{genre} Films" for genre in GENRES),
            *(f"Films of {2025 - number}" for number in range(40)),
        ]
    )
    (library,) = home.plex.libraries.values()
    for item in library.collections:
        if item.title.startswith("List"):
            ident = f"ls{int(item.title[5:]) + 1:09}"
            assert [child.about.imdb for child in item.children] == list(dict.fromkeys(fake_imdb.lists[ident]))
