"""`POST /webhooks/NAME`: what other programs tell is kept before they are told that it was heard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from fastapi.concurrency import run_in_threadpool
from loguru import logger
from posteract_core.app import listings
from starlette.exceptions import HTTPException

from ..answers import NotThere, refusals
from ..desk import Desk
from ..models import Accepted

NOT_FOR_PLUGINS = ("authorization", "cookie")


def router(desk: Desk) -> APIRouter:
    """Return the route."""
    api = APIRouter(prefix="/webhooks", tags=["webhooks"], responses=refusals(400, 401, 404, 413, 422, 503))

    @api.post(
        "/{name}",
        status_code=202,
        openapi_extra={
            "requestBody": {"content": {"application/json": {"schema": {}}}, "description": "As the sender makes it."}
        },
    )
    async def hear(name: Annotated[str, InPath(max_length=100)], request: Request) -> Accepted:
        """Take what another program posts; answered once it is in the database. Also with `?token=` or basic authentication."""
        headers = {key: value for key, value in request.headers.items() if key not in NOT_FOR_PLUGINS}
        return await run_in_threadpool(_heard, desk, name, headers, await request.body())

    return api


def _heard(desk: Desk, name: str, headers: Mapping[str, str], body: bytes) -> Accepted:
    app = desk.app
    webhook = app.house.webhooks().get(name)
    if webhook is None:
        raise NotThere("no plugin listens under this name")
    try:
        events = tuple(webhook.parse(headers, body))
    except ValueError as error:
        raise HTTPException(400, f"{name}: {error}"[:500]) from error
    except Exception as error:
        logger.opt(exception=error).error("the webhook {} broke", name)
        raise HTTPException(400, f"{name}: its plugin does not understand this") from error
    if not events:
        return Accepted(id=None, events=0, fresh=False, ignored="this is of no interest here")
    number, fresh = listings.accept_events(app.ledger, name, events)
    return Accepted(id=number, events=len(events), fresh=fresh)
