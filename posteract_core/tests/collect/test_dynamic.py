"""Dynamic collections: which definitions an entry makes of what a library has."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from posteract_core.collect.dialect.dynamic import definitions, own_keys, read_dynamic
from posteract_core.collect.keys import keys_of, people_of
from posteract_core.model import FrozenMap, ItemType, MediaItem, Person
from posteract_core.providers import DynamicKeys

GENRES = ("Action", "Comedy", "Drama", "Horror", "Melodrama", "Music", "Thriller")


def made(
    written: dict[str, Any], keys: Any = GENRES, library: ItemType = ItemType.MOVIE, name: str = "Genres"
) -> list[Any]:
    found = read_dynamic(name, written, library)
    assert found.mistakes == []
    names = keys if isinstance(keys, dict) else {key: key for key in keys}
    return list(definitions(found.entry, names or own_keys(found.entry, date(2026, 6, 15)), library))


def call(one: Any) -> dict[str, Any]:
    return one.written["template"][0]


def test_the_vector_of_genres():
    found = made(
        {
            "type": "genre", "template": "g", "title_format": "Best <<key_name>> <<library_typeU>>s", "exclude": ["Music"],
            "addons": {"Scary": ["Horror", "Thriller"], "Drama": ["Melodrama"]}, "key_name_override": {"Comedy": "Funny"},
            "title_override": {"Action": "Boom"},
        }
    )  # fmt: skip
    assert [one.title for one in found] == ["Boom", "Best Funny Movies", "Best Drama Movies", "Best Scary Movies"]
    assert [call(one)["value"] for one in found] == [
        ["Action"],
        ["Comedy"],
        ["Drama", "Melodrama"],
        ["Horror", "Thriller"],
    ]
    assert (call(found[1])["key"], call(found[1])["key_name"]) == ("Comedy", "Funny")
    assert call(found[3])["key"] == "Scary"
    assert {one.written["append_label"] for one in found} == {"Genres"}
    assert [one.key for one in found][:2] == ["Genres:Action", "Genres:Comedy"]


def test_numbers_count_from_and_to_this_year():
    found = made(
        {
            "type": "number", "template": "y", "title_format": "Year <<key_name>>",
            "data": {"starting": "current_year-2", "ending": "current_year"},
        },
        {},
    )  # fmt: skip
    assert [one.title for one in found] == ["Year 2024", "Year 2025", "Year 2026"]
    assert call(found[0])["value"] == ["2024"]


def test_keys_of_ones_own_and_cut_suffixes():
    found = made(
        {
            "type": "custom",
            "template": "c",
            "data": {"001": "One", "002": "Two Collection"},
            "remove_suffix": "Collection",
        },
        {},
    )
    assert [one.title for one in found] == ["One", "Two"]
    assert (call(found[1])["value"], call(found[1])["custom"], call(found[1])["key"]) == (["002"], ["002"], "002")


def test_what_is_not_included_goes_into_the_other_collection():
    found = made(
        {"type": "genre", "template": "g", "include": ["Drama", "Comedy"], "other_name": "Rest of <<library_type>>s"},
        ("Action", "Comedy", "Drama"),
    )
    assert [one.title for one in found] == ["Top Comedy movies", "Top Drama movies", "Rest of movies"]
    assert call(found[2])["value"] == ["Action"]
    assert call(found[2])["included_keys"] == ["Drama", "Comedy"]
    assert call(found[2])["used_keys"] == ["Comedy", "Drama"]


def test_without_a_template_the_type_says_what_is_in_it():
    (one,) = made({"type": "studio"}, ("A24",))
    assert one.written["smart_filter"] == {"any": {"studio.is": ["A24"]}, "sort_by": "critic_rating.desc", "limit": 50}
    (one,) = made({"type": "director"}, ("Michael Mann",))
    assert one.written["plex_search"] == {"any": {"director": ["Michael Mann"]}}


def test_variables_differ_by_key():
    found = made(
        {"type": "genre", "template": "g", "template_variables": {"limit": {"default": 10, "Drama": 20}}},
        ("Action", "Drama"),
    )
    assert [call(one)["limit"] for one in found] == [10, 20]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"type": "genr"}, "did you mean `genre`"),
        ({"type": "genre", "exlude": ["x"]}, "did you mean `exclude`"),
        ({"type": "custom"}, "says nothing of what is in"),
    ],
)
def test_mistakes_are_named(written, words):
    assert any(words in message for _, message in read_dynamic("X", written, ItemType.MOVIE).mistakes)


def test_a_type_for_shows_makes_nothing_of_films():
    found = read_dynamic("X", {"type": "network"}, ItemType.MOVIE)
    assert (found.entry, found.mistakes) == (None, [])


def film(number: int, *directors: str, **more: Any) -> MediaItem:
    people = tuple(Person(name=name, job="director") for name in directors)
    return MediaItem(title=f"Film {number}", key=str(number), people=people, **more)


def test_keys_are_counted_from_any_listing():
    films = [film(1, year=1995, genres=("Drama", "Crime")), film(2, year=2001, genres=("Drama",)), film(3)]
    assert keys_of(films, "genre") == {"Crime": "Crime", "Drama": "Drama"}
    assert list(keys_of(films, "year")) == ["2001", "1995"]
    assert keys_of(films, "decade") == {"2000": "2000s", "1990": "1990s"}


def test_people_are_those_in_most_titles():
    films = [film(1, "Mann", "X"), film(2, "Mann"), film(3, "Mann", "Y", "Z"), film(4, "X")]
    assert list(people_of(films, "director", depth=2, minimum=2, limit=5)) == ["Mann", "X"]
    assert list(people_of(films, "director", depth=2, minimum=1, limit=1)) == ["Mann"]


@pytest.mark.parametrize(
    ("written", "key", "words"),
    [
        ({"type": "actor", "data": {"depth": "abc"}}, "data", "whole number"),
        ({"type": "actor", "data": [1]}, "data", "depth, minimum and limit"),
        ({"type": "actor", "data": {"deep": 1}}, "data", "`deep` is none of"),
        ({"type": "number", "template": "t", "data": {"starting": "foo"}}, "data", "whole number"),
        ({"type": "number", "template": "t", "data": {"starting": 1, "increment": 0}}, "data", "at least 1"),
        ({"type": "number", "template": "t", "data": {"starting": 1, "ending": 10**7}}, "data", "1000 at most"),
        ({"type": "number", "template": "t"}, "data", "starting and ending"),
        ({"type": "custom", "template": "t", "data": ["a"]}, "data", "keys and names"),
        ({"type": "genre", "addons": ["a"]}, "addons", "mapping"),
        ({"type": "genre", "title_override": "x"}, "title_override", "mapping"),
        ({"type": "genre", "sync": "maybe"}, "sync", "true or false"),
        ({"type": "genre", "exclude": {"a": 1}}, "exclude", "list of texts"),
    ],
)
def test_values_that_nothing_can_be_made_of_are_named_with_their_key(written, key, words):
    mistakes = read_dynamic("X", written, ItemType.MOVIE).mistakes
    assert [(at, words in message) for at, message in mistakes] == [(key, True)]


def test_people_are_counted_as_data_says_in_old_spellings_too():
    assert read_dynamic("X", {"type": "actor"}, ItemType.MOVIE).entry.people == (3, 3, 25)
    written = {"type": "actor", "data": {"actor_depth": 5, "minimum": "2", "number_of_actors": 10}}
    assert read_dynamic("X", written, ItemType.MOVIE).entry.people == (5, 2, 10)


def test_old_names_of_overrides_are_understood():
    found = made({"type": "genre", "template": "g", "post_format_override": {"Drama": "Tears"}}, ("Drama",))
    assert [one.title for one in found] == ["Tears"]


def test_variables_of_the_file_replace_and_adjust():
    written = {"type": "genre", "template": "g", "exclude": ["Music"], "addons": {"Scary": ["Horror"]}}
    variables = {
        "append_exclude": ["Action"], "remove_exclude": "Music", "append_addons": {"Scary": ["Thriller"], "Sad": ["Drama"]},
        "title_format": "<<key_name>>!",
    }  # fmt: skip
    found = read_dynamic("Genres", written, ItemType.MOVIE, variables)
    titles = [one.title for one in definitions(found.entry, {key: key for key in GENRES}, ItemType.MOVIE)]
    assert titles == ["Comedy!", "Melodrama!", "Music!", "Scary!", "Sad!"]
    assert found.entry.written["addons"] == {"Scary": ["Horror", "Thriller"], "Sad": ["Drama"]}


def test_variables_of_the_file_take_away():
    written = {"type": "custom", "template": "t", "data": {"a": "A", "b": "B"}, "addons": {"X": ["a", "b"]}}
    found = read_dynamic("C", written, ItemType.MOVIE, {"remove_data": ["a"], "remove_addons": {"X": ["b"]}})
    assert (found.entry.written["data"], found.entry.written["addons"]) == ({"b": "B"}, {"X": ["a"]})


class Nights(DynamicKeys[Any]):
    """A type of somebody's plugin."""

    name = "film_nights"
    types = frozenset({ItemType.MOVIE})
    title_format = "Night: <<key_name>>"

    @classmethod
    def check_data(cls, data: Any) -> None:
        if not isinstance(data, int):
            raise ValueError("must be a number")  # noqa: TRY004 - what is written, not a mistake of ours

    @classmethod
    def definition(cls, value: Any, data: Any) -> Any:
        return {"film_night": value, "minimum_items": data}

    def keys(self, data: Any, context: Any) -> Any:
        raise NotImplementedError


