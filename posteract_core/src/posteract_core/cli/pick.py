"""`posteract pick`: the candidates for one picture, and one of them pinned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .choices import KINDS
from .state import ExitCode

if TYPE_CHECKING:
    from ..app.pick import Pick
    from ..store import Target


def pick(
    ctx: typer.Context,
    item: Annotated[
        str,
        typer.Option("--item", metavar="TEXT", help='The item: its title, "Title (Year)", key:…, tmdb:… or imdb:….'),
    ],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=f"Which picture: {KINDS}.")],
    candidate: Annotated[
        int | None, typer.Option("--candidate", metavar="N", min=1, help="Pin this one of the list.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Pin the picture in this file.")] = None,
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Pin the picture at this address.")] = "",
    unpin: Annotated[bool, typer.Option("--unpin", help="Take the pin away.")] = False,
    library: Annotated[list[str] | None, typer.Option("--library", metavar="NAME", help="Only this library.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be pinned, and change nothing.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: an array of candidates, or what was pinned.")
    ] = False,
) -> None:
    """List the candidates for a picture, or pin one: a pinned picture survives every run."""
    import json
    from contextlib import nullcontext

    from ..app import App
    from ..app.pick import Pick, describe_pin
    from ..errors import UsageError
    from ..model import ArtworkKind
    from ..printed import one_line
    from .choices import chosen
    from .wording import candidates_table

    wanted = [
        name
        for name, given in (("--candidate", candidate), ("--file", file), ("--url", url), ("--unpin", unpin))
        if given
    ]
    if len(wanted) > 1:
        raise UsageError(f"{' and '.join(wanted)} exclude each other", hint="Give one of them, or none for the list.")
    slot_kind = ArtworkKind(chosen([kind], tuple(ArtworkKind), "--kind")[0])
    with App.open(ctx.obj.opening(dry_run=dry_run)) as app:
        looks_only = app.dry_run or not wanted
        with nullcontext() if looks_only else app.hold("a pick"):
            work = Pick(app=app, item=item, kind=slot_kind, libraries=tuple(library or ()), dry_run=looks_only)
            if wanted:
                target = _pinned(work, candidate, file, url)
                told = {
                    "item": target.item,
                    "kind": target.kind,
                    "library": target.library,
                    "pinned": describe_pin(target),
                }
                typer.echo(
                    json.dumps(told, ensure_ascii=False) if as_json else one_line(_sentence(target, dry=app.dry_run))
                )
                return
            rows = work.candidates()
    if as_json:
        typer.echo(json.dumps([row.as_json() for row in rows], ensure_ascii=False))
    else:
        typer.echo(
            candidates_table(rows) if rows else one_line(f"{work.slot.item}: no source has a {slot_kind.words}.")
        )
    for error in work.silent.values():
        typer.echo(one_line(f"could not be asked: {error}"), err=True)
    if work.silent:
        raise typer.Exit(ExitCode.INCOMPLETE)


def _pinned(work: Pick, candidate: int | None, file: Path | None, url: str) -> Target:
    if candidate is not None:
        return work.pin_candidate(candidate)
    if file is not None:
        return work.pin_file(file)
    return work.pin_url(url) if url else work.unpin()


def _sentence(target: Target, *, dry: bool) -> str:
    from ..app.pick import describe_pin

    what, kind = describe_pin(target), target.kind.replace("_", " ")
    if dry:
        return f"{target.item}, {kind}: {f'{what} would be pinned' if what else 'nothing would be pinned'}; nothing was changed."
    if what:
        return f"{target.item}, {kind}: pinned {what}. The next run makes it; --unpin takes it back."
    return f"{target.item}, {kind}: nothing is pinned; the next run chooses."
