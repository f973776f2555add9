"""`posteract cache`: the content-addressed store of pictures, and what else can be had again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

cache = typer.Typer(
    help="What is stored, and what of it nobody needs any more.", no_args_is_help=True, rich_markup_mode=None
)

UNITS = ("B", "kB", "MB", "GB", "TB")
NEVER_PRUNED = ("originals", "pins")


@cache.command("info")
def info(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array and nothing else.")] = False,
) -> None:
    """Show how much each part holds: pictures, answers of services, plugins; also originals and pins."""
    import json

    from ..app import App
    from ..app.cache import info as parts_of
    from .tables import text_table

    with App.open(ctx.obj.opening(dry_run=True)) as app:
        parts = parts_of(app)
    if as_json:
        rows = [
            {
                "part": part.name,
                "folder": str(part.folder),
                "files": part.files,
                "size_bytes": part.size_bytes,
                "unused_files": part.unused_files,
                "unused_bytes": part.unused_bytes,
            }
            for part in parts
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    cells = [
        (
            part.name,
            str(part.files),
            size_words(part.size_bytes),
            "never pruned" if part.name in NEVER_PRUNED else size_words(part.unused_bytes) if part.unused_files else "",
            str(part.folder),
        )
        for part in parts
    ]
    typer.echo(text_table(("part", "files", "size", "unused", "folder"), cells))


@cache.command("prune")
def prune(
    ctx: typer.Context,
    plex_data: Annotated[
        Path | None,
        typer.Option(
            "--plex-data",
            metavar="DIR",
            help="Plex's data folder (the one with Metadata in it): delete earlier pictures of ours that Plex keeps there.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be deleted, and delete nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Delete pictures that no target has been made of for a month, and what dead runs left; originals and pins stay."""
    import json
    from contextlib import nullcontext

    from ..app import App
    from ..app.cache import prune as pruned
    from ..app.leftovers import Cleared, clear

    with App.open(ctx.obj.opening(dry_run=dry_run)) as app, nullcontext() if app.dry_run else app.hold("a pruning"):
        done = pruned(app, dry_run=app.dry_run)
        dry = app.dry_run
        cleared = clear(app, plex_data, dry_run=dry) if plex_data is not None else Cleared()
    if as_json:
        row = {
            "files": done.files,
            "size_bytes": done.size_bytes,
            "leftovers": done.leftovers,
            "server_files": cleared.files,
            "server_bytes": cleared.size_bytes,
            "dry_run": dry,
        }
        typer.echo(json.dumps(row))
        return
    verb = "would go" if dry else "deleted"
    typer.echo(
        f"{verb}: {done.files} unused pictures ({size_words(done.size_bytes)}), {done.leftovers} leftovers of dead runs"
    )
    if plex_data is not None:
        typer.echo(
            f"{verb}: {cleared.files} earlier pictures of ours in {plex_data} ({size_words(cleared.size_bytes)})"
        )


def size_words(size_bytes: float) -> str:
    """Return a size as a person says it.

    >>> size_words(0), size_words(1_500_000)
    ('0 B', '1.5 MB')
    """
    size = float(size_bytes)
    for unit in UNITS:
        if size < 1000 or unit == UNITS[-1]:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    raise AssertionError("the last unit is taken for any size")
