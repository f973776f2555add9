"""A real server on loopback that misbehaves as told, and a service whose waits take no time."""

from __future__ import annotations

import random
import socket
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from posteract_core.http import Clock, HttpService, RetryPolicy, Stopped, Timeouts

from posteract_core import redaction


@dataclass
class Reply:
    """One answer; `cut_after` closes the connection after that many bytes of the body, `drip` sends it byte by byte."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    drip: bool = False
    silent: bool = False


class ScriptedServer:
    """Answers each path with its replies in turn; the last one stays."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.in_flight = self.most_in_flight = 0
        self.gate: threading.Barrier | None = None
        self.over = threading.Event()
        self._script: dict[str, deque[Reply]] = {}
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server._answer(self)

            do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815 - http.server's names

            def log_message(self, *_: object) -> None: ...

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def on(self, path: str, *replies: Reply) -> None:
        self._script[path] = deque(replies)

    def close(self) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path.partition("?")[0]
        body = handler.rfile.read(int(handler.headers.get("content-length") or 0))
        with self._lock:
            self.asked[path] += 1
            self.requests.append(
                (handler.command, handler.path, {k.lower(): v for k, v in handler.headers.items()}, body)
            )
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            replies = self._script.get(path) or deque([Reply(404)])
            reply = replies.popleft() if len(replies) > 1 else replies[0]
        try:
            if self.gate is not None:
                self.gate.wait(5)
            self._send(handler, reply)
        except OSError:
            handler.close_connection = True
        finally:
            with self._lock:
                self.in_flight -= 1

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.silent:
            self.over.wait(5)
            handler.close_connection = True
            return
        handler.send_response(reply.status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(reply.body)),
            **reply.headers,
        }.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command == "HEAD" or reply.status == 304:
            return
        if reply.drip:
            for byte in reply.body:
                if self.over.wait(0.02):
                    break
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
            handler.close_connection = True
            return
        handler.wfile.write(reply.body[: reply.cut_after])
        handler.wfile.flush()
        if reply.cut_after is not None:
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True


class QuickClock(Clock):
    """Waits by moving its own hand."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 1000.0
        self.waits: list[float] = []
        self._lock = threading.Lock()

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        if self.stop.is_set():
            raise Stopped("stopped while waiting")
        with self._lock:
            self.waits.append(seconds)
            self.time += max(seconds, 0)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    yield server
    server.close()


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture
def clock() -> QuickClock:
    return QuickClock()


@pytest.fixture
def service_with(clock: QuickClock) -> Iterator[Callable[..., HttpService]]:
    """Return a maker of services; what it is not told is quick and steady."""
    made: list[HttpService] = []

    def make(**options: object) -> HttpService:
        defaults: dict[str, object] = {
            "cache_folder": None,
            "clock": clock,
            "retry": RetryPolicy(attempts=5, first_s=2),
            "timeouts": Timeouts(connect_s=2, read_s=2, write_s=2),
            "chance": random.Random(7),
        }
        service = HttpService(**(defaults | options))  # type: ignore[arg-type]
        made.append(service)
        return service

    yield make
    for service in made:
        service.close()


@pytest.fixture
def client(service_with: Callable[..., HttpService], server: ScriptedServer) -> httpx.Client:
    return service_with().client_for("tmdb", server.url, cache=False)


@pytest.fixture(autouse=True)
def _no_secrets_left_over() -> Iterator[None]:
    yield
    redaction.forget_secrets()
