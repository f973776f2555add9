"""Enabling and disabling plugins in the user's own file."""

from __future__ import annotations

import difflib
import stat

import pytest
from posteract_core.config.edit import set_plugin_enabled
from posteract_core.errors import ConfigError
from ruamel.yaml import YAML


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line[0] + line[2:] for line in lines if line[0] in "+-"]


def plugins_of(path):
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))["plugins"]


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        (
            "plugins:\n  trakt:   {enabled: true, a: 1}   # films\n",
            ["-  trakt:   {enabled: true, a: 1}   # films", "+  trakt:   {enabled: false, a: 1}   # films"],
        ),
        (
            'plugins:\n  trakt: {client_id: "x"}  # c\n',
            ['-  trakt: {client_id: "x"}  # c', '+  trakt: {enabled: false, client_id: "x"}  # c'],
        ),
        ("plugins:\n  trakt:  # mine\n    client_id: 'x'  # id\n", ["+    enabled: false"]),
        (
            "plugins:\n  trakt:\n    client_id: 'x'\n    enabled: true   # why\n",
            ["-    enabled: true   # why", "+    enabled: false   # why"],
        ),
        (
            "plugins:\n  trakt: # nothing yet\n  imdb: {}\n",
            ["-  trakt: # nothing yet", "+  trakt: {enabled: false} # nothing yet"],
        ),
        ("plugins:\n  trakt: {}\n", ["-  trakt: {}", "+  trakt: {enabled: false}"]),
        ("plugins:\n  trakt: ~\n", ["-  trakt: ~", "+  trakt: {enabled: false}"]),
        (
            "plugins:\n  imdb: {}   # keep\n  plex:\n    url: http://a\n    # tail\n\nlibraries: {}\n",
            ["+  trakt: {enabled: false}"],
        ),
        ("plugins:   # all of them\nlibraries: {}\n", ["+  trakt: {enabled: false}"]),
        ("plugins: {}\nlibraries: {}\n", ["-plugins: {}", "+plugins: {trakt: {enabled: false}}"]),
        ("plugins: {imdb: {}}\n", ["-plugins: {imdb: {}}", "+plugins: {trakt: {enabled: false}, imdb: {}}"]),
        ("plugins: {trakt, imdb}\n", ["-plugins: {trakt, imdb}", "+plugins: {trakt: {enabled: false}, imdb}"]),
        ("libraries: {}", ["+plugins:", "+  trakt: {enabled: false}"]),
        ("# only a comment\n", ["+plugins:", "+  trakt: {enabled: false}"]),
        ("", ["+plugins:", "+  trakt: {enabled: false}"]),
        (
            'plugins:\n  trakt: {enabled: "${T:-true}"}\n',
            ['-  trakt: {enabled: "${T:-true}"}', "+  trakt: {enabled: false}"],
        ),
        ("plugins:\n  trakt:\n    enabled:\n    a: 1\n", ["-    enabled:", "+    enabled: false"]),
        ("x: &x {a: 1}\nplugins:\n  trakt: *x\n  other: *x\n", ["-  trakt: *x", "+  trakt: {<<: *x, enabled: false}"]),
        ("plugins:\n  radarr:\n    note: |\n      two\n      lines\n\n\nstyles: {}\n", ["+  trakt: {enabled: false}"]),
    ],
)
def test_only_the_lines_concerned_change(tmp_path, before, changes):
    path = tmp_path / "config.yaml"
    path.write_text(before, "utf-8")

    set_plugin_enabled(path, "trakt", False)

    assert changed_lines(before, path.read_text("utf-8")) == changes
    assert plugins_of(path)["trakt"]["enabled"] is False


def test_enabling_after_disabling_gives_the_file_back(tmp_path):
    path = tmp_path / "config.yaml"
    before = "plugins:\n  trakt: {enabled: true}  # films\n"
    path.write_text(before, "utf-8")

    set_plugin_enabled(path, "trakt", False)
    set_plugin_enabled(path, "trakt", True)

    assert path.read_text("utf-8") == before


def test_windows_line_ends_and_a_byte_order_mark_are_kept(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xef\xbb\xbfplugins:\r\n  imdb:\r\n    a: 1\r\n")

    set_plugin_enabled(path, "trakt", True)
    set_plugin_enabled(path, "imdb", False)

    assert path.read_bytes() == (
        b"\xef\xbb\xbfplugins:\r\n  imdb:\r\n    enabled: false\r\n    a: 1\r\n  trakt: {enabled: true}\r\n"
    )


def test_rights_are_kept_and_a_symbolic_link_is_followed(tmp_path):
    real = tmp_path / "real.yaml"
    real.write_text("plugins: {}\n", "utf-8")
    real.chmod(0o640)
    link = tmp_path / "config.yaml"
    link.symlink_to(real)

    set_plugin_enabled(link, "trakt", False)

    assert link.is_symlink()
    assert plugins_of(real) == {"trakt": {"enabled": False}}
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["config.yaml", "real.yaml"]


def test_a_file_that_is_a_mount_point_is_written_in_place(tmp_path, monkeypatch):
    path = tmp_path / "config.yaml"
    path.write_text("plugins: {}\n", "utf-8")

    def busy(self, target):
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr("pathlib.Path.replace", busy)
    set_plugin_enabled(path, "trakt", False)

    assert plugins_of(path) == {"trakt": {"enabled": False}}
    assert [entry.name for entry in tmp_path.iterdir()] == ["config.yaml"]


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("plugins:\n  trakt: &t\n    a: 1\n  other: *t\n", "without touching other settings"),
        ("plugins: [trakt]\n", "must be a mapping"),
        ("plugins:\n  trakt: on\n", "must be a mapping"),
        ("- a\n", "must be a mapping"),
        ("plugins: {\n", "not closed"),
    ],
)
def test_what_cannot_be_changed_safely_is_left_alone(tmp_path, before, message):
    path = tmp_path / "config.yaml"
    path.write_text(before, "utf-8")

    with pytest.raises(ConfigError, match=message):
        set_plugin_enabled(path, "trakt", False)

    assert path.read_text("utf-8") == before


def test_a_missing_file_is_a_clear_error(tmp_path):
    with pytest.raises(ConfigError, match="does not exist"):
        set_plugin_enabled(tmp_path / "config.yaml", "trakt", False)
