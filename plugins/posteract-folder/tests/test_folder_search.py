"""Searches over a listing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from posteract_core.errors import ConfigError, ProviderError
from posteract_core.model import FrozenMap, ItemType, MediaItem, MediaVersion, Rating
from posteract_core.providers import Condition, Group, Search
from posteract_folder.search import found

NOW = datetime.now(UTC)
ITEMS = [
    MediaItem(
        title="The Heat",
        sort_title="Heat",
        key="heat",
        year=1995,
        genres=("Crime", "Drama"),
        labels=("seen",),
        facts=FrozenMap({"rating.user": Rating(value=8, scale=10)}),
        versions=(MediaVersion(path="a", height_px=2160, width_px=3840, hdr=("hdr10",), duration_s=170 * 60),),
        added=NOW - timedelta(days=3),
        watched=True,
    ),
    MediaItem(
        title="Alien",
        key="alien",
        year=1979,
        genres=("Horror",),
        studios=("Brandywine",),
        added=NOW - timedelta(days=90),
    ),
    MediaItem(title="Zodiac", key="zodiac", year=2007, genres=("Crime",), watched=False),
    MediaItem(title="Dark", key="dark", type=ItemType.SHOW, genres=("Crime",)),
]


def keys(*parts: Condition | Group, match: str = "all", **search: object) -> list[str]:
    where = Group(match=match, parts=parts) if parts else None  # type: ignore[arg-type]
    return found("folder", ITEMS, Search(where=where, **search), ItemType.MOVIE)  # type: ignore[arg-type]


def test_everything_comes_by_its_sort_title() -> None:
    assert keys() == ["alien", "heat", "zodiac"]
    assert keys(limit=2) == ["alien", "heat"]


@pytest.mark.parametrize(
    ("attribute", "modifier", "values", "result"),
    [
        ("genre", "", ("crime",), ["heat", "zodiac"]),
        ("genre", "", ("Crime", "Drama"), ["heat"]),
        ("genre", "not", ("Crime", "Drama"), ["alien"]),
        ("genre", "regex", ("^Hor",), ["alien"]),
        ("label", "", ("seen",), ["heat"]),
        ("title", "begins", ("z",), ["zodiac"]),
        ("studio", "is", ("brandywine",), ["alien"]),
        ("year", "gte", ("1995",), ["heat", "zodiac"]),
        ("year", "", ("1979",), ["alien"]),
        ("decade", "", ("1990",), ["heat"]),
        ("resolution", "", ("4k",), ["heat"]),
        ("hdr", "", ("true",), ["heat"]),
        ("hdr", "", ("false",), ["alien", "zodiac"]),
        ("unplayed", "", ("true",), ["zodiac"]),
        ("user_rating", "gte", ("7.5",), ["heat"]),
        ("user_rating", "rated", ("false",), ["alien", "zodiac"]),
        ("duration", "gt", ("160",), ["heat"]),
        ("added", "", ("30d",), ["heat"]),
        ("added", "not", ("1o",), ["alien"]),
        ("added", "before", ("2001-01-01",), []),
    ],
)
def test_a_condition_holds_for_some(attribute: str, modifier: str, values: tuple[str, ...], result: list[str]) -> None:
    assert keys(Condition(attribute=attribute, modifier=modifier, values=values)) == result


def test_any_and_all_go_into_one_another() -> None:
    crime = Condition(attribute="genre", values=("Crime",))
    either = Group(
        match="any",
        parts=(
            Condition(attribute="year", modifier="lt", values=("1996",)),
            Condition(attribute="title", modifier="is", values=("Alien",)),
        ),
    )
    assert keys(crime, either) == ["heat"]
    assert keys(crime, either, match="any") == ["alien", "heat", "zodiac"]


def test_orders_put_what_is_not_known_at_the_end() -> None:
    assert keys(sort=("year.desc",)) == ["zodiac", "heat", "alien"]
    assert keys(sort=("added.asc", "title.asc")) == ["alien", "heat", "zodiac"]
    assert keys(sort=("user_rating.desc", "title.desc")) == ["heat", "zodiac", "alien"]
    assert sorted(keys(sort=("random",))) == ["alien", "heat", "zodiac"]


def test_what_a_folder_cannot_tell_is_refused_by_name() -> None:
    with pytest.raises(ProviderError, match="searched by last_played"):
        keys(Condition(attribute="last_played", values=("3d",)))
    with pytest.raises(ProviderError, match="sorted by plays"):
        keys(sort=("plays.desc",))
    with pytest.raises(ProviderError, match="addresses"):
        keys(raw="?type=1")
    with pytest.raises(ConfigError, match="genre"):
        keys(Condition(attribute="genre", modifier="regex", values=("(",)))
