"""Playlists of films and episodes on Plex: built from files, compared, kept in their order."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from plex_home import PlexHome
from services import FakeFanart, FakeImdb, FakePlex, FakeTmdb, FakeTvdb, Fault, World
from services.plex.state import TOKEN


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_imdb: FakeImdb,
) -> PlexHome:  # fmt: skip
    for number in range(10):
        world.add_movie(f"Film {number:02}", 1990 + number, tmdb=1000 + number, imdb=f"tt00010{number:02}")
    world.add_show("Dark", 2017, imdb="tt0002001", seasons=1, episodes=3)
    fake_plex.add_library("Movies", world.movies)
    fake_plex.add_library("TV Shows", world.shows)
    fake_imdb.lists["ls000000001"] = ["tt0001007", "tt0001003", "tt0002001", "tt9999999"]
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {
            "folder": {"enabled": False},
            "plex": {"url": fake_plex.url, "token": TOKEN},
            "imdb": {"url": fake_imdb.url, "datasets_url": fake_imdb.url},
        },
        "libraries": {"Movies": {"artwork": {}}, "TV Shows": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": []},
        "playlist_files": ["playlists.yml"],
    }
    return home


MARATHON = {
    "libraries": ["Movies", "TV Shows"],
    "imdb_list": "ls000000001",
    "sync_mode": "sync",
    "summary": "All night.",
}


def build(home: PlexHome, *, templates: Any = None, **playlists: Any) -> dict[str, Any]:
    data = {"playlists": playlists, **({"templates": templates} if templates else {})}
    (home.folder / "playlists.yml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return {each.title: each for each in home.run().collections}


def kept(home: PlexHome) -> dict[str, Any]:
    return {each.title: each for each in getattr(home.plex, "playlists", {}).values()}


def writes(home: PlexHome) -> int:
    return sum(count for name, count in home.plex.count.items() if not name.startswith("GET") and "playlists" in name)


def test_a_playlist_holds_films_and_the_episodes_of_shows_in_the_lists_order(home):
    done = build(home, Marathon=MARATHON)["Marathon"]
    assert (done.status, done.missing) == ("made", ("imdb:tt9999999",))
    episodes = [episode.title for episode in home.world.shows[0].children[0].children]
    assert kept(home)["Marathon"].titles == ["Film 07", "Film 03", *episodes]
    assert kept(home)["Marathon"].summary == "All night."


def test_the_second_run_writes_nothing(home):
    build(home, Marathon=MARATHON)
    home.forget_requests()
    assert build(home, Marathon=MARATHON)["Marathon"].status == "unchanged"
    assert writes(home) == 0


def test_a_changed_list_adds_removes_and_moves_what_differs_only(home, fake_imdb):
    build(home, Marathon=MARATHON)
    fake_imdb.lists["ls000000001"] = ["tt0001003", "tt0001005", "tt0001007"]
    for lists in home.folder.rglob("lists.sqlite"):
        lists.unlink()
    home.forget_requests()
    done = build(home, Marathon=MARATHON)["Marathon"]
    assert (done.status, done.added, len(done.removed), done.moved) == ("changed", ("Film 05 (1995)",), 3, 1)
    assert kept(home)["Marathon"].titles == ["Film 03", "Film 05", "Film 07"]
    assert writes(home) == 1 + 3 + 1


def test_a_playlist_made_by_hand_is_left_alone_unless_it_is_to_be_taken_over(home):
    build(home, Marathon=MARATHON)
    (home.folder / "posteract.db").unlink()
    assert build(home, Marathon=MARATHON)["Marathon"].status == "left"
    assert build(home, Marathon={**MARATHON, "adopt": True})["Marathon"].status == "unchanged"


def test_renaming_renames_and_delete_playlist_deletes_what_we_made(home):
    build(home, Marathon={**MARATHON, "name": "Marathon"})
    (key,) = home.plex.playlists
    build(home, Marathon={**MARATHON, "name": "All night"})
    assert {each.title: number for number, each in home.plex.playlists.items()} == {"All night": key}
    assert build(home, Marathon={**MARATHON, "delete_playlist": True})["Marathon"].status == "deleted"
    assert kept(home) == {}


def test_a_playlist_that_is_cut_off_while_it_is_made_is_made_once(home):
    home.plex.add_fault(Fault(route="POST /playlists", cut="after", times=1))
    assert build(home, Marathon=MARATHON)["Marathon"].status == "made"
    assert len(home.plex.playlists) == 1
    assert build(home, Marathon=MARATHON)["Marathon"].status == "unchanged"


def test_mistakes_are_named_with_their_lines_and_nothing_is_built(home):
    (home.folder / "playlists.yml").write_text(
        "playlists:\n"
        "  A:\n"
        "    libraries: [Movis]\n"
        "    imdb_list: ls000000001\n"
        "  B:\n"
        "    libraries: Movies\n"
        "    imdb_lst: ls000000001\n"
        "  C:\n"
        "    imdb_list: ls000000001\n",
        encoding="utf-8",
    )
    with pytest.raises(Exception) as caught:
        home.run()
    text = str(caught.value)
    assert "there is no library `Movis` under `libraries`; did you mean `Movies`?" in text
    assert "did you mean `imdb_list`?" in text
    assert "playlists.yml:9" in text or "playlists.yml:8" in text
    assert kept(home) == {}


def test_templates_work_and_users_are_named_as_not_done(home):
    done = build(
        home,
        templates={"list": {"imdb_list": "<<id>>", "libraries": "Movies", "limit": 1, "sync_to_users": "all"}},
        Short={"template": {"name": "list", "id": "ls000000001"}},
    )
    assert done["Short"].status == "made"
    assert kept(home)["Short"].titles == ["Film 07"]
    assert any("sync_to_users" in warning for warning in home.last.warnings)


def test_a_dry_run_says_what_would_be_done(home):
    data = {"playlists": {"Marathon": MARATHON}}
    (home.folder / "playlists.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    (planned,) = home.run(dry_run=True).collections
    assert (planned.status, len(planned.added)) == ("planned", 5)
    assert kept(home) == {}
