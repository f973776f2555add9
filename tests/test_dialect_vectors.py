"""Known pairs of what people write in Kometa's dialect and what it must come to, from the text of a file to the end of the chain.

Those of templates, dynamic collections, schedules and names stand beside their readers (`posteract_core/tests/collect`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from posteract_core.collect.dialect.definition import Surroundings
from posteract_core.collect.dialect.reading import Read, read_recipes
from posteract_core.collect.dialect.sources import read_sources
from posteract_core.filters import read_filter
from posteract_core.model import Facts, ItemType, MediaItem
from posteract_core.providers import Search
from posteract_plex.query import query_of

TODAY = date(2025, 6, 15)


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def reading(text: str, library: ItemType = ItemType.MOVIE) -> Read:
        (tmp_path / "films.yml").write_text(dedent(text), encoding="utf-8")
        files = read_sources(["films.yml"], tmp_path, "collection_files")
        around = Surroundings(library=library, builders=("imdb_id",), folder=tmp_path)
        found = read_recipes(files.sources, around, name="Movies", server_name="Movies", today=TODAY)
        found.problems[:0], found.warnings[:0] = files.problems, files.warnings
        return found

    return reading


@pytest.fixture
def query(read: Any) -> Any:
    def asked(search: str, library: ItemType = ItemType.MOVIE) -> str:
        found = read(f"collections:\n  One:\n    plex_search: {search}\n", library)
        assert (found.problems, found.warnings) == ([], [])
        [[call]] = [recipe.builders for recipe in found.recipes]
        assert isinstance(call.value, Search)
        text = query_of(call.value, library=library, level=library, resolve=lambda name, value: [f"id({value})"])
        return text.replace("%28", "(").replace("%29", ")")

    return asked


FILMS = "?type=1&sort=titleSort"


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("{any: {genre: [Drama, Comedy]}}", f"{FILMS}&push=1&genre=id(Drama)&or=1&genre=id(Comedy)&pop=1"),
        ("{all: {genre: [Drama, Comedy]}}", f"{FILMS}&genre=id(Drama)&and=1&genre=id(Comedy)"),
        ("{all: {genre.not: Horror, year.gte: 2000}}", f"{FILMS}&genre!=id(Horror)&and=1&year%3E=2000"),
        (
            "{all: {added: 6o, release.not: 2w}}",
            f"{FILMS}&addedAt%3E%3E=-6mon&and=1&originallyAvailableAt%3C%3C=-2w",
        ),
        (
            "{all: {release.after: 2020-01-31, title.begins: Star}}",
            f"{FILMS}&originallyAvailableAt%3E%3E=2020-01-31&and=1&title%3C=Star",
        ),
        (
            "{all: {duration.gt: 120, hdr: true, dovi: false}}",
            f"{FILMS}&duration%3E%3E=7200000.0&and=1&hdr=1&and=1&dovi!=1",
        ),
        (
            "{all: {user_rating.rated: true, critic_rating.gte: 7.5}}",
            f"{FILMS}&userRating!=-1&and=1&rating%3E=7.5",
        ),
        (
            "{all: {any: [{genre: Drama, year: 1999}, {genre: Comedy}], resolution: 4k}}",
            f"{FILMS}&push=1&genre=id(Drama)&or=1&year=1999&pop=1&and=1&push=1&genre=id(Comedy)&pop=1&and=1&resolution=id(4k)",
        ),
        (
            "{genre: Drama, year: [1999, 2000], hdr: true}",
            f"{FILMS}&hdr=1&and=1&push=1&genre=id(Drama)&pop=1&and=1&push=1&year=1999&or=1&year=2000&pop=1",
        ),
        (
            "{genre.and: [Drama, Comedy], sort_by: release.desc, limit: 5}",
            "?type=1&limit=5&sort=originallyAvailableAt%3Adesc&genre=id(Drama)&and=1&genre=id(Comedy)",
        ),
    ],
)
def test_a_search_in_a_file_is_the_query_that_plex_gets(query, written, asked):
    assert query(written) == asked


def test_a_search_of_shows_tells_shows_from_episodes(query):
    assert query("{all: {network: HBO, unplayed_episodes: true, episode_added: 7}}", ItemType.SHOW) == (
        "?type=2&sort=titleSort&show.network=id(HBO)&and=1&show.unwatchedLeaves=1&and=1&episode.addedAt%3E%3E=-7d"
    )


MATRIX = MediaItem(title="The Matrix", added=datetime(2025, 6, 1, tzinfo=UTC))
EARLIER = replace(MATRIX, added=datetime(2025, 4, 1, tzinfo=UTC))
FIVE, NOTHING = MediaItem(title="Five", year=5), MediaItem(title="", added=None)


@pytest.mark.parametrize(
    ("raw", "item", "passes"),
    [
        ({"title": "matrix"}, MATRIX, True),
        ({"title.is": "the matrix"}, MATRIX, True),
        ({"title.isnot": "matrix"}, MATRIX, True),
        ({"title.ends": "RIX"}, MATRIX, True),
        ({"summary.not": "matrix"}, NOTHING, True),
        ({"added": 30}, MATRIX, True),
        ({"added": 30}, EARLIER, False),
        ({"added.not": 30}, MATRIX, False),
        ({"added.not": 30}, EARLIER, True),
        ({"added": 30}, NOTHING, False),
        ({"added.not": 30}, NOTHING, False),
        ({"year.gte": 5}, FIVE, True),
        ({"year.lt": 5}, FIVE, False),
        ({"year.not": 5}, FIVE, False),
        ({"year.not": 5}, NOTHING, False),
    ],
)
def test_a_filter_passes_what_it_should(raw, item, passes):
    found, problems = read_filter(raw, "filters", today=lambda: TODAY)
    assert problems == ()
    assert found.holds(item, Facts()) is passes


def test_words_that_look_like_truth_and_numbers_are_what_yaml_1_2_says(read):
    found = read("""\
        collections:
          "yes": {imdb_id: tt0113277, summary: 12:30, sort_title: on}
          012: {imdb_id: tt0113278, summary: 012}
        """)
    assert found.problems == []
    assert {recipe.key: (recipe.summary, recipe.sort_title) for recipe in found.recipes} == {
        "yes": ("12:30", "on"),
        "012": ("12", None),
    }


def test_placeholders_are_keys_too_and_merge_keys_are_yaml(read):
    found = read("""\
        anchors: &shared {sync_mode: sync, limit: 5}
        templates:
          t: {<<attr>>: 3, imdb_id: tt0113277}
        collections:
          One: {<<: *shared, limit: 7, imdb_id: tt0113277}
          Two: {template: {name: t, attr: minimum_items}}
        """)
    assert found.problems == []
    one, two = found.recipes
    assert (one.sync, one.limit, two.minimum_items) == (True, 7, 3)


def test_what_is_empty_is_passed_over_and_what_is_no_mapping_is_named(read):
    found = read("""\
        collections:
          Nothing:
          Wrong: tt0113277
          One: {IMDB_ID: tt0113277, Sync_Mode: sync}
        """)
    assert [(recipe.key, recipe.sync) for recipe in found.recipes] == [("One", True)]
    told = [f"{problem.line}: {problem.path}" for problem in (*found.problems, *found.warnings)]
    assert told == ["3: collections.Wrong"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("collections:\n\tOne: {imdb_id: tt1}\n", "tab"),
        ("collections:\n  One: {imdb_id: tt1}\n  One: {imdb_id: tt2}\n", "One"),
        ("- imdb_id: tt1\n", "holds no definitions"),
        ("", "holds no definitions"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(read, text, words):
    told = [f"{problem.path} {problem.message}" for problem in read(text).problems]
    assert any(words in each for each in told)


def test_the_definition_is_stronger_than_the_first_template_and_that_than_the_second(read):
    found = read("""\
        templates:
          a: {sync_mode: sync, limit: 5}
          b: {sync_mode: append, minimum_items: 2}
        collections:
          One: {imdb_id: tt0113277, template: [{name: a}, {name: b}]}
          Two: {imdb_id: tt0113277, sync_mode: append, template: {name: a}}
          The Thing: {imdb_id: tt0113277, template: {name: c}}
        """)
    assert [(each.sync, each.limit, each.minimum_items) for each in found.recipes] == [
        (True, 5, 2),
        (False, 5, 1),
    ]
    assert any("`c`" in problem.message for problem in found.problems)
