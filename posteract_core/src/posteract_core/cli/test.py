"""`posteract test`: every style and every badge, to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def sheets(
    ctx: typer.Context,
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Where the sheets are written.")] = Path(
        "posteract-test"
    ),
) -> None:
    """Draw contact sheets of every style and badge, the configuration's too; no server or key."""
    from ..app import App
    from ..app.byhand import draw_sheets
    from .wording import warning_lines

    with App.open(ctx.obj.opening()) as app:
        drawn = draw_sheets(app, into)
    for file in drawn.files:
        typer.echo(str(file))
    for line in warning_lines(drawn.warnings):
        typer.echo(line, err=True)
