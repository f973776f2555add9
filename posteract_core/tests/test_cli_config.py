"""`posteract config` as a user types it, with our own installed plugins."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from posteract_core.cli.main import cli, main
from posteract_core.errors import ConfigError
from typer.testing import CliRunner

BROKEN = """\
plugins:
  folder:
  roots: {Films: films}    # the NAS
libraries:
  Films:
    artwork:
      poster: {style: cinemma, overlays: [badges]}
      background: {style: none}
overlays:
  badges:
    - {type: resolution, place: top-lefft}
run:
  netwrok: 8   # not too many
  uploads: none
"""


@pytest.fixture(autouse=True)
def _empty_world(tmp_path, monkeypatch):
    for name in ("POSTERACT_CONFIG", "POSTERACT_PLUGINS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def posteract():
    return lambda *arguments: CliRunner().invoke(cli, arguments)


def write(text, name="config.yaml"):
    Path(name).write_text(text, "utf-8")


def test_init_writes_a_configuration_that_check_finds_right(posteract):
    assert posteract("config", "init").exit_code == 0
    checked = posteract("config", "check")

    assert checked.exit_code == 0
    assert checked.stdout == "config.yaml: no mistakes\n"


def test_init_never_replaces_a_file_unasked(posteract, capsys):
    write("mine\n")

    with pytest.raises(SystemExit) as ended:
        main(["config", "init"])

    assert ended.value.code == 2
    assert "config.yaml is there already" in capsys.readouterr().err
    assert Path("config.yaml").read_text("utf-8") == "mine\n"
    assert posteract("config", "init", "--force").exit_code == 0
    assert Path("config.yaml").read_text("utf-8").startswith("# The configuration")


def test_init_with_dry_run_only_prints(posteract):
    assert posteract("config", "init", "--dry-run").stdout.startswith("# The configuration")
    assert not Path("config.yaml").exists()


def test_check_tells_all_mistakes_with_their_places_and_ends_with_2(posteract):
    write(BROKEN)

    result = posteract("config", "check")

    assert result.exit_code == 2
    lines = [line for line in result.stdout.splitlines() if line.startswith("config.yaml:") and "mistakes" not in line]
    assert [line.split("  ")[0] for line in lines] == [
        *("config.yaml:3:3", "config.yaml:7:23", "config.yaml:11:33", "config.yaml:13:3", "config.yaml:14:12")
    ]
    assert "there is no style `cinemma`; did you mean `cinema`?" in result.stdout
    assert result.stdout.splitlines()[-1] == "config.yaml: 5 mistakes"


def test_check_prints_json_and_nothing_else(posteract):
    write(BROKEN)

    result = posteract("config", "check", "--json")
    report = json.loads(result.stdout)

    assert result.exit_code == 2
    assert report["file"] == "config.yaml"
    assert report["problems"][0] == {
        "where": "config.yaml",
        "line": 3,
        "column": 3,
        "path": "plugins.roots",
        "message": "indent this: `roots` belongs under `plugins.folder`",
        "hint": "",
    }


def test_fix_puts_right_what_is_certain_and_says_so(posteract):
    write(BROKEN)

    planned = posteract("config", "check", "--fix", "--dry-run")
    assert Path("config.yaml").read_text("utf-8") == BROKEN
    result = posteract("config", "check", "--fix")

    assert result.exit_code == 2
    for output in (planned.stdout, result.stdout):
        assert "fixed: config.yaml:3:3  plugins.roots  indented, under `plugins.folder`" in output
        assert "fixed: config.yaml:13:3  run.netwrok  renamed to `network`" in output
        assert "config.yaml:14:12  run.uploads  must be a whole number, not `none`" in output
    fixed = BROKEN.replace("  roots:", "    roots:").replace("netwrok", "network")
    assert Path("config.yaml").read_text("utf-8") == fixed
    assert Path("config.yaml.bak").read_text("utf-8") == BROKEN
    assert "The file as it was: config.yaml.bak" in result.stdout


def test_warnings_alone_end_with_0(posteract):
    write("plugins: {jellyfin: {api_key: '${JELLYFIN_KEY}'}}\ncollections: {Nolan: {tmdb_collection: 1}}\n")

    result = posteract("config", "check")

    assert result.exit_code == 0
    assert "config.yaml:1:11  plugins.jellyfin  warning: the plugin `jellyfin` is not installed" in result.stdout
    assert "pip install posteract-jellyfin" in result.stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "is empty"), ("a: [\n", "ends too early"), ("- x\n", "must be a mapping")],
)
def test_check_reports_a_file_that_cannot_be_read(posteract, text, message):
    write(text)

    for extra in ([], ["--fix"], ["--json"]):
        result = posteract("config", "check", *extra)
        assert result.exit_code == 2
        assert message in result.stdout


def test_check_without_a_file_says_that_the_defaults_hold(posteract):
    result = posteract("config", "check", "--fix")

    assert result.exit_code == 0
    assert "no configuration file" in result.stdout
    assert posteract("--config", "none.yaml", "config", "check").exit_code == 2


def test_schema_knows_the_installed_plugins(posteract):
    result = posteract("config", "schema")
    schema = json.loads(result.stdout)

    assert result.exit_code == 0
    Draft202012Validator.check_schema(schema)
    assert "roots" in schema["$defs"]["folder_settings"]["properties"]
    assert list(Draft202012Validator(schema).iter_errors({"plugins": {"folder": {"rots": {}}}}))


def test_schema_leaves_out_plugins_that_are_switched_off(posteract):
    write("plugins: {folder: {enabled: false}}\n")

    assert "folder_settings" not in json.loads(posteract("config", "schema").stdout)["$defs"]


def test_schema_is_printed_though_the_file_is_broken(posteract):
    write("plugins: [\n")

    assert json.loads(posteract("config", "schema").stdout)["$defs"]["folder_settings"]


def test_show_hides_secrets(posteract, monkeypatch):
    monkeypatch.setenv("POSTERACT__RUN__NETWORK", "3")
    write("plugins: {plex: {token: abc123secret}}\nstorage: {database: 'postgresql://me:hunter22@host/name'}\n")

    plain, as_json = posteract("config", "show"), posteract("config", "show", "--json")

    assert plain.exit_code == as_json.exit_code == 0
    for output in (plain.output, as_json.output):
        assert "abc123secret" not in output
        assert "hunter22" not in output
    data = json.loads(as_json.stdout)
    assert data["plugins"]["plex"]["token"] == "****"
    assert data["run"]["network"] == 3
    assert data["plugins"]["folder"]["enabled"] is True


def test_show_of_a_wrong_configuration_is_a_configuration_error(posteract):
    write("run: {network: none}\n")

    assert isinstance(posteract("config", "show").exception, ConfigError)


def test_a_plugin_that_is_switched_off_is_not_imported_by_any_of_the_commands(tmp_path):
    write("plugins: {folder: {enabled: false}, layers: {enabled: false}, local: {enabled: false}}\n")
    script = """
import sys
from typer.testing import CliRunner
from posteract_core.cli.main import cli
for command in ("check", "schema", "show"):
    result = CliRunner().invoke(cli, ["config", command])
    assert result.exit_code == 0, result.output
print(sorted(name for name in sys.modules if name.startswith(("posteract_folder", "posteract_layers", "posteract_local"))))
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert out.stdout.strip() == "[]"


def test_the_commands_cost_nothing_until_they_are_called():
    script = (
        "import sys, posteract_core.cli.config; print(sorted({'pydantic', 'ruamel.yaml', 'PIL'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"
