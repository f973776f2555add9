"""Collections on Plex, read back by unmodified PlexAPI."""

from __future__ import annotations

from typing import Any

import pytest
from plexapi.server import PlexServer as PlexApi
from posteract_core.errors import ProviderError
from posteract_core.model import ItemType, Library
from posteract_core.providers import Condition, FieldEdit, Group, Search, Visibility
from services import FakePlex, Fault, World
from services.plex.state import TOKEN

ACTION = Search(
    where=Group(match="any", parts=(Condition(attribute="genre", values=("Action",)),)), sort=("year.desc",)
)


@pytest.fixture
def films(world: World, fake_plex: FakePlex) -> FakePlex:
    for number in range(12):
        world.add_movie(f"Film {number:02}", 1990 + number, genres=("Action",) if number % 2 else ("Drama",))
    fake_plex.add_library("Movies", world.movies)
    return fake_plex


@pytest.fixture
def server(films: FakePlex, make_server: Any) -> Any:
    return make_server(films.url)


@pytest.fixture
def library(server: Any) -> Library:
    return next(each for each in server.libraries() if each.type is ItemType.MOVIE)


@pytest.fixture
def keys(server: Any, library: Library) -> list[str]:
    return [item.key for page in server.items(library) for item in page if item.type is ItemType.MOVIE]


@pytest.fixture
def judge(films: FakePlex) -> PlexApi:
    return PlexApi(films.url, TOKEN)


def make(server: Any, library: Library, title: str, members: list[str], **more: Any) -> str:
    key: str = server.create_collection(library, title, members, level=ItemType.MOVIE, **more)
    return key


@pytest.mark.parametrize(
    "title", ["Heists", "Fast & Furious", "24/7", "Ōkami “quoted” 'n' #1", "🎃 Halloween", "x" * 200, "100% = a?b"]
)
def test_a_collection_is_made_with_its_members_in_their_order(server, library, keys, judge, title):
    wanted = [keys[5], keys[1], keys[3]]
    key = make(server, library, title, wanted)
    made = judge.fetchItem(int(key))
    assert made.title == title
    assert not made.smart
    assert [str(item.ratingKey) for item in made.items()] == wanted
    assert list(server.members(library, key)) == wanted


def test_hundreds_of_members_take_a_request_for_each_hundred(server, library, world, films):
    more = [world.add_movie(f"More {number:03}", 2001) for number in range(250)]
    films.add_library("More", more)
    library = next(each for each in server.libraries() if each.name == "More")
    keys = [item.key for page in server.items(library) for item in page if item.type is ItemType.MOVIE]
    films.count.clear()
    key = make(server, library, "Many", keys)
    assert len(server.members(library, key)) == len(keys)
    writes = sum(count for name, count in films.count.items() if not name.startswith("GET"))
    assert writes == 3


def test_members_come_and_go_and_move(server, library, keys, judge):
    key = make(server, library, "Heists", keys[:3])
    server.add_members(library, key, [keys[7]])
    server.remove_members(library, key, [keys[1], "999999"])
    server.arrange(library, key, order="custom", mode="hide_items")
    server.move_member(library, key, keys[7], None)
    server.move_member(library, key, keys[0], keys[2])
    made = judge.fetchItem(int(key))
    assert [str(item.ratingKey) for item in made.items()] == [keys[7], keys[2], keys[0]]
    (listed,) = server.collections(library)
    assert (listed.order, listed.mode, listed.size) == ("custom", "hide_items", 3)


def test_words_and_labels_are_written_and_locked(server, library, keys, judge):
    key = make(server, library, "Heists", keys[:3])
    edit = FieldEdit(
        fields={"title": "Big Scores", "sort_title": "!Scores", "summary": "Plans & accidents."},
        tags={"label": ("one", "two, too", "ünïcode")},
    )
    server.edit(library, ItemType.COLLECTION, [key], edit)
    made = judge.fetchItem(int(key))
    assert (made.title, made.titleSort, made.summary) == ("Big Scores", "!Scores", "Plans & accidents.")
    assert {label.tag for label in made.labels} == {"one", "two, too", "ünïcode"}
    (listed,) = server.collections(library)
    assert {"title", "summary", "label"} <= listed.locked
    server.edit(
        library,
        ItemType.COLLECTION,
        [key],
        FieldEdit(tags={"label": ("one",)}, gone={"label": ("two, too", "ünïcode")}),
    )
    assert {label.tag for label in judge.fetchItem(int(key)).labels} == {"one"}


