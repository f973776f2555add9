"""The one place HTTP comes from."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

import httpx

from .. import __version__
from .circuit import Circuits
from .client import Client, Lent
from .clock import Clock
from .pace import Pace
from .persist import Persistent
from .policy import NETWORK, RATES, CircuitPolicy, Rate, RetryPolicy, Timeouts
from .wire import Wire

USER_AGENT = f"Posteract/{__version__}"
"""How we introduce ourselves."""


class HttpService:
    """Lends a client to each plugin instance; all share connections, limits, retries, circuits and the cache.

    Args:
        cache_folder: where JSON answers are kept between runs; None = nowhere.
        network: requests in flight, all services together.
        retry: attempts and waits.
        timeouts: of connections and answers.
        circuit: when a host counts as down.
        rates: requests per second by host; others are asked as fast as `network` allows.
        clock: its `stop` event ends every wait; what waits raises `Stopped`, a transport error.
        wire: what sends; the default opens sockets. Tests give an `httpx.MockTransport`.
        chance: of the jitter.
    """

    def __init__(
        self,
        cache_folder: Path | None,
        *,
        network: int = NETWORK,
        retry: RetryPolicy | None = None,
        timeouts: Timeouts | None = None,
        circuit: CircuitPolicy | None = None,
        rates: Mapping[str, Rate] = RATES,
        clock: Clock | None = None,
        wire: httpx.BaseTransport | None = None,
        chance: random.Random | None = None,
    ) -> None:
        clock, timeouts = clock or Clock(), timeouts or Timeouts()
        self._pace = Pace(clock, rates)
        self._timeout = httpx.Timeout(
            connect=timeouts.connect_s, read=timeouts.read_s, write=timeouts.write_s, pool=None
        )
        self._persistent = Persistent(
            wire or Wire(connections=network),
            network=network,
            retry=retry or RetryPolicy(),
            timeouts=timeouts,
            circuits=Circuits(clock, circuit or CircuitPolicy()),
            pace=self._pace,
            clock=clock,
            chance=chance or random.Random(),  # noqa: S311 - jitter, no secret
        )
        self._shared = _Switch(self._persistent, cache_folder)

    def client_for(
        self,
        instance: str,
        base_url: str | None = None,
        *,
        rate: Rate | None = None,
        headers: Mapping[str, str] | None = None,
        verify: bool | str = True,
        cache: bool = True,
        public: bool = False,
    ) -> Client:
        """Return a client for a plugin instance. Safe to use from many threads.

        Args:
            instance: its name in the configuration.
            base_url: what stands before the paths it asks for; may end in a path of its own.
            rate: for the host of `base_url`, in place of the table's.
            headers: sent with each of its requests, to any host: no secrets here.
            verify: whether certificates are checked; a path = a file of authorities to trust.
            cache: whether JSON answers may be kept. Switch it off for servers in the house: asking is cheap there.
            public: only hosts of the internet are asked, for addresses that others may have written.
        """
        if rate is not None and base_url and (host := httpx.URL(base_url).host):
            self._pace.set(host, rate)
        return Client(
            Lent(self._shared),
            instance=instance,
            verify=verify,
            cache=cache,
            public=public,
            timeout=self._timeout,
            base_url=base_url or "",
            headers={"user-agent": USER_AGENT, **(headers or {})},
        )

    @property
    def sent(self) -> dict[str, int]:
        """How many requests went out so far, each attempt counted, by host; cached answers cost none."""
        return dict(self._persistent.sent)

    def close(self) -> None:
        """Close connections and cache; the clients are of no use then."""
        self._shared.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Switch(httpx.BaseTransport):
    """Past the cache for those who want none; the first who wants it opens it, so a run without services costs nothing."""

    def __init__(self, straight: httpx.BaseTransport, cache_folder: Path | None) -> None:
        self._straight = straight
        self._folder = cache_folder
        self._cached: httpx.BaseTransport | None = None
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        wanted = request.extensions.get("cache") and not request.extensions.get("stream")
        return (self._cache() if wanted else self._straight).handle_request(request)

    def close(self) -> None:
        with self._lock:
            (self._cached or self._straight).close()

    def _cache(self) -> httpx.BaseTransport:
        with self._lock:
            if self._folder is None:
                return self._straight
            if self._cached is None:
                from .cache import open_cache

                self._cached = open_cache(self._straight, self._folder) or self._straight
            return self._cached
