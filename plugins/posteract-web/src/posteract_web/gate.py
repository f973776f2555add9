"""The gate: everything is closed but what stands here."""

from __future__ import annotations

import binascii
from base64 import b64decode
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .answers import refusal
from .doors import Doors, Session, same

COOKIE = "posteract_session"
CSRF_HEADER = "x-csrf-token"
OPEN = ("/login", "/api/v1/health")
OPEN_BELOW = "/static/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_CSRF = ("/logout",)
"""Forms of ours, which bring the session's token in a field and look at it themselves."""


class Gate:
    """Lets in whoever has the token or a session; others are refused, or shown the way to the login."""

    def __init__(self, app: ASGIApp, *, doors: Doors) -> None:
        self._app = app
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            answer = self._refused(HTTPConnection(scope), scope["path"])
            await (answer or self._app)(scope, receive, send)

    def _refused(self, request: HTTPConnection, path: str) -> Response | None:
        if path in OPEN or path.startswith(OPEN_BELOW):
            return None
        if path.startswith("/webhooks/"):
            return None if self._doors.token.fits(_given(request)) else _closed()
        if "authorization" in request.headers:
            return None if self._doors.token.fits(_bearer(request)) else self._outside(path)
        session = self._doors.sessions.get(request.cookies.get(COOKIE, ""))
        if session is None:
            return self._outside(path)
        request.scope["session_of"] = session
        if request.scope["method"] not in SAFE and not _ours(request, session, path):
            return refusal(
                403,
                "the request does not come from a page of this server",
                hint=f"Send the session's token as `{CSRF_HEADER}`.",
            )
        return None

    def _outside(self, path: str) -> Response:
        return _closed() if path.startswith("/api/") or path == "/api" else RedirectResponse("/login", 303)


def _closed() -> Response:
    return refusal(
        401,
        "this needs the token",
        hint="Send `Authorization: Bearer …`.",
        headers={"www-authenticate": 'Bearer realm="posteract"'},
    )


def _bearer(request: HTTPConnection) -> str:
    kind, _, token = request.headers["authorization"].partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _given(request: HTTPConnection) -> str:
    """Return the token of a webhook's sender: as of programs, as the password of basic authentication, or in the address."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            return b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return ""
    return value.strip() if kind.lower() == "bearer" else request.query_params.get("token", "")


def _ours(request: HTTPConnection, session: Session, path: str) -> bool:
    """Return whether a browser's request that changes something comes from a page of ours."""
    return same_site(request) and (path in OWN_CSRF or same(request.headers.get(CSRF_HEADER, ""), session.csrf))


def same_site(request: HTTPConnection) -> bool:
    """Return whether nothing the browser says of a request's origin speaks against our own."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit_host(origin) != request.headers.get("host", ""):
        return False
    return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def urlsplit_host(origin: str) -> str:
    """Return the host and port of an origin; empty for what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
