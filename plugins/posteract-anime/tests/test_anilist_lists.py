"""Lists of AniList, as titles in their order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from posteract_anime.anilist import plugin
from posteract_anime.anilist.lists import BUILDERS
from posteract_anime.anilist.search import arguments_of
from posteract_anime.anilist.settings import AnilistSettings
from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_core.testing.contracts import CollectionBuilderContract
from services import FakeAnilist, Fault

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in BUILDERS}


@pytest.fixture
def anilist(fake_anilist: FakeAnilist) -> FakeAnilist:
    for number in range(1, 131):
        is_film = number % 10 == 0
        row = {"tmdb_movie_id": 9000 + number} if is_film else {"tvdb_id": 1000 + number, "tvdb_season": 1}
        fake_anilist.add(number, f"Anime {number}", format="MOVIE" if is_film else "TV", row=row)
    first, second, third = fake_anilist.anime[:3]
    second.row = {"tvdb_id": 1001, "tvdb_season": 2}
    first.related = [("SEQUEL", second), ("ADAPTATION", fake_anilist.anime[7]), ("CHARACTER", fake_anilist.anime[8])]
    second.related = [("PREQUEL", first), ("SIDE_STORY", third), ("SUMMARY", fake_anilist.anime[9])]
    fake_anilist.studios[11] = fake_anilist.anime[::-1]
    fake_anilist.users["someone"] = {"Watching": [(third, 8.5), (first, 6)], "Planning": []}
    return fake_anilist


@pytest.fixture
def make(make_provider: Any, anilist: FakeAnilist) -> Any:
    def made(name: str, url: str = "") -> Any:
        return make_provider(NAMED[name], AnilistSettings(url=url or anilist.url, ids_url=anilist.ids_url))

    return made


@pytest.fixture
def build(make: Any) -> Any:
    def ask(name: str, value: Any, context: BuildContext = SHOWS) -> list[int]:
        return [ref.ids.tvdb or ref.ids.tmdb for ref in make(name).build(value, context)]

    return ask


class TestAnilistChartKeepsTheContract(CollectionBuilderContract):
    @pytest.fixture
    def builder(self, make):
        return make("anilist_popular")

    @pytest.fixture
    def value(self):
        return 20

    @pytest.fixture
    def offline_builder(self, make):
        return make("anilist_popular", "http://127.0.0.1:9")


def test_a_chart_gives_as_many_as_are_asked_for_of_the_librarys_kind_and_a_show_once(build, anilist):
    assert build("anilist_top_rated", 4) == [1001, 1003, 1004]
    assert anilist.asked_for[-1]["sort"] == ["SCORE_DESC"]
    assert build("anilist_popular", "2", FILMS) == [9010, 9020]
    assert len(build("anilist_trending", None)) == 9
    assert [each["sort"] for each in anilist.asked_for] == [["SCORE_DESC"], ["POPULARITY_DESC"], ["TRENDING_DESC"]]


def test_a_chart_is_read_by_fifties_and_no_further_than_is_wanted(build, anilist):
    assert len(build("anilist_popular", 110)) == 109
    assert [(each["page"], each["perPage"]) for each in anilist.asked_for] == [(1, 50), (2, 50), (3, 50)]
    anilist.asked_for.clear()
    assert len(build("anilist_popular", 110, BuildContext(library=SHOWS.library, limit=5))) == 5
    assert len(anilist.asked_for) == 1


def test_a_search_asks_in_anilists_words(build, anilist):
    assert len(build("anilist_search", {"season": "winter", "year": 2026, "genre.not": "Horror", "limit": 3})) == 2
    asked = anilist.asked_for[-1]
    assert {
        "season": "WINTER",
        "seasonYear": 2026,
        "genre_not_in": ["Horror"],
        "sort": ["SCORE_DESC"],
    }.items() <= asked.items()
    assert "TV" in asked["format_in"]
    anilist.asked_for.clear()
    build("anilist_search", [{"format": "ova, ona", "sort_by": "popular"}, {"search": "Anime"}])
    assert [each["format_in"][0] for each in anilist.asked_for[:2]] == ["OVA", "TV"]


def test_every_attribute_of_a_search_has_its_argument(build, anilist):
    written = {
        "search": "x", "season": "current", "adult": False, "country": "jp", "source": "light novel", "format.not": "music",
        "status": "airing, finished", "genre": ["Action"], "tag.not": "Ensemble Cast", "tag_category": "Setting",
        "min_tag_percent": 60, "start.after": "2020-01-31", "end.before": "12/31/2025", "episodes.gte": 12, "duration.lt": 30,
        "score.gt": 70, "popularity.lte": 5000,
    }  # fmt: skip
    arguments = {name: value for name, _, value in arguments_of("anilist_search", written, today=date(2026, 11, 3))}
    assert arguments == {
        "search": "x", "season": "FALL", "seasonYear": 2026, "isAdult": False, "countryOfOrigin": "JP",
        "source_in": ["LIGHT_NOVEL"], "format_not_in": ["MUSIC"], "status_in": ["RELEASING", "FINISHED"], "genre_in": ["Action"],
        "tag_not_in": ["Ensemble Cast"], "tagCategory_in": ["Setting"], "minimumTagRank": 60, "startDate_greater": 20200131,
        "endDate_lesser": 20251231, "episodes_greater": 11, "duration_lesser": 30, "averageScore_greater": 70,
        "popularity_lesser": 5001,
    }  # fmt: skip
    build("anilist_search", written)


def test_ids_are_known_without_asking_anilist(build, anilist):
    assert build("anilist_id", [3, "https://anilist.co/anime/1/Anime-1/", "2, 4"]) == [1003, 1001, 1004]
    assert anilist.asked_for == []


def test_relations_are_followed_to_the_end(build, anilist):
    assert build("anilist_relations", 1) == [1001, 1003]
    assert len(anilist.asked_for) == 3
    assert build("anilist_relations", 1, FILMS) == [9010]


def test_a_studio_gives_all_it_made(build):
    found = build("anilist_studio", "https://anilist.co/studio/11/Name")
    assert len(found) == 116
    assert found[0] == 1129
    with pytest.raises(ProviderError, match="has no studio 12"):
        build("anilist_studio", 12)


def test_a_users_list_gives_what_is_in_it_within_the_scores(build):
    assert build("anilist_userlist", {"username": "someone", "list_name": "watching"}) == [1003, 1001]
    assert build("anilist_userlist", {"username": "someone", "list_name": "Watching", "score.gte": 8.5}) == [1003]
    assert build("anilist_userlist", {"username": "someone", "list_name": "Watching", "score.lt": 8.5}) == [1001]
    assert build("anilist_userlist", {"username": "someone", "list_name": "Planning"}) == []
    with pytest.raises(ConfigError, match="no list 'Gone'; there are Watching, Planning"):
        build("anilist_userlist", {"username": "someone", "list_name": "Gone"})
    with pytest.raises(ProviderError, match="has no user nobody, or keeps it private"):
        build("anilist_userlist", {"username": "nobody", "list_name": "Watching"})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("anilist_popular", "some", "how many titles"),
        ("anilist_popular", {"limit": 3}, "how many titles"),
        ("anilist_id", "cowboy", "is no number and no address such as https://anilist.co/anime/1"),
        ("anilist_id", None, "is no number"),
        ("anilist_studio", "https://anilist.co/anime/1", "anilist.co/studio/1"),
        ("anilist_relations", {"id": 1}, "not a mapping"),
        ("anilist_search", "naruto", "takes a mapping such as"),
        ("anilist_search", {"colour": "red"}, "`colour` is not understood; there are search"),
        ("anilist_search", {"score.not_at_all": 1}, "`score` may have .not, .gt"),
        ("anilist_search", {"search.not": "x"}, "may have no modifier"),
        ("anilist_search", {"season": "monsoon"}, "is no season; there are winter"),
        ("anilist_search", {"format": "tv, radio"}, "`radio` is no format"),
        ("anilist_search", {"score": "high"}, "score must be a number"),
        ("anilist_search", {"start.after": "soon"}, "must be a day such as"),
        ("anilist_search", {"country": "Japan"}, "country's code"),
        ("anilist_search", {"adult": "perhaps"}, "true or false"),
        ("anilist_search", {"score.gt": 1, "score.gte": 1}, "said twice"),
        ("anilist_search", {"search": "x", "sort_by": "beauty"}, "is no order; there are score"),
        ("anilist_userlist", "someone", "takes a mapping with username"),
        ("anilist_userlist", {"username": "someone"}, "needs username and list_name"),
        ("anilist_userlist", {"username": "a", "list_name": "b", "score.gt": 11}, "from 0 to 10"),
    ],
)
def test_what_cannot_be_asked_is_named_and_costs_no_question(build, anilist, name, value, words):
    with pytest.raises(ConfigError, match=words):
        build(name, value)
    assert anilist.total == 0


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503),
        Fault(status=403),
        Fault(status=429, retry_after="60"),
        Fault(cut="before"),
        Fault(body=b"<html></html>"),
        Fault(body=b'{"data": {"Page": null}}', content_type="application/json"),
        Fault(body=b'{"data": null, "errors": [{"message": "x", "status": 500}]}', content_type="application/json"),
    ],
)
def test_what_is_no_answer_is_never_an_empty_list(build, anilist, fault):
    anilist.add_fault(fault)
    with pytest.raises(ProviderUnavailable):
        build("anilist_popular", 5)


def test_the_time_to_wait_is_told_when_it_was_asked_too_often(build, anilist):
    anilist.add_fault(Fault(status=429, retry_after="60", route="POST /"))
    with pytest.raises(ProviderUnavailable) as caught:
        build("anilist_popular", 5)
    assert caught.value.retry_after_s == pytest.approx(60, abs=2)


def test_a_question_that_anilist_does_not_take_is_said_with_its_words(build, anilist):
    body = b'{"data": null, "errors": [{"message": "validation", "status": 400}]}'
    anilist.add_fault(Fault(body=body, content_type="application/json"))
    with pytest.raises(ProviderError, match="did not understand our question: validation"):
        build("anilist_popular", 5)


def test_the_plugin_fits_the_hooks(registry):
    assert registry.register(plugin, "anilist")
    assert registry.failures == []
    assert registry.hooks_of("anilist") == (
        "posteract_collection_builders",
        "posteract_fact_sources",
        "posteract_settings",
    )
