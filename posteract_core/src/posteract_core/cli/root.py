"""The root command's own ways: short forms, root options anywhere on the line, plugins' lazy commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from .commands import OWN, Later, told_whole
from .ending import INTERRUPTED
from .state import ExitCode

FLAGS = frozenset({"-v", "-q", "--debug", "--no-plugins", "--raise-plugin-errors"})
"""Root options without a value."""

WITH_VALUE = frozenset({"--config"})
"""Root options with a value."""

SHORT_FORMS = {"--all": "run", "--item": "run", "--library": "run", "--test": "test"}
"""Options that stand for a command when none is named."""

COMMANDS = "posteract.commands"
"""The entry-point group of plugins' own commands."""

KEPT = frozenset({"--all", "--item", "--library"})
"""Those of them that are options of their command as well."""


def normalized(args: Sequence[str]) -> list[str]:
    """Return the command line with root options in front and a short form spelled out.

    >>> normalized(["--all", "--dry-run", "-v"])
    ['-v', 'run', '--all', '--dry-run']
    >>> normalized(["status", "--config", "x.yaml"])
    ['--config', 'x.yaml', 'status']
    >>> normalized(["--test"])
    ['test']
    """
    root: list[str] = []
    rest: list[str] = []
    waiting = list(args)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest += [word, *waiting]
            break
        if word in FLAGS or word.startswith("--config="):
            root.append(word)
        elif word in WITH_VALUE:
            root += [word, *waiting[:1]]
            waiting = waiting[1:]
        else:
            rest.append(word)
    return root + _with_command(rest)


def _with_command(rest: list[str]) -> list[str]:
    if not rest or not rest[0].startswith("-"):
        return rest
    for word in rest:
        name = word.partition("=")[0]
        if (command := SHORT_FORMS.get(name)) is not None:
            return [command, *(other for other in rest if other != word or name in KEPT)]
    return rest


class RootGroup(TyperGroup):
    """The root command."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.commands = {**{name: Later(name) for name in OWN}, **self.commands}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Spell short forms out before the options are read."""
        return super().parse_args(ctx, normalized(args))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return our commands in their own order, then those of plugins."""
        return [*self.commands, *(name for name in _plugin_commands() if name not in self.commands)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; one of a plugin as a mere name, so that help imports nothing."""
        if (known := super().get_command(ctx, cmd_name)) is not None or cmd_name not in _plugin_commands():
            return known
        return typer.core.TyperCommand(cmd_name, help=f"From the {cmd_name} plugin.")

    def invoke(self, ctx: Any) -> Any:
        """Run the command; Ctrl-C is said in words, before typer ends the program without any."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo(INTERRUPTED, err=True)
            raise typer.Exit(ExitCode.INTERRUPTED) from None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Import a command when it is run."""
        if args and isinstance(later := self.commands.get(args[0]), Later):
            self.commands[args[0]] = later.load()
        if args and args[0] not in self.commands and args[0] in _plugin_commands():
            self.add_command(_load(args[0]), args[0])
        return super().resolve_command(ctx, args)


def _plugin_commands() -> dict[str, None]:
    """Return the names of plugins' own commands, in order.

    They are read from the packages' own files: importing `importlib.metadata` would be a fifth of what `--help` takes.
    """
    found: set[str] = set()
    for folder in dict.fromkeys(sys.path):
        try:
            packages = [path for path in Path(folder).iterdir() if path.suffix in (".dist-info", ".egg-info")]
        except FileNotFoundError:
            continue
        except OSError:  # a zip file, say
            from importlib.metadata import entry_points

            return dict.fromkeys(sorted(point.name for point in entry_points(group=COMMANDS)))
        for path in packages:
            if COMMANDS.encode() in (content := _content(path / "entry_points.txt")):
                found.update(_names_in(content.decode("utf-8", "replace")))
    return dict.fromkeys(sorted(found))


def _names_in(entry_points: str) -> list[str]:
    """Return the names in our section of a package's list.

    >>> _names_in("[a]\\nb = c:d\\n\\n[posteract.commands]\\n# e\\nweb = posteract_web.cli:web\\n")
    ['web']
    """
    names: list[str] = []
    ours = False
    for line in map(str.strip, entry_points.splitlines()):
        if line.startswith("["):
            ours = line == f"[{COMMANDS}]"
        elif ours and "=" in line and not line.startswith(("#", ";")):
            names.append(line.partition("=")[0].strip())
    return names


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _load(name: str) -> Any:
    from importlib.metadata import entry_points

    from ..errors import PluginError

    try:
        (point, *_) = entry_points(group=COMMANDS, name=name)
        return told_whole(typer.main.get_command(point.load()))
    except (Exception, SystemExit) as error:
        raise PluginError(
            f"the command `{name}` could not be loaded: {type(error).__name__}: {error}",
            hint="`posteract plugins list` shows the plugin it comes from; update or uninstall that.",
        ) from error
