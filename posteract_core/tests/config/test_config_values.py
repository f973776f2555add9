"""References, the environment, and what values mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from posteract_core.config import default_config, load_config
from posteract_core.config.environment import override
from posteract_core.config.interpolate import interpolate
from posteract_core.config.languages import MEANT
from posteract_core.config.names import nearest
from posteract_core.config.values import Duration, Limit, parse_duration
from posteract_core.errors import ConfigError, UsageError


def resolved(text, folder=Path("/nowhere"), **environ):
    return interpolate({"key": text}, environ=environ, folder=folder)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${A}", "one"),
        ("http://${A}:${B}/", "http://one:two/"),
        ("${C:-three}", "three"),
        ("${EMPTY:-three}", "three"),
        ("${C:-}", ""),
        ("${C:-${B}}", "two"),
        ("${C:-${D:-x}-${A}}", "x-one"),
        ("${C:-a:-b}", "a:-b"),
        ("$${A}", "${A}"),
        ("$$${A}", "$${A}"),
        ("5$ $A {A}", "5$ $A {A}"),
    ],
)
def test_references_are_followed(text, value):
    assert resolved(text, A="one", B="two", EMPTY="").data == {"key": value}


def test_a_mounted_secret_is_read_without_its_line_end(tmp_path):
    (tmp_path / "secret").write_bytes(b"abc \r\n")

    assert resolved("${file:secret}", tmp_path).data == {"key": "abc "}
    assert resolved(f"${{file:{tmp_path}/secret}}").data == {"key": "abc "}
    assert resolved("${file:none:-x}", tmp_path).data == {"key": "x"}


@pytest.mark.parametrize(
    ("name", "content", "missing"),
    [
        ("none", None, "the file none cannot be read: No such file or directory"),
        ("empty", b"\n", "the file empty is empty"),
        ("latin", b"\xe9", "the file latin is not UTF-8 text"),
        ("large", b"x" * 70_000, "the file large is too large for a secret"),
    ],
)
def test_a_secret_that_cannot_be_read_is_missing_with_the_reason(tmp_path, name, content, missing):
    if content is not None:
        (tmp_path / name).write_bytes(content)

    found = resolved(f"${{file:{name}}}", tmp_path)

    assert found.data == {}
    assert found.references["key",].missing == missing


@pytest.mark.parametrize(
    "text", ["${", "${A", "${}", "${1}", "${a b}", "${file:}", "${a.b}", "${é}", "${A:-" * 30 + "}" * 30]
)
def test_references_that_are_written_wrong_are_told(text):
    assert resolved(text).broken


def test_an_unset_variable_is_a_mistake_where_an_enabled_installed_plugin_has_it(mistakes):
    text = "plugins:\n  tmdb: {token: '${TMDB_TOKEN}', url: 'http://${HOST}/'}\n"

    assert mistakes(text) == [
        "2:17 plugins.tmdb.token the variable TMDB_TOKEN is not set",
        "2:39 plugins.tmdb.url the variable HOST is not set",
    ]
    assert mistakes(text, TMDB_TOKEN="x", HOST="h") == []
    assert mistakes(text, TMDB_TOKEN="", HOST="h") == ["2:17 plugins.tmdb.token the variable TMDB_TOKEN is not set"]


def test_an_unset_variable_elsewhere_is_nothing(mistakes, warnings, look):
    text = """\
plugins:
  tmdb: {enabled: false, token: "${TMDB_TOKEN}"}
  plex: {token: "${PLEX_TOKEN}"}
