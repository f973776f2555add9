"""Reading the file: YAML with the place of everything, and clear words for what is no YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from posteract_core.config.document import dotted, read_document, shown_key
from posteract_core.config.files import decode, read_text
from posteract_core.config.reading import read_config, read_config_text
from posteract_core.config.search import find_config
from posteract_core.errors import ConfigError


def place(document, *path):
    return (document.keys[path].line, document.keys[path].column)


def test_every_key_and_value_has_its_place_in_block_and_flow_style():
    document = read_document('a:\n  b: {c: [1, "two"]}\n  "d e": x\n', "config.yaml")

    assert document.data == {"a": {"b": {"c": [1, "two"]}, "d e": "x"}}
    assert place(document, "a", "b", "c") == (2, 7)
    assert place(document, "a", "d e") == (3, 3)
    value = document.values["a", "b", "c", 1]
    assert (value.line, value.column) == (2, 14)
    assert document.text[value.start : value.end] == '"two"'


def test_what_comes_by_an_alias_has_the_place_of_its_anchor():
    document = read_document("x: &x {k: 1}\ny: *x\nz:\n  <<: *x\n  m: 2\n", "config.yaml")

    assert document.data == {"x": {"k": 1}, "y": {"k": 1}, "z": {"m": 2, "k": 1}}
    assert place(document, "y", "k") == (1, 8)
    assert place(document, "z", "k") == (1, 8)


def test_own_keys_win_over_merged_ones_and_nearer_merges_over_farther():
    text = "a: &a {k: 1, l: 1, m: 1}\nb: &b {<<: *a, l: 2}\nc:\n  <<: [*b, {m: 9, n: 9}]\n  k: 3\n"

    assert read_document(text, "f").data["c"] == {"k": 3, "l": 2, "m": 1, "n": 9}


def test_values_are_yaml_1_2_and_keys_and_dates_are_texts():
    text = "a: yes\nb: 0o17\nc: 017\nd: 1e3\ne: ~\nf: true\n1917: 2024-01-31\ng: 1_000\nh: .inf\nnull: off\n"

    assert read_document(text, "f").data == {
        "a": "yes",
        "b": 15,
        "c": 17,
        "d": 1000.0,
        "e": None,
        "f": True,
        "1917": "2024-01-31",
        "g": 1000,
        "h": float("inf"),
        "null": "off",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a:\n\tb: 1\n", "f:2:1  a tab cannot be used for indentation"),
        ("a: b: c\n", "f:1:5  a `:` does not fit here"),
        ("a: 1\n b: 2\n", "f:2:3  a `:` does not fit here"),
        ("a: [1, 2\nb: 3\n", "f:1:4  a list that was opened with `[` is not closed, or lacks a comma"),
        ("a: {b: 1\n", "f:1:4  a mapping that was opened with `{` is not closed, or lacks a comma"),
        ("a: {\n", "f:2:1  the file ends too early; is a `{` or `[` not closed?"),
        ("a: 'b\n", "f:1:4  a quoted text is not closed"),
        ('a: "\\q"\n', "f:1:6  an unknown escape in a double-quoted text"),
        ("a: *secretname\n", "f:1:4  an alias (`*name`) that no anchor (`&name`) defines"),
        ("a: @b\n", "f:1:4  a value cannot begin with this character"),
        ("- a\nb: 1\n", "f:2:1  the indentation does not fit the lines above"),
        ("  a: 1\nb: 2\n", "f:2:1  the indentation does not fit the lines above"),
        ("a: 1\n---\nb: 2\n", "f:2:1  a second document (`---`) starts here; one file holds one configuration"),
        ("a: }\n", "f:1:4  a value is missing here"),
        ("a: | x\n", "f:1:6  the text of `|` or `>` begins on the next line"),
        ("%YAML 3.0\n---\na: 1\n", "f:1:1  a `%YAML` version that is not understood"),
        ("a: 1\nb: \x07\n", "f:2:4  holds a control character, which YAML does not allow"),
        ("[" * 3000, "f  is nested too deeply to be a configuration"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_place_in_plain_words(text, problem):
    with pytest.raises(ConfigError) as raised:
        read_document(text, "f")

    assert str(raised.value) == problem


def test_keys_that_stand_twice_are_all_told_with_the_first_line():
    problems = read_document("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n", "f").problems

    assert [str(problem) for problem in problems] == [
        "f:2:11  b.c  stands twice; the first is in line 2",
        "f:3:1  a  stands twice; the first is in line 1",
        "f:4:1  a  stands twice; the first is in line 1",
    ]


def test_tags_and_keys_that_are_no_text_are_mistakes():
    problems = read_document("a: !secret x\n? [1, 2]\n: 3\n<<: 5\n", "f").problems

    assert [str(problem) for problem in problems] == [
        "f:1:4  a  a YAML tag (`!name`) is not understood here",
        "f:2:3  a key must be a single text",
        "f:4:5  `<<` takes a mapping, or a list of mappings",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]\n",
        "a: &a {b: *a}\n",
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{n}: &{n} [{', '.join(['*' + p] * 9)}]\n" for p, n in zip("abcdefg", "bcdefgh", strict=True)),
    ],
)
def test_aliases_that_repeat_themselves_are_an_error(text):
    with pytest.raises(ConfigError, match="does an alias"):
        read_document(text, "f")


def test_a_mapping_merged_into_itself_is_read_once():
    assert read_document("a: &a {<<: *a, b: 1}\n", "f").data == {"a": {"b": 1}}


def test_a_file_that_is_not_utf8_is_told_with_the_place():
    with pytest.raises(ConfigError) as raised:
        decode("a: 1\nname: Amélie\n".encode("latin-1"), "config.yaml")
    assert str(raised.value) == "config.yaml:2:9  is not UTF-8 text from here on"

    with pytest.raises(ConfigError, match="is UTF-16"):
        decode("a: 1".encode("utf-16"), "config.yaml")


def test_a_byte_order_mark_does_not_matter():
    assert decode(b"\xef\xbb\xbfa: 1\n", "f") == "a: 1\n"


def test_a_missing_file_a_folder_and_a_huge_file_are_told(tmp_path):
    with pytest.raises(ConfigError, match="does not exist"):
        read_text(tmp_path / "config.yaml")
    with pytest.raises(ConfigError, match="is a folder"):
        read_text(tmp_path)
    (tmp_path / "big").write_bytes(b"#" * 5_000_000)
    with pytest.raises(ConfigError, match="more than 4 MiB"):
        read_text(tmp_path / "big")


def test_a_file_without_read_rights_is_told(tmp_path, monkeypatch):
    path = tmp_path / "config.yaml"
    path.write_text("plugins: {}\n", "utf-8")

    def refuse(self, *_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ConfigError, match="permission denied"):
        read_text(path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("# nothing\n", "is empty"),
        ("- a\n", r"config.yaml:1:1 .*must be a mapping"),
        ("plugins\n", r"config.yaml:1:1 .*must be a mapping"),
    ],
)
def test_an_empty_file_and_one_that_is_no_mapping_are_told(tmp_path, text, problem):
    with pytest.raises(ConfigError, match=problem):
        read_config_text(text, path=tmp_path / "config.yaml", environ={})


def test_the_file_is_looked_for_in_four_places(tmp_path, monkeypatch):
    here, home, named = tmp_path / "here", tmp_path / "home" / "posteract", tmp_path / "named.yaml"
    for folder in (here, home):
        folder.mkdir(parents=True)
        (folder / "config.yaml").write_text("plugins: {}\n", "utf-8")
    named.write_text("plugins: {}\n", "utf-8")
    monkeypatch.chdir(here)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: home)

    monkeypatch.setenv("POSTERACT_CONFIG", str(named))
    assert find_config(home) == home / "config.yaml"
    assert find_config() == named
    monkeypatch.delenv("POSTERACT_CONFIG")
    assert find_config() == Path("config.yaml")
    (here / "config.yaml").unlink()
    assert find_config() == home / "config.yaml"
    (home / "config.yaml").unlink()
    assert find_config() is None


def test_a_named_file_that_is_missing_is_a_mistake(tmp_path, monkeypatch):
    with pytest.raises(ConfigError, match=r"does not exist \(named by --config\)"):
        find_config(tmp_path / "none.yaml")
    monkeypatch.setenv("POSTERACT_CONFIG", str(tmp_path / "none.yaml"))
    with pytest.raises(ConfigError, match=r"does not exist \(named by POSTERACT_CONFIG\)"):
        find_config()


def test_relative_paths_are_taken_from_the_files_folder(tmp_path, look):
    storage = look("storage: {cache: c, assets: ../a, database: 'sqlite:///x/l.db'}\n").config.storage

    assert storage.cache == tmp_path / "c"
    assert storage.assets == tmp_path.parent / "a"
    assert storage.sqlite_path == tmp_path / "x" / "l.db"
    assert storage.manual_assets == tmp_path / "manual"


def test_without_a_file_the_environment_alone_counts(tmp_path):
    reading = read_config(None, environ={"POSTERACT__RUN__NETWORK": "3"}, folder=tmp_path)

    assert reading.data == {"run": {"network": 3}}


def test_paths_are_written_as_people_read_them_and_tokens_in_them_are_hidden():
    assert dotted(("libraries", "TV Shows", "rules", 0)) == "libraries.TV Shows.rules[0]"
    assert shown_key("0123456789abcdef0123456789abcdef") == "****"
    assert shown_key("mass_audience_rating_update") == "mass_audience_rating_update"
