"""The root command: its options, its commands, and how the program ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from .ending import ended
from .root import RootGroup
from .state import State

cli = typer.Typer(
    name="posteract",
    cls=RootGroup,
    help="Beautiful, consistent artwork for media libraries: a build system for posters.",
    epilog="Short forms: `posteract --all`, `--item TITLE` and `--library NAME` are `run`; `posteract --test` is `test`.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from .. import __version__

        typer.echo(f"posteract {__version__}")
        raise typer.Exit


@cli.callback()
def root(
    ctx: typer.Context,
    config: Annotated[Path | None, typer.Option(metavar="PATH", help="The configuration file.")] = None,
    verbose: Annotated[bool, typer.Option("-v", help="Say more.")] = False,
    quiet: Annotated[bool, typer.Option("-q", help="Say only what went wrong.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and debug logs.")] = False,
    no_plugins: Annotated[bool, typer.Option("--no-plugins", help="As if no plugin were installed.")] = False,
    raise_plugin_errors: Annotated[
        bool, typer.Option("--raise-plugin-errors", help="Stop at a plugin's exception; for plugin authors.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version and end.")
    ] = False,
) -> None:
    """Keep the options for the command."""
    ctx.obj = State(
        config=config,
        verbosity=int(verbose) - int(quiet),
        debug=debug,
        no_plugins=no_plugins,
        raise_plugin_errors=raise_plugin_errors,
    )


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the program and end the process with the exit code of docs/cli.md.

    Args:
        args: the command line without the program's name; None = this process's own.
    """
    words = list(sys.argv[1:] if args is None else args)
    with ended(debug="--debug" in words):
        cli(words, prog_name="posteract")
    sys.exit(0)
