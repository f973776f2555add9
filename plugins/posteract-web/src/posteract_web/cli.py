"""`posteract web`: what the server needs before it runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

web = typer.Typer(
    help="The web server's own commands.", add_completion=False, no_args_is_help=True, rich_markup_mode=None
)


@web.callback()
def _group() -> None:
    """Make a group of it, though it has one command."""


@web.command("hash")
def make_hash(
    password_stdin: Annotated[
        bool, typer.Option("--stdin", help="Read the password from standard input instead of asking for it.")
    ] = False,
) -> None:
    """Make the hash of a password for `plugins.web.users`; the password itself is shown and kept nowhere."""
    from posteract_core.errors import UsageError

    from .passwords import hashed

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        raise UsageError("there is no terminal to ask at", hint="Send the password to `posteract web hash --stdin`.")
    try:
        typer.echo(hashed(password))
    except ValueError as error:
        raise UsageError(str(error)) from None
