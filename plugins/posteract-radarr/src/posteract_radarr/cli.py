"""`posteract radarr`: our webhook among Radarr's connections."""

from __future__ import annotations

from typing import Annotated

import typer

EVENTS = (
    "onDownload",
    "onUpgrade",
    "onRename",
    "onMovieAdded",
    "onMovieDelete",
    "onMovieFileDelete",
)
"""What we understand of what Radarr tells."""

radarr = typer.Typer(help="Radarr's own commands.", add_completion=False, no_args_is_help=True, rich_markup_mode=None)


@radarr.callback()
def _group() -> None:
    """Make a group of it, though it has one command."""


@radarr.command("connect")
def connect(
    ctx: typer.Context,
    url: Annotated[str, typer.Option(metavar="URL", help="Our address as Radarr sees it: http://posteract:8787.")] = "",
    token_stdin: Annotated[
        bool, typer.Option("--token-stdin", help="Read the web server's token from standard input.")
    ] = False,
    instance: Annotated[str, typer.Option(metavar="NAME", help="Which one of several under `plugins`.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")] = False,
) -> None:
    """Have Radarr tell us of what arrives: add our webhook to its connections, or change the one that is there."""
    from posteract_core.commands import lent
    from posteract_core.providers.arr.command import connected, our_address, our_token

    from .api import api
    from .settings import RadarrSettings

    with lent(ctx, RadarrSettings, "radarr", instance=instance, dry_run=dry_run) as mine:
        web = mine.of("web")
        lines = connected(
            api(mine.settings, mine.context),
            "radarr" if mine.leads else f"{mine.context.instance}.radarr",
            url=url or our_address(web),
            token=our_token(web, from_stdin=token_stdin),
            events=EVENTS,
            dry_run=mine.context.dry_run,
        )
    for line in lines:
        typer.echo(line)
