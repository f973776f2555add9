"""Stages joined by bounded queues: each has its own threads, and memory does not grow with the work."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Generic[T]):
    """One kind of work.

    Attributes:
        name: for thread names.
        workers: threads.
        work: does it; returns whether the job goes on to the next stage. What it raises ends the whole flow: what concerns
            one job only it handles itself.
    """

    name: str
    workers: int
    work: Callable[[T], bool]


class _End:
    """Closes a queue."""


class _Trouble:
    """The first thing that went wrong for all; when there is one, no more work is done."""

    def __init__(self, cancel: threading.Event) -> None:
        self._cancel = cancel
        self._lock = threading.Lock()
        self.error: BaseException | None = None

    def note(self, error: BaseException) -> None:
        with self._lock:
            self.error = self.error or error
        self._cancel.set()


def flow(jobs: Iterable[T], stages: Sequence[Stage[T]], cancel: threading.Event) -> None:
    """Take every job through the stages; return when all are through.

    When `cancel` is set no further job is begun, and those under way are finished. An exception in `jobs`, or
    KeyboardInterrupt in the calling thread, does the same and is raised again afterwards; a second KeyboardInterrupt is
    raised at once. An exception in a stage is raised again too, and what is under way is then dropped, not finished.
    """
    trouble = _Trouble(cancel)
    queues: list[queue.Queue[T | _End]] = [queue.Queue(maxsize=2 * stage.workers) for stage in stages]
    threads: list[list[threading.Thread]] = []
    for position, stage in enumerate(stages):
        onwards = queues[position + 1] if position + 1 < len(stages) else None
        threads.append(
            [
                threading.Thread(
                    target=_serve,
                    args=(stage, queues[position], onwards, trouble),
                    name=f"{stage.name}-{number}",
                    daemon=True,
                )
                for number in range(stage.workers)
            ]
        )
    for group in threads:
        for thread in group:
            thread.start()
    broken: BaseException | None = None
    try:
        for job in jobs:
            if not _put(queues[0], job, cancel):
                break
    except BaseException as error:  # noqa: BLE001 - raised again below, once what is under way is finished
        cancel.set()
        broken = error
    for position, group in enumerate(threads):
        for _ in group:
            queues[position].put(_End())
        for thread in group:
            _join(thread, cancel)
    if (raised := broken or trouble.error) is not None:
        raise raised
    if cancel.is_set():
        raise KeyboardInterrupt


def _serve(
    stage: Stage[T], inwards: queue.Queue[T | _End], onwards: queue.Queue[T | _End] | None, trouble: _Trouble
) -> None:
    while not isinstance(job := inwards.get(), _End):
        if trouble.error is not None:
            continue  # emptied all the same, so that nobody waits for room
        try:
            goes_on = stage.work(job)
        except BaseException as error:  # noqa: BLE001 - raised again by `flow`
            trouble.note(error)
        else:
            if goes_on and onwards is not None:
                onwards.put(job)


def _put(into: queue.Queue[T | _End], job: T, cancel: threading.Event) -> bool:
    """Put a job into a queue as soon as there is room; return False when cancelled before that."""
    while not cancel.is_set():
        try:
            into.put(job, timeout=0.2)
        except queue.Full:
            continue
        return True
    return False


def _join(thread: threading.Thread, cancel: threading.Event) -> None:
    """Wait for a thread, staying open to Ctrl-C: the first sets `cancel`, the second is raised at once."""
    while thread.is_alive():
        try:
            thread.join(0.2)
        except KeyboardInterrupt:
            if cancel.is_set():
                raise
            cancel.set()
