"""Searches on IMDb, and films with awards."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import BuildContext
from posteract_imdb.plugin import posteract_collection_builders
from posteract_imdb.settings import ImdbSettings
from services import FakeImdb, Fault

FILMS = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
SHOWS = BuildContext(library=Library(key="2", name="TV", type=ItemType.SHOW))
NAMED = {builder.name: builder for builder in posteract_collection_builders()}

OSCARS = """# Academy Awards, USA
'2025':  # an event
  oscar:
    best motion picture of the year:
      nominee: [tt28607951, tt8999762]
      winner: [tt28607951]
    best achievement in directing:
      nominee: [tt8999762, tt28607951]
      winner: [tt28607951]
  honorary award:
    honorary award:
      winner: [tt0000001]
'2024':
  oscar:
    best motion picture of the year:
      nominee: [tt15398776, tt5535276]
      winner: [tt15398776]
1930-2:
  oscar:
    best picture:
      nominee: [tt0020629]
      winner: [tt0020629]
'1930': {}
"""


@pytest.fixture
def build(make_provider: Any, fake_imdb: FakeImdb) -> Any:
    fake_imdb.found = [f"tt{number:07}" for number in range(1, 601)]
    fake_imdb.events["ev0000003"] = OSCARS

    def ask(name: str, value: Any, context: BuildContext = FILMS) -> list[str]:
        settings = ImdbSettings(url=fake_imdb.url, awards_url=fake_imdb.url)
        return [ref.ids.imdb for ref in make_provider(NAMED[name], settings).build(value, context)]

    return ask


def test_a_search_is_asked_in_the_websites_words(build, fake_imdb):
    build(
        "imdb_search",
        {"genre": "crime, Sci-Fi", "Rating.gte": "7.5", "votes.gte": 10000, "release.after": "01/31/1990", "type": "tv_movie",
         "genre.not": ["talk show"], "country": "us", "keyword.any": "bank robbery", "cast": "nm0000134", "runtime.lte": 180,
         "event": "cannes", "event.winning": "oscar_picture", "imdb_top": 250, "popularity.lte": 1000, "adult": False,
         "content_rating": ["PG-13", {"region": "de", "rating": "16"}], "quote": "i do what i do best", "limit": 5,
         "sort_by": "rating.desc"},
    )  # fmt: skip
    [asked] = fake_imdb.searched
    assert asked["sort"] == {"sortBy": "USER_RATING", "sortOrder": "DESC"}
    assert asked["first"] == 5
    assert asked["constraints"] == {
        "titleTypeConstraint": {"anyTitleTypeIds": ["tvMovie"]},
        "genreConstraint": {"allGenreIds": ["Crime", "Sci-Fi"], "excludeGenreIds": ["Talk-Show"]},
        "userRatingsConstraint": {"aggregateRatingRange": {"min": 7.5}, "ratingsCountRange": {"min": 10000}},
        "releaseDateConstraint": {"releaseDateRange": {"start": "1990-01-31"}},
        "originCountryConstraint": {"allCountries": ["US"]},
        "keywordConstraint": {"anyKeywords": ["bank-robbery"]},
        "titleCreditsConstraint": {"allCredits": [{"nameId": "nm0000134"}]},
        "runtimeConstraint": {"runtimeRangeMinutes": {"max": 180}},
        "awardConstraint": {
            "allEventNominations": [
                {"eventId": "ev0000147"},
                {"eventId": "ev0000003", "searchAwardCategoryId": "bestPicture", "winnerFilter": "WINNER_ONLY"},
            ]
        },
        "rankedTitleListConstraint": {
            "allRankedTitleLists": [
                {"rankRange": {"max": 250}, "rankedTitleListType": "TOP_RATED_MOVIES"},
                {"rankRange": {"max": 1000}, "rankedTitleListType": "TITLE_METER"},
            ]
        },
        "certificateConstraint": {
            "anyRegionCertificateRatings": [{"region": "US", "rating": "PG-13"}, {"region": "DE", "rating": "16"}]
        },
        "quoteMatchingConstraint": {"allQuoteTextTerms": ["i do what i do best"]},
    }


def test_a_search_finds_titles_of_the_librarys_kind_and_as_many_as_are_asked_for(build, fake_imdb):
    assert len(build("imdb_search", {"genre": "crime"})) == 100
    assert len(build("imdb_search", {"genre": "crime", "limit": 0}, SHOWS)) == 600
    assert len(build("imdb_search", {"genre": "drama"}, BuildContext(library=FILMS.library, limit=7))) == 7
    types = [asked["constraints"]["titleTypeConstraint"]["anyTitleTypeIds"] for asked in fake_imdb.searched]
    assert types == [["movie", "tvMovie"], *[["tvSeries", "tvMiniSeries"]] * 3, ["movie", "tvMovie"]]


def test_a_search_is_believed_for_some_hours(build, fake_imdb):
    for _ in range(2):
        assert len(build("imdb_search", [{"genre": "crime"}, {"genre": "drama"}])) == 100
    assert len(fake_imdb.searched) == 2


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("crime", "takes a mapping"),
        ({}, "nothing to search for"),
        ({"type": "movie", "limit": 5}, "nothing to search for"),
        ({"genres": "crime"}, "did you mean `genre`"),
        ({"genre": "heist"}, "'heist' is none of Action"),
        ({"type": "film", "genre": "crime"}, "'film' is none of movie"),
        ({"rating.gte": 11}, "no number from 0 to 10"),
        ({"votes.gte": True}, "no number from 0"),
        ({"release.after": "1990"}, "no day such as"),
        ({"country": "USA"}, "no country such as US"),
        ({"cast": "Al Pacino"}, "such as nm0000001"),
        ({"company": "disney"}, "such as co0000001"),
        ({"event": "best"}, "no event"),
        ({"content_rating": {"region": "US"}}, "no certificate"),
        ({"adult": "maybe"}, "neither true nor false"),
        ({"genre": "crime", "sort_by": "best"}, "no order"),
        ({"genre": "crime", "limit": "many"}, "limit must be a number"),
        ({"genre": []}, "is no list"),
    ],
)
def test_what_cannot_be_searched_for_is_named(build, fake_imdb, value, words):
    with pytest.raises(ConfigError, match=words):
        build("imdb_search", value)
    assert fake_imdb.total == 0


def test_what_imdbs_search_has_no_answer_to_comes_with_a_way_out(build):
    with pytest.raises(ConfigError, match="cannot leave titles out by `plot`") as error:
        build("imdb_search", {"plot.not": "heist"})
    assert "ignore_imdb_ids" in error.value.hint


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=403), ProviderRejected),
        (Fault(status=503, body=b"{}", content_type="application/json"), ProviderUnavailable),
        (Fault(body=b'{"errors":[{"message":"x"}]}', content_type="application/json"), ProviderUnavailable),
        (Fault(body=b'{"data":{"advancedTitleSearch":null}}', content_type="application/json"), ProviderUnavailable),
        (Fault(cut="before"), ProviderUnavailable),
    ],
)
def test_a_website_that_does_not_answer_is_never_an_empty_search(build, fake_imdb, fault, error):
    fake_imdb.add_fault(fault)
    with pytest.raises(error):
        build("imdb_search", {"genre": "crime"})


def test_awards_are_of_a_year_and_the_winners_are_among_the_nominated(build):
    of_2025 = {"event_id": "oscar", "event_year": 2025, "award_filter": "Oscar"}
    assert build("imdb_award", of_2025) == ["tt28607951", "tt8999762"]
    assert build("imdb_award", {**of_2025, "winning": True}) == ["tt28607951"]
    assert build("imdb_award", {"event_id": "ev0000003", "event_year": "latest", "winning": True}) == [
        "tt28607951", "tt0000001",
    ]  # fmt: skip


def test_awards_of_many_years_and_of_categories(build, fake_imdb):
    best = {
        "event_id": "oscar",
        "category_filter": ["Best Motion Picture of the Year", "best picture"],
        "winning": True,
    }
    assert build("imdb_award", {**best, "event_year": "all"}) == ["tt28607951", "tt15398776", "tt0020629"]
    assert build("imdb_award", {**best, "event_year": "2020-2024"}) == ["tt15398776"]
    assert build("imdb_award", {**best, "event_year": ["2024-current", "1930-2"]})[-1] == "tt0020629"
    assert build("imdb_award", {**best, "event_year": 1999}) == []
    assert fake_imdb.total == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("oscar", "takes a mapping"),
        ({"event_year": 2024}, "event_id is missing"),
        ({"event_id": "best", "event_year": 2024}, "event_id is best"),
        ({"event_id": "oscar"}, "event_year is missing"),
        ({"event_id": "oscar", "event_year": "soon"}, "'soon'; write a year"),
        ({"event_id": "oscar", "event_year": "all", "winners": True}, "did you mean `winning`"),
        ({"event_id": "oscar", "event_year": "all", "winning": "yes"}, "winning is true or false"),
        ({"event_id": "oscar", "event_year": "all", "category_filter": "best film"}, "did you mean `best picture`"),
        ({"event_id": "ev9999999", "event_year": "all"}, "no copy of the event ev9999999"),
    ],
)
def test_what_is_no_award_is_named(build, value, words):
    with pytest.raises(ConfigError, match=words):
        build("imdb_award", value)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=500), ProviderUnavailable),
        (Fault(status=429), ProviderUnavailable),
        (Fault(status=410), ProviderError),
        (Fault(body=b"<html>: [", content_type="text/html"), ProviderUnavailable),
        (Fault(body=b"just words", content_type="text/plain"), ProviderUnavailable),
        (Fault(cut="before"), ProviderUnavailable),
    ],
)
def test_a_copy_that_is_none_is_never_an_event_without_awards(build, fake_imdb, fault, error):
    fake_imdb.add_fault(fault)
    with pytest.raises(error):
        build("imdb_award", {"event_id": "oscar", "event_year": "all"})
