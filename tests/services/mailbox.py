"""Where news arrive: what Apprise's `json://` posts, and pings for Healthchecks and Uptime Kuma."""

from __future__ import annotations

import threading
from typing import Any

from .server import FakeService, Reply, Request, as_json, route

TOKEN = "T0k3n-0f-Th3-Mailb0x"
CHECK = "1f0c4f5e-77aa-4a6e-9a57-0123456789ab"
PUSH = "Pu5hT0k3n99"


class FakeMailbox(FakeService):
    """A webhook under `/hook/TOKEN`, a check under `/CHECK`, a push monitor under `/api/push/PUSH`.

    Attributes:
        messages: what was posted, the oldest first.
        pings: path and query of each ping.
        status: what the webhook answers with.
    """

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, Any]] = []
        self.pings: list[tuple[str, dict[str, str]]] = []
        self.status = 200
        self.arrived = threading.Condition()

    @property
    def address(self) -> str:
        """Apprise's address of the webhook."""
        return f"json://{self.url.removeprefix('http://')}/hook/{TOKEN}"

    def wait_for(self, number: int, timeout_s: float = 10) -> list[dict[str, Any]]:
        """Return the messages once there are so many; fewer when the time is over."""
        with self.arrived:
            self.arrived.wait_for(lambda: len(self.messages) >= number, timeout_s)
            return list(self.messages)

    @route("POST", f"/hook/{TOKEN}")
    def hook(self, request: Request) -> Reply:
        if self.status != 200:
            return Reply(self.status, f"no entry with {TOKEN}".encode())
        with self.arrived:
            self.messages.append(request.json())
            self.arrived.notify_all()
        return as_json({"ok": True})

    @route("GET", f"/{CHECK}", f"/{CHECK}/start", f"/{CHECK}/fail", f"/api/push/{PUSH}")
    def ping(self, request: Request) -> Reply:
        self.pings.append((request.path, request.query))
        return as_json({"ok": True})