def test_a_smart_collection_shows_what_its_search_finds_and_says_so(server, library, judge, world, films):
    key = make(server, library, "Action", [], search=ACTION)
    made = judge.fetchItem(int(key))
    assert made.smart
    years = [item.year for item in made.items()]
    assert years == sorted(years, reverse=True)
    assert len(years) == 6
    (listed,) = server.collections(library)
    assert listed.smart == server.search_token(library, ACTION, level=ItemType.MOVIE)
    drama = Search(where=Group(match="any", parts=(Condition(attribute="genre", values=("drama",)),)), limit=2)
    assert listed.smart != server.search_token(library, drama, level=ItemType.MOVIE)
    server.set_search(library, key, drama, level=ItemType.MOVIE)
    assert len(judge.fetchItem(int(key)).items()) == 2
    assert len(server.search(library, ACTION, level=ItemType.MOVIE)) == 6


def test_it_is_recommended_where_it_is_asked_to_be_and_nowhere_else(server, library, keys):
    key = make(server, library, "Heists", keys[:3])
    assert server.visibilities(library) == {}
    server.set_visibility(library, key, Visibility(library=True, home=True))
    assert server.visibilities(library) == {key: Visibility(library=True, home=True)}
    server.set_visibility(library, key, Visibility(shared=True))
    assert server.visibilities(library) == {key: Visibility(shared=True)}


def test_rows_move_as_plexapi_moves_them(server, library, keys, judge):
    first, second = (make(server, library, title, keys[:3]) for title in ("Heists", "Noir"))
    for key in (first, second):
        server.set_visibility(library, key, Visibility(home=True))
    names = {row.collection: row.name for row in server.rows(library)}
    server.move_row(library, names[second], None)
    server.move_row(library, names[first], names[second])
    order = [row.name for row in server.rows(library)]
    assert order[:2] == [names[second], names[first]]
    hubs = judge.library.section("Movies").managedHubs()
    assert [hub.identifier for hub in hubs] == order
    hubs[0].move(after=hubs[1])
    assert [row.collection for row in server.rows(library)][:2] == [first, second]


def test_whose_watching_counts_is_set_as_plexapi_sets_it(server, library, judge):
    key = make(server, library, "Unseen", [], search=ACTION)
    server.set_filtering(library, key, "user")
    assert [each.filtering for each in server.collections(library)] == ["user"]
    found = judge.fetchItem(int(key))
    assert found.collectionFilterBasedOnUser == 1
    found.filterUserUpdate("admin")
    assert [each.filtering for each in server.collections(library)] == ["admin"]


def test_one_is_deleted_and_its_members_stay_and_twice_is_no_error(server, library, keys, judge):
    key = make(server, library, "Heists", keys[:3])
    server.delete_collection(library, key)
    server.delete_collection(library, key)
    assert server.collections(library) == []
    assert len(judge.library.section(library.name).all()) == 12


@pytest.mark.parametrize("arrived", [True, False])
def test_a_connection_cut_while_one_is_made_makes_one_and_not_two(server, library, keys, films, arrived):
    films.add_fault(Fault(route="POST /library/collections", times=1, cut="after" if arrived else "before"))
    key = make(server, library, "Heists", keys[:3])
    assert [each.item.key for each in server.collections(library)] == [key]
    assert list(server.members(library, key)) == keys[:3]


def test_a_dry_run_changes_nothing(films, make_server, library, keys):
    looking = make_server(films.url, dry_run=True)
    with pytest.raises(ProviderError, match="dry run"):
        make(looking, library, "Heists", keys[:3])
    assert looking.collections(library) == []
