"""What other users of a Plex server have seen."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.model import ItemType, MediaItem
from services import FakePlex, Fault


@pytest.fixture
def house(attic: FakePlex) -> FakePlex:
    attic.accounts_by_name |= {"Anna": 22, "Ben": 23}
    episodes = [item for item in attic.items.values() if item.type == "episode"]
    attic.plays += [(22, episodes[0]), (22, episodes[1]), (23, episodes[1]), (22, episodes[0])]
    return attic


@pytest.fixture
def episodes(house: FakePlex, make_server: Any) -> Any:
    def listed(*users: str) -> list[MediaItem]:
        server = make_server(house.url, users=users)
        library = next(each for each in server.libraries() if each.type is ItemType.SHOW)
        return [item for page in server.items(library) for item in page if item.type is ItemType.EPISODE]

    return listed


def test_each_episode_says_who_of_the_named_has_seen_it(episodes):
    found = episodes("anna", "Ben")
    assert [dict(item.watched_by) for item in found[:3]] == [
        {"anna": True, "Ben": False},
        {"anna": True, "Ben": True},
        {"anna": False, "Ben": False},
    ]


def test_without_names_nobody_is_asked(episodes, house):
    house.count.clear()
    assert all(not item.watched_by for item in episodes())
    assert house.count["GET /accounts"] == 0


def test_a_user_that_is_not_there_is_left_out_and_the_others_are_known(episodes):
    assert dict(episodes("Nobody", "Ben")[1].watched_by) == {"Ben": True}


def test_a_history_that_cannot_be_read_leaves_the_listing_whole(episodes, house):
    house.add_fault(Fault(route="GET /status/sessions/history/all", status=403))
    found = episodes("Anna")
    assert len(found) == 7
    assert all(not item.watched_by for item in found)