storage: {database: "${DATABASE}"}
poster_preferences: {languages: ["${LANGUAGE}", de, xyz]}
"""
    assert [line for line in mistakes(text) if "xyz" not in line] == [
        "5:53 poster_preferences.languages[2] must be textless, original, any, or a two-letter language code (ISO 639-1)"
    ]
    assert "4:21 storage.database the variable DATABASE is not set, so this is left out" in warnings(text)
    assert "5:34 poster_preferences.languages[0] the variable LANGUAGE is not set, so this is left out" in warnings(
        text
    )
    fine = look(text.replace(", xyz", ""))
    assert fine.config.poster_preferences.languages == ("de",)
    assert fine.config.storage.sqlite_path.name == "posteract.db"


def test_enabled_may_come_from_a_variable(look):
    text = "plugins: {tmdb: {enabled: '${WITH_TMDB:-no}', token: x}}\n"

    assert look(text).registry.names == ("folder",)
    assert look(text, WITH_TMDB="yes").registry.names == ("tmdb", "folder")


def test_the_environment_wins_over_the_file(look):
    found = look(
        "plugins:\n  tmdb: {token: old}\nrun: {network: 3}\nlibraries: {Movies: {}}\n",
        POSTERACT__PLUGINS__TMDB__TOKEN="new",
        POSTERACT__RUN__LIMITS__REDRAW="50%",
        POSTERACT__POSTER_PREFERENCES__LANGUAGES="[de, en]",
        POSTERACT__LIBRARIES__MOVIES__OWNER_PICTURES="adopt",
        POSTERACT__RUN__NETWORK="${N:-7}",
        POSTERACT__RUN__UPLOADS="",
    )

    assert not found.problems
    assert found.instances[0].settings.token.get_secret_value() == "new"
    assert found.config.run.limits.redraw == Limit(share=0.5)
    assert found.config.poster_preferences.languages == ("de", "en")
    assert found.config.libraries["Movies"].owner_pictures == "adopt"
    assert found.config.run.network == 7
    assert found.config.run.uploads == 4


def test_a_token_of_digits_from_the_environment_keeps_its_zeros(look):
    found = look("plugins: {tmdb: }\n", POSTERACT__PLUGINS__TMDB__TOKEN="007")

    assert found.instances[0].settings.token.get_secret_value() == "007"


def test_mistakes_in_the_environment_name_the_variable(mistakes):
    found = mistakes(
        "run: {network: 3}\nposter_preferences: {sources: [local]}\n",
        POSTERACT__RUN__UPLOADS="many",
        POSTERACT__RUN__NETWORK__A="1",
        POSTERACT__POSTER_PREFERENCES__SOURCES__A="1",
        POSTERACT__LOG__LEVEL="[",
        POSTERACT__STORGE="{}",
        POSTERACT____X="1",
    )

    assert found == [
        "environment variable POSTERACT__LOG__LEVEL the file ends too early; is a `{` or `[` not closed?".replace(
            "  ", "  ", 1
        ).replace("  ", " "),
        "environment variable POSTERACT__POSTER_PREFERENCES__SOURCES__A poster_preferences.sources is a list; give it as a whole",
        "environment variable POSTERACT__RUN__NETWORK__A run.network is no mapping",
        "environment variable POSTERACT__RUN__UPLOADS run.uploads must be a whole number, not `many`",
        "environment variable POSTERACT__STORGE storge is not a setting; did you mean `storage`?",
        "environment variable POSTERACT____X lacks a name between two `__`",
    ]


def test_deeper_variables_go_into_what_shallower_ones_set():
    found = override({}, {"POSTERACT__RUN__RETRY__ATTEMPTS": "9", "POSTERACT__RUN": "{network: 2}", "OTHER": "x"})

    assert found.data == {"run": {"network": 2, "retry": {"attempts": 9}}}


@pytest.mark.parametrize(
    ("text", "seconds"), [("2s", 2), ("15m", 900), ("1h30m", 5400), ("7d", 604800), ("250ms", 0.25), ("1 w", None)]
)
def test_durations_mean_all_of_their_seconds(text, seconds):
    if seconds is None:
        with pytest.raises(Exception, match="must be a time"):
            parse_duration(text)
    else:
        assert parse_duration(text) == Duration(seconds)
        assert parse_duration(str(parse_duration(text))) == Duration(seconds)


def test_limits_are_shares_or_numbers():
    assert Limit(share=0.25).allows(25, 100)
    assert not Limit(share=0.25).allows(26, 100)
    assert Limit(count=3).allows(3, 3)
    assert not Limit(count=0).allows(1, 100)
    assert Limit().allows(100, 100)


def test_every_other_word_for_a_language_leads_to_one_that_is_right(mistakes):
    for meant in set(MEANT.values()):
        assert mistakes(f"poster_preferences: {{languages: [{meant}]}}\n") == []


def test_near_names_are_found_whatever_their_case_and_dashes():
    assert nearest("Title-Card", ["title_card", "poster"]).name == "title_card"
    assert nearest("langauge", ["language", "languages"]).name == "language"
    assert nearest("zzz", ["poster"]) is None
    assert not nearest("foo_a", ["foo_b", "foo_c"]).sure


def test_loading_gives_config_instances_and_places(tmp_path, make_registry):
    path = tmp_path / "config.yaml"
    path.write_text("plugins:\n  tmdb: {token: x}\nlibraries:\n  Movies: {}\n", "utf-8")

    loaded = load_config(path, environ={}, registry_factory=make_registry)

    assert loaded.config.library_settings("Movies").library == "Movies"
    assert loaded.instances[0].settings.language == "en"
    assert loaded.locate(("libraries", "Movies"))[1:] == (4, 3)
    assert loaded.locate(("libraries", "Movies", "artwork"))[1:] == (4, 3)
    with pytest.raises(UsageError, match="did you mean 'Movies'"):
        loaded.check_names("library", ["Movie"], list(loaded.config.libraries))


def test_problems_of_looks_get_their_place(tmp_path, make_registry):
    from posteract_core.errors import Problem

    path = tmp_path / "config.yaml"
    path.write_text(
        "styles:\n  my.style:\n    layers: {a b: {type: text, size: 0}}\noverlays: {x: [hdr, {type: zzz}]}\n", "utf-8"
    )
    loaded = load_config(path, environ={}, registry_factory=make_registry)
    found = [
        Problem(path="overlays.x.1.type", message="second"),
        Problem(path="styles.my.style.layers.a b.size", message="first"),
        Problem(path="styles.my.style.layers.a b.weight.deep", message="zeroth"),
    ]

    loaded.check_looks([])
    with pytest.raises(ConfigError) as raised:
        loaded.check_looks(found)

    assert [(each.line, each.column, each.message) for each in raised.value.problems] == [
        (3, 19, "zeroth"),
        (3, 38, "first"),
        (4, 28, "second"),
    ]


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch, make_registry):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POSTERACT_CONFIG", raising=False)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "none")

    loaded = load_config(environ={}, registry_factory=make_registry)

    assert loaded.path is None
    assert loaded.config == default_config()
    assert loaded.config.storage.cache == tmp_path / "cache"
    assert default_config(Path("/data")).storage.sqlite_path == Path("/data/posteract.db")
