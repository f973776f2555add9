"""`posteract run`: plan, then choose → draw → deliver."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .choices import KINDS, chosen
from .state import ExitCode

if TYPE_CHECKING:
    from ..app import RunReport
    from ..model import RunRequest


def run(
    ctx: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="Everything that is configured.")] = False,
    item: Annotated[
        list[str] | None,
        typer.Option("--item", metavar="TEXT", help='One item: its title, "Title (Year)", key:…, tmdb:… or imdb:….'),
    ] = None,
    library: Annotated[list[str] | None, typer.Option("--library", metavar="NAME", help="Only this library.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help=f"Only this kind: {KINDS}.")] = None,
    only: Annotated[
        str,
        typer.Option("--only", metavar="PARTS", help="Only artwork, overlays, collections, metadata (with commas)."),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Redraw and upload what is up to date too; adopt the named items' pictures.")
    ] = False,
    recheck: Annotated[bool, typer.Option("--recheck", help="Ask the sources again.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Go beyond run.limits.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for another run that holds the ledger.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="At most this many pictures.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Leave a page with what was done.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Bring pictures up to date: plan, choose, download, draw, save, upload."""
    import json

    from ..app import App
    from .progress import showing
    from .wording import run_lines, warning_lines

    request = _request(all_, item or [], library or [], kind or [], only, force, recheck, dry_run, yes, wait, limit)
    with (
        showing(quiet=as_json or ctx.obj.verbosity < 0) as display,
        App.open(ctx.obj.opening(display.log, dry_run=dry_run)) as app,
    ):
        outcome = app.run(
            request,
            progress=display.progress,
            planning=display.planning,
            exhibit=report is not None,
            why=ctx.obj.verbosity > 0,
        )
        if report is not None:
            app.write_page(outcome, report)
    if as_json:
        typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
    else:
        if ctx.obj.verbosity >= 0 or exit_code(outcome) is not ExitCode.OK:
            for line in run_lines(outcome, verbose=ctx.obj.verbosity > 0):
                typer.echo(line)
    for line in warning_lines(outcome.warnings):
        typer.echo(line, err=True)
    raise typer.Exit(exit_code(outcome))


def exit_code(outcome: RunReport) -> ExitCode:
    """Return the exit code a run's outcome stands for."""
    if not outcome.reached:
        return ExitCode.NO_SERVER
    return ExitCode.INCOMPLETE if outcome.failed else ExitCode.OK


def _request(
    all_: bool,
    items: list[str],
    libraries: list[str],
    kinds: list[str],
    only: str,
    force: bool,
    recheck: bool,
    dry_run: bool,
    yes: bool,
    wait: bool,
    limit: int | None,
) -> RunRequest:
    from ..errors import UsageError
    from ..model import ArtworkKind, RunRequest
    from ..model.run import PARTS

    if not (all_ or items or libraries):
        raise UsageError("nothing was asked for", hint="Give --all, --item TITLE or --library NAME.")
    return RunRequest(
        all=all_,
        items=tuple(items),
        libraries=tuple(libraries),
        kinds=tuple(ArtworkKind(kind) for kind in chosen(kinds, tuple(ArtworkKind), "--kind")),
        only=frozenset(chosen([part.strip() for part in only.split(",") if part.strip()], PARTS, "--only")),
        force=force,
        recheck=recheck,
        dry_run=dry_run,
        yes=yes,
        wait=wait,
        limit=limit,
    )
