"""What collections made by searches of Plex cost when nothing changed, and that what is assumed of them is never written by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plex_home import PlexHome
from posteract_core.collect.assumed import SURE_FOR_S, assumed_members
from posteract_core.model import ItemType, MediaItem
from posteract_core.providers import ServerCollection
from posteract_core.store.kept import KeptCollection
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, World
from services.plex.items import Item
from services.plex.state import TOKEN

MEMBERS = "GET /library/collections/{key}/items"
ACTION = {"plex_search": {"any": {"genre": "Action"}}, "sync_mode": "sync"}


@pytest.fixture
def home(
    tmp_path: Path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart,
    fake_tvdb: FakeTvdb,
) -> PlexHome:  # fmt: skip
    for number in range(30):
        world.add_movie(f"Film {number:02}", 1990 + number, genres=("Action",) if number % 3 else ("Drama",))
    fake_plex.add_library("Movies", world.movies)
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {"folder": {"enabled": False}, "plex": {"url": fake_plex.url, "token": TOKEN}},
        "libraries": {"Movies": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": []},
        "collections": {"Action": ACTION},
    }
    return home


def outcome(home: PlexHome, **changes: Any) -> Any:
    (found,) = home.run(**changes).collections
    return found


def made(home: PlexHome) -> Item:
    return home.plex.libraries[1].collections[0]


def titles(home: PlexHome) -> list[str]:
    return [child.title for child in made(home).children]


def swap(home: PlexHome) -> tuple[str, str]:
    """Have somebody take the first member out by hand and put a drama in, and return their titles; Plex says nothing of it."""
    collection, drama = made(home), home.plex.item_of(home.world.movies[0])
    gone = collection.children[0]
    collection.children[0] = drama
    gone.collections.remove("Action")
    drama.collections.append("Action")
    return gone.title, drama.title


def test_an_unchanged_search_is_one_question_in_the_very_next_run(home):
    assert outcome(home).status == "made"
    assert len(home.plex.uploads) == 1  # its poster, after which Plex says that the collection changed
    home.forget_requests()
    assert outcome(home).status == "unchanged"
    assert home.plex.count[MEMBERS] == 0
    listings = home.plex.count["GET /library/sections/{id}/all"]
    home.more["collections"] = {"All": {"imdb_id": "tt9999999"}}  # matches nothing: the listing alone
    home.forget_requests()
    home.run()
    assert home.plex.count["GET /library/sections/{id}/all"] == listings - 1


def test_members_swapped_by_hand_are_put_right_because_the_collection_looks_changed(home):
    outcome(home)
    gone, came = swap(home)
    made(home).updated = home.plex._tick()
    change = outcome(home)
    assert (change.status, change.added, change.removed) == ("changed", (f"{gone} (1991)",), (f"{came} (1990)",))
    home.forget_requests()
    assert outcome(home).status == "unchanged"
    assert home.plex.count[MEMBERS] == 0


def test_members_are_read_before_anything_is_written_however_unchanged_the_collection_looks(home):
    outcome(home)
    gone, came = swap(home)  # neither their number nor the collection's time tells of it
    assert outcome(home).status == "unchanged"
    home.world.add_movie("Film 99", 2020, genres=("Action",))
    home.plex.add_title(home.plex.libraries[1], home.world.movies[-1])
    change = outcome(home)
    assert change.added == (f"{gone} (1991)", "Film 99 (2020)")
    assert change.removed == (f"{came} (1990)",)
    assert sorted(titles(home)) == sorted([item.title for item in home.world.movies if item.genres == ("Action",)])


def test_a_dry_run_remembers_nothing(home):
    outcome(home)
    made(home).updated = home.plex._tick()
    outcome(home, dry_run=True)
    home.forget_requests()
    outcome(home)
    assert home.plex.count[MEMBERS] == 2  # asked for, and read once more when all was done


def collection(**changes: Any) -> ServerCollection:
    item = MediaItem(key="7", type=ItemType.COLLECTION, title="Action", library="Movies", server="plex")
    return ServerCollection(**{"item": item, "size": 2, "revision": "1760000000", **changes})


KEPT = KeptCollection(
    server="plex", library="Movies", key="Action", server_key="7", standing=("1", "2"), revision="1760000000", read_at=100.0
)  # fmt: skip


def test_members_are_assumed_where_every_sign_says_so():
    assert assumed_members(collection(), KEPT, now_s=200.0) == ("1", "2")


@pytest.mark.parametrize(
    ("has", "now_s"),
    [
        ({"size": 3}, 200.0),
        ({"size": None}, 200.0),
        ({"revision": "1760000001"}, 200.0),
        ({"revision": ""}, 200.0),
        ({}, 100.0 + SURE_FOR_S),
        ({}, 99.0),
    ],
)
def test_one_sign_against_it_is_enough_to_ask(has, now_s):
    assert assumed_members(collection(**has), KEPT, now_s=now_s) is None


def test_what_was_never_read_is_asked_for():
    assert assumed_members(collection(), None, now_s=200.0) is None
    never = KeptCollection(server="plex", library="Movies", key="Action", server_key="7")
    assert assumed_members(collection(revision="", size=0), never, now_s=200.0) is None
