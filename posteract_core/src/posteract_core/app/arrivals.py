"""What other programs told is acted on: the item is looked for until its server knows it, finished, then its collections."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

from loguru import logger

from ..collect.index import LibraryIndex
from ..errors import PosteractError
from ..model import ArtworkKind, ItemType, Library, MediaRef, RunRequest
from ..plan.identity import names_of
from ..providers import FindsItems, Located, MediaEvent, MediaServer
from ..store.events import Delivery, Events
from .looks import library_plans
from .queue import RunRecord, RunState
from .recipes import configured

if TYPE_CHECKING:
    from .opened import Opened

SOON_S = 2.0
"""Between two looks in the first minutes."""

SOON_FOR_S = 180.0
LATER_SHARE = 0.05
"""Later, the next look comes after this share of the time since the event was told."""

SELDOM_S = 300.0
GIVEN_UP_AFTER_S = 24 * 3600.0
UNSEEN_CHANGE_S = 120.0
"""So long a changed file is waited for to be seen by the server; then the item is looked at as it is."""

WHOLE_LISTING_S = 10.0
"""Between two looks at a server that has to list everything."""

SOON_DONE = frozenset(("test", "announced", "removed"))
"""Nothing is to be done: a test, a title without a file, one that is gone."""

MOST_TRIES = 8
KEPT_S = 7 * 86_400.0


class Runs(Protocol):
    """The queue of runs."""

    def submit(self, request: RunRequest, *, job: str = "") -> str:
        """Queue a run and return its id."""

    def wait(self, run_id: str, timeout_s: float | None = None) -> RunRecord | None:
        """Return a run."""


@dataclass(slots=True)
class _Waiting:
    """A delivery that is being worked on.

    Attributes:
        delivery: what came.
        next_look_at: UNIX seconds.
        left: events whose items were not found yet.
        found: keys of films and shows that were, by library.
        run: the id of the run that finishes them; empty = none yet.
        collecting: that run is about collections.
        patient: what has come is finished though something else has not.
        tries: runs that failed.
        let_go: why some of it, or all, is not done.
    """

    delivery: Delivery
    next_look_at: float
    left: list[MediaEvent]
    found: dict[str, list[str]] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    collecting: bool = False
    patient: bool = False
    tries: int = 0
    let_go: str = ""


class Arrivals:
    """Works on the ledger's events. What is cut off by the program's end is begun again by the next, and does no harm twice."""

    def __init__(
        self,
        app: Opened,
        runs: Runs,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Use an app's servers and ledger to look, and a queue to work.

        Args:
            app: kept open as long as this works.
            runs: where runs are asked for.
            clock: UNIX seconds.
        """
        self._app = app
        self._runs = runs
        self._clock = clock
        self._events = Events(app.ledger, clock=clock)
        self._waiting: dict[int, _Waiting] = {}
        self._swept_at = 0.0

    def work(self, stop: Event) -> None:
        """Look again and again until `stop` is set."""
        while not stop.is_set():
            try:
                self.look()
            except PosteractError as error:
                logger.warning("what other programs told waits: {}", error)
            stop.wait(SOON_S)

    def look(self) -> None:
        """Do what can be done now."""
        now = self._clock()
        for delivery in self._events.next():
            if delivery.id not in self._waiting:
                left = [event for event in delivery.events if event.what not in SOON_DONE]
                self._waiting[delivery.id] = _Waiting(delivery, next_look_at=now, left=left)
        if not self._waiting:
            return
        for each in list(self._waiting.values()):
            self._follow(each)
        due = [each for each in self._waiting.values() if each.left and not each.runs and each.next_look_at <= now]
        if due:
            self._find(due, now)
        for each in list(self._waiting.values()):
            if not each.runs and (not each.left or each.patient):
                self._go_on(each)
        if now - self._swept_at > KEPT_S / 7:
            self._swept_at = now
            self._events.forget(now - KEPT_S)

    def _find(self, due: Sequence[_Waiting], now: float) -> None:
        refs = {event.ref: event for each in due for event in each.left}
        located: dict[MediaRef, tuple[str, Located]] = {}
        whole = False
        try:
            servers, listed, down = self._app.listed()
        except PosteractError as error:
            logger.debug("cannot look for what arrived: {}", error)
            return
        for plan in library_plans(self._app.config, self._app.book, listed):
            server, library = servers[plan.library.server], plan.library
            fitting = [
                ref
                for ref in refs
                if ref not in located and (ref.type is ItemType.MOVIE) == (library.type is ItemType.MOVIE)
            ]
            if not fitting:
                continue
            try:
                found, listed_all = self._located(server, library, plan.name, fitting)
            except PosteractError as error:
                logger.debug("{}: cannot look for what arrived: {}", plan.name, error)
                continue
            whole = whole or listed_all
            located.update({ref: (plan.name, where) for ref, where in found.items()})
        for each in due:
            self._take(each, located, now, whole=whole, reached=not down)

    def _located(
        self, server: MediaServer[Any], library: Library, name: str, refs: Sequence[MediaRef]
    ) -> tuple[Mapping[MediaRef, Located], bool]:
        """Return where things are, and whether the whole library had to be listed for that."""
        if isinstance(server, FindsItems):
            names = {alias for ref in refs for alias in names_of(ref)}
            keys = self._app.ledger.keys_of(library.server, name, names)
            known = {ref: next((keys[alias] for alias in names_of(ref) if alias in keys), "") for ref in refs}
            return server.find(library, known), False
        index = LibraryIndex()
        for page in server.items(library):
            index.add(page)
        found: dict[MediaRef, Located] = {}
        for ref in refs:
            for key in index.find(ref)[:1]:
                top = index.items[key]
                while top.parent_key and top.parent_key in index.items:
                    top = index.items[top.parent_key]
                found[ref] = Located(key=key, top_key=top.key)
        return found, True

    def _take(
        self, each: _Waiting, located: Mapping[MediaRef, tuple[str, Located]], now: float, *, whole: bool, reached: bool
    ) -> None:
        age = now - each.delivery.received_at
        for event in list(each.left):
            if event.ref not in located:
                continue
            library, where = located[event.ref]
            unseen = event.what in ("upgraded", "renamed") and 0 < where.changed_at < each.delivery.received_at - 5
            if unseen and age < UNSEEN_CHANGE_S:
                continue
            each.left.remove(event)
            keys = each.found.setdefault(library, [])
            if where.top_key not in keys:
                keys.append(where.top_key)
        if not each.left:
            return
        if age > GIVEN_UP_AFTER_S and reached:
            names = ", ".join(named(event) for event in each.left)
            each.let_go = f"no configured library has {names} after a day"
            logger.warning("{} told of something that is let go: {}", each.delivery.name, each.let_go)
            each.left.clear()
            return
        step = SOON_S if age < SOON_FOR_S else min(SELDOM_S, age * LATER_SHARE)
        each.next_look_at = now + max(step, WHOLE_LISTING_S if whole else 0.0)
        each.patient = age > SOON_FOR_S

    def _go_on(self, each: _Waiting) -> None:
        """Have done what comes next for a delivery none of whose runs is under way."""
        if each.found and not each.collecting:
            self._ask(each)
        elif not each.left:
            self._end(each)

    def _ask(self, each: _Waiting) -> None:
        """Have the films and shows finished that were found."""
        for library, keys in each.found.items():
            request = RunRequest(items=tuple(f"key:{key}" for key in keys), libraries=(library,))
            each.runs[library] = self._runs.submit(request)

    def _follow(self, each: _Waiting) -> None:
        """See how a delivery's runs are doing; when all are done, have its collections built."""
        if not each.runs:
            return
        records = [self._runs.wait(run, 0) for run in each.runs.values()]
        states = {record.state for record in records if record is not None}
        if states & {RunState.QUEUED, RunState.RUNNING, RunState.CANCELLED}:
            return  # what is cancelled ends with the program, and the next one begins it again
        each.runs.clear()
        if RunState.FAILED in states:
            said = "; ".join(record.error for record in records if record is not None and record.error)
            self._again(each, said)
        elif each.collecting or not configured(self._app):
            each.found.clear()
            each.collecting = False
        else:
            each.collecting = True
            for library, keys in each.found.items():
                request = RunRequest(
                    libraries=(library,),
                    only=frozenset(("collections", "artwork")),
                    kinds=(ArtworkKind.COLLECTION,),
                    touching=tuple(keys),
                )
                each.runs[library] = self._runs.submit(request)

    def _again(self, each: _Waiting, said: str) -> None:
        each.tries += 1
        each.found.clear()
        each.collecting = False
        if each.tries >= MOST_TRIES:
            each.let_go = f"{said}; tried {each.tries} times"
            logger.error("{} told of something that is let go: {}", each.delivery.name, each.let_go)
            each.left.clear()
            return
        logger.warning("{}: {}; it is tried again", each.delivery.name, said)
        each.left = [event for event in each.delivery.events if event.what not in SOON_DONE]
        each.next_look_at = self._clock() + min(SELDOM_S, SOON_S * 2**each.tries)

    def _end(self, each: _Waiting) -> None:
        self._events.done([each.delivery.id], let_go=each.let_go)
        del self._waiting[each.delivery.id]


def named(event: MediaEvent) -> str:
    """Return what to call the title that an event is about."""
    ref = event.ref
    known: Iterable[str] = (f"{service}:{value}" for service, value in ref.ids.pairs())
    return ref.title or next(iter(known), "") or event.path or "an item"
