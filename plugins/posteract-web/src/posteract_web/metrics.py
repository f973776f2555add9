"""What Prometheus is told."""

from __future__ import annotations

import time
from collections.abc import Iterator

from posteract_core.app import listings
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from posteract_core import __version__

from .desk import Desk

STATES = ("queued", "running", "finished", "cancelled", "failed")


class Metrics:
    """The numbers of one server: what the ledger says when it is asked, and the requests so far."""

    def __init__(self, desk: Desk) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_OfLedger(desk))
        labels = ("method", "route", "status")
        self.requests = Counter("posteract_http_requests", "Requests answered.", labels, registry=self._registry)
        self.seconds = Histogram(
            "posteract_http_seconds", "Until the answer began.", ("route",), registry=self._registry
        )

    def text(self) -> bytes:
        """Return all of it, in Prometheus's format."""
        return generate_latest(self._registry)


class _OfLedger(Collector):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def describe(self) -> Iterator[Metric]:
        """Ask nothing while it is registered."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield what stands where now."""
        ledger = self._desk.app.ledger
        yield InfoMetricFamily("posteract_build", "The program.", value={"version": __version__})
        targets = GaugeMetricFamily("posteract_targets", "Picture slots.", labels=("server", "library", "status"))
        for server, library, status, number in listings.counts(ledger):
            targets.add_metric((server, library, status), number)
        yield targets
        waiting = listings.waiting_events(ledger)
        yield GaugeMetricFamily("posteract_events_waiting", "Webhooks' events not acted on yet.", value=waiting)
        runs = GaugeMetricFamily("posteract_runs", "Runs that are kept in mind.", labels=("state",))
        records = self._desk.runs.records() if self._desk.runs else ()
        for state in STATES:
            runs.add_metric((state,), sum(str(each.state) == state for each in records))
        yield runs


class Measured:
    """Counts requests, by route and not by address: names of items and runs are nobody's business here."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = _route(scope)
                method = scope["method"] if scope["method"] in METHODS else "other"
                self._metrics.requests.labels(method, route, str(message["status"])).inc()
                self._metrics.seconds.labels(route).observe(time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, counted)


def _route(scope: Scope) -> str:
    """Return the route's path with its parameters' names; the framework leaves the prefix out."""
    path = getattr(scope.get("route"), "path", "other")
    return f"{API}{path}" if scope["path"].startswith(f"{API}/") and not path.startswith(API) else path


API = "/api/v1"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