def of_nights(written: dict[str, Any], library: ItemType = ItemType.MOVIE) -> Any:
    return read_dynamic("Nights", {"type": "film_nights", **written}, library, makers={"film_nights": Nights})


def test_a_plugins_type_has_its_own_titles_and_definitions_and_what_is_written_wins():
    entry = of_nights({"data": 2, "addons": {"heist": ["bank"]}}).entry
    [one] = definitions(entry, {"heist": "Heists", "bank": "Banks"}, ItemType.MOVIE)
    assert (one.title, one.written["film_night"], one.written["minimum_items"]) == (
        "Night: Heists",
        ["heist", "bank"],
        2,
    )
    [one] = definitions(of_nights({"data": 2, "minimum_items": 5}).entry, {"heist": "Heists"}, ItemType.MOVIE)
    assert one.written["minimum_items"] == 5


def test_a_plugin_says_what_is_wrong_with_its_data_and_is_passed_over_in_other_libraries():
    assert of_nights({}).mistakes == [("data", "must be a number")]
    shows = of_nights({"data": 2}, ItemType.SHOW)
    assert (shows.entry, shows.mistakes) == (None, [])


def test_a_type_whose_plugin_is_not_there_is_no_mistake_and_comes_with_the_way_out():
    found = read_dynamic("X", {"type": "trakt_user_lists", "data": "me"}, ItemType.MOVIE)
    assert (found.entry, found.mistakes) == (None, [])
    assert "posteract-trakt" in found.missing


