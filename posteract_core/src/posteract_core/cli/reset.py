"""`posteract reset`: what was there before us, or the server agent's own picture."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .run import KINDS

if TYPE_CHECKING:
    from ..app.reset import Reset


def reset(
    ctx: typer.Context,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="original|default", help="What was there before us, or the server agent's own picture."
        ),
    ] = "original",
    library: Annotated[list[str] | None, typer.Option("--library", metavar="NAME", help="Only this library.")] = None,
    item: Annotated[
        str,
        typer.Option("--item", metavar="TEXT", help='One item: its title, "Title (Year)", key:…, tmdb:… or imdb:….'),
    ] = "",
    kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help=f"Only this kind: {KINDS}.")] = None,
    only: Annotated[
        str, typer.Option("--only", metavar="PARTS", help="Only artwork, metadata, collections (with commas).")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Give back the pictures that were there before us, or show the server's own."""
    import json
    from contextlib import nullcontext

    from ..app import App
    from ..app.reset import Reset, To
    from ..app.scope import Scope
    from ..model import ArtworkKind
    from .choices import chosen
    from .deeds import deed_lines, exit_code

    target = To(chosen([to], tuple(To), "--to")[0])
    scope = Scope(
        libraries=tuple(library or ()),
        item=item,
        kinds=tuple(ArtworkKind(each) for each in chosen(kind or [], tuple(ArtworkKind), "--kind")),
    )
    parts = chosen([part.strip() for part in only.split(",") if part.strip()], PARTS, "--only")
    with App.open(ctx.obj.opening(dry_run=dry_run)) as app:
        dry = app.dry_run
        with nullcontext() if dry else app.hold("a reset"):
            work = Reset(app=app, scope=scope, to=target, dry_run=dry)
            if not parts or "artwork" in parts:
                report = work.plan()
                if not dry and len(work):
                    if not (yes or _agreed(work)):
                        typer.echo("Nothing was changed.")
                        return
                    report = work.carry_out()
            else:
                report = work.report
            report.warnings += [
                f"of {part}, Posteract has changed nothing yet, so there is nothing to reset"
                for part in parts
                if part != "artwork"
            ]
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        for line in deed_lines(report, verbose=ctx.obj.verbosity > 0):
            typer.echo(line)
        for warning in report.warnings:
            typer.echo(f"warning: {warning}", err=True)
    raise typer.Exit(exit_code(report))


PARTS = ("artwork", "metadata", "collections")
"""What `--only` may name here."""


def _agreed(work: Reset) -> bool:
    from ..app.reset import To
    from ..errors import UsageError

    count = len(work)
    pictures = "1 picture" if count == 1 else f"{count} pictures"
    question = (
        f"Give back what was there before us, in place of {pictures} of ours?"
        if work.to is To.ORIGINAL
        else f"Show the server's own in place of up to {pictures}, whoever made them? They are kept first."
    )
    if not sys.stdin.isatty():
        raise UsageError(
            f"a question could not be asked, for there is no terminal: {question}",
            hint="Look at it with --dry-run, and answer it with --yes.",
        )
    return typer.confirm(question, err=True)
