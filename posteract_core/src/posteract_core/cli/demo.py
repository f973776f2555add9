"""`posteract demo`: the whole job on a small library of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .state import ExitCode

PAGE = "before-after.html"


def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the demo's library is made.")] = Path(
        "posteract-demo"
    ),
) -> None:
    """Make a small library of folders and do the whole job on it: no server, key or network."""
    from dataclasses import replace

    from ..app import App
    from ..app.demo import build
    from ..model import RunRequest
    from .progress import showing
    from .run import exit_code
    from .wording import run_lines, warning_lines

    config = build(folder)
    typer.echo(f"A library of folders in {folder}: making its pictures.", err=True)
    with (
        showing(quiet=ctx.obj.verbosity < 0) as display,
        App.open(replace(ctx.obj.opening(display.log), config=config)) as app,
    ):
        outcome = app.run(RunRequest(all=True), progress=display.progress, planning=display.planning, exhibit=True)
        page = folder / PAGE
        if outcome.summary.done or not page.exists():
            app.write_page(outcome, page, title="Posteract demo")
    for line in run_lines(outcome, verbose=ctx.obj.verbosity > 0):
        typer.echo(line)
    for line in warning_lines(outcome.warnings):
        typer.echo(line, err=True)
    typer.echo(f"The pictures stand beside the films in {folder}; see them before and after in {page}.")
    if exit_code(outcome) is not ExitCode.OK:
        raise typer.Exit(exit_code(outcome))
