"""News are gathered for a while, so that ten runs in a minute are one message."""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable
from threading import Lock, Thread, Timer
from typing import Generic, TypeVar

T = TypeVar("T")


class Outbox(Generic[T]):
    """Delivers the first news at once, then at most one lot in a while; the last when the program ends."""

    def __init__(self, deliver: Callable[[list[T]], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin empty.

        Args:
            deliver: sends; called in a thread of its own, one lot at a time. It may not raise.
            clock: seconds.
        """
        self._deliver = deliver
        self._clock = clock
        self._waiting: list[T] = []
        self._last: float | None = None
        self._lock, self._delivering = Lock(), Lock()
        self._timer: Timer | None = None
        atexit.register(self.flush)

    def put(self, news: T, *, every_s: float) -> None:
        """Have news delivered: now, or `every_s` seconds after the last delivery, with what comes until then."""
        with self._lock:
            self._waiting.append(news)
            wait_s = 0.0 if self._last is None else self._last + every_s - self._clock()
            if wait_s > 0:
                if self._timer is None:
                    self._timer = Timer(wait_s, self.flush)
                    self._timer.daemon = True  # the end of the program does not wait for it: `atexit` does its work
                    self._timer.start()
                return
        Thread(target=self.flush, name="news").start()

    def flush(self) -> None:
        """Deliver what waits, in this thread."""
        with self._lock:
            lot, self._waiting = self._waiting, []
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if lot:
                self._last = self._clock()
        with self._delivering:
            if lot:
                self._deliver(lot)
