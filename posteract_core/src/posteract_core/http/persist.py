"""One call, as many attempts as it takes: limits before each, back-off between them."""

from __future__ import annotations

import random
from collections import Counter
from threading import BoundedSemaphore, Lock
from typing import Any, cast

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, retry_if_result

from ..providers.answers import is_unknown_name, retry_after_s
from .body import read_whole
from .circuit import CircuitOpen, Circuits
from .clock import Clock, Stopped
from .pace import Pace
from .policy import (
    DOWN_STATUS,
    LARGEST_ANSWER_BYTES,
    PASSING_STATUS,
    REPEATABLE_METHODS,
    RetryPolicy,
    Timeouts,
)

_SLOT_POLL_S = 0.2
_NEVER_REPEATED = (Stopped, CircuitOpen, httpx.UnsupportedProtocol)


class Persistent(httpx.BaseTransport):
    """Sends over `wire` with everything a service asks of a polite client.

    Per request, by its extensions: `attempts` (overrides the policy; with it even a POST is sent again), `max_bytes`,
    `stream` (True: the body is handed over unread, for large files; an answer that breaks off is then the caller's affair).
    """

    def __init__(
        self,
        wire: httpx.BaseTransport,
        *,
        network: int,
        retry: RetryPolicy,
        timeouts: Timeouts,
        circuits: Circuits,
        pace: Pace,
        clock: Clock,
        chance: random.Random,
    ) -> None:
        self.sent: Counter[str] = Counter()
        self._wire = wire
        self._slots = BoundedSemaphore(network)
        self._retry, self._timeouts = retry, timeouts
        self._circuits, self._pace, self._clock = circuits, pace, clock
        self._chance = chance
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        attempts = self._attempts(request)
        retrying = Retrying(
            retry=retry_if_exception(_may_pass) | retry_if_result(_is_passing),
            stop=lambda state: not self._worth_waiting(request.url.host, state) or self._tried_enough(attempts, state),
            wait=self._wait,
            sleep=self._clock.sleep,
            retry_error_callback=lambda state: cast("Any", state.outcome).result(),
        )
        return retrying(self._attempt, request)

    def close(self) -> None:
        self._wire.close()

    def _attempts(self, request: httpx.Request) -> int:
        if not isinstance(request.stream, httpx.ByteStream):
            return 1
        if "attempts" in request.extensions:
            return max(1, int(request.extensions["attempts"]))
        return self._retry.attempts if request.method in REPEATABLE_METHODS else 1

    def _tried_enough(self, attempts: int, state: RetryCallState) -> bool:
        outcome = cast("Any", state.outcome)
        if outcome.failed and is_unknown_name(outcome.exception()):
            attempts = min(attempts, self._retry.name_attempts)
        return state.attempt_number >= attempts

    def _attempt(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        self._pace.wait(host)
        self._circuits.enter(host)
        decided = False
        try:
            response = self._send(request)
            if response.status_code in DOWN_STATUS:
                self._circuits.failed(host)
            elif response.status_code not in PASSING_STATUS:
                self._circuits.succeeded(host)
            else:
                self._circuits.undecided(host)
            decided = True
        except (httpx.TransportError, httpx.DecodingError) as error:
            if not isinstance(error, _NEVER_REPEATED):
                self._circuits.failed(host)
                decided = True
            raise
        finally:
            if not decided:
                self._circuits.undecided(host)
        return response

    def _send(self, request: httpx.Request) -> httpx.Response:
        with self._lock:
            self.sent[request.url.host] += 1
        while not self._slots.acquire(timeout=_SLOT_POLL_S):
            self._clock.check()
        try:
            response = self._wire.handle_request(request)
            if request.extensions.get("stream") and response.status_code not in PASSING_STATUS:
                return response
            return read_whole(
                response,
                most_bytes=request.extensions.get("max_bytes", LARGEST_ANSWER_BYTES),
                longest_s=self._timeouts.answer_s,
                clock=self._clock,
            )
        finally:
            self._slots.release()

    def _wait(self, state: RetryCallState) -> float:
        asked_s = _asked_for(state)
        doubled_s = self._retry.first_s * 2.0 ** (state.attempt_number - 1)
        own_s = min(doubled_s, self._retry.longest_s, self._retry.patience_s) * self._chance.uniform(0.5, 1)
        return own_s if asked_s is None else asked_s + own_s * 0.1

    def _worth_waiting(self, host: str, state: RetryCallState) -> bool:
        """Return whether to go on; a host that named a time is left alone by all calls until then."""
        asked_s = _asked_for(state)
        if asked_s is None:
            return True
        if asked_s > self._retry.patience_s:
            self._circuits.rest(host, min(asked_s, self._retry.longest_s))
            return False
        self._pace.pause(host, asked_s)
        return True


def _asked_for(state: RetryCallState) -> float | None:
    outcome = cast("Any", state.outcome)
    return None if outcome.failed else retry_after_s(outcome.result())


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, httpx.TransportError | httpx.DecodingError) and not isinstance(error, _NEVER_REPEATED)


def _is_passing(response: httpx.Response) -> bool:
    return response.status_code in PASSING_STATUS
