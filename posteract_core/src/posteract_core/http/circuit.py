"""Hosts that are down are left alone for a while, so that a thousand tasks do not each find out by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import httpx

from .clock import Clock
from .policy import CircuitPolicy


class CircuitOpen(httpx.TransportError):
    """Not sent: the host failed too often in a row, or asked to be left alone.

    Attributes:
        retry_after_s: seconds until it will be asked again.
    """

    def __init__(self, message: str, *, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


@dataclass(slots=True)
class _Host:
    failures: int = 0
    open_until: float = 0.0
    rest_s: float = 0.0
    trial: bool = False
    asked_for: bool = False
    why: str = ""


class Circuits:
    """One circuit per host: closed (all goes through), open (nothing does), and then one request may try."""

    def __init__(self, clock: Clock, policy: CircuitPolicy) -> None:
        self._clock = clock
        self._policy = policy
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    def enter(self, host: str) -> None:
        """Return if `host` may be asked now; every `enter` is followed by one of `succeeded`, `failed`, `undecided`.

        Raises:
            CircuitOpen: it may not.
        """
        with self._lock:
            state = self._hosts.setdefault(host, _Host())
            if not state.open_until:
                return
            left_s = state.open_until - self._clock.now()
            if left_s > 0 or state.trial:
                left_s = max(left_s, 1.0)
                raise CircuitOpen(f"{host} {state.why}; asked again in {left_s:.0f} s", retry_after_s=left_s)
            state.trial = True

    def succeeded(self, host: str) -> None:
        """The host answered: it is up."""
        with self._lock:
            state = self._hosts[host]
            if state.asked_for and not state.trial and state.open_until > self._clock.now():
                return  # sent before the host asked for a rest, which still holds
            self._hosts[host] = _Host()

    def undecided(self, host: str) -> None:
        """The attempt says nothing about the host's health."""
        with self._lock:
            self._hosts[host].trial = False

    def failed(self, host: str) -> None:
        """The host did not answer, or said that it is down."""
        with self._lock:
            state = self._hosts[host]
            state.failures += 1
            if state.trial or state.failures >= self._policy.failures:
                state.rest_s = min(state.rest_s * 2 or self._policy.rest_s, self._policy.longest_rest_s)
                self._open(state, state.rest_s, f"does not work ({state.failures} failures in a row)")
            state.trial = False

    def rest(self, host: str, seconds: float) -> None:
        """Leave `host` alone for so long: it asked for it."""
        with self._lock:
            state = self._hosts.setdefault(host, _Host())
            state.asked_for, state.trial = True, False
            self._open(state, seconds, "asked to be left alone")

    def _open(self, state: _Host, seconds: float, why: str) -> None:
        state.open_until = max(state.open_until, self._clock.now() + seconds)
        state.why = why
