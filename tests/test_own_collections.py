"""Collections made of what the server itself knows: by label, by address, pilots, what is in no other, the watchlist."""

from __future__ import annotations

from typing import Any

import pytest
from plex_home import PlexHome
from services import FakeFanart, FakeImdb, FakePlex, FakeTmdb, FakeTvdb, World
from services.plex.items import Item
from services.plex.state import TOKEN

FILMS = 12


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_imdb: FakeImdb,
) -> PlexHome:  # fmt: skip
    for number in range(FILMS):
        genres = ("Action",) if number % 3 else ("Drama",)
        world.add_movie(
            f"Film {number:02}", 1990 + number, tmdb=1000 + number, imdb=f"tt00010{number:02}", genres=genres
        )
    world.add_show("Dark", 2017, tvdb=334824, seasons=2, episodes=3)
    world.add_show("Lost", 2004, tvdb=73739, seasons=1, episodes=2, specials=1)
    fake_plex.add_library("Movies", world.movies)
    fake_plex.add_library("TV Shows", world.shows)
    fake_imdb.lists["ls000000001"] = [f"tt00010{number:02}" for number in (7, 3, 5)]
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
    }
    return home


def build(home: PlexHome, **collections: Any) -> dict[str, Any]:
    home.more["collections"] = collections
    return {each.title: each for each in home.run(yes=True).collections}


def made(home: PlexHome) -> dict[str, Item]:
    return {item.title: item for library in home.plex.libraries.values() for item in library.collections}


def labelled(home: PlexHome, label: str) -> list[str]:
    return [item.title for library in home.plex.libraries.values() for item in library.items if label in item.labels]


def changes(home: PlexHome) -> dict[str, int]:
    return {
        name: count for name, count in home.plex.count.items() if not name.startswith("GET") and "posters" not in name
    }


BEST = {"imdb_list": "ls000000001", "smart_label": "release.desc", "library": "Movies"}


def test_members_get_a_label_and_the_server_keeps_the_collection_by_it(home):
    (done,) = build(home, Best=BEST).values()
    assert (done.status, len(done.added)) == ("made", 3)
    assert labelled(home, "Best") == ["Film 03", "Film 05", "Film 07"]
    assert made(home)["Best"].content
    home.forget_requests()
    assert {each.status for each in build(home, Best=BEST).values()} == {"unchanged"}
    assert changes(home) == {}


def test_labels_that_members_have_already_stay(home):
    for number in (3, 5):
        home.plex.item_of(home.world.movies[number]).labels.append("Seen twice")
    home.forget_requests()
    build(home, Best=BEST)
    assert labelled(home, "Seen twice") == ["Film 03", "Film 05"]
    assert labelled(home, "Best") == ["Film 03", "Film 05", "Film 07"]


def test_what_leaves_the_list_loses_the_label_when_synced(home, fake_imdb):
    build(home, Best={**BEST, "sync_mode": "sync"})
    fake_imdb.lists["ls000000001"] = ["tt0001007", "tt0001001"]
    for kept in home.folder.rglob("lists.sqlite"):
        kept.unlink()
    done = build(home, Best={**BEST, "sync_mode": "sync"})["Best"]
    assert (done.status, done.added, len(done.removed)) == ("changed", ("Film 01 (1991)",), 2)
    assert labelled(home, "Best") == ["Film 01", "Film 07"]


def test_a_filter_of_ones_own_must_look_for_the_label(home):
    with pytest.raises(Exception, match=r"needs `label: <<smart_label>>`"):
        build(home, Best={**BEST, "smart_label": {"any": {"genre": "Drama"}}})
    build(home, Best={**BEST, "smart_label": {"all": {"label": "<<smart_label>>", "genre": "Action"}}})
    assert made(home)["Best"].content


def test_an_address_copied_from_plex_is_a_smart_collection(home):
    address = (
        f"{home.plex.url}/web/index.html#!/media/x/com.plexapp.plugins.library?source=1&key=%2Flibrary%2Fsections%2F1"
        "%2Fall%3Ftype%3D1%26sort%3DtitleSort%26genre%3D1"
    )
    (done,) = build(home, Drama={"smart_url": address, "library": "Movies"}).values()
    assert done.status == "made"
    assert made(home)["Drama"].content
    home.forget_requests()
    assert build(home, Drama={"smart_url": address, "library": "Movies"})["Drama"].status == "unchanged"
    with pytest.raises(Exception, match="is no address of a search"):
        build(home, Drama={"smart_url": "https://app.plex.tv/desktop", "library": "Movies"})


def test_pilots_are_the_first_episodes(home):
    build(home, Pilots={"plex_pilots": True, "builder_level": "episode", "library": "TV Shows"})
    assert [(child.parent.parent.title, child.about.episode) for child in made(home)["Pilots"].children] == [
        ("Dark", 1),
        ("Lost", 1),
    ]


def test_what_is_in_no_other_collection_is_collected_as_it_will_be_after_this_run(home):
    build(
        home,
        Rest={"plex_collectionless": {"exclude_prefix": ["!"]}, "library": "Movies"},
        Best={"imdb_list": "ls000000001", "library": "Movies"},
        **{"! All": {"plex_all": True, "library": "Movies"}},
    )
    rest = [child.title for child in made(home)["Rest"].children]
    assert rest == [f"Film {number:02}" for number in range(FILMS) if number not in (3, 5, 7)]
    with pytest.raises(Exception, match="there are `exclude` and `exclude_prefix`"):
        build(home, Rest={"plex_collectionless": {"excluded": ["x"]}, "library": "Movies"})
