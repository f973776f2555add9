"""Choosing by hand: candidates, a pin, a reset. Each opens the app anew, as a command would."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from posteract_core.app import App
from posteract_core.app.pick import Pick, describe_pin
from posteract_core.app.reset import Reset, To
from posteract_core.app.scope import Scope
from posteract_core.model import ArtworkKind
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from ..answers import refusals
from ..desk import Desk
from ..models import Candidates, DeedReport, PickBody, Picked, ResetBody
from .library import Number, known

LONGEST_NAME = 100
PICK_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": PickBody.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "The picture, finished."}
                    },
                }
            },
        },
    }
}


def router(desk: Desk) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/targets", tags=["choosing"], responses=refusals(401, 403, 404, 409, 422, 424, 503))

    @api.get("/{number}/candidates")
    def candidates(number: Number) -> Candidates:
        """List every candidate of every source for a picture, the best first, each with why it won or lost."""
        row = known(desk, number)
        with desk.again() as app:
            pick = _pick(app, row, dry_run=True)
            rows = [each.as_json() for each in pick.candidates()]
            silent = {name: str(error) for name, error in pick.silent.items()}
        return Candidates.model_validate({"items": rows, "total": len(rows), "silent": silent})

    @api.post("/{number}/pick", responses=refusals(400, 413, 415), openapi_extra=PICK_BODY)
    async def pin(number: Number, request: Request) -> Picked:
        """Pin a candidate, the picture at an address, or a file that is sent; the next run makes it, and no run changes it."""
        row = await run_in_threadpool(known, desk, number)
        wanted = await _wanted(request)
        return await run_in_threadpool(_pinned, desk, row, wanted)

    @api.delete("/{number}/pick")
    def unpin(number: Number) -> Picked:
        """Take the pin away: the next run chooses by the preferences again."""
        return _pinned(desk, known(desk, number), None)

    @api.post("/{number}/reset", responses=refusals(400, 413))
    def reset(number: Number, body: ResetBody) -> DeedReport:
        """Give back the picture that was there before ours, or show the server's own."""
        row = known(desk, number)
        with desk.again() as app, nullcontext() if body.dry_run or app.dry_run else app.hold("a reset"):
            scope = Scope(libraries=(row["library"],), item=f"key:{row['key']}", kinds=(ArtworkKind(row["kind"]),))
            dry = body.dry_run or app.dry_run
            work = Reset(app=app, scope=scope, to=To(body.to), dry_run=dry)
            report = work.plan()
            if not dry and len(work):
                report = work.carry_out()
        return DeedReport.model_validate(report.as_json())

    return api


def _pick(app: App, row: dict[str, Any], *, dry_run: bool) -> Pick:
    return Pick(
        app=app,
        item=f"key:{row['key']}",
        kind=ArtworkKind(row["kind"]),
        libraries=(row["library"],),
        dry_run=dry_run,
    )


def _pinned(desk: Desk, row: dict[str, Any], wanted: PickBody | tuple[str, bytes] | None) -> Picked:
    with desk.again() as app, nullcontext() if app.dry_run else app.hold("a pick"):
        pick = _pick(app, row, dry_run=app.dry_run)
        if wanted is None:
            target = pick.unpin()
        elif isinstance(wanted, tuple):
            target = pick.pin_data(wanted[1], wanted[0])
        elif wanted.url is not None:
            target = pick.pin_url(wanted.url, public=True)
        elif isinstance(wanted.candidate, int):
            target = pick.pin_candidate(wanted.candidate)
        else:
            target = pick.pin_offer(str(wanted.candidate), wanted.source)
        return Picked(item=target.item, kind=target.kind, library=target.library, pinned=describe_pin(target))


async def _wanted(request: Request) -> PickBody | tuple[str, bytes]:
    """Return what is asked for: a body of JSON, or (name, content) of the file in a form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            return PickBody.model_validate_json(await request.body())
        except ValidationError as error:
            found = error.errors(include_input=False, include_url=False, include_context=False)
            raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in found]) from None
    if kind != "multipart/form-data":
        raise HTTPException(415, "send JSON, or a form (multipart/form-data) with a file")
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise RequestValidationError(
                [{"loc": ("body", "file"), "msg": "no file is in the form", "type": "missing"}]
            )
        return clean_name(file.filename or ""), await file.read()


def clean_name(name: str) -> str:
    """Return the name of a sent file, to be shown only.

    >>> clean_name("../../etc/passwd")
    'passwd'
    """
    last = re.split(r"[/\\]", name)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:LONGEST_NAME] or "upload"
