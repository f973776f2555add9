"""Names, values and searches of the dialect."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from posteract_core.collect.dialect.searches import read_search
from posteract_core.collect.dialect.values import as_bool, as_day, as_int, as_list, as_texts
from posteract_core.collect.dialect.words import joined
from posteract_core.model import ItemType
from posteract_core.providers import Condition, Group, Search


@pytest.mark.parametrize(
    ("written", "today"),
    [
        ("Genres", "genre"),
        ("rating.greater", "critic_rating.gt"),
        ("originally_available.gte", "release.after"),
        ("added.lt", "added.before"),
        ("title.IS", "title.is"),
        ("video_resolution.not", "resolution.not"),
        ("arr_tag.sync", "radarr_tag.sync"),
        ("contentRating", "content_rating"),
        ("collection_minimum", "minimum_items"),
    ],
)
def test_old_spellings_are_understood(written, today):
    assert joined(written) == today


def test_some_names_depend_on_the_library():
    assert joined("add_to_arr", ItemType.SHOW) == "sonarr_add_missing"


@pytest.mark.parametrize(
    ("written", "value"), [(True, True), ("yes", True), ("T", True), (1, True), (0, False), ("no", False), ("F", False)]
)
def test_truth_is_written_in_many_ways(written, value):
    assert as_bool(written) is value


@pytest.mark.parametrize("written", ["0", "maybe", None, ""])
def test_what_is_neither_true_nor_false_is_refused(written):
    with pytest.raises(ValueError, match="true or false"):
        as_bool(written)


def test_lists_come_as_lists_or_with_commas():
    assert as_list(["a, b", 3]) == ["a, b", "3"]
    assert as_list(5) == ["5"]
    assert as_list("a, b ,c") == ["a", "b", "c"]
    assert as_texts("a, b") == ("a, b",)
    assert as_list({"a": 1}) == [{"a": 1}]


def test_numbers_and_days():
    assert as_int("12") == 12
    for wrong in (5.0, "5.0", 0, True, None):
        with pytest.raises(ValueError, match=r"number|at least"):
            as_int(wrong)
    assert as_day("12/15/1995") == as_day("1995-12-15") == date(1995, 12, 15)
    with pytest.raises(ValueError, match="1995-12-15"):
        as_day("15.12.1995")


def read(written: Any, library: ItemType = ItemType.MOVIE) -> Search:
    search, problems = read_search(written, "plex_search", library=library, level=library)
    assert problems == ()
    return search


def c(attribute: str, *values: str, modifier: str = "") -> Condition:
    return Condition(attribute=attribute, modifier=modifier, values=values)


def test_a_base_joins_what_stands_under_it():
    search = read({"all": {"genre.not": "Horror", "year.gte": 2000}})
    assert search.where == Group(
        match="all", parts=(c("genre", "Horror", modifier="not"), c("year", "2000", modifier="gte"))
    )
    assert read({"any": {"genre": ["Drama", "Comedy"]}}).where == Group(
        match="any", parts=(c("genre", "Drama", "Comedy"),)
    )


def test_groups_nest_and_each_of_several_stands_for_itself():
    search = read({"all": {"any": [{"genre": "Drama", "year": 1999}, {"genre": "Comedy"}], "resolution": "4k"}})
    assert search.where == Group(
        match="all",
        parts=(
            Group(match="any", parts=(c("genre", "Drama"), c("year", "1999"))),
            Group(match="any", parts=(c("genre", "Comedy"),)),
            c("resolution", "4k"),
        ),
    )


def test_without_a_base_each_attribute_is_a_choice_and_all_must_hold():
    search = read({"genre": "Drama", "year": [1999, 2000], "hdr": True})
    assert search.where == Group(
        match="all",
        parts=(
            c("hdr", "true"),
            Group(match="any", parts=(c("genre", "Drama"),)),
            Group(match="any", parts=(c("year", "1999", "2000"),)),
        ),
    )
    assert read({"genre.and": ["Drama", "Comedy"], "sort_by": "release.desc", "limit": 5}) == Search(
        where=Group(match="all", parts=(c("genre", "Drama", "Comedy"),)), sort=("release.desc",), limit=5
    )


def test_spans_dates_and_years_in_words():
    search = read(
        {"all": {"added": "6o", "release.not": "2w", "release.after": "2020-01-31", "year": "current_year-1"}}
    )
    values = [part.values[0] for part in search.where.parts]
    assert values == ["6o", "2w", "2020-01-31", str(datetime.now().astimezone().year - 1)]
    assert read({"all": {"added": 30}}).where.parts[0].values == ("30d",)


@pytest.mark.parametrize(
    ("written", "library", "words"),
    [
        ({"all": {"genr": "Drama"}}, ItemType.MOVIE, "did you mean `genre`"),
        ({"all": {"genre.gt": "Drama"}}, ItemType.MOVIE, "`.gt` does not go with genre"),
        ({"all": {"network": "HBO"}}, ItemType.MOVIE, "libraries of shows only"),
        ({"all": {"director": "X"}}, ItemType.SHOW, "libraries of films only"),
        ({"all": {"user_rating.gte": 11}}, ItemType.MOVIE, "from 0 to 10"),
        ({"all": {"hdr": "perhaps"}}, ItemType.MOVIE, "true or false"),
        ({"any": {}, "all": {}}, ItemType.MOVIE, "both `any` and `all`"),
        ({"all": {"year": 1999}, "genre": "Drama"}, ItemType.MOVIE, "put it inside"),
        ({"all": {"year": 1999}, "sort_by": "titel.asc"}, ItemType.MOVIE, "did you mean `title.asc`"),
        ({"all": {"added": "soon"}}, ItemType.MOVIE, "a number of days"),
        ("genre: Drama", ItemType.MOVIE, "must be a mapping"),
    ],
)
def test_what_cannot_be_searched_for_is_named_with_the_way_out(written, library, words):
    _, problems = read_search(written, "plex_search", library=library, level=library)
    assert any(words in problem.message for problem in problems), problems
    assert all(problem.path.startswith("plex_search") for problem in problems)
