"""`posteract status`: what stands where."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def status(
    ctx: typer.Context,
    failed: Annotated[
        bool, typer.Option("--failed", help="What failed or waits, why, and when it is tried again.")
    ] = False,
    review: Annotated[bool, typer.Option("--review", help="What a person should look at.")] = False,
    csv_file: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the table to a file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Show the pictures by state; what failed and why; what wants a look."""
    import json

    from ..app import App, leftovers, listings
    from ..app.status import COLUMNS, rows, write_csv
    from ..printed import one_line
    from .tables import text_table

    with App.open(ctx.obj.opening()) as app:
        counts = app.reading.counts()
        kept = leftovers.count(app)
        arrivals = listings.arrivals(app.reading)
        tasks = list(rows(app.reading, failed=failed, review=review)) if failed or review or csv_file or as_json else []
    if csv_file is not None:
        write_csv(tasks, csv_file)
    if as_json:
        typer.echo(
            json.dumps({"counts": counts, "leftovers": kept, "arrivals": arrivals, "tasks": tasks}, ensure_ascii=False)
        )
        return
    if (failed or review) and tasks:
        shown = (
            *("status", "kind", "item", "library"),
            *(("error", "next_try") if failed else ()),
            *(("review", "page_url") if review else ()),
        )
        typer.echo(text_table(shown, [[str(task[name] or "").replace("\n", "; ") for name in shown] for task in tasks]))
    elif failed or review:
        typer.echo("Nothing " + " or ".join(["failed"] * failed + ["wants a look"] * review) + ".")
    if counts:
        typer.echo(text_table(("status", "pictures"), [(name, str(count)) for name, count in sorted(counts.items())]))
    else:
        typer.echo("Nothing was done yet. `posteract --all --dry-run` shows what would be.")
    for name, number in kept.items():
        typer.echo(
            f"{name} still keeps {number} earlier pictures of ours, which cost disk space only; "
            "`posteract cache prune --plex-data DIR --dry-run` counts what can go."
        )
    for arrival in arrivals if failed else ():
        if arrival["state"] == "let go":
            typer.echo(
                one_line(
                    f"{arrival['webhook']} told of something on {arrival['received']} that is let go: {arrival['error']}"
                )
            )
    if waiting := sum(arrival["state"] == "waiting" for arrival in arrivals):
        what = (
            "1 thing that other programs told waits"
            if waiting == 1
            else f"{waiting} things that other programs told wait"
        )
        typer.echo(f"{what} for a media server or for `posteract serve`.")
    if csv_file is not None:
        typer.echo(f"{len(tasks)} rows of {len(COLUMNS)} columns in {csv_file}")
