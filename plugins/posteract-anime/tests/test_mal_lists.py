"""Lists of MyAnimeList, as titles in their order."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_anime.mal import plugin
from posteract_anime.mal.jikan import MalGenre, MalStudio
from posteract_anime.mal.lists import BUILDERS
from posteract_anime.mal.settings import MalSettings
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_core.testing.contracts import CollectionBuilderContract
from services import FakeMal, Fault
from services.anime import CLIENT_ID, TOKEN

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in (*BUILDERS, MalGenre, MalStudio)}


@pytest.fixture
def mal(fake_mal: FakeMal) -> FakeMal:
    for number in range(1, 251):
        is_film = number % 10 == 0
        row = {"tmdb_movie_id": 9000 + number} if is_film else {"tvdb_id": 1000 + number, "tvdb_season": 1}
        fake_mal.add(number, f"Anime {number}", format="MOVIE" if is_film else "TV", year=2019 + number % 2, row=row)
    fake_mal.users["someone"] = [fake_mal.anime[4], fake_mal.anime[0], fake_mal.anime[9]]
    fake_mal.private.add("hidden")
    return fake_mal


@pytest.fixture
def make(make_provider: Any, mal: FakeMal) -> Any:
    def made(name: str, key: str = CLIENT_ID, token: str = "", url: str = "") -> Any:
        settings = MalSettings(
            client_id=key, access_token=token, url=url or mal.url, jikan_url=mal.url, ids_url=mal.ids_url
        )
        return make_provider(NAMED[name], settings)

    return made


@pytest.fixture
def build(make: Any) -> Any:
    def ask(name: str, value: Any, context: BuildContext = SHOWS, **keys: str) -> list[int]:
        return [ref.ids.tvdb or ref.ids.tmdb for ref in make(name, **keys).build(value, context)]

    return ask


class TestMalChartKeepsTheContract(CollectionBuilderContract):
    @pytest.fixture
    def builder(self, make):
        return make("mal_popular")

    @pytest.fixture
    def value(self):
        return 20

    @pytest.fixture
    def offline_builder(self, make):
        return make("mal_popular", url="http://127.0.0.1:9")

    @pytest.fixture
    def secrets(self):
        return (CLIENT_ID,)


@pytest.mark.parametrize(
    ("name", "chart"),
    [
        ("mal_all", "all"),
        ("mal_airing", "airing"),
        ("mal_upcoming", "upcoming"),
        ("mal_popular", "bypopularity"),
        ("mal_favorite", "favorite"),
        ("mal_tv", "tv"),
    ],
)
def test_a_chart_gives_as_many_as_are_asked_for_of_the_librarys_kind(build, mal, name, chart):
    assert build(name, 3) == [1001, 1002, 1003]
    assert mal.asked_for[-1][1]["ranking_type"] == chart
    assert len(build(name, None)) == 10


def test_a_chart_of_films_is_read_until_there_are_enough(build, mal):
    assert build("mal_all", 2, FILMS) == [9010, 9020]
    assert len(mal.asked_for) == 1
    assert len(build("mal_all", 25, FILMS)) == 25
    assert len(mal.asked_for) == 4
    assert len(build("mal_movie", 500, FILMS)) == 25


def test_a_season_is_asked_for_by_name_or_is_the_present_one(build, mal):
    assert build("mal_season", {"season": "winter", "year": 2020, "limit": 2, "sort_by": "score"}) == [1001, 1002]
    assert mal.asked_for[-1][0] == "/v2/anime/season/2020/winter"
    assert mal.asked_for[-1][1]["sort"] == "anime_score"
    assert build("mal_season", {"season": "winter", "year": 2020, "limit": 2, "starting_only": True}) == [1001, 1003]
    assert build("mal_season", {"limit": 1}) == [1001]


def test_a_users_list_a_search_and_ids(build, mal):
    assert build("mal_userlist", {"username": "someone", "status": "completed", "sort_by": "title"}) == [1005, 1001]
    assert mal.asked_for[-1][1].items() >= {"status": "completed", "sort": "anime_title"}.items()
    assert build("mal_search", {"query": "anime 24", "limit": 2}) == [1024, 1241]
    assert build("mal_search", "Anime 7") == [1007, *range(1071, 1080)][:10]
    mal.asked_for.clear()
    assert build("mal_id", [3, "https://myanimelist.net/anime/1/Anime_1"]) == [1003, 1001]
    assert mal.asked_for == []


def test_suggestions_need_the_accounts_token(build):
    assert build("mal_suggested", 2, token=TOKEN) == [1001, 1002]
    with pytest.raises(ConfigError, match=r"needs `plugins\.mal\.access_token`"):
        build("mal_suggested", 2)
    with pytest.raises(ProviderRejected):
        build("mal_suggested", 2, token="wrong")


@pytest.mark.parametrize(
    ("name", "value", "context", "words"),
    [
        ("mal_popular", "some", SHOWS, "how many titles"),
        ("mal_popular", 501, SHOWS, "at most 500"),
        ("mal_movie", 5, SHOWS, "libraries of films only"),
        ("mal_tv", 5, FILMS, "libraries of shows only"),
        ("mal_season", "winter", SHOWS, "takes a mapping with season"),
        ("mal_season", {"season": "monsoon"}, SHOWS, "is no season; there are winter"),
        ("mal_season", {"year": "next"}, SHOWS, "year must be a number"),
        ("mal_season", {"starting_only": 1}, SHOWS, "true or false"),
        ("mal_season", {"colour": 1}, SHOWS, "`colour` is not understood"),
        ("mal_userlist", {"status": "completed"}, SHOWS, "needs username"),
        ("mal_userlist", {"username": "a", "status": "forgotten"}, SHOWS, "is no status; there are all"),
        ("mal_userlist", {"username": "a", "limit": 0}, SHOWS, "number from 1"),
        ("mal_search", "ab", SHOWS, "at least three letters"),
        ("mal_id", "cowboy", SHOWS, "no address such as https://myanimelist.net/anime/1"),
    ],
)
def test_what_cannot_be_asked_is_named_and_costs_no_question(build, mal, name, value, context, words):
    with pytest.raises(ConfigError, match=words):
        build(name, value, context)
    assert mal.total == 0


def test_who_is_not_there_and_who_is_private_are_told_apart_from_a_wrong_key(build):
    with pytest.raises(ProviderError, match="has no list of nobody"):
        build("mal_userlist", {"username": "nobody"})
    with pytest.raises(ProviderError, match="keeps list of hidden private") as caught:
        build("mal_userlist", {"username": "hidden"})
    assert not isinstance(caught.value, ProviderRejected)
    with pytest.raises(ProviderRejected, match="refuses the client id"):
        build("mal_popular", 5, key="wrong")


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_switches_it_off_for_the_run(build, mal, status):
    mal.add_fault(Fault(status=status))
    with pytest.raises(ProviderRejected):
        build("mal_popular", 5)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503),
        Fault(status=429),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=b"{}", content_type="application/json"),
    ],
)
def test_what_is_no_answer_is_never_an_empty_list(build, mal, fault):
    mal.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build("mal_popular", 5)


def test_the_plugin_fits_the_hooks(registry):
    assert registry.register(plugin, "mal")
    assert registry.failures == []
    assert registry.hooks_of("mal") == ("posteract_collection_builders", "posteract_settings")


@pytest.fixture
def of_studios(mal: FakeMal) -> FakeMal:
    for anime in mal.anime:
        anime.genres, anime.studios = (1 + anime.id % 2,), (569,) if anime.id > 200 else ()
    return mal


def test_anime_of_a_genre_come_in_jikans_order_and_no_page_more_than_they_take(build, of_studios):
    found = build("mal_genre", {"genre_id": 2, "limit": 30})
    assert found == [1000 + number for number in range(1, 251) if number % 2][:30]
    asked = [query for path, query in of_studios.asked_for if path == "/v4/anime"]
    assert [query["page"] for query in asked] == ["1", "2"]
    assert {query["order_by"] for query in asked} == {"members"}
    assert len(build("mal_genre", 2)) == 100


def test_a_studio_is_a_number_or_an_address_and_films_are_for_films(build, of_studios):
    address = "https://myanimelist.net/anime/producer/569/MAPPA"
    assert build("mal_studio", address, FILMS) == [9210, 9220, 9230, 9240, 9250]
    assert build("mal_studio", {"studio_id": [569], "limit": 2}) == [1201, 1202]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("mal_genre", {"limit": 3}, "needs genre_id"),
        ("mal_genre", "Action", "is no number and no address such as https://myanimelist.net/anime/genre/1"),
        ("mal_studio", {"studio": 3}, "`studio` is not understood; there are studio_id, limit"),
        ("mal_studio", {"studio_id": 1, "limit": "few"}, "limit must be a number"),
    ],
)
def test_a_genre_or_a_studio_that_is_none_is_named(build, name, value, words):
    with pytest.raises(ConfigError, match=words):
        build(name, value)


@pytest.mark.parametrize(
    "fault", [Fault(status=503), Fault(status=429), Fault(body=b"<html></html>"), Fault(cut="before")]
)
def test_what_jikan_does_not_answer_is_never_an_empty_genre(build, of_studios, fault):
    build("mal_genre", 2)  # the table of ids is there
    of_studios.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build("mal_genre", 1)


def test_a_genre_that_jikan_does_not_know_is_said(build, of_studios):
    of_studios.add_fault(Fault(route="GET /v4/anime", status=404))
    with pytest.raises(ProviderError, match="does not know genre_id 999"):
        build("mal_genre", 999)
