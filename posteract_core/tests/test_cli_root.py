"""The root command: short forms, options anywhere, and how the program ends."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import typer
from loguru import logger
from posteract_core.cli import main
from posteract_core.cli.commands import OWN, Later
from posteract_core.cli.ending import ended
from posteract_core.cli.main import cli
from posteract_core.cli.progress import showing
from posteract_core.cli.root import normalized
from posteract_core.errors import ConfigError, LedgerBusy, PosteractError, UsageError
from posteract_core.logs import setup_logging
from posteract_core.redaction import forget_secrets, register_secret
from posteract_core.run import Progress
from typer.testing import CliRunner

from posteract_core import __version__


@pytest.fixture(autouse=True)
def empty_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration anywhere."""
    monkeypatch.delenv("POSTERACT_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.chdir(tmp_path)


def code_of(act: Callable[[], object]) -> int:
    """Return the exit code with which `act` ends the program."""
    with pytest.raises(SystemExit) as end:
        act()
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("--all", "run --all"),
        ("--all --dry-run --json", "run --all --dry-run --json"),
        ("--dry-run --all", "run --dry-run --all"),
        ("--item Heat", "run --item Heat"),
        ("--item=Heat", "run --item=Heat"),
        ("--library Movies --kind poster", "run --library Movies --kind poster"),
        ("--test", "test"),
        ("-v --all", "-v run --all"),
        ("run --all -q", "-q run --all"),
        ("status --config c.yaml --failed", "--config c.yaml status --failed"),
        ("status --config=c.yaml", "--config=c.yaml status"),
        (
            "run --all --debug --no-plugins --raise-plugin-errors",
            "--debug --no-plugins --raise-plugin-errors run --all",
        ),
        ("run --item -- --config x", "run --item -- --config x"),
        ("plugins list", "plugins list"),
        ("--version", "--version"),
        ("", ""),
    ],
)
def test_short_forms_are_spelt_out_and_root_options_may_stand_anywhere(typed: str, meant: str) -> None:
    assert normalized(typed.split()) == meant.split()


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(lambda: main(["--version"])) == 0
    assert capsys.readouterr().out == f"posteract {__version__}\n"


def test_help_names_every_command_and_the_short_forms() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output
    assert "--all" in shown
    for command in typer.main.get_command(cli).commands:  # type: ignore[attr-defined]
        assert f"  {command} " in shown


@pytest.mark.parametrize("name", OWN)
def test_the_help_says_of_each_command_what_the_command_says_of_itself(name: str) -> None:
    command = Later(name).load()
    assert command.name == name
    assert (command.help or "").partition("\n\n")[0].replace("\n", " ") == OWN[name][1]
    assert not any("--install-completion" in option.opts for option in command.params)


@pytest.mark.parametrize("words", [["run"], ["run", "--dry-run"]])
def test_a_run_of_nothing_is_asked_what_it_is_to_do(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(lambda: main(words)) == 2
    assert "--all, --item TITLE or --library NAME" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "--all", "--kind", "posters"], "did you mean 'poster'?"),
        (["run", "--all", "--only", "overlay"], "did you mean 'overlays'?"),
        (["run", "--all", "--kind", "xyz"], "It takes poster, background, season"),
    ],
)
def test_a_word_that_is_not_in_the_list_gets_the_nearest_that_is(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of(lambda: main(words)) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["statu"], ["run", "--al"], ["--nonsense"], ["run", "--all", "extra"], ["--item"], ["run", "--limit", "0"]],
)
def test_a_command_line_that_is_wrong_ends_with_2_and_prints_nothing_on_stdout(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of(lambda: main(words)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Error:" in printed.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("wrong", hint="Write it so."), 2),
        (ConfigError("wrong", hint="Write it so."), 2),
        (LedgerBusy("wrong", hint="Write it so."), 1),
        (PosteractError("wrong", hint="Write it so."), 1),
    ],
)
def test_our_errors_end_the_program_with_their_words_the_hint_and_their_code(
    error: PosteractError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def act() -> None:
        with ended(debug=False):
            raise error

    assert code_of(act) == code
    said = capsys.readouterr().err
    assert "wrong" in said
    assert "hint: Write it so." in said
    assert "Traceback" not in said


def test_what_nobody_expected_is_said_in_one_line_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    register_secret("s3cr3t-t0k3n")

    def act() -> None:
        with ended(debug=False):
            raise ZeroDivisionError("of s3cr3t-t0k3n")

    assert code_of(act) == 1
    forget_secrets()
    said = capsys.readouterr().err
    assert "ZeroDivisionError: of" in said
    assert "s3cr3t" not in said
    assert "--debug" in said


def test_with_debug_it_is_raised_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError), ended(debug=True):
        raise ZeroDivisionError