def test_languages_and_countries_are_counted_by_code_and_named():
    items = [
        MediaItem(title="Heat", year=1995, original_language="en"),
        MediaItem(
            title="Ran", year=1985, facts=FrozenMap({"original_language": "ja", "origin_countries": ("JP", "FR")})
        ),
        MediaItem(title="?", year=None, facts=FrozenMap({"original_language": "qq"})),
    ]
    assert keys_of(items, "original_language") == {"en": "English", "ja": "Japanese", "qq": "qq"}
    assert list(keys_of(items, "origin_country").items()) == [("FR", "France"), ("JP", "Japan")]
    [one] = made({"type": "original_language"}, {"ja": "Japanese"}, name="Languages")
    assert (one.title, one.written["filters"]) == ("Japanese movies", {"original_language": ["ja"]})


def test_years_of_episodes_are_those_in_which_they_were_aired():
    episodes = [
        MediaItem(title="?", year=None, type=ItemType.EPISODE, released=date(2017, 12, 1)),
        MediaItem(title="?", year=2019, type=ItemType.EPISODE),
    ]
    assert list(keys_of(episodes, "episode_year")) == ["2019", "2017"]
    [one] = made({"type": "episode_year"}, {"2017": "2017"}, ItemType.SHOW)
    assert (one.title, one.written["builder_level"]) == ("Best Episodes of 2017", "episode")
