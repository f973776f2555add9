"""How long a sender is waited for: connections that say nothing, or a word now and then, are not kept for ever."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_S = 20.0
"""Until all headers of a request are there, from the connection's begin or the last answer."""

BODY_S = 600.0
"""Until all of a body is there: 64 MiB at about 1 Mbit/s."""


class Patient(H11Protocol):
    """uvicorn's connection, which is closed when no whole request comes."""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._expect()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._expect()

    def _expect(self) -> None:
        last = self.cycle

        def look() -> None:
            idle = last is None or last.response_complete
            if self.cycle is last and idle and not self.transport.is_closing():
                self.transport.close()

        self.loop.call_later(HEADERS_S, look)


def hurried(receive: Receive) -> Receive:
    """Return what receives a request's body, and raises HTTPException 408 when that takes too long."""
    until: float | None = None
    whole = False

    async def received() -> Message:
        nonlocal until, whole
        if whole:
            return await receive()  # nothing but the connection's end can follow
        now = asyncio.get_running_loop().time()
        until = until or now + BODY_S
        try:
            message = await asyncio.wait_for(receive(), max(0.0, until - now))
        except TimeoutError as error:
            raise HTTPException(408, "the body did not come in time") from error
        whole = not message.get("more_body", False)
        return message

    return received
