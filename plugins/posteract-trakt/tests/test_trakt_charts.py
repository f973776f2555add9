"""Charts of Trakt, narrowed down, and what its users have marked."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_trakt.plugin import posteract_collection_builders
from posteract_trakt.settings import TraktSettings
from services import FakeTrakt, Fault, World
from services.trakt import ACCESS_TOKEN, CLIENT_ID

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in posteract_collection_builders()}


@pytest.fixture
def trakt(world: World, fake_trakt: FakeTrakt) -> FakeTrakt:
    for number, title in enumerate(("Heat", "Ronin", "Alien", "Drive")):
        world.add_movie(title, 1995 + number, tmdb=1000 + number, imdb=f"tt{number:07}")
    world.add_show("Dark", 2017, tmdb=70523, imdb="tt5753856")
    films = world.movies
    fake_trakt.charts |= {"trending": films, "watched/monthly": films[::-1], "favorited/weekly": films[1:]}
    fake_trakt.marked |= {
        "someone/favorites": films,
        "someone/watchlist": [films[2], world.shows[0]],
        "someone/watched": films[::-1],
        "me/collection": films[:2],
        "me/watchlist": films[3:],
    }
    fake_trakt.recommended = films
    return fake_trakt


@pytest.fixture
def build(make_provider: Any, trakt: FakeTrakt) -> Any:
    def ask(name: str, value: Any, context: BuildContext = FILMS, token: str = "", key: str = CLIENT_ID) -> list[int]:
        settings = TraktSettings(client_id=key, access_token=token, url=trakt.url)
        return [ref.ids.tmdb for ref in make_provider(NAMED[name], settings).build(value, context)]

    return ask


def test_a_chart_is_of_its_time_and_as_long_as_is_asked_for(build):
    assert build("trakt_chart", {"chart": "watched", "time_period": "monthly", "limit": 2}) == [1003, 1002]
    assert build("trakt_chart", {"chart": "recommended"}) == [1001, 1002, 1003]
    assert build("trakt_chart", [{"chart": "Trending", "limit": 1}, {"chart": "watched", "time_period": "monthly"}]) == [
        1000, 1003, 1002, 1001,
    ]  # fmt: skip


def test_filters_of_a_chart_reach_trakt_in_its_own_spelling(build, trakt):
    build(
        "trakt_chart",
        {"chart": "trending", "years": "1999 - 2010", "genres": ["Crime", "drama"], "imdb_ratings": "6.5-10",
         "countries": "us, de", "query": "Night Train", "limit": None},
    )  # fmt: skip
    assert trakt.wanted == [
        {
            "years": "1999-2010",
            "genres": "crime,drama",
            "imdb_ratings": "6.5-10",
            "countries": "us,de",
            "query": "Night Train",
        }
    ]
    build("trakt_chart", {"chart": "trending", "network_ids": [1, 2], "status": "ended"}, SHOWS)
    assert trakt.wanted[-1] == {"network_ids": "1,2", "status": "ended"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (20, "takes a mapping"),
        ({}, "chart is missing; there are trending"),
        ({"chart": "best"}, "chart is best"),
        ({"chart": "trending", "genre": "crime"}, "did you mean `genres`"),
        ({"chart": "trending", "time_period": "weekly"}, "does not go with trending"),
        ({"chart": "watched", "time_period": "hourly"}, "one of daily"),
        ({"chart": "trending", "status": "ended"}, "libraries of shows only"),
        ({"chart": "trending", "years": "99"}, "years such as 1999-2010"),
        ({"chart": "trending", "years": "2010-1999"}, "years such as 1999-2010"),
        ({"chart": "trending", "ratings": 80}, "a range such as 0-100"),
        ({"chart": "trending", "ratings": "80-101"}, "a range such as 0-100"),
        ({"chart": "trending", "limit": 0}, "limit takes how many titles"),
        ({"chart": "trending", "genres": {"a": 1}}, "takes words"),
    ],
)
def test_what_is_no_chart_is_named(build, trakt, value, words):
    with pytest.raises(ConfigError, match=words):
        build("trakt_chart", value)
    assert trakt.total == 0


def test_what_a_user_has_marked_is_sorted_as_is_asked_for(build):
    assert build("trakt_userlist", {"userlist": "favorites", "user": "someone"}) == [1000, 1001, 1002, 1003]
    by_title = {"userlist": "favorites", "user": "someone", "sort_by": "title.desc"}
    assert build("trakt_userlist", by_title) == [1001, 1000, 1003, 1002]
    assert build("trakt_userlist", {"userlist": "watched", "user": "someone", "sort_by": "title"}) == [
        1002, 1003, 1000, 1001,
    ]  # fmt: skip
    assert build("trakt_userlist", {"userlist": "watched", "user": "someone", "sort_by": "rank.desc"})[0] == 1000


def test_old_spellings_take_users(build):
    assert build("trakt_watchlist", "someone") == [1002]
    assert build("trakt_watchlist", ["someone", "me"], token=ACCESS_TOKEN) == [1002, 1003]
    assert build("trakt_collection", "me", token=ACCESS_TOKEN) == [1000, 1001]
    assert build("trakt_watchlist", "someone", SHOWS) == [70523]


def test_recommendations_are_for_the_owner_of_the_token(build):
    assert build("trakt_recommendations", 3, token=ACCESS_TOKEN) == [1000, 1001, 1002]
    with pytest.raises(ConfigError, match="from 1 to 100"):
        build("trakt_recommendations", 101, token=ACCESS_TOKEN)


@pytest.mark.parametrize(
    ("name", "value"),
    [("trakt_recommendations", 3), ("trakt_userlist", {"userlist": "collection"}), ("trakt_watchlist", "me")],
)
def test_without_a_token_nobody_is_me(build, trakt, name, value):
    with pytest.raises(ConfigError, match="who you are") as error:
        build(name, value)
    assert "posteract trakt login" in error.value.hint
    assert trakt.total == 0


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("trakt_userlist", "favorites", "takes a mapping"),
        ("trakt_userlist", {"userlist": "seen"}, "userlist is seen"),
        ("trakt_userlist", {"userlist": "watched", "user": "x", "sort_by": "votes"}, "cannot be sorted by 'votes'"),
        ("trakt_userlist", {"userlist": "watched", "users": "x"}, "did you mean `user`"),
        ("trakt_userlist", {"userlist": "watched", "user": "a/b"}, "no name of a user"),
        ("trakt_watchlist", {"user": "x"}, "not a mapping"),
    ],
)
def test_what_no_user_can_have_is_named(build, name, value, words):
    with pytest.raises(ConfigError, match=words):
        build(name, value)


def test_a_token_that_has_run_out_is_told_from_what_is_private(build, trakt):
    with pytest.raises(ProviderError, match="refuses the access token") as error:
        build("trakt_recommendations", 3, token="old-token")
    assert "lasts a day" in error.value.hint
    assert "old-token" not in f"{error.value} {error.value.hint}"
    trakt.private.add("someone")
    with pytest.raises(ProviderError, match="keeps /users/someone/watched/movies private"):
        build("trakt_userlist", {"userlist": "watched", "user": "someone"})
    with pytest.raises(ProviderError, match="no list at /users/nobody"):
        build("trakt_watchlist", "nobody")
    with pytest.raises(ProviderRejected):
        build("trakt_chart", {"chart": "trending"}, key="wrong")


def test_what_only_those_who_pay_may_see_is_said_to_be(build, trakt):
    trakt.add_fault(Fault(status=426))
    with pytest.raises(ProviderError, match="accounts that pay"):
        build("trakt_watchlist", "someone")


@pytest.mark.parametrize(
    "fault", [Fault(status=502), Fault(cut="before"), Fault(body=b"<html></html>"), Fault(body=b"{}")]
)
def test_what_is_no_answer_is_never_an_empty_list(build, trakt, fault):
    trakt.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build("trakt_userlist", {"userlist": "watched", "user": "someone"})
