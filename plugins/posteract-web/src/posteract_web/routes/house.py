"""The house itself: collections, plugins, configuration, log."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from posteract_core.app import collection_commands, listings
from posteract_core.app.configuring import Configuring
from posteract_core.app.log_lines import log_lines

from ..answers import refusals
from ..desk import Desk
from ..models import (
    Arrival,
    Collection,
    CollectionPlan,
    ConfigChecked,
    ConfigRead,
    ConfigText,
    ConfigWrite,
    ConfigWritten,
    Listed,
    LogEntry,
    Plugin,
    Text,
)


def router(desk: Desk) -> APIRouter:
    """Return the routes."""
    api = APIRouter(responses=refusals(401, 409, 422, 503))
    configuring = Configuring(opening=desk.opening)

    @api.get("/collections", tags=["collections"], responses=refusals(424))
    def collections() -> Listed[Collection]:
        """List the collections that are configured."""
        with desk.again() as app:
            rows = collection_commands.listed(app)
        return Listed[Collection].model_validate({"items": rows, "total": len(rows)})

    @api.get("/collections/plan", tags=["collections"], responses=refusals(424))
    def plan(
        name: Annotated[list[Text] | None, Query(max_length=100, description="Only these; left out = all.")] = None,
    ) -> CollectionPlan:
        """Show what building the collections would change."""
        with desk.again() as app:
            outcomes, warnings = collection_commands.build(app, tuple(name or ()), dry_run=True, yes=True, wait=False)
        rows = [asdict(each) for each in outcomes]
        return CollectionPlan.model_validate({"items": rows, "total": len(rows), "warnings": warnings})

    @api.get("/arrivals", tags=["webhooks"])
    def arrivals() -> Listed[Arrival]:
        """List what webhooks told and is not done: what is let go, and what waits for its server; 100 of each at most."""
        rows = listings.arrivals(desk.app.ledger)
        return Listed[Arrival].model_validate({"items": rows, "total": len(rows)})

    @api.get("/plugins", tags=["plugins"])
    def plugins() -> Listed[Plugin]:
        """List the plugins that are installed."""
        rows = listings.plugins(desk.app)
        return Listed[Plugin].model_validate({"items": rows, "total": len(rows)})

    @api.get("/config", tags=["config"])
    def read() -> ConfigRead:
        """Show the configuration, without its secrets."""
        with desk.again() as app:
            return ConfigRead.model_validate(configuring.read(app.loaded))

    @api.post("/config/check", tags=["config"], responses=refusals(400, 403, 413))
    def check(body: ConfigText) -> ConfigChecked:
        """Say what is wrong with a text, before it is written."""
        return ConfigChecked.model_validate(configuring.check(body.text))

    @api.put("/config", tags=["config"], responses=refusals(400, 403, 413))
    def write(body: ConfigWrite) -> ConfigWritten:
        """Write the configuration, keeping a copy of the old one. One with problems is not written, and they are told."""
        return ConfigWritten.model_validate(configuring.write(body.text, revision=body.revision))

    @api.get("/log", tags=["log"])
    def log(
        lines: Annotated[int, Query(ge=1, le=2000, description="How many of the last entries.")] = 200,
        level: Annotated[
            Literal["TRACE", "DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL"],
            Query(description="Only this level and those above it."),
        ] = "TRACE",
        q: Annotated[Text, Query(description="Only entries with this text, in any case.")] = "",
    ) -> Listed[LogEntry]:
        """Show the end of the log file; secrets are not in it."""
        rows = log_lines(desk.app.config.log.file, most=lines, level=level, text=q)
        return Listed[LogEntry].model_validate({"items": rows, "total": len(rows)})

    return api
