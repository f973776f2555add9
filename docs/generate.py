"""Writes the generated parts of docs/: `python docs/generate.py`. A test fails when they are stale.

docs/cli.md takes the help of every command, docs/styles.md and docs/badges.md the options of every layer, between their two
markers; docs/hooks.md and docs/configuration.md are made
by the parts of the core they describe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer
from posteract_core.cli.commands import Later
from posteract_core.cli.main import cli
from posteract_core.render.layers import CORE_LAYERS
from posteract_core.render.placement import Length, Placement
from posteract_layers.plugin import posteract_overlay_layers
from pydantic import BaseModel
from typer.testing import CliRunner

DOCS = Path(__file__).parent
BEGIN, END = "<!-- generated: help -->", "<!-- end of generated: help -->"
LAYERS, END_LAYERS = "<!-- generated: layers -->", "<!-- end of generated: layers -->"
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


def options_of(model: type[BaseModel]) -> str:
    """Return a table of a layer's options."""
    rows = ["| option | default | what it does |", "| --- | --- | --- |"]
    defaults = model.model_construct()
    for name, field in model.model_fields.items():
        value = getattr(defaults, name, None)
        shown = "" if value is None or value == () or field.is_required() else f"`{_as_written(value)}`"
        about = (field.description or "").replace("|", "\\|")
        rows.append(f"| `{field.alias or name}` | {shown} | {about} |")
    return "\n".join(rows)


def _as_written(value: object) -> str:
    """Return a default as a person would write it."""
    if isinstance(value, Length):
        return f"{value.share:.0%}" if value.share else f"{value.units:g}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_as_written, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def layers_part(types: Mapping[str, Any]) -> str:
    """Return every layer with what it says of itself and its options, as Markdown."""
    parts = []
    for name, layer in sorted(types.items()):
        about = " ".join((layer.__doc__ or "").split("\n\n")[0].split())
        parts.append(f"### {name}\n\n{about}\n\n{options_of(layer.Options)}")
    return "\n\n".join(parts)


def pages() -> dict[str, str]:
    """Return the generated part of each page about looks, by the page's name."""
    badges = {layer.type: layer for layer in posteract_overlay_layers()}
    common = f"### Common to all layers\n\n{options_of(Placement)}"
    return {"styles.md": f"{common}\n\n{layers_part(CORE_LAYERS)}", "badges.md": layers_part(badges)}


def with_part(text: str, part: str) -> str:
    """Return a page with the part between its markers made anew; raises ValueError when a marker is not there."""
    before, begin, rest = text.partition(LAYERS)
    _, end, after = rest.partition(END_LAYERS)
    if not begin or not end:
        raise ValueError(f"the page needs the lines {LAYERS} and {END_LAYERS}")
    return f"{before}{LAYERS}\n\n{part}\n\n{END_LAYERS}{after}"


def main() -> None:
    """Write what is generated."""
    page = DOCS / "cli.md"
    page.write_text(with_helps(page.read_text(encoding="utf-8")), encoding="utf-8")
    for name, part in pages().items():
        page = DOCS / name
        page.write_text(with_part(page.read_text(encoding="utf-8"), part), encoding="utf-8")


if __name__ == "__main__":
    main()
