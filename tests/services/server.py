"""A small, quick HTTP/1.1 server with named routes, counters and faults."""

from __future__ import annotations

import json
import re
import socket
import socketserver
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import responses
from typing import Any, ClassVar, Self, TypeVar
from urllib.parse import parse_qsl, unquote

from .faults import Fault

__all__ = ["FakeService", "Fault", "Reply", "Request", "as_json", "route"]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked; header names in lower case, `query` the last value of each parameter, `pairs` all of them in order."""

    method: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return dict(self.pairs)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Reply:
    """What is answered."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:
    """Return `value` as a JSON answer; header names with `_` for `-`."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(status, body, "application/json;charset=utf-8", {k.replace("_", "-"): v for k, v in headers.items()})


Handler = TypeVar("Handler", bound=Callable[..., Reply])


def route(method: str, *templates: str) -> Callable[[Handler], Handler]:
    """Mark a method of a service as answering `method` at the templates; `{name}` stands for one segment of a path."""

    def mark(handler: Handler) -> Handler:
        handler.routes = [(method, template) for template in templates]  # type: ignore[attr-defined]
        return handler

    return mark


class FakeService:
    """Base of the fakes. `count` says how often each route was asked, `asked` what was asked last.

    Use as a context manager, or `start` and `stop`: a stopped service refuses connections, and starts again on its port with
    all it knew.
    """

    watch: ClassVar[Callable[[FakeService, Request, Reply], None] | None] = None
    """Told of every request and its answer, but those that a fault spoils."""

    _routes: ClassVar[list[tuple[str, re.Pattern[str], str, str]]] = []

    documented = True
    """It is of a version that the service's document speaks of."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.asked: deque[tuple[str, str]] = deque(maxlen=5000)
        self.faults: list[Fault] = []
        self.port = 0
        self._server: _Server | None = None
        self._lock = threading.RLock()

    def __init_subclass__(cls) -> None:
        cls._routes = []
        for owner in reversed(cls.__mro__):
            for name, member in vars(owner).items():
                for method, template in getattr(member, "routes", ()):
                    pattern = re.compile(re.sub(r"\\{\w+\\}", "([^/]+)", re.escape(template)) + "/?")
                    cls._routes.append((method, pattern, f"{method} {template}", name))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def total(self) -> int:
        """How many requests have come in so far."""
        return sum(self.count.values())

    def add_fault(self, fault: Fault) -> Fault:
        """Have things go wrong from now on; `mend` ends it."""
        self.faults.append(fault)
        return fault

    def mend(self) -> None:
        """End all faults."""
        self.faults.clear()

    def start(self) -> Self:
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def stop(self) -> None:
        """Be gone: refuse connections and cut those that stand."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.cut_all()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def answer(self, request: Request) -> tuple[Reply, Fault | None]:
        """Return the answer, with the fault that spoils it."""
        name, handler, values = self._find(request)
        with self._lock:
            self.count[name] += 1
            self.asked.append((request.method, request.path))
        fault = next((fault for fault in list(self.faults) if fault.strikes(name)), None)
        if fault is not None and (fault.cut == "before" or fault.status is not None):
            return self._spoilt(fault), fault
        refusal = self.refuse(request)
        reply = refusal if refusal is not None else handler(request, *values)
        if fault is not None and fault.body is not None:
            reply = Reply(200, fault.body, fault.content_type)
        elif (watch := FakeService.watch) is not None:
            watch(self, request, reply)
        return reply, fault

    def refuse(self, request: Request) -> Reply | None:
        """Return the answer to those who may not ask; None lets them through."""
        return None

    def not_found(self, request: Request) -> Reply:
        return Reply(404, b"<html><head><title>Not Found</title></head></html>", "text/html")

    def _find(self, request: Request) -> tuple[str, Callable[..., Reply], tuple[str, ...]]:
        wanted = "GET" if request.method == "HEAD" else request.method
        for method, pattern, name, member in self._routes:
            if method == wanted and (match := pattern.fullmatch(request.path)):
                return name, getattr(self, member), tuple(map(unquote, match.groups()))
        return f"{request.method} (unknown)", lambda request: self.not_found(request), ()

    @staticmethod
    def _spoilt(fault: Fault) -> Reply:
        status = fault.status or 200
        body = fault.body if fault.body is not None else f"<html><h1>{status}</h1></html>".encode()
        return Reply(status, body, fault.content_type, {"Retry-After": fault.retry_after} if fault.retry_after else {})


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], service: FakeService) -> None:
        self.service = service
        self.open: set[socket.socket] = set()
        super().__init__(address, _Connection)

    def cut_all(self) -> None:
        for connection in list(self.open):
            _cut(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        import sys

        if not isinstance(sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Connection(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    timeout = 60
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        super().finish()

    def handle(self) -> None:
        try:
            while (request := self._read()) is not None:
                if not self._write(request, *self.server.service.answer(request)):
                    break
        except (OSError, ValueError):  # the other side is gone, or spoke no HTTP: nobody is left to tell
            return

    def _read(self) -> Request | None:
        line = self.rfile.readline(65536).decode("latin-1").split()
        if len(line) != 3:
            return None
        headers: dict[str, str] = {}
        while (raw := self.rfile.readline(65536)) not in (b"\r\n", b"\n", b""):
            name, _, value = raw.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        path, _, query = line[1].partition("?")
        pairs = tuple(parse_qsl(query, keep_blank_values=True))
        return Request(line[0], path, pairs, headers, body)

    def _write(self, request: Request, reply: Reply, fault: Fault | None) -> bool:
        if fault is not None and fault.delay_s:
            threading.Event().wait(fault.delay_s)
        if fault is not None and fault.cut in ("before", "after"):
            _cut(self.connection)
            return False
        phrase = responses.get(reply.status, "Unknown")
        headers = {"Content-Type": reply.content_type, "Content-Length": str(len(reply.body)), **reply.headers}
        head = f"HTTP/1.1 {reply.status} {phrase}\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in headers.items()
        )
        body = b"" if request.method == "HEAD" or reply.status == 304 else reply.body
        if fault is not None and fault.cut == "body":
            self.wfile.write(head.encode("latin-1") + b"\r\n" + body[: len(body) // 2])
            _cut(self.connection)
            return False
        self.wfile.write(head.encode("latin-1") + b"\r\n" + body)
        return request.headers.get("connection", "").lower() != "close"


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:  # it is cut already
        return
