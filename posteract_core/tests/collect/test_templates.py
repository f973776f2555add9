"""Templates of the dialect: precedence, defaults, conditionals, what is optional, and their traps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from posteract_core.collect.dialect.templates import Called, Template, expand


def done(
    definition: dict[str, Any], templates: dict[str, Any], *, config: dict[str, Any] | None = None,
    external: dict[str, Any] | None = None, mapping: str = "Thing", kind: str = "movie",
) -> dict[str, Any]:  # fmt: skip
    found = expand(
        definition,
        {name: Template(body=body, external=external or {}) for name, body in templates.items()},
        Called(
            mapping=mapping, library_type=kind, library_name="Movies", config=config or {}, today=date(2026, 11, 26)
        ),
    )
    assert found.mistakes == []
    return found.attributes


def one(body: dict[str, Any], call: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return done({"template": {"name": "a", **(call or {})}}, {"a": body}, **more)


def test_of_several_templates_the_first_wins_and_the_definition_over_both():
    templates = {"a": {"sync_mode": "sync", "limit": 5}, "b": {"sync_mode": "append", "minimum_items": 2}}
    calls = [{"name": "a"}, {"name": "b"}]
    assert done({"template": calls}, templates) == {"sync_mode": "sync", "limit": 5, "minimum_items": 2}
    assert done({"sync_mode": "append", "template": {"name": "a"}}, templates) == {"sync_mode": "append", "limit": 5}
    assert done({"Sync_Mode": "append", "template": {"name": "a"}}, templates) == {"Sync_Mode": "append", "limit": 5}


def test_variables_of_the_configuration_beat_the_call_the_file_and_the_definition():
    definition = {"template": {"name": "a", "n": 1}, "variables": {"n": 3}}
    templates = {"a": {"limit": "<<n>>"}}
    assert done(definition, templates, external={"n": 2}, config={"n": 4}) == {"limit": 4}
    assert done(definition, templates, external={"n": 2}) == {"limit": 1}
    definition = {"template": {"name": "a"}, "variables": {"n": 3}}
    assert done(definition, templates, external={"n": 2}) == {"limit": 2}
    assert done(definition, templates) == {"limit": 3}


def test_a_variable_without_a_value_is_optional_and_its_default_does_not_count():
    assert one({"default": {"n": 9}, "limit": "<<n>>", "summary": "s"}, {"n": None}) == {"summary": "s"}


def test_words_move_to_the_end_of_sort_titles():
    assert one({"sort_title": "+1_<<collection_sort>>", "move_prefix": "The"}, mapping="The Thing") == {
        "sort_title": "+1_Thing, The"
    }


def test_defaults_chain_and_yield():
    body = {"default": {"p": 1, "q": "<<p>>", "r": "<<q>>-r"}, "limit": "<<r>>"}
    assert one(body) == {"limit": "1-r"}
    assert one({**body, "limit": "<<q>>"}, {"p": 3}) == {"limit": 3}
    assert one({"optional": ["z"], "default": {"z": 4}, "limit": "<<z>>"}) == {"limit": 4}
    assert one({"default": {"file_<<key>>": "x"}, "summary": "<<file_a>>"}, {"key": "a"}) == {"summary": "x"}


@pytest.mark.parametrize(
    ("tests", "call", "default", "holds"),
    [
        ({"f": True}, {"f": True}, {}, True),
        ({"f": True}, {"f": "true"}, {}, False),
        ({"f": [1, 2]}, {"f": "1"}, {}, False),
        ({"f": [1, 2]}, {"f": 1}, {}, True),
        ({"m.not": "q"}, {}, {}, True),
        ({"m.not": "q"}, {}, {"m": "q"}, True),
        ({"m.notdefault": "q"}, {}, {"m": "q"}, False),
        ({"m.exists": True}, {}, {"m": "q"}, False),
        ({"m.exists": True}, {"m": "q"}, {}, True),
        ({"m.exists": False}, {}, {}, True),
        ({"library_type": "movie"}, {}, {}, True),
        ({"m": "q"}, {}, {"m": "q"}, True),
    ],
)
def test_conditions_hold_as_kometa_has_it(tests, call, default, holds):
    body = {
        "default": default,
        "conditionals": {"v": {"default": "no", "conditions": [{**tests, "value": "yes"}]}},
        "summary": "<<v>>",
    }
    assert one(body, call) == {"summary": "yes" if holds else "no"}


def test_where_no_condition_holds_the_variable_is_optional_and_later_ones_see_earlier_ones():
    body = {
        "conditionals": {
            "v": {"conditions": {"f": 1, "value": "x"}},
            "w": {"conditions": [{"v.exists": True, "value": "seen"}], "default": "unseen"},
        },
        "summary": "<<w>>",
        "label": "<<v>>",
    }
    assert one(body) == {"summary": "unseen"}
    assert one(body, {"f": 1}) == {"summary": "seen", "label": "x"}
    assert one(body, {"v": "mine"}) == {"summary": "seen", "label": "mine"}


def test_what_needs_something_optional_is_dropped_at_its_place():
    body = {
        "optional": ["z"],
        "plex_search": {"any": {"genre": ["Drama", "<<z>>"], "label": "<<z>>"}},
        "summary": "t <<z>>",
    }
    assert one(body) == {"plex_search": {"any": {"genre": ["Drama"]}}}
    assert one({"optional": ["z"], "limit": "<<z>>"}) == {}
    assert one({"summary": "Hi <<nope>>"}) == {"summary": "Hi <<nope>>"}


def test_whole_placeholders_keep_their_type_and_sums_are_texts():
    assert one({"genre": "<<g>>"}, {"g": ["Drama", "Crime"]}) == {"genre": ["Drama", "Crime"]}
    assert one({"limit": "<<size+5>>"}, {"size": 50}) == {"limit": "55"}
    assert one({"limit": "<<size-5>>"}, {"size": 50}) == {"limit": "45"}
    assert one({"default": {"size": 50}, "limit": "<<size+5>>"}) == {"limit": "<<size+5>>"}
    assert one({"<<attr>>": 3}, {"attr": "limit"}) == {"limit": 3}
    assert one({"summary": "<<file_<<key>>>>"}, {"key": "a", "file_a": "x"}) == {"summary": "x"}
    assert one({"url_poster": "https://x.example/<<n_encoded>>.jpg"}, {"n": "A & B"}) == {
        "url_poster": "https://x.example/A%20%26%20B.jpg"
    }


def test_formats_count_in_their_own_attribute_only():
    body = {"default": {"name_format": "Best <<key_name>>"}, "name": "<<name_format>>", "summary": "<<name_format>>"}
    assert one(body, {"key_name": "Drama"}) == {"name": "Best Drama", "summary": "<<name_format>>"}


def test_a_template_that_is_not_there_is_named_with_the_nearest():
    found = expand(
        {"template": {"name": "moveis"}},
        {"movies": Template(body={})},
        Called(mapping="x", library_type="movie", library_name="Movies", today=date(2026, 11, 26)),
    )
    assert found.mistakes == ["there is no template `moveis`; did you mean `movies`?"]
