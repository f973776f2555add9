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
    canvas: Annotated[
        str | None, typer.Option("--canvas", metavar="SIZE", help="Another size of that kind, such as 2000x3000.")
    ] = None,
    fit: Annotated[
        str | None, typer.Option("--fit", metavar="F", help="cover, contain or blur-extend; as the style says.")
    ] = None,
    focus: Annotated[
        str | None, typer.Option("--focus", metavar="X,Y", help="What stays in sight when cut, such as 50%,20%.")
    ] = None,
    quality: Annotated[int | None, typer.Option("--quality", metavar="Q", help="1 to 100, of .jpg and .webp.")] = None,
) -> None:
    """Draw one picture by hand."""
    from ..app import App
    from ..app.byhand import draw_one
    from ..model import ArtworkKind
    from .choices import chosen
    from .wording import warning_lines

    wanted = ArtworkKind(chosen([kind], tuple(ArtworkKind), "--kind")[0])
    given = {"canvas": canvas, "fit": fit, "focus": focus and _point(focus), "quality": quality}
    pictures = {key: value for key, value in given.items() if value is not None}
    with App.open(ctx.obj.opening()) as app:
        done = draw_one(
            app, image, out, title=title, style=style, overlays=tuple(overlay or ()), kind=wanted, pictures=pictures
        )
    for line in warning_lines((*done.review, *done.warnings)):
        typer.echo(line, err=True)
    typer.echo(f"{out}: {done.width_px} × {done.height_px}, {done.size_bytes // 1024} KiB")


def _point(text: str) -> list[float | str]:
    """Return `0.5,0.2` or `50%,20%` as the configuration would have it; what is no number is refused there."""
    found: list[float | str] = []
    for part in text.split(","):
        try:
            found.append(float(part))
        except ValueError:
            found.append(part)
    return found
