"""Whatever is written: problems, never an exception of another kind."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from posteract_core.config.fix import fix_text
from posteract_core.errors import ConfigError
from ruamel.yaml import YAML

_VOCABULARY = """
plugins tmdb token langauge folder roots poster_preferences languages min_width libraries Movies artwork
poster style overlays rules when server exclude labels schedule nightly cron every run retry first limits
redraw storage database log rotation enabled plugin path type ${X} ${X:-1} ${ $${ ** a.b '' null 7d 25% en
auto 1917 ünï <<
"""
WORDS = st.sampled_from(_VOCABULARY.split())
SCALARS = st.one_of(
    WORDS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.dates().map(str),
    st.binary(max_size=3),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=5)),
    max_leaves=25,
)
ROOTS = st.dictionaries(WORDS, TREES, max_size=6)
PIECES = st.lists(
    st.sampled_from(
        [
            *"abc:-[]{}&*!|>'\"%@`#,? \n\t",
            "\n  ",
            ": ",
            "- ",
            "plugins:",
            "run: ",
            "&a ",
            "*a",
            "<<: ",
            "!!int ",
            "---\n",
        ]
    ),
    max_size=40,
).map("".join)
UNHURRIED = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def dumped(data):
    from io import StringIO

    yaml = YAML(typ="safe", pure=True)
    stream = StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def examined(look, text):
    try:
        found = look(text, POSTERACT__RUN__NETWORK="2")
    except ConfigError as error:
        problems, config = error.problems, None
        assert problems
    else:
        problems, config = found.problems, found.config
        assert (config is None) <= bool(problems)
    for problem in problems:
        assert problem.message
        assert "\n" not in str(problem)
        assert "pydantic" not in str(problem)
        assert "Input should" not in str(problem)
    return problems


@UNHURRIED
@given(data=ROOTS)
def test_any_data_gives_problems_or_a_configuration(look, data):
    examined(look, dumped(data))


@UNHURRIED
@given(text=st.one_of(PIECES, st.text(max_size=60)))
def test_any_text_gives_problems_or_a_configuration(look, text):
    examined(look, text)


@UNHURRIED
@given(
    value=TREES,
    place=st.sampled_from(["plugins", "libraries", "run", "poster_preferences", "storage", "overlays", "schedule"]),
)
def test_any_value_of_a_section_gives_problems_or_a_configuration(look, value, place):
    examined(look, dumped({place: value}))


@settings(UNHURRIED, max_examples=25)
@given(data=ROOTS)
def test_fixing_ends_in_a_file_that_can_be_read_and_has_nothing_left_to_fix(look, make_registry, tmp_path, data):
    text = dumped(data)
    try:
        fixed = fix_text(text, tmp_path / "config.yaml", make_registry, environ={})
    except ConfigError:
        return

    if not fixed.done:
        assert fixed.text == text
    told = {(each.line, each.path, each.message) for each in look(fixed.text).problems}
    assert all((each.line, each.path, each.message) not in told for each in fixed.done)
    assert fix_text(fixed.text, tmp_path / "config.yaml", make_registry, environ={}).done == ()


@pytest.mark.parametrize("size", [10, 1000])
def test_deep_and_wide_data_ends_soon(look, size):
    examined(look, "plugins: " + "{a: " * size + "}" * size)
    examined(look, "x: [" + "[]," * size + "]")
    examined(look, "run: ${" + "A:-${" * size)
