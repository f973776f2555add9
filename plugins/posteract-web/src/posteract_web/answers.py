"""Errors as JSON, and what the OpenAPI document says of them."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from posteract_core.app.configuring import ConfigChanged
from posteract_core.errors import (
    ConfigError,
    LedgerBusy,
    LedgerLost,
    PictureRefused,
    PosteractError,
    ProviderError,
    UsageError,
)
from posteract_core.redaction import redact
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

STATUSES: tuple[tuple[type[PosteractError], int, str], ...] = (
    (LedgerBusy, 409, "busy"),
    (ConfigChanged, 409, "changed"),
    (ConfigError, 409, "configuration"),
    (PictureRefused, 422, "picture"),
    (UsageError, 422, "refused"),
    (ProviderError, 424, "unavailable"),
    (LedgerLost, 503, "ledger"),
    (PosteractError, 422, "refused"),
)
"""The first that fits. A server or source that does not answer is 424: this one is well."""

CODES = {
    400: "malformed",
    401: "unauthorized",
    403: "forbidden",
    404: "unknown",
    405: "method",
    408: "slow",
    413: "too-large",
    415: "type",
}


class Trouble(BaseModel):
    """What went wrong."""

    code: str = Field(description="One word, for programs.")
    message: str = Field(description="What happened, for people.")
    hint: str = Field("", description="What can be done about it.")


class Refusal(BaseModel):
    """The body of every answer that is no success."""

    error: Trouble


REASONS = {
    400: "The request cannot be read.",
    401: "No token, or a wrong one.",
    403: "The session's `X-CSRF-Token` is missing or wrong, or the request comes from another site.",
    404: "There is nothing of this name.",
    409: "Not now: a run holds the ledger, or the configuration has mistakes or was changed in the meantime.",
    408: "The body did not come in time.",
    413: "The body is too large.",
    415: "Neither JSON nor a form with a file.",
    422: "The request cannot be carried out as it was made.",
    424: "A media server or a source does not answer.",
    503: "The ledger's database does not work.",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what the document says of these statuses; where a body may be too large it may be too slow as well."""
    slow = (408,) if 413 in statuses else ()
    return {status: {"model": Refusal, "description": REASONS[status]} for status in (*statuses, *slow)}


def refusal(
    status: int, message: str, *, code: str = "", hint: str = "", headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return an answer that says no."""
    trouble = Trouble(code=code or CODES.get(status, "refused"), message=redact(message), hint=redact(hint))
    return JSONResponse(Refusal(error=trouble).model_dump(), status, headers)


class NotThere(HTTPException):
    """404, in our words."""

    def __init__(self, what: str) -> None:
        super().__init__(404, what)


def handle_errors(api: FastAPI) -> None:
    """Have everything that is raised told as JSON."""
    api.add_exception_handler(PosteractError, _ours)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _http)


def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PosteractError)
    if isinstance(error, LedgerLost):
        request.app.state.desk.renew()
    status, code = next((status, code) for kind, status, code in STATUSES if isinstance(error, kind))
    return refusal(status, str(error), code=code, hint=error.hint)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return refusal(422, f"{place[:200]}: {first['msg'][:500]}".encode("utf-8", "replace").decode(), code="invalid")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 204:
        return Response(status_code=204)
    return refusal(error.status_code, str(error.detail), headers=dict(error.headers or {}))
