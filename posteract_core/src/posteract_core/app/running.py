"""One run: what is wanted and listed, the plan, and what becomes of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..errors import PosteractError
from ..model import Finding, ItemType, Library, RunRequest, RunSummary, TaskOutcome
from ..plan import LibraryPlan, Plan, Planner
from ..plan.census import Census
from ..plan.facts import FactDesk, in_order
from ..plan.limits import config_note
from ..providers import MediaServer
from ..render import OverlayService
from ..run import Backoff, Progress, Runner
from ..run.edits import EditOutcome
from ..run.job import Job
from ..run.outcome import Tally
from ..store import AssetTree, Ledger
from .candidates import Explained, explain
from .collecting import Collecting, surroundings
from .collection_looks import with_collections
from .collection_operations import CollectionOperations
from .editing import Editing
from .entries import configured as entries_configured
from .gallery import Gallery
from .looks import library_plans
from .playlisting import Playlisting
from .recipes import configured
from .report import RunReport, troubles_of
from .service_operations import ServiceOperations
from .splitting import Splitting
from .words_backup import write_down

if TYPE_CHECKING:
    from .opened import Opened


def _nothing(*_: object) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Running:
    """A run in the making.

    Attributes:
        app: whose parts do it.
        request: what to do.
        progress: told after each finished target.
        planning: told how many targets were looked at.
        why: in a dry run about named items, tell every candidate for each of their pictures, due or not.
        census: listings that were read in this run already.
        gallery: takes small pictures of what is made; None = nobody looks.
    """

    app: Opened
    request: RunRequest
    progress: Callable[[Progress], None] = _nothing
    planning: Callable[[int], None] = _nothing
    gallery: Gallery | None = None
    why: bool = False
    census: Census = field(default_factory=Census)

    def report(self) -> RunReport:
        """Plan, and unless it is a dry run, do it; raises as `App.run` says."""
        with closing(self.census):
            return self._report()

    def _report(self) -> RunReport:
        app, request, started = self.app, self.request, datetime.now().astimezone()
        if not app.config.libraries:
            app.loaded.check_names("library", request.libraries, ())
            return _nothing_to_do(request, app.warnings())
        dry = request.dry_run or app.dry_run
        with nullcontext() if dry else app.hold("a run", wait=request.wait):
            ledger = app.reading if dry else app.ledger
            servers, listed, down = app.listed()
            plans = library_plans(app.config, app.book, listed, only=request.libraries)
            warnings = self._unserved(plans, listed, down)
            collecting = self._collecting()
            operating = self._operating()
            apart = self._taken_apart(operating, ledger, servers, plans, warnings, dry=dry)
            apart += self._told_services(operating, servers, plans, warnings, dry=dry)
            editing = self._editing(collecting)
            if editing is not None and collecting is not None and entries_configured(app.config):
                collecting.check(plans)  # a mistake there is told before anything is written here
            edits = editing.run(ledger, servers, plans, dry=dry) if editing is not None else []
            collections = collecting.run(ledger, servers, plans, dry=dry) if collecting is not None else []
            if collecting is not None:
                warnings += collecting.warnings
                if app.config.playlist_files and not request.touching:
                    playlisting = Playlisting(app, self.census, surroundings(app, ItemType.MOVIE), yes=request.yes)
                    collections += playlisting.run(ledger, servers, plans, dry=dry)
                    warnings += playlisting.warnings
            if editing is not None:
                if collecting is not None:
                    edits = editing.after(collecting, ledger, servers, plans, edits, dry=dry)
                warnings += editing.warnings
            if operating is not None:
                collections += operating.run(ledger, servers, plans, dry=dry)
                warnings += operating.warnings
                backups = [(plan, each) for plan in plans if (each := operating.said(plan).backup) is not None]
                written, unwritten = write_down(app, self.census, servers, backups, dry=dry)
                edits += written
                warnings += unwritten
            looks = collecting.looks if collecting is not None else {}
            plans = [
                with_collections(each, app.config, app.book, app.built, looks.get(each.name, ())) for each in plans
            ]
            if not (wanted_in(request, "artwork") or wanted_in(request, "overlays")):
                plans = []
            explained = self._explained(ledger, servers, plans) if dry and self.why and request.items else ()
            with self._plan(ledger, servers, plans) as plan:
                down |= plan.unlisted
                lost: Mapping[str, PosteractError] = {}
                rehearsed: RunSummary | None = None
                if dry:
                    summary = _dry_summary(request, plan)
                    if self.gallery is not None:
                        rehearsed = self._rehearse(plan, servers, plans, self.gallery)
                else:
                    summary, lost = self._carry_out(plan, ledger, servers, plans, troubles_of(collections, edits))
                    if collecting is not None:
                        collecting.settle(ledger, servers)
                warnings += plan.warnings
            warnings += app.warnings()
        return RunReport(
            summary=replace(summary, started=started),
            warnings=tuple(dict.fromkeys(warnings)),
            down={**down, **lost},
            reached=any(listed.values()) or not down,
            explained=explained,
            rehearsed=rehearsed,
            collections=tuple(collections),
            edits=(*apart, *edits),
        )

    def _collecting(self) -> Collecting | None:
        """Return what builds the collections, unless something else was asked for.

        They come before the pictures, so that their posters follow in the same run.
        """
        request = self.request
        other = request.items or (request.kinds and not request.touching)
        if other or not wanted_in(request, "collections") or not configured(self.app):
            return None
        return Collecting(
            self.app,
            self.census,
            yes=request.yes,
            pictured=wanted_in(request, "artwork") or wanted_in(request, "overlays"),
            touching=frozenset(request.touching),
        )

    def _editing(self, collecting: Collecting | None) -> Editing | None:
        """Return what writes about items: before collections, which are chosen by it, and pictures, which show it.

        Where items or kinds were named, or only pictures are to be made, the pictures that files name still count.
        """
        app, request = self.app, self.request
        writes = wanted_in(request, "metadata") and not (request.items or request.kinds)
        if not (entries_configured(app.config) or (writes and configured(app))):
            return None
        if not (writes or wanted_in(request, "artwork") or wanted_in(request, "overlays")):
            return None
        return Editing(app=app, census=self.census, collections_follow=collecting is not None, writes=writes)

    def _taken_apart(
        self,
        operating: CollectionOperations | None,
        ledger: Ledger,
        servers: Mapping[str, MediaServer[Any]],
        plans: Sequence[LibraryPlan],
        warnings: list[str],
        *,
        dry: bool,
    ) -> list[EditOutcome]:
        """Let films be taken apart where operations say so: what comes after sees the items that this makes."""
        splitting = Splitting(app=self.app, census=self.census, yes=self.request.yes)
        outcomes: list[EditOutcome] = []
        for plan in plans if operating is not None else ():
            if operating is not None and (said := operating.said(plan)).split:
                outcomes += splitting.library(ledger, servers[plan.library.server], plan, said, dry=dry)
        warnings += splitting.warnings
        return outcomes

    def _told_services(
        self,
        operating: CollectionOperations | None,
        servers: Mapping[str, MediaServer[Any]],
        plans: Sequence[LibraryPlan],
        warnings: list[str],
        *,
        dry: bool,
    ) -> list[EditOutcome]:
        """Let services have what operations say: collections may be built of what is there."""
        telling = ServiceOperations(app=self.app, census=self.census, yes=self.request.yes)
        outcomes: list[EditOutcome] = []
        for plan in plans if operating is not None else ():
            if operating is not None and (said := operating.said(plan)).of_services:
                outcomes += telling.library(servers[plan.library.server], plan, said, dry=dry)
        warnings += telling.warnings
        return outcomes

    def _operating(self) -> CollectionOperations | None:
        """Return what deletes and arranges collections, where operations say so."""
        app, request = self.app, self.request
        if request.items or request.kinds or not wanted_in(request, "metadata"):
            return None
        if not any(entry.operations for entry in app.config.libraries.values()):
            return None
        return CollectionOperations(app=app, census=self.census, yes=request.yes)

    def _explained(
        self, ledger: Ledger, servers: Mapping[str, MediaServer[Any]], plans: Sequence[LibraryPlan]
    ) -> tuple[Explained, ...]:
        everything = replace(self, request=replace(self.request, force=True, yes=True))
        with everything._plan(ledger, servers, plans) as plan:
            return explain(self.app, plan, _by_name(plans))

    def _unserved(
        self,
        plans: Sequence[LibraryPlan],
        listed: Mapping[str, Sequence[Library]],
        down: Mapping[str, PosteractError],
    ) -> list[str]:
        """Return a sentence for each configured library that no server has; raise for one that was asked for by name."""
        app, asked = self.app, self.request.libraries
        app.loaded.check_names("library", asked, tuple(app.config.libraries))
        served = {plan.name for plan in plans}
        if down:
            return []
        there = sorted({library.name for each in listed.values() for library in each})
        way_out = f"there are {', '.join(map(repr, there))}" if there else "none is configured, or it has none"
        return [
            f"no media server has the library {name!r}; {way_out}"
            for name in asked or app.config.libraries
            if name not in served
        ]

    @contextmanager
    def _plan(
        self, ledger: Ledger, servers: Mapping[str, MediaServer[Any]], plans: Sequence[LibraryPlan]
    ) -> Iterator[Plan]:
        app = self.app
        limit, facts_every_s = app.config.run.limits.redraw, app.config.run.facts_every.seconds
        sources = in_order(app.house.fact_sources(), tuple(app.house.instances))
        planner = Planner(
            ledger=ledger,
            blobs=app.blobs,
            sources=app.chooser(ledger).sources,
            facts=FactDesk(sources, ledger, every_s=facts_every_s),
            facts_every_s=facts_every_s,
            redraw_share=limit.share,
            redraw_most=limit.count,
            progress=self.planning,
            census=self.census,
            setting=app.setting,
        )
        plan = planner.plan(self.request, [(servers[each.library.server], each) for each in plans])
        try:
            yield plan
        finally:
            plan.close()

    def _rehearse(
        self, plan: Plan, servers: Mapping[str, MediaServer[Any]], plans: Sequence[LibraryPlan], gallery: Gallery
    ) -> RunSummary:
        """Draw a sample of what is due, on stores that are thrown away, for its page."""
        from .rehearsal import rehearse

        return rehearse(self.app, plan, self.request, servers, _by_name(plans), gallery, self.progress)

    def _carry_out(
        self,
        plan: Plan,
        ledger: Ledger,
        servers: Mapping[str, MediaServer[Any]],
        plans: Sequence[LibraryPlan],
        troubles: Sequence[Finding],
    ) -> tuple[RunSummary, Mapping[str, PosteractError]]:
        app, request = self.app, self.request
        storage, run = app.config.storage, app.config.run
        app.blobs.sweep()
        app.house.notify("posteract_run_started", request=request)
        runner = Runner(
            servers=servers,
            libraries=_by_name(plans),
            chooser=app.chooser(ledger),
            service=OverlayService(),
            ledger=ledger,
            blobs=app.blobs,
            originals=app.originals,
            assets=AssetTree(storage.assets) if storage.assets is not None else None,
            keep_originals=storage.keep_originals,
            backoff=Backoff(run.retry.attempts, run.retry.first.seconds, run.retry.longest.seconds),
            network=run.network,
            workers=run.workers or cores(),
            uploads=run.uploads,
            notify=app.house.notify,
            progress=self.progress,
            exhibit=self._exhibit if self.gallery is not None else None,
            cancel=app.cancel,
        )
        summary = runner.run(plan, request)
        for each in plans:
            if not plan.unlisted and not request.items and ledger.note(config_note(each)) != each.digest():
                ledger.set_note(config_note(each), each.digest())
        app.house.notify("posteract_run_finished", summary=summary, broken=app.broken(), troubles=troubles)
        return summary, runner.lost

    def _exhibit(self, job: Job, data: bytes) -> None:
        assert self.gallery is not None
        self.gallery.show_job(job, data)


def wanted_in(request: RunRequest, part: str) -> bool:
    """Return whether a run does a part of the work."""
    return not request.only or part in request.only


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _by_name(plans: Sequence[LibraryPlan]) -> dict[tuple[str, str], LibraryPlan]:
    return {(each.library.server, each.name): each for each in plans}


def _nothing_to_do(request: RunRequest, warnings: Sequence[str]) -> RunReport:
    now = datetime.now().astimezone()
    summary = RunSummary(request=request, started=now, finished=now)
    return RunReport(summary=summary, warnings=tuple(warnings), nothing_configured=True)


def _dry_summary(request: RunRequest, plan: Plan) -> RunSummary:
    """Return what a run would do: every due target as `planned`."""
    summary = Tally(request, plan, _nothing).summary()
    due = tuple(
        TaskOutcome(
            item=str(task.item),
            kind=task.kind,
            library=task.library,
            server=task.server,
            status="planned",
            source=task.target.source_used if task.target else "",
            reason=task.reason,
        )
        for task in plan
    )
    return replace(summary, tasks=(*due, *summary.tasks))
