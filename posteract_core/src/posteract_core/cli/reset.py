"""`posteract reset`: what was there before us, or the server agent's own picture."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from .choices import KINDS

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
    """Give back what was there before us: pictures, or with --only words and collections; or show the server's own pictures."""
    import json
    from contextlib import nullcontext

    from ..app import App
    from ..app.deeds import DeedReport
    from ..app.reset import Reset, To
    from ..app.reset_collections import ResetCollections
    from ..app.reset_words import ResetWords
    from ..app.scope import Scope
    from ..errors import UsageError
    from ..model import ArtworkKind
    from .choices import chosen
    from .deeds import deed_lines, exit_code
    from .wording import warning_lines

    target = To(chosen([to], tuple(To), "--to")[0])
    scope = Scope(
        libraries=tuple(library or ()),
        item=item,
        kinds=tuple(ArtworkKind(each) for each in chosen(kind or [], tuple(ArtworkKind), "--kind")),
    )
    if target is To.DEFAULT and only.strip() not in ("", "artwork"):
        raise UsageError("--to default is about pictures only", hint="Leave --to out, or give --only artwork.")
    parts = chosen([part.strip() for part in only.split(",") if part.strip()], PARTS, "--only")
    with App.open(ctx.obj.opening(dry_run=dry_run)) as app:
        dry = app.dry_run
        with nullcontext() if dry else app.hold("a reset"):
            works: list[Reset | ResetWords | ResetCollections] = []
            if not parts or "artwork" in parts:
                works.append(Reset(app=app, scope=scope, to=target, dry_run=dry))
            if "metadata" in parts:
                works.append(ResetWords(app=app, scope=scope, dry_run=dry))
            if "collections" in parts:
                works.append(ResetCollections(app=app, scope=scope, dry_run=dry))
            planned = [work.plan() for work in works]
            questions = [work.question for work in works if len(work)]
            if questions and not (dry or yes or _agreed(" ".join(questions))):
                typer.echo("Nothing was changed.")
                return
            report = DeedReport(dry_run=dry)
            for work, outcome in zip(works, planned, strict=True):
                report.join(work.carry_out() if len(work) and not dry else outcome)
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        for line in deed_lines(report, verbose=ctx.obj.verbosity > 0):
            typer.echo(line)
        for line in warning_lines(report.warnings):
            typer.echo(line, err=True)
    raise typer.Exit(exit_code(report))


PARTS = ("artwork", "metadata", "collections")
"""What `--only` may name here."""


def _agreed(question: str) -> bool:
    from ..errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError(
            f"a question could not be asked, for there is no terminal: {question}",
            hint="Look at it with --dry-run, and answer it with --yes.",
        )
    return typer.confirm(question, err=True)
