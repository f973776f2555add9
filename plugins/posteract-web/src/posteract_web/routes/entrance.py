"""The few pages that a browser sees: the login, and the way out."""

from __future__ import annotations

import hashlib
import re
import secrets
from html import escape
from importlib.resources import files
from string import Template

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..doors import Doors, Session, same
from ..gate import COOKIE, same_site

FORM_COOKIE = "posteract_form"
_OURS = re.compile(r"[A-Za-z0-9_-]{43}")
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_folder = files("posteract_web").joinpath("static")
STATIC = {
    each.name: (TYPES[each.name.rpartition(".")[2]], each.read_bytes())
    for each in _folder.iterdir()
    if each.name.rpartition(".")[2] in TYPES
}
"""Read once: no address of a request ever reaches the file system."""


def router(doors: Doors) -> APIRouter:
    """Return the pages."""
    api = APIRouter(include_in_schema=False)

    @api.get("/static/{name}")
    def static(name: str, request: Request) -> Response:
        kind, content = STATIC.get(name, ("text/plain", b""))
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {"cache-control": "no-cache", "etag": etag}  # after an update nobody sees the old ones
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(content, 200 if content else 404, headers, media_type=kind)

    @api.get("/login")
    def form(request: Request) -> Response:
        return _form(doors, request)

    @api.post("/login")
    async def login(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=4) as fields:
            name, password, csrf = (_text(fields, key) for key in ("name", "password", "csrf"))
        cookie = request.cookies.get(FORM_COOKIE, "")
        if not (cookie and same(cookie, csrf) and same_site(request)):
            return _form(doors, request, "The form was too old. Please try again.", status=403)
        address = request.client.host if request.client else ""
        if wait_s := doors.attempts.wait_s(address, name):
            answer = _form(doors, request, f"Too many attempts. Please wait {wait_s} seconds.", status=429)
            answer.headers["retry-after"] = str(wait_s)
            return answer
        doors.attempts.failed(address, name)  # until it turns out well, so that many at once are counted, too
        if not await run_in_threadpool(doors.login, name, password):
            return _form(doors, request, "That is not right.", name=name, status=401)
        doors.attempts.forgive(address, name)
        doors.sessions.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(FORM_COOKIE, path="/login")
        answer.set_cookie(
            COOKIE,
            doors.sessions.begin(name or "admin"),
            max_age=int(doors.sessions.lasts_s),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    @api.get("/")
    def home(request: Request) -> Response:
        session: Session | None = request.scope.get("session_of")
        user, csrf = (session.user, session.csrf) if session else ("a program", "")
        return HTMLResponse(_filled("home.html", user=escape(user), csrf=escape(csrf)))

    @api.post("/logout")
    async def logout(request: Request) -> Response:
        session: Session | None = request.scope.get("session_of")
        async with request.form(max_files=0, max_fields=4) as fields:
            csrf = _text(fields, "csrf")
        if session is None or not same(csrf, session.csrf):
            return RedirectResponse("/", 303)
        doors.sessions.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE)
        return answer

    return api


def _form(doors: Doors, request: Request, said: str = "", *, name: str = "", status: int = 200) -> Response:
    csrf = request.cookies.get(FORM_COOKIE, "")
    csrf = csrf if _OURS.fullmatch(csrf) else secrets.token_urlsafe(32)
    who = f'<label>Name <input name="name" autocomplete="username" required maxlength="100" value="{escape(name)}"></label>'
    page = _filled(
        "login.html",
        said=f'<p class="wrong" role="alert">{escape(said)}</p>' if said else "",
        csrf=csrf,
        who=who if doors.users else "",
        what="Password" if doors.users else "Token",
    )
    answer = HTMLResponse(page, status)
    answer.set_cookie(
        FORM_COOKIE, csrf, path="/login", httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return answer


def _filled(page: str, **values: str) -> str:
    """Return a page of ours with pieces of HTML in it."""
    return Template(_folder.joinpath(page).read_text(encoding="utf-8")).substitute(values)


def _text(form: FormData, key: str) -> str:
    value = form.get(key, "")
    return "" if isinstance(value, UploadFile) else value
