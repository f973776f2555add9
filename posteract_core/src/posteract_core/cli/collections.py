"""`posteract collections`: what is configured, and building it without a full run."""

from __future__ import annotations

from typing import Annotated

import typer

from .state import ExitCode

NONE_CONFIGURED = "No collection is configured. They stand under `collections`, or in files under `collection_files`."

collections = typer.Typer(
    help="The collections that are configured; build them without a full run.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@collections.command("list")
def list_(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array and nothing else.")] = False,
) -> None:
    """Show every collection that is configured, with its library, its lists, and when it was built."""
    import json

    from ..app import App
    from ..app.collection_commands import listed
    from .tables import text_table

    with App.open(ctx.obj.opening(dry_run=True)) as app:
        rows = listed(app)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    if not rows:
        typer.echo(NONE_CONFIGURED)
        return
    cells = [
        (row["title"], row["library"], ", ".join(row["builders"]), row["built"] or "never", row["error"])
        for row in rows
    ]
    typer.echo(text_table(("collection", "library", "lists", "built", "error"), cells))


@collections.command("build")
def build(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Only these; left out = all.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Go beyond run.limits.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for another run that holds the ledger.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array and nothing else.")] = False,
) -> None:
    """Build collections, and nothing else."""
    import json
    from dataclasses import asdict

    from ..app import App
    from ..app.collection_commands import build as build_collections
    from .wording import collection_lines, warning_lines

    with App.open(ctx.obj.opening(dry_run=dry_run)) as app:
        outcomes, warnings = build_collections(app, tuple(names or ()), dry_run=dry_run, yes=yes, wait=wait)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in outcomes], ensure_ascii=False))
    else:
        if not (outcomes or warnings):
            typer.echo(NONE_CONFIGURED)
        for line in collection_lines(outcomes, verbose=ctx.obj.verbosity > 0):
            typer.echo(line)
    for line in warning_lines(warnings):
        typer.echo(line, err=True)
    failed = any(each.status == "failed" for each in outcomes)
    raise typer.Exit(ExitCode.INCOMPLETE if failed else ExitCode.OK)
