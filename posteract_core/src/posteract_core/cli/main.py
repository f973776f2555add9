"""The root command: its options, the roadmap's short forms, and how errors end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from .plugins import plugins
from .state import ExitCode, State

cli = typer.Typer(
    name="posteract",
    help="Beautiful, consistent artwork for media libraries: a build system for posters.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

cli.add_typer(plugins, name="plugins")


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
) -> None:
    """Keep the options for the command."""
    ctx.obj = State(
        config=config,
        verbosity=int(verbose) - int(quiet),
        debug=debug,
        no_plugins=no_plugins,
        raise_plugin_errors=raise_plugin_errors,
    )


def main() -> NoReturn:
    """Run the program and end the process with the exit code of docs/cli.md."""
    cli()
    sys.exit(ExitCode.OK)
