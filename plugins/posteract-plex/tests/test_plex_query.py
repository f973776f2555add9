"""Searches of the dialect as Plex's queries."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError
from posteract_core.model import ItemType
from posteract_core.providers import Condition, Group, Search
from posteract_plex.query import query_of


def c(name: str, *values: str) -> Condition:
    attribute, _, modifier = name.partition(".")
    return Condition(attribute=attribute, modifier=modifier, values=values)


def every(*parts: Any) -> Group:
    return Group(match="all", parts=parts)


def either(*parts: Any) -> Group:
    return Group(match="any", parts=parts)


def query(where: Group | None, *, library: ItemType = ItemType.MOVIE, **more: Any) -> str:
    search = Search(where=where, **more)
    return query_of(search, library=library, level=library, resolve=lambda name, value: [f"id({value})"])


MOVIES = "?type=1&sort=titleSort"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (either(c("genre", "Drama", "Comedy")), f"{MOVIES}&push=1&genre=id(Drama)&or=1&genre=id(Comedy)&pop=1"),
        (every(c("genre", "Drama", "Comedy")), f"{MOVIES}&genre=id(Drama)&and=1&genre=id(Comedy)"),
        (every(c("genre.not", "Horror"), c("year.gte", "2000")), f"{MOVIES}&genre!=id(Horror)&and=1&year%3E=2000"),
        (
            every(c("added", "6o"), c("release.not", "2w")),
            f"{MOVIES}&addedAt%3E%3E=-6mon&and=1&originallyAvailableAt%3C%3C=-2w",
        ),
        (
            every(c("release.after", "2020-01-31"), c("title.begins", "Star")),
            f"{MOVIES}&originallyAvailableAt%3E%3E=2020-01-31&and=1&title%3C=Star",
        ),
        (
            every(c("duration.gt", "120"), c("hdr", "true"), c("dovi", "false")),
            f"{MOVIES}&duration%3E%3E=7200000.0&and=1&hdr=1&and=1&dovi!=1",
        ),
        (
            every(c("user_rating.rated", "true"), c("critic_rating.gte", "7.5")),
            f"{MOVIES}&userRating!=-1&and=1&rating%3E=7.5",
        ),
        (
            every(either(every(c("genre", "Drama"))), c("resolution", "4k")),
            f"{MOVIES}&push=1&push=1&genre=id(Drama)&pop=1&pop=1&and=1&resolution=id(4k)",
        ),
        (
            every(c("hdr", "true"), either(c("genre", "Drama")), either(c("year", "1999", "2000"))),
            f"{MOVIES}&hdr=1&and=1&push=1&genre=id(Drama)&pop=1&and=1&push=1&year=1999&or=1&year=2000&pop=1",
        ),
        (None, MOVIES),
    ],
)
def test_a_search_becomes_the_query_that_plex_understands(where, expected):
    assert query(where).replace("%28", "(").replace("%29", ")") == expected


def test_groups_of_several_tests_stand_in_brackets_joined_by_the_outer_word():
    where = every(either(c("genre", "Drama"), c("year", "1999")), either(c("genre", "Comedy")), c("resolution", "4k"))
    assert query(where).replace("%28", "(").replace("%29", ")") == (
        f"{MOVIES}&push=1&genre=id(Drama)&or=1&year=1999&pop=1&and=1&push=1&genre=id(Comedy)&pop=1&and=1&resolution=id(4k)"
    )


def test_sorts_and_limits_come_first():
    found = query(every(c("genre", "Drama", "Comedy")), sort=("release.desc",), limit=5)
    assert found.startswith("?type=1&limit=5&sort=originallyAvailableAt%3Adesc&genre=")


def test_fields_of_shows_and_of_their_episodes_are_told_apart():
    where = every(c("network", "HBO"), c("unplayed_episodes", "true"), c("episode_added", "7"))
    assert query(where, library=ItemType.SHOW).replace("%28", "(").replace("%29", ")") == (
        "?type=2&sort=titleSort&show.network=id(HBO)&and=1&show.unwatchedLeaves=1&and=1&episode.addedAt%3E%3E=-7d"
    )
    assert "episode.resolution=" in query(every(c("resolution", "4k")), library=ItemType.SHOW)
    assert "show.genre=" in query(every(c("genre", "Drama")), library=ItemType.SHOW)


def test_a_value_the_library_has_not_is_named_or_left_out():
    search = Search(where=every(c("genre", "Noir"), c("year", "1999")))
    with pytest.raises(ConfigError, match="no 'Noir'"):
        query_of(search, library=ItemType.MOVIE, level=ItemType.MOVIE, resolve=lambda *_: [])
    lenient = Search(where=search.where, validate=False)
    assert (
        query_of(lenient, library=ItemType.MOVIE, level=ItemType.MOVIE, resolve=lambda *_: []) == f"{MOVIES}&year=1999"
    )
