"""Writes the generated parts of docs/: `python docs/generate.py`. A test fails when they are stale.

docs/cli.md takes the help of every command, between its two markers; docs/hooks.md and docs/configuration.md are made
by the parts of the core they describe.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from posteract_core.cli.commands import Later
from posteract_core.cli.main import cli
from typer.testing import CliRunner

DOCS = Path(__file__).parent
BEGIN, END = "<!-- generated: help -->", "<!-- end of generated: help -->"
WIDE = {"COLUMNS": "120", "NO_COLOR": "1"}


def commands(of: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each command of the program, but those of plugins, as (path, command): ("config", "check")."""
    of = typer.main.get_command(cli) if of is None else of
    yield path, of
    for name, command in getattr(of, "commands", {}).items():
        yield from commands(command.load() if isinstance(command, Later) else command, (*path, name))


def help_of(path: tuple[str, ...]) -> str:
    """Return what `posteract PATH --help` prints."""
    result = CliRunner().invoke(cli, [*path, "--help"], env=WIDE, prog_name="posteract")
    if result.exit_code:
        raise RuntimeError(result.output)
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def helps() -> str:
    """Return the help of every command, as Markdown."""
    parts = [
        f"### posteract {' '.join(path)}".rstrip() + f"\n\n```text\n{help_of(path)}\n```" for path, _ in commands()
    ]
    return "\n\n".join(parts)


def with_helps(text: str) -> str:
    """Return docs/cli.md with its generated part made anew; raises ValueError when a marker is not there."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"docs/cli.md needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{helps()}\n\n{END}{after}"


def main() -> None:
    """Write what is generated."""
    page = DOCS / "cli.md"
    page.write_text(with_helps(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
