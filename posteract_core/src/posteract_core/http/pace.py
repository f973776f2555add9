"""How fast each host is asked, and when it wants to be left alone for a moment."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from .clock import Clock
from .policy import Rate


class Pace:
    """Spaces the requests of each host (generic cell rate algorithm), in the order in which threads ask.

    Written here because the libraries for it sleep where nothing can wake them.
    """

    def __init__(self, clock: Clock, rates: Mapping[str, Rate]) -> None:
        self._clock = clock
        self._rates = dict(rates)
        self._due: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}
        self._lock = Lock()

    def set(self, host: str, rate: Rate) -> None:
        """Ask `host` at `rate` from now on."""
        with self._lock:
            self._rates[host] = rate

    def pause(self, host: str, seconds: float) -> None:
        """Let nobody ask `host` for so long; a longer pause that is under way stays."""
        with self._lock:
            self._closed_until[host] = max(self._closed_until.get(host, 0), self._clock.now() + seconds)

    def wait(self, host: str) -> None:
        """Return when it is the caller's turn.

        Raises:
            Stopped: the program stops before that.
        """
        self._clock.check()
        if (seconds := self._reserve(host)) > 0:
            self._clock.sleep(seconds)
        while (seconds := self._closed_for(host)) > 0:
            self._clock.sleep(seconds)

    def _reserve(self, host: str) -> float:
        with self._lock:
            if (rate := self._rates.get(host)) is None:
                return 0
            now = self._clock.now()
            step = 1 / rate.per_s
            due = max(self._due.get(host, 0), now)
            self._due[host] = due + step
            return due - now - (rate.burst - 1) * step

    def _closed_for(self, host: str) -> float:
        with self._lock:
            return self._closed_until.get(host, 0) - self._clock.now()
