"""Time for the transport: waits that end when the program wants to."""

from __future__ import annotations

import time
from threading import Event

import httpx


class Stopped(httpx.TransportError):
    """The program is stopping: a request was not sent, or not waited for any longer."""


class Clock:
    """The real clock. Tests give one whose waits take no time."""

    def __init__(self, stop: Event | None = None) -> None:
        self.stop = stop or Event()

    def now(self) -> float:
        """Return seconds on a clock that never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            Stopped: `stop` was set before the time was over.
        """
        if self.stop.wait(max(seconds, 0)):
            raise Stopped("stopped while waiting")

    def check(self) -> None:
        """Raise `Stopped` if the program is stopping."""
        if self.stop.is_set():
            raise Stopped("stopped")
