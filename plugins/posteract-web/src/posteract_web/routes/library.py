"""What there is: libraries, items, targets. Read from the ledger; no server is asked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from posteract_core.app import listings
from posteract_core.app.listings import Filter
from posteract_core.model import ArtworkKind

from ..answers import NotThere, refusals
from ..desk import Desk
from ..models import Item, Library, Listed, Target, TargetDetail, TargetStatus, Text

Page = Annotated[int, Query(ge=1, le=10**6, description="Which page, from 1.")]
Size = Annotated[int, Query(alias="per_page", ge=1, le=500, description="How many on a page.")]
Number = Annotated[int, InPath(ge=1, le=2**31 - 1, description="The target's number.")]
OfLibrary = Annotated[Text, Query(description="Only this library, as it is configured.")]
OfKind = Annotated[ArtworkKind | None, Query(description="Only this kind of picture.")]
OfStatus = Annotated[TargetStatus | None, Query(description="Only pictures that stand there.")]
Search = Annotated[Text, Query(description="Only items with this text in their name, in any case.")]
Review = Annotated[bool, Query(description="Only what a person should look at.")]


def router(desk: Desk) -> APIRouter:
    """Return the routes."""
    api = APIRouter(tags=["library"], responses=refusals(401, 422, 503))

    @api.get("/libraries")
    def libraries() -> Listed[Library]:
        """List the libraries, with how many pictures stand where."""
        rows = listings.libraries(desk.app.config, desk.app.ledger)
        return Listed[Library].model_validate({"items": rows, "total": len(rows)})

    @api.get("/items")
    def items(
        library: OfLibrary = "",
        kind: OfKind = None,
        status: OfStatus = None,
        q: Search = "",
        review: Review = False,
        page: Page = 1,
        size: Size = 50,
    ) -> Listed[Item]:
        """List items with their pictures; one is listed when one of its pictures fits."""
        wanted = Filter(library=library, kind=kind or "", status=status or "", text=q, review=review)
        return Listed[Item].model_validate(listings.items(desk.app.ledger, wanted, page=page, size=size))

    @api.get("/targets")
    def targets(
        library: OfLibrary = "",
        kind: OfKind = None,
        status: OfStatus = None,
        q: Search = "",
        review: Review = False,
        page: Page = 1,
        size: Size = 50,
    ) -> Listed[Target]:
        """List picture slots and where they stand."""
        wanted = Filter(library=library, kind=kind or "", status=status or "", text=q, review=review)
        return Listed[Target].model_validate(listings.targets(desk.app.ledger, wanted, page=page, size=size))

    @api.get("/targets/{number}", responses=refusals(404))
    def target(number: Number) -> TargetDetail:
        """Show one picture slot: where it stands, what is pinned, what was uploaded when."""
        return TargetDetail.model_validate(known(desk, number))

    return api


def known(desk: Desk, number: int) -> dict[str, Any]:
    """Return a target; raises `NotThere` when there is none of this number."""
    found = listings.target(desk.app.ledger, number)
    if found is None:
        raise NotThere(f"there is no target {number}")
    return found
