"""`posteract schedule`: the jobs of the configuration."""

from __future__ import annotations

from typing import Annotated, Any

import typer

schedule = typer.Typer(
    help="What is scheduled; run, pause or resume it by hand.", no_args_is_help=True, rich_markup_mode=None
)


@schedule.command("list")
def list_(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array and nothing else.")] = False,
) -> None:
    """Show every job: when it is due, when it ran last, and what came of that."""
    import json

    from ..app import App
    from ..app.scheduled import listed
    from .tables import text_table
    from .wording import warning_lines

    with App.open(ctx.obj.opening(dry_run=True)) as app:
        rows = listed(app)
        warnings = app.warnings()
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    if not rows:
        typer.echo("Nothing is scheduled. Jobs stand under `schedule` in the configuration.")
    else:
        typer.echo(text_table(("job", "when", "next", "last", "came to"), [_cells(row) for row in rows]))
    for line in warning_lines(warnings):
        typer.echo(line, err=True)


@schedule.command("run")
def run(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The job's key in the configuration.")],
    wait: Annotated[bool, typer.Option("--wait", help="Wait for another run that holds the ledger.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Run a job now; it counts as its last run."""
    import json

    from ..app import App
    from ..app.scheduled import run_now
    from .progress import showing
    from .run import exit_code
    from .wording import run_lines, warning_lines

    with (
        showing(quiet=as_json or ctx.obj.verbosity < 0) as display,
        App.open(ctx.obj.opening(display.log)) as app,
    ):
        outcome = run_now(app, name, wait=wait, progress=display.progress)
    if as_json:
        typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
    else:
        for line in run_lines(outcome, verbose=ctx.obj.verbosity > 0):
            typer.echo(line)
    for line in warning_lines(outcome.warnings):
        typer.echo(line, err=True)
    raise typer.Exit(exit_code(outcome))


@schedule.command("pause")
def pause(ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME", help="The job's key.")]) -> None:
    """Have a job not run any more, until it is resumed; a `serve` that is running minds it at once."""
    from ..app import App
    from ..app.scheduled import pause as pause_job

    with App.open(ctx.obj.opening()) as app:
        pause_job(app, name)
    typer.echo(f"{name} is paused. `posteract schedule resume {name}` ends that.")


@schedule.command("resume")
def resume(ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME", help="The job's key.")]) -> None:
    """Have a paused job run again, from its next time on: what it missed stays missed."""
    from ..app import App
    from ..app.scheduled import resume as resume_job

    with App.open(ctx.obj.opening()) as app:
        resume_job(app, name)
    typer.echo(f"{name} runs again.")


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    due = "paused" if row["paused"] else "now" if row["due"] else _short(row["next"])
    came_to = ": ".join(part for part in (row["outcome"], row["said"]) if part)
    return (row["name"], row["when"], due, _short(row["last"]), came_to)


def _short(moment: str | None) -> str:
    """Return a moment to the minute, with the offset of its zone: `2026-10-25 03:00 +01:00`."""
    return f"{moment[:10]} {moment[11:16]} {moment[19:]}" if moment else "never"
