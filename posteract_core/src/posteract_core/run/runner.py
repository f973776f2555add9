"""Takes due targets through choose → draw → deliver, and records what became of each."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loguru import logger

from ..errors import LedgerLost, PluginError, PosteractError, ProviderRejected, ProviderUnavailable
from ..model import MediaItem, Picture, RunRequest, RunSummary, TaskOutcome
from ..plan import LibraryPlan, Plan, PlannedTask
from ..plan.logos import KnownLogos
from ..plan.whose import Shown
from ..providers import KeepsUploads, MediaServer
from ..render import OverlayService
from ..store import AssetTree, BlobStore, Ledger, Originals, Status, Target
from .backoff import Backoff
from .choose import Chooser, NothingQualifies
from .draw import draw, is_shown_already, notes_for_review
from .errors import ServerLost
from .job import Job
from .logos import Logos
from .look import is_contested, look
from .outcome import UNCHANGED, Tally
from .pins import is_new_pin
from .pipeline import Stage, flow
from .progress import Progress

LOST_AFTER = 5
"""Failures in a row after which a media server counts as gone."""


@dataclass(slots=True, kw_only=True)
class Runner:
    """Carries plans out.

    Attributes:
        servers: by instance name.
        libraries: by (server, configured name).
        chooser: chooses bases.
        service: draws.
        ledger, blobs, originals: what lasts.
        assets: the output tree; None = keep none.
        keep_originals: keep the picture found before the first upload.
        backoff: when failed targets are tried again.
        network, workers, uploads: threads for choosing, drawing, delivering (per server).
        notify: told of events, by hook name.
        progress: told after each target.
        exhibit: shown each finished job and its picture; None = nobody looks.
        rehearsal: draw and exhibit, and deliver nothing.
        cancel: set to finish what is under way and stop.
        clock: UNIX seconds.
    """

    servers: Mapping[str, MediaServer[Any]]
    libraries: Mapping[tuple[str, str], LibraryPlan]
    chooser: Chooser
    service: OverlayService
    ledger: Ledger
    blobs: BlobStore
    originals: Originals
    assets: AssetTree | None = None
    keep_originals: bool = True
    backoff: Backoff = field(default_factory=Backoff)
    network: int = 16
    workers: int = 2
    uploads: int = 4
    notify: Callable[..., None] = lambda *_, **__: None
    progress: Callable[[Progress], None] = lambda _: None
    exhibit: Callable[[Job, bytes], None] | None = None
    rehearsal: bool = False
    cancel: threading.Event = field(default_factory=threading.Event)
    clock: Callable[[], float] = time.time
    lost: dict[str, ServerLost] = field(default_factory=dict, init=False)
    _failures: dict[str, int] = field(default_factory=dict, init=False)
    _gates: dict[str, threading.Semaphore] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _over: threading.Event = field(default_factory=threading.Event, init=False)
    _logos: Logos = field(init=False)

    def __post_init__(self) -> None:
        self._logos = Logos(chooser=self.chooser, known=KnownLogos(ledger=self.ledger, blobs=self.blobs))

    def run(self, plan: Plan, request: RunRequest) -> RunSummary:
        """Do what the plan says and return what came of it.

        Raises:
            KeyboardInterrupt: cancelled; what was under way is finished, the rest is due at the next run.
        """
        tally = Tally(request, plan, self.progress)
        self._gates = {
            name: threading.Semaphore(min(self.uploads, server.max_concurrency))
            for name, server in self.servers.items()
        }
        scratch = self.blobs.scratch()

        def step(work: Callable[[Job], TaskOutcome | None]) -> Callable[[Job], bool]:
            return lambda job: self._guarded(job, work, tally)

        try:
            flow(
                self._jobs(plan, request),
                [
                    Stage(name="choose", workers=self.network, work=step(lambda job: self._choose(job, request))),
                    Stage(name="draw", workers=self.workers, work=step(lambda job: self._draw(job, scratch))),
                    Stage(name="deliver", workers=self.uploads * len(self.servers) or 1, work=step(self._deliver)),
                ],
                self.cancel,
            )
        except BaseException:
            self._over.set()  # who is still at work finds its files gone: that is no failure
            raise
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            self.ledger.flush()
        return tally.summary()

    def _jobs(self, plan: Plan, request: RunRequest) -> Iterator[Job]:
        for task in plan:
            library = self.libraries[task.server, task.library]
            settings = library.settings_for(task.item, task.kind)
            if settings is None or task.server in self.lost:
                continue
            yield Job(task=task, settings=settings, target=row_of(task))

    def _choose(self, job: Job, request: RunRequest) -> TaskOutcome | None:
        decision, target = job.task.decision, job.target
        if decision.look:
            left = self._look(job, request)
            if left is not None:
                return left
        self._served(job)
        if decision.broken:
            raise PluginError(decision.reasons[0])
        if decision.recheck and not job.adopted and self._reuse(job):
            if self.chooser.look_again(job):
                target.checked_at = self.clock()
        elif decision.choose or job.adopted or not self._reuse(job):
            self.chooser.choose(job)
            target.checked_at = self.clock()
        target.choice = job.task.choice
        self._logos.give(job, anew=decision.choose or decision.recheck)
        if is_shown_already(job, force=request.force):
            self._settle(job)
            target.review = target.review or notes_for_review(job)
            self.ledger.save_soon(target)
            return self._outcome(job, UNCHANGED)
        return None

    def _look(self, job: Job, request: RunRequest) -> TaskOutcome | None:
        """Find out whose picture is shown; return how the task ends when it is to be left alone."""
        target = job.target
        with self._gates[job.task.server]:
            shown = look(job, self.servers[job.task.server], self.originals, keep_originals=self.keep_originals)
        if shown is Shown.TOOLS and is_contested(job) and not request.force:
            target.error = f"{target.replaced_by} has replaced our picture {target.replaced} times; left alone"
            return self._leave(job, Status.CONTESTED)
        if shown is Shown.OWNERS and not is_new_pin(target):
            adopts = job.settings.owner_pictures == "adopt" or (request.force and bool(request.items))
            if not adopts:
                target.error = "the owner's picture"
                return self._leave(job, Status.KEPT)
            if target.original_hash:
                job.adopted = target.original_hash
        return None

    def _leave(self, job: Job, status: Status) -> TaskOutcome:
        job.target.status = status
        job.target.choice = job.task.choice
        self.ledger.save_soon(job.target)
        return self._outcome(job, status, reason=job.target.error)

    def _reuse(self, job: Job) -> bool:
        """Take the base in the ledger again; return False when its bytes are gone."""
        digest = job.target.base_hash
        for store in (self.blobs, self.originals):
            if store.has(digest):
                job.base_path = store.path(digest)
                return True
        return False

    def _draw(self, job: Job, scratch: Path) -> None:
        draw(job, self.service, scratch)
        assert job.rendering is not None
        for warning in job.rendering.warnings:
            logger.warning("{} {}: {}", job.task.item, job.task.kind.words, warning)

    def _deliver(self, job: Job) -> TaskOutcome:
        task, target, rendering = job.task, job.target, job.rendering
        assert rendering is not None
        assert job.drawn is not None
        data = job.drawn.read_bytes()
        job.drawn.unlink(missing_ok=True)
        if self.rehearsal:
            if self.exhibit is not None:
                self.exhibit(job, data)
            target.review = notes_for_review(job)
            return self._outcome(job, Status.PLANNED)
        if self.assets is not None:
            self.assets.save(task.item, task.kind, data, rendering.format)
        picture = Picture(
            data=data, format=rendering.format, width_px=rendering.width_px, height_px=rendering.height_px
        )
        target.status, target.picture_hash = Status.UPLOADING, rendering.sha256
        self.ledger.save(target)
        with self._gates[task.server]:
            target.server_revision = self.servers[task.server].upload(task.item, task.kind, picture)
        if isinstance(self.servers[task.server], KeepsUploads):
            self.ledger.remember_upload(target, hashlib.sha1(data, usedforsecurity=False).hexdigest())
        self._served(job)
        self._settle(job)
        target.review = notes_for_review(job)
        self.ledger.save(target)
        self.notify(
            "posteract_artwork_uploaded", item=task.item, kind=task.kind, picture=picture, source=target.source_used
        )
        if self.exhibit is not None:
            self.exhibit(job, data)
        return self._outcome(job, Status.UPLOADED)

    def _settle(self, job: Job) -> None:
        """Record that the server shows what the target is made of."""
        assert job.inputs is not None
        target = job.target
        target.status = Status.UPLOADED
        target.fingerprint, target.inputs = job.fingerprint, job.inputs.to_json()
        target.facts_at = 0.0 if job.task.facts_lacking else self.clock()
        target.attempts, target.next_try_at, target.error = 0, 0.0, ""

    def _guarded(self, job: Job, work: Callable[[Job], TaskOutcome | None], tally: Tally) -> bool:
        """Do one step of one job; whatever goes wrong is that job's alone. Return whether it goes on."""
        try:
            outcome = work(job)
        except NothingQualifies as error:
            job.target.status, job.target.error = Status.MISSING, str(error)
            job.target.choice, job.target.checked_at = job.task.choice, self.clock()
            self.ledger.save_soon(job.target)
            outcome = self._outcome(job, Status.MISSING, reason=str(error))
        except ProviderUnavailable as error:
            outcome = self._waits(job, error)
        except LedgerLost:
            raise
        except Exception as error:  # noqa: BLE001 - one target's failure stays one: recorded, shown, tried again
            if self._over.is_set():
                return False
            outcome = self._failed(job, error)
        if outcome is None:
            return True
        tally.add(outcome)
        return False

    def _waits(self, job: Job, error: ProviderUnavailable) -> TaskOutcome:
        target = job.target
        if error.provider in self.servers:
            self._missed(job.task.server, error)
            return self._failed(job, error)
        target.status, target.error = Status.WAITING, str(error)
        target.next_try_at = self.clock() + self.backoff.wait_s(1, asked_s=error.retry_after_s)
        self.ledger.save_soon(target)
        outcome = self._outcome(job, Status.FAILED, reason=f"waits for {error.provider}", error=str(error))
        self._tell_failure(outcome, target)
        return outcome

    def _failed(self, job: Job, error: Exception) -> TaskOutcome:
        target = job.target
        if isinstance(error, ProviderRejected) and error.provider in self.servers:
            self._lose(error.provider, ServerLost(error.provider, "refuses us", hint=error.hint))
        if not isinstance(error, PosteractError | OSError):
            logger.opt(exception=error).debug("{} {}", job.task.item, job.task.kind.words)
        text = str(error) if isinstance(error, PosteractError) else f"{type(error).__name__}: {error}"
        if job.drawn is not None:
            job.drawn.unlink(missing_ok=True)
        target.status = Status.FAILED
        target.attempts += 1
        target.error = text
        target.next_try_at = self.clock() + self.backoff.wait_s(
            target.attempts, asked_s=getattr(error, "retry_after_s", None)
        )
        self.ledger.save_soon(target)
        outcome = self._outcome(job, Status.FAILED, error=text)
        self._tell_failure(outcome, target)
        return outcome

    def _tell_failure(self, outcome: TaskOutcome, target: Target) -> None:
        again = datetime.fromtimestamp(target.next_try_at, tz=UTC).astimezone()
        self.notify("posteract_task_failed", outcome=outcome, next_try_at=again)

    def _served(self, job: Job) -> None:
        with self._lock:
            self._failures[job.task.server] = 0

    def _missed(self, server: str, error: ProviderUnavailable) -> None:
        with self._lock:
            self._failures[server] = self._failures.get(server, 0) + 1
            gone = self._failures[server] >= LOST_AFTER
        if gone:
            self._lose(server, ServerLost(server, "does not answer any more", hint=error.hint))

    def _lose(self, server: str, error: ServerLost) -> None:
        with self._lock:
            if server in self.lost:
                return
            self.lost[server] = error
        logger.error("{}; what is left of it waits for the next run", error)

    def _outcome(self, job: Job, status: str, *, reason: str = "", error: str = "") -> TaskOutcome:
        return TaskOutcome(
            item=str(job.task.item),
            kind=job.task.kind,
            library=job.task.library,
            server=job.task.server,
            status=str(status),
            source=job.target.source_used,
            language=None if job.target.poster_type in ("", "unknown") else job.target.poster_type,
            reason=reason or job.why or job.task.reason,
            error=error,
            review="; ".join(job.target.review.splitlines()),
        )


def row_of(task: PlannedTask) -> Target:
    """Return the task's row with what the listing says now."""
    target = task.target or Target(
        media_id=task.media_id, server=task.server, library=task.library, kind=task.kind.value
    )
    item: MediaItem = task.item
    ids = item.show_ids if item.show_title else item.ids
    target.item, target.key, target.library = str(item), item.key, task.library
    target.imdb_id, target.tmdb_id, target.tvdb_id = ids.imdb or "", str(ids.tmdb or ""), str(ids.tvdb or "")
    return target
