"""What every answer bears and no request exceeds: headers that bind browsers, and the size of bodies."""

from __future__ import annotations

from loguru import logger
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .answers import refusal
from .patience import hurried

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

LARGEST_WEBHOOK_BYTES = 2**20
LARGEST_CONFIG_BYTES = 8 * 2**20
LARGEST_UPLOAD_BYTES = 65 * 2**20
LARGEST_BYTES = 2**18


class Shields:
    """Sets headers on every answer, refuses bodies that are too large, announced or not, and tells nobody what broke."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, seen, begun = largest(scope["method"], scope["path"]), 0, False
        announced = int(
            Headers(scope=scope).get("content-length", "0")
        )  # the server has seen to it that it is a number
        too_large = HTTPException(413, f"the body has more than {most >> 10} KiB")
        come = hurried(receive)

        async def measured() -> Message:
            nonlocal seen
            if announced > most:
                raise too_large
            message = await come()
            seen += len(message.get("body", b""))
            if seen > most:
                raise too_large
            return message

        async def dressed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        try:
            await self._app(scope, measured, dressed)
        except ClientDisconnect:
            return
        except Exception as error:
            if begun:
                raise
            logger.opt(exception=error).error("{} {} broke", scope["method"], scope["path"])
            await refusal(500, "something broke here; the log says what", code="broken")(scope, receive, dressed)


def largest(method: str, path: str) -> int:
    """Return how many bytes a body may have.

    >>> largest("POST", "/webhooks/radarr")
    1048576
    """
    if path.startswith("/webhooks/"):
        return LARGEST_WEBHOOK_BYTES
    if path.startswith("/api/v1/config"):
        return LARGEST_CONFIG_BYTES
    if method == "POST" and path.startswith("/api/v1/targets/") and path.endswith("/pick"):
        return LARGEST_UPLOAD_BYTES
    return LARGEST_BYTES