def test_a_file_that_cannot_be_written_is_named_and_is_not_called_a_fault_of_ours(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    def act() -> None:
        with ended(debug=False):
            (tmp_path / "file" / "below").write_text("")

    assert code_of(act) == 1
    said = capsys.readouterr().err
    assert str(tmp_path / "file" / "below") in said
    assert "should not happen" not in said


def test_ctrl_c_in_a_command_is_said_in_words_and_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("posteract_core.app.App.open", interrupted)
    assert code_of(lambda: main(["run", "--all"])) == 130
    assert "Interrupted" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="pipes break in another way there")
def test_a_reader_that_goes_away_gets_no_traceback(tmp_path: Path) -> None:
    code = "from posteract_core.cli import main; main(['--help'])"
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run([sys.executable, "-c", code], stdout=pipe, stderr=subprocess.PIPE, cwd=tmp_path)
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1)


@pytest.mark.parametrize("command", ["cache", "schedule", "config", "plugins", "collections"])
def test_no_line_in_a_list_of_commands_is_cut_short(command: str) -> None:
    shown = CliRunner().invoke(cli, [command, "--help"]).output
    assert "..." not in shown.partition("Commands:")[2]
    assert shown.partition("Commands:")[2]


def test_a_folder_where_the_configuration_should_be_is_told_and_not_taken_for_none(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.yaml").mkdir()
    assert code_of(lambda: main(["--all"])) == 2
    assert "config.yaml  is a folder, not a file" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("error", "said", "way_out"),
    [
        (
            FileNotFoundError(errno.ENOENT, "No such file or directory", "nope.jpg"),
            "nope.jpg: No such",
            "Is the name right",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device", "The disk is full"),
        (FileExistsError(errno.EEXIST, "File exists", "x"), "x: File exists", "name another place"),
    ],
)
def test_an_error_of_the_system_says_the_way_out_that_fits(
    error: OSError, said: str, way_out: str, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        with ended(debug=False):
            raise error

    assert code_of(fails) == 1
    shown = capfd.readouterr().err
    assert said in shown
    assert way_out in shown
    assert "should not happen" not in shown


def test_a_table_that_is_to_be_written_over_a_folder_is_refused_in_plain_words(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert code_of(lambda: main(["status", "--csv", "."])) == 1
    assert ".: Is a directory" in capfd.readouterr().err


def test_an_error_moves_no_cursor(capfd: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        with ended(debug=False):
            raise UsageError("no item fits '\x1b[2J'")

    assert code_of(fails) == 2
    assert r"no item fits '\x1b[2J'" in capfd.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_a_disk_that_is_full_under_what_cron_writes_down_ends_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    with suppress(OSError), os.fdopen(full, "w", buffering=1) as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr("posteract_core.cli.progress.LINE_EVERY_S", 0.0)
        with showing(quiet=False) as display:
            display.progress(Progress(total=2, finished=1, done=1, unchanged=0, failed=0, last=None))
        setup_logging()
        logger.warning("said to nobody")
        monkeypatch.undo()


def test_without_any_stderr_a_run_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    setup_logging()
    logger.warning("said to nobody")
    with showing(quiet=False) as display:
        display.progress(Progress(total=1, finished=1, done=1, unchanged=0, failed=0, last=None))


def test_building_no_collection_says_that_none_is_configured() -> None:
    assert "No collection is configured." in CliRunner().invoke(cli, ["collections", "build"]).output
