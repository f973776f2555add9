"""`posteract backup` and `posteract restore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .choices import KINDS

if TYPE_CHECKING:
    from ..app.deeds import DeedReport
    from ..app.scope import Scope

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A tree in Kometa's shape: LIBRARY/FOLDER/poster.jpg …")]
Libraries = Annotated[list[str] | None, typer.Option("--library", metavar="NAME", help="Only this library.")]
Item = Annotated[
    str, typer.Option("--item", metavar="TEXT", help='One item: its title, "Title (Year)", key:…, tmdb:… or imdb:….')
]
Kinds = Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help=f"Only this kind: {KINDS}.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def backup(
    ctx: typer.Context,
    folder: Folder,
    library: Libraries = None,
    item: Item = "",
    kind: Kinds = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Copy every picture that the media servers show now into a folder tree."""
    from ..app import App
    from ..app.backup import Backup

    scope = _scope(library, item, kind)
    with App.open(ctx.obj.opening(dry_run=dry_run)) as app:
        report = Backup(app=app, folder=folder, scope=scope, dry_run=app.dry_run).carry_out()
    _end(ctx, report, as_json=as_json)


def restore(
    ctx: typer.Context,
    folder: Folder,
    library: Libraries = None,
    item: Item = "",
    kind: Kinds = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Show the pictures of a folder tree again: of a backup, or of Kometa's or Posterizarr's assets."""
    from contextlib import nullcontext

    from ..app import App
    from ..app.backup import Restore

    scope = _scope(library, item, kind)
    with (
        App.open(ctx.obj.opening(dry_run=dry_run)) as app,
        nullcontext() if app.dry_run else app.hold("a restore"),
    ):
        report = Restore(app=app, folder=folder, scope=scope, dry_run=app.dry_run).carry_out()
    _end(ctx, report, as_json=as_json)


def _scope(library: list[str] | None, item: str, kind: list[str] | None) -> Scope:
    from ..app.scope import Scope
    from ..model import ArtworkKind
    from .choices import chosen

    kinds = chosen(kind or [], tuple(ArtworkKind), "--kind")
    return Scope(libraries=tuple(library or ()), item=item, kinds=tuple(ArtworkKind(each) for each in kinds))


def _end(ctx: typer.Context, report: DeedReport, *, as_json: bool) -> None:
    import json

    from .deeds import deed_lines, exit_code
    from .wording import warning_lines

    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        for line in deed_lines(report, verbose=ctx.obj.verbosity > 0):
            typer.echo(line)
        for line in warning_lines(report.warnings):
            typer.echo(line, err=True)
    raise typer.Exit(exit_code(report))
