"""The server as a trigger: it listens while `posteract serve` runs."""

from __future__ import annotations

import socket
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING

from loguru import logger
from posteract_core.app import Opening
from posteract_core.providers import Trigger
from posteract_core.providers.trigger import Submits

from .listen import address_of, listening
from .settings import WebSettings

if TYPE_CHECKING:
    from .doors import Doors

GRACE_S = 1


class WebServer(Trigger[WebSettings]):
    """REST, webhooks and metrics, at `plugins.web.host` and `port`.

    Attributes:
        address: where it is found; empty until it listens.
    """

    address = ""
    _listener: socket.socket | None = None

    def prepare(self) -> None:
        """Open the socket; raises `PosteractError` when its port is taken."""
        self._listener = listening(self.settings.host, self.settings.port)

    def listen(self, app: Submits, stop: Event) -> None:
        """Serve until `stop` is set."""
        import uvicorn

        from .desk import Desk
        from .patience import Patient
        from .server import create_app

        if stop.is_set():
            if self._listener is not None:
                self._listener.close()
            return
        stopping = Event()
        desk = Desk(self._opening(app), app, stopping=stopping)
        with self._listener or listening(self.settings.host, self.settings.port) as listener:
            try:
                api = create_app(desk, self.settings)
                config = uvicorn.Config(
                    api,
                    log_config=None,
                    http=Patient,
                    log_level="error",  # who sends nonsense does not fill the log
                    access_log=False,
                    server_header=False,
                    lifespan="off",
                    timeout_graceful_shutdown=GRACE_S,
                    proxy_headers=bool(self.settings.proxies),
                    forwarded_allow_ips=list(self.settings.proxies),
                    ws="none",
                )
                server = uvicorn.Server(config)
                self.address = address_of(listener)
                _show_token(api.state.doors, self.address)
                logger.info("the web server listens at {}", self.address)

                def watch() -> None:
                    stop.wait()
                    stopping.set()
                    server.should_exit = True

                Thread(target=watch, name="web stop", daemon=True).start()
                server.run(sockets=[listener])
            finally:
                desk.close()

    def _opening(self, app: Submits) -> Opening:
        """Return how apps are opened: as whoever serves does, if it says so, else over the same file."""
        opening = getattr(app, "opening", None)
        return opening if isinstance(opening, Opening) else Opening(config=self.context.config_file)


def _show_token(doors: Doors, address: str) -> None:
    """Write a token that was made just now to the console, this once; the log does not get it."""
    if doors.token.fresh:
        sys.stderr.write(
            f"\nThe token of the web server at {address}, shown this once:\n\n    {doors.token.fresh}\n\n"
            "Programs send it as `Authorization: Bearer …`. `plugins.web.token` sets one of your own.\n\n"
        )
        sys.stderr.flush()
        doors.token.fresh = ""
