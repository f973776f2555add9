"""`posteract render`: one picture by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def render(
    ctx: typer.Context,
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="The base picture.")],
    out: Annotated[Path, typer.Option("-o", metavar="OUT", help="Where it is written: .jpg, .png or .webp.")],
    title: Annotated[str, typer.Option("--title", metavar="T", help="Set on it.")] = "",
    style: Annotated[str | None, typer.Option("--style", metavar="S", help="The look; minimal when left out.")] = None,
    overlay: Annotated[
        list[str] | None, typer.Option("--overlay", metavar="O", help="A set of badges, or one badge; repeatable.")
    ] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="K", help="poster, background, title_card …")] = "poster",
    width: Annotated[
        int | None, typer.Option("--width", metavar="PX", help="Of the result; in the kind's own proportions.")
    ] = None,
    quality: Annotated[int, typer.Option("--quality", metavar="N", min=1, max=100, help="Of jpeg and webp.")] = 90,
) -> None:
    """Draw one picture by hand."""
    from ..app import App
    from ..app.byhand import draw_one
    from ..model import ArtworkKind
    from .choices import chosen

    wanted = ArtworkKind(chosen([kind], tuple(ArtworkKind), "--kind")[0])
    with App.open(ctx.obj.opening()) as app:
        done = draw_one(
            app,
            image,
            out,
            title=title,
            style=style,
            overlays=tuple(overlay or ()),
            kind=wanted,
            width_px=width,
            quality=quality,
        )
    for note in (*done.review, *done.warnings):
        typer.echo(f"warning: {note}", err=True)
    typer.echo(f"{out}: {done.width_px} × {done.height_px}, {done.size_bytes // 1024} KiB")
