"""`posteract plugins` as a user types it; our own installed plugins are what it shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from posteract_core.cli.main import cli
from posteract_core.cli.tables import text_table
from posteract_core.errors import ConfigError, UsageError
from typer.testing import CliRunner, Result

CONFIG = """\
# my films
plugins:
  folder:      # the NAS
    roots: {Movies: /media/movies}
  nas: {plugin: folder, enabled: false}
  layers: {enabled: false}   # no badges for now
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a configuration in an otherwise empty world."""
    for name in ("POSTERACT_CONFIG", "POSTERACT_PLUGINS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture
def posteract(config: Path) -> Callable[..., Result]:
    """Return a runner of commands in that world."""
    return lambda *arguments: CliRunner().invoke(cli, ["plugins", *arguments])


@pytest.fixture
def rows(posteract: Callable[..., Result]) -> Callable[..., dict[str, Any]]:
    """Return a reader of `plugins list --json`, by name."""

    def read() -> dict[str, Any]:
        result = posteract("list", "--json")
        assert result.exit_code == 0, result.output
        return {row["name"]: row for row in json.loads(result.stdout)}

    return read


def test_list_shows_what_is_installed_with_its_state(rows: Callable[..., dict[str, Any]]) -> None:
    shown = rows()
    assert (shown["folder"]["distribution"], shown["folder"]["kinds"]) == ("posteract-folder", ["media-server"])
    assert (shown["folder"]["status"], shown["folder"]["instances"]) == ("on", ["folder", "nas"])
    assert (shown["layers"]["status"], shown["layers"]["reason"]) == ("off", "disabled in the configuration")
    assert shown["layers"]["hooks"] == []


def test_list_is_a_table_whose_lines_fit_their_heads(posteract: Callable[..., Result]) -> None:
    head, *lines = posteract("list").stdout.splitlines()
    assert head.split() == ["name", "distribution", "version", "kinds", "status"]
    assert any(line.startswith("folder") and line[head.index("kinds") :].startswith("media-server") for line in lines)


def test_list_with_hooks_names_them(posteract: Callable[..., Result]) -> None:
    out = posteract("list", "--hooks").stdout
    assert out.splitlines()[0].endswith("hooks")
    assert "posteract_media_servers, posteract_settings" in out


def test_list_with_an_allow_list_switches_the_others_off(
    rows: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTERACT_PLUGINS", "layers")
    assert rows()["folder"]["reason"] == "not in POSTERACT_PLUGINS"


def test_list_without_plugins_shows_them_off(config: Path) -> None:
    result = CliRunner().invoke(cli, ["--no-plugins", "plugins", "list", "--json"])
    assert {(row["status"], row["reason"]) for row in json.loads(result.stdout)} == {("off", "--no-plugins")}


def test_info_shows_settings_with_what_they_are_for(posteract: Callable[..., Result]) -> None:
    data = json.loads(posteract("info", "folder", "--json").stdout)
    roots = next(setting for setting in data["settings"] if setting["name"] == "roots")
    assert roots["type"].startswith("mapping[text")
    assert roots["description"]
    assert data["hooks"] == ["posteract_media_servers", "posteract_settings"]
    out = posteract("info", "folder").stdout
    assert "provides: media-server" in out
    assert "roots" in out


def test_info_of_an_instance_is_that_of_its_plugin(posteract: Callable[..., Result]) -> None:
    assert json.loads(posteract("info", "nas", "--json").stdout)["name"] == "folder"


def test_info_of_a_plugin_that_is_off_says_that_its_settings_are_not_known(posteract: Callable[..., Result]) -> None:
    assert "settings: not known while the plugin is off" in posteract("info", "layers").stdout


def test_info_of_a_misspelt_name_offers_the_nearest(posteract: Callable[..., Result]) -> None:
    error = posteract("info", "foldr").exception
    assert isinstance(error, UsageError)
    assert "did you mean `folder`?" in str(error)


def test_disable_and_enable_change_one_word_and_keep_comments(config: Path, posteract: Callable[..., Result]) -> None:
    assert posteract("enable", "layers").exit_code == 0
    assert config.read_text(encoding="utf-8") == CONFIG.replace("layers: {enabled: false}", "layers: {enabled: true}")
    assert posteract("disable", "layers").stdout.startswith("layers is off in ")
    assert config.read_text(encoding="utf-8") == CONFIG


def test_disable_works_on_an_instance_too(config: Path, posteract: Callable[..., Result]) -> None:
    posteract("enable", "nas")
    assert "nas: {plugin: folder, enabled: true}" in config.read_text(encoding="utf-8")


def test_a_disabled_plugin_is_off_from_then_on(
    posteract: Callable[..., Result], rows: Callable[..., dict[str, Any]]
) -> None:
    assert rows()["local"]["status"] != "off"
    posteract("disable", "local")
    assert rows()["local"]["reason"] == "disabled in the configuration"


def test_whether_a_plugin_is_on_may_come_from_the_environment(
    config: Path, rows: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text(
        CONFIG.replace("layers: {enabled: false}", "layers: {enabled: '${BADGES:-no}'}"), encoding="utf-8"
    )
    assert rows()["layers"]["status"] == "off"
    monkeypatch.setenv("BADGES", "yes")
    assert rows()["layers"]["status"] == "on"
    monkeypatch.setenv("POSTERACT__PLUGINS__LAYERS__ENABLED", "false")
    assert rows()["layers"]["status"] == "off"


def test_a_wrong_setting_does_not_hinder_the_list(config: Path, rows: Callable[..., dict[str, Any]]) -> None:
    config.write_text("plugins: {folder: {rots: 1}, layers: {enabled: perhaps}}", encoding="utf-8")
    assert (rows()["folder"]["status"], rows()["layers"]["status"]) == ("on", "off")


def test_dry_run_writes_nothing(config: Path, posteract: Callable[..., Result]) -> None:
    assert posteract("disable", "folder", "--dry-run").stdout.startswith("folder would be off in ")
    assert config.read_text(encoding="utf-8") == CONFIG


def test_enabling_what_is_not_there_offers_the_nearest_and_writes_nothing(
    config: Path, posteract: Callable[..., Result]
) -> None:
    error = posteract("enable", "layer").exception
    assert isinstance(error, UsageError)
    assert "did you mean `layers`?" in str(error)
    assert config.read_text(encoding="utf-8") == CONFIG


def test_enabling_without_a_configuration_says_how_to_make_one(config: Path, posteract: Callable[..., Result]) -> None:
    config.unlink()
    error = posteract("enable", "folder").exception
    assert isinstance(error, UsageError)
    assert "config init" in error.hint


def test_a_configuration_that_is_no_yaml_is_a_mistake_with_its_place(
    config: Path, posteract: Callable[..., Result]
) -> None:
    config.write_text("plugins: {folder\n", encoding="utf-8")
    error = posteract("list").exception
    assert isinstance(error, ConfigError)
    assert error.problems[0].line


def test_new_writes_a_package_and_says_what_next(tmp_path: Path, posteract: Callable[..., Result]) -> None:
    result = posteract("new", "film-club", "--kind", "artwork-source", "--into", str(tmp_path / "work"))
    assert (tmp_path / "work" / "posteract-film-club" / "src" / "posteract_film_club" / "source.py").is_file()
    assert "pip install -e . pytest && pytest" in result.stdout


def test_new_writes_into_the_current_folder_by_itself(tmp_path: Path, posteract: Callable[..., Result]) -> None:
    posteract("new", "foo", "--kind", "trigger")
    assert (tmp_path / "posteract-foo" / "pyproject.toml").is_file()


def test_new_with_dry_run_only_tells(tmp_path: Path, posteract: Callable[..., Result]) -> None:
    out = posteract("new", "foo", "--kind", "trigger", "--dry-run").stdout
    assert "src/posteract_foo/trigger.py" in out
    assert not (tmp_path / "posteract-foo").exists()


def test_a_table_aligns_its_columns() -> None:
    assert text_table(("a", "b"), [("long", "x"), ("s", "")]) == "a     b\nlong  x\ns"
