"""A library on Plex in which nothing changed is not read item by item, and whatever changed is found all the same."""

from __future__ import annotations

from typing import Any

import posteract_plex.server
import pytest
from plex_home import PlexHome
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, World
from services.pictures import picture

FILMS, SHOWS = 12, 1
TARGETS = FILMS * 2 + SHOWS * (2 + 2 + 16)


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb
) -> PlexHome:
    made = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    made.populate(films=FILMS, shows=SHOWS)
    made.more = {"run": {"limits": {"redraw": "100%"}}, "plugins": _with_local(made)}
    made.run()
    made.run()
    return made


def _with_local(home: PlexHome) -> dict[str, Any]:
    import json

    plugins: dict[str, Any] = json.loads(home.config.read_text(encoding="utf-8"))["plugins"]
    return {**plugins, "local": {}}


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """Return the titles of all items that are made from here on."""
    titles: list[str] = []
    make = posteract_plex.server.item_of

    def noting(entry, **more):
        titles.append(entry["title"])
        return make(entry, **more)

    monkeypatch.setattr(posteract_plex.server, "item_of", noting)
    return titles


def test_nothing_is_read_and_everything_is_counted(home, read):
    home.forget_requests()
    summary = home.run().summary
    assert (summary.unchanged, summary.planned, read) == (TARGETS, 0, [])
    assert home.requests()["plex"] <= 10


def test_the_owners_new_picture_is_left_alone(home, read):
    item = home.plex.item_of(home.world.movies[3])
    home.plex.upload_by_hand(item, picture("mine", 1000, 1500))
    summary = home.run().summary
    assert (summary.kept, summary.unchanged) == (1, TARGETS - 1)
    assert read == [home.world.movies[3].title]


def test_a_file_in_the_manual_folder_is_taken(home, read):
    film = home.world.movies[0]
    folder = home.folder / "manual" / f"{film.title} ({film.year})"
    folder.mkdir(parents=True)
    (folder / "poster.jpg").write_bytes(picture("by hand", 1000, 1500))
    assert home.run().summary.done == 1
    assert len(read) >= FILMS, "which films it is for is asked of each"


def test_another_style_draws_all_anew_and_another_setting_reads_all_once(home, read):
    home.style = "minimal"
    assert home.run().summary.planned >= FILMS
    home.run()
    read.clear()
    home.more = {**home.more, "log": {"file": None, "level": "WARNING"}}
    assert home.run().summary.planned == 0
    assert len(read) >= FILMS
    read.clear()
    assert home.run().summary.planned == 0
    assert read == []


def test_a_rule_finds_a_film_that_got_a_label(home, read):
    home.more = {
        **home.more,
        "libraries": {
            "Movies": {
                "artwork": {"poster": {"style": "none"}},
                "rules": [{"when": {"label": "classic"}, "artwork": {"poster": {"style": "minimal"}}}],
            }
        },
    }
    for _ in range(2):
        home.run()
    read.clear()
    assert home.run().summary.planned == 0
    assert read == []
    item = home.plex.item_of(home.world.movies[5])
    item.labels.append("classic")
    item.updated += 1
    assert home.run().summary.planned == 1
    assert read == [home.world.movies[5].title]


def test_one_episode_played_is_all_that_is_read_and_a_show_renamed_reads_its_parts(home, read):
    show = home.plex.item_of(home.world.shows[0])
    episode = show.children[0].children[0]
    episode.view_count += 1
    assert home.run().summary.planned == 0
    assert len([title for title in read if title == episode.title]) >= 1
    assert len(read) <= 3, "the episode, its season and its show"
    read.clear()
    show.edits["title"] = "Renamed"
    show.updated += 1
    home.run()
    assert len(read) >= 1 + 2 + 16
