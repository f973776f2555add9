"""Runs: queued, followed, cancelled; and the jobs of the schedule that start them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from fastapi import Path as InPath
from fastapi.sse import EventSourceResponse, ServerSentEvent
from posteract_core.errors import UsageError
from posteract_core.model import RunRequest
from starlette.exceptions import HTTPException

from ..answers import NotThere, refusals
from ..desk import Desk
from ..models import JobRow, Listed, Run, RunBody, RunId, Text
from ..wording import configured_job, job_row, progress_row, run_row

LOOK_S = 0.25
OVER = ("finished", "cancelled", "failed")
LAST = "over"
"""The id of a run's last event."""
Id = Annotated[str, InPath(max_length=64, description="What `POST /runs` returned.")]
LastEvent = Annotated[
    str, Header(alias="Last-Event-ID", max_length=64, description="Of the last event that was heard; browsers send it.")
]
Name = Annotated[Text, InPath(description="Of a job, as in the configuration's `schedule`.")]


def router(desk: Desk) -> APIRouter:
    """Return the routes."""
    api = APIRouter(tags=["runs"], responses=refusals(401, 422, 503))

    def record(run_id: Id) -> Any:
        found = desk.runs.find(run_id) if desk.runs else None
        if found is None:
            raise NotThere("there is no run of this id")
        return found

    @api.post("/runs", status_code=202, responses=refusals(400, 403, 413))
    def start(body: RunBody) -> RunId:
        """Queue a run; with `dry_run` it is a plan. One that waits already and does as much is taken instead."""
        return RunId(id=desk.submit(request_of(body)))

    @api.get("/runs")
    def runs() -> Listed[Run]:
        """List the runs that wait, are going on, or were done lately; the latest first."""
        rows = [run_row(each) for each in reversed(desk.runs.records())] if desk.runs else []
        return Listed[Run].model_validate({"items": rows, "total": len(rows)})

    @api.get("/runs/{run_id}", responses=refusals(404))
    def run(found: Any = Depends(record)) -> Run:  # noqa: B008 - the framework's way
        """Show a run; once it is finished, with what it came to."""
        return Run.model_validate(run_row(found))

    def followed(found: Any = Depends(record), last: LastEvent = "") -> Any:  # noqa: B008 - the framework's way
        if last == LAST:
            raise HTTPException(204)
        return found

    @api.get(
        "/runs/{run_id}/events",
        response_class=EventSourceResponse,
        responses={**refusals(404), 204: {"description": "The last event was heard already; a browser asks no more."}},
    )
    async def follow(found: Any = Depends(followed)) -> AsyncIterator[ServerSentEvent]:  # noqa: B008 - the framework's way
        """Follow a run: events `state` and `progress` whenever these change; the last is `finished`, with the run.

        Who comes again after a break is told how things stand now.
        """
        async for event in _events(desk, found.id):
            yield event

    @api.delete("/runs/{run_id}", status_code=202, responses=refusals(403, 404))
    def cancel(found: Any = Depends(record)) -> RunId:  # noqa: B008 - the framework's way
        """Cancel a run: what is under way is finished, the rest is due at the next one. Harmless for one that is over."""
        assert desk.runs is not None
        desk.runs.cancel(found.id)
        return RunId(id=found.id)

    @api.get("/schedule", tags=["schedule"])
    def schedule() -> Listed[JobRow]:
        """List the jobs of the schedule, with what became of them."""
        states = desk.jobs
        entries = desk.app.config.schedule
        due = desk.due_at(states or ())
        rows = [job_row(each, due[each.job.name]) for each in states or ()]
        rows = rows or [configured_job(name, entry) for name, entry in entries.items()]
        return Listed[JobRow].model_validate({"items": rows, "total": len(rows)})

    @api.post("/schedule/{name}/run", status_code=202, tags=["schedule"], responses=refusals(403, 404))
    def run_job(name: Name) -> RunId:
        """Do a job now."""
        state = next((each for each in desk.jobs or () if each.job.name == name), None)
        if state is not None:
            return RunId(id=desk.submit(state.job.request, job=name))
        return RunId(id=desk.submit(_entry(desk, name).run.request()))

    @api.post("/schedule/{name}/pause", tags=["schedule"], responses=refusals(403, 404))
    def pause(name: Name) -> JobRow:
        """Have a job not started by the clock any more."""
        _entry(desk, name)
        desk.jobs_kept.pause(name)
        return _job(desk, name)

    @api.post("/schedule/{name}/resume", tags=["schedule"], responses=refusals(403, 404))
    def resume(name: Name) -> JobRow:
        """Have a job started by the clock again, from its next time on."""
        _entry(desk, name)
        desk.jobs_kept.resume(name)
        return _job(desk, name)

    return api


def request_of(body: RunBody) -> RunRequest:
    """Return the run that is asked for; it waits for another that holds the ledger."""
    items, libraries = _several(body.item), _several(body.library)
    return RunRequest(
        all=body.all,
        items=tuple(filter(None, items)),
        libraries=tuple(filter(None, libraries)),
        kinds=_several(body.kind),
        only=frozenset(_several(body.only)),
        force=body.force,
        recheck=body.recheck,
        dry_run=body.dry_run,
        yes=body.yes,
        limit=body.limit,
        wait=True,
    )


def _several(one_or_more: Any) -> tuple[Any, ...]:
    return tuple(one_or_more) if isinstance(one_or_more, list) else (one_or_more,)


async def _events(desk: Desk, run_id: str) -> AsyncIterator[ServerSentEvent]:
    number, state, progress = 0, "", None
    while not desk.stopping.is_set():
        record = desk.runs.find(run_id) if desk.runs else None
        if record is None:
            return
        if (now := progress_row(record.progress)) != progress:
            progress, number = now, number + 1
            yield ServerSentEvent(event="progress", id=str(number), data=now)
        if str(record.state) != state:
            state, number = str(record.state), number + 1
            yield ServerSentEvent(event="state", id=str(number), data={"state": state})
        if state in OVER:
            yield ServerSentEvent(event="finished", id=LAST, data=run_row(record))
            return
        await asyncio.sleep(LOOK_S)


def _entry(desk: Desk, name: str) -> Any:
    entry = desk.app.config.schedule.get(name)
    if entry is None:
        raise NotThere("there is no job of this name")
    return entry


def _job(desk: Desk, name: str) -> JobRow:
    state = next((each for each in desk.jobs or () if each.job.name == name), None)
    if state is None:
        raise UsageError("nobody here goes by the schedule")
    return JobRow.model_validate(job_row(state, desk.due_at([state])[name]))
