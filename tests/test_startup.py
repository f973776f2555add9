"""Help is quick: nothing heavy is imported for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HEAVY = ("httpx", "PIL", "peewee", "loguru", "stevedore", "ruamel", "pydantic", "rich", "numpy", "importlib.metadata")

LOOK = """
import sys
from posteract_core.cli import main
try:
    main({words!r})
except SystemExit as end:
    assert not end.code, end.code
print("modules:", *(name for name in {heavy!r} if name in sys.modules))
print("plugins:", *(name for name in sys.modules if name.startswith("posteract_") and not name.startswith("posteract_core")))
"""


def _imported(words: list[str], env: dict[str, str]) -> tuple[list[str], list[str], str]:
    code = LOOK.format(words=words, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=env, timeout=60)
    assert done.returncode == 0, done.stderr
    *_, modules, plugins = done.stdout.splitlines()
    return modules.split()[1:], plugins.split()[1:], done.stdout


def test_help_imports_nothing_heavy_and_no_plugin(environment: dict[str, str]) -> None:
    modules, plugins, said = _imported(["--help"], environment)
    assert "Usage: posteract" in said
    assert (modules, plugins) == ([], [])


@pytest.mark.parametrize("command", ["run", "plugins", "demo", "status"])
def test_help_of_a_command_imports_no_more_than_typer_does(environment: dict[str, str], command: str) -> None:
    modules, plugins, said = _imported([command, "--help"], environment)
    assert f"Usage: posteract {command}" in said
    assert set(modules) <= {"pydantic", "importlib.metadata"}, "typer itself has it to read a command's options"
    assert plugins == []


def test_a_plugins_own_command_is_in_the_help_and_is_imported_when_it_is_run(
    tmp_path: Path, posteract: Any, installed: Callable[..., dict[str, str]]
) -> None:
    env = installed(
        "greet", "import typer\n\napp = typer.Typer()\n\n@app.command()\ndef hello():\n    print('hello')\n"
    )
    (info,) = Path(env["PYTHONPATH"]).glob("*.dist-info")
    (info / "entry_points.txt").write_text("[posteract.commands]\ngreet = posteract_greet:app\n")
    assert "From the greet plugin." in posteract("--help", cwd=tmp_path, env=env).out
    assert posteract("greet", cwd=tmp_path, env=env).out == "hello\n"


def test_a_plugins_command_that_cannot_be_loaded_is_an_error_with_the_way_out(
    tmp_path: Path, posteract: Any, installed: Callable[..., dict[str, str]]
) -> None:
    env = installed("greet", "import no_such_library\n")
    (info,) = Path(env["PYTHONPATH"]).glob("*.dist-info")
    (info / "entry_points.txt").write_text("[posteract.commands]\ngreet = posteract_greet:app\n")
    assert "greet" in posteract("--help", cwd=tmp_path, env=env).out
    ended = posteract("greet", cwd=tmp_path, env=env)
    assert ended.code == 1
    assert "no_such_library" in ended.err
    assert "plugins list" in ended.err
