"""Lists and charts of Trakt, as titles in their order."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_trakt.lists import BUILDERS
from posteract_trakt.settings import TraktSettings
from services import FakeTrakt, Fault, World
from services.trakt import CLIENT_ID

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in BUILDERS}
HEISTS = "https://trakt.tv/users/someone/lists/heists?sort=rank,asc"


@pytest.fixture
def trakt(world: World, fake_trakt: FakeTrakt) -> FakeTrakt:
    for number in range(250):
        world.add_movie(f"Film {number:03}", 2001, tmdb=1000 + number, imdb=f"tt{number:07}")
    world.add_show("Dark", 2017, tmdb=70523, imdb="tt5753856")
    fake_trakt.lists["someone/heists"] = [world.movies[3], world.shows[0], world.movies[1]]
    fake_trakt.lists["42"] = world.movies
    fake_trakt.charts |= {
        "popular": world.movies[::-1],
        "watched/weekly": world.movies[5:],
        "boxoffice": world.movies[:10],
    }
    return fake_trakt


@pytest.fixture
def build(make_provider: Any, trakt: FakeTrakt) -> Any:
    def ask(name: str, value: Any, context: BuildContext = FILMS, key: str = CLIENT_ID) -> list[int]:
        builder = make_provider(NAMED[name], TraktSettings(client_id=key, url=trakt.url))
        return [ref.ids.tmdb for ref in builder.build(value, context)]

    return ask


def test_a_list_gives_the_titles_of_the_librarys_kind_in_its_order(build):
    assert build("trakt_list", HEISTS) == [1003, 1001]
    assert build("trakt_list", [HEISTS], SHOWS) == [70523]


def test_a_long_list_is_read_to_its_end_and_no_further_than_is_wanted(build, trakt):
    trakt.count.clear()
    assert len(build("trakt_list", "https://trakt.tv/lists/42")) == 250
    assert trakt.total == 3
    trakt.count.clear()
    assert len(build("trakt_list", "https://trakt.tv/lists/42", BuildContext(library=FILMS.library, limit=20))) == 20
    assert trakt.total == 1


def test_a_chart_gives_as_many_as_are_asked_for(build):
    assert build("trakt_popular", 2) == [1249, 1248]
    assert build("trakt_popular", 1) == [1249]
    assert build("trakt_watched_weekly", "3") == [1005, 1006, 1007]
    assert len(build("trakt_popular", None)) == 10
    assert len(build("trakt_boxoffice", True)) == 10


@pytest.mark.parametrize(
    ("name", "value", "context", "words"),
    [
        ("trakt_list", "heists", FILMS, "is no address"),
        ("trakt_list", {"url": "x"}, FILMS, "not a mapping"),
        ("trakt_popular", "some", FILMS, "how many titles"),
        ("trakt_boxoffice", True, SHOWS, "libraries of films only"),
    ],
)
def test_what_cannot_be_asked_is_named(build, name, value, context, words):
    with pytest.raises(ConfigError, match=words):
        build(name, value, context)


def test_a_list_that_is_private_or_not_there_is_said_to_be(build, trakt):
    trakt.private.add("someone/heists")
    with pytest.raises(ProviderError, match="private"):
        build("trakt_list", HEISTS)
    with pytest.raises(ProviderError, match="no list at"):
        build("trakt_list", "https://trakt.tv/users/nobody/lists/none")
    with pytest.raises(ProviderRejected):
        build("trakt_popular", 5, FILMS, "wrong")


@pytest.mark.parametrize(
    "fault", [Fault(status=503), Fault(cut="before"), Fault(body=b"<html></html>"), Fault(body=b"{}")]
)
def test_what_is_no_answer_is_never_an_empty_list(build, trakt, fault):
    trakt.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build("trakt_popular", 5)
