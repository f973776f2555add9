"""A `requests.Session` on the shared transport, for libraries that know no httpx (PlexAPI).

requests is no dependency of core: whoever needs this has it through such a library.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import httpx
import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers

from ..redaction import redact


def requests_session(client: httpx.Client) -> requests.Session:
    """Return a session whose requests go through `client`: its retries, limits, circuits, timeouts and discreet errors.

    Errors are those of requests (`ConnectionError`, `ConnectTimeout`, `ReadTimeout` …), and name no secret. Proxies and
    certificates are the transport's affair: what the session says of them is ignored. Bodies to be sent are bytes, not
    streams; answers are in memory, also with `stream=True`. Not to be shared between threads, as requests demands.
    """
    session = requests.Session()
    session.trust_env = False
    session.headers["User-Agent"] = client.headers["user-agent"]
    adapter = _Adapter(client)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class _Adapter(BaseAdapter):
    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self._client = client

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        try:
            answer = self._client.send(self._translated(request, timeout))
        except httpx.RequestError as error:
            raise _ERRORS[_nearest(error)](redact(str(error)) or type(error).__name__) from error
        return _response(answer, request)

    def close(self) -> None:
        """Do nothing: the connections are the transport's."""

    def _translated(
        self, request: requests.PreparedRequest, timeout: float | tuple[float, float] | tuple[float, None] | None
    ) -> httpx.Request:
        body = request.body
        own = httpx.Timeout(**_parts(timeout)) if timeout is not None else self._client.timeout
        return httpx.Request(
            request.method or "GET",
            request.url or "",
            headers=dict(request.headers),
            content=body.encode() if isinstance(body, str) else body,
            extensions={"timeout": own.as_dict()},
        )


def _parts(timeout: float | tuple[float, float] | tuple[float, None]) -> dict[str, float | None]:
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    return {"connect": connect, "read": read, "write": read, "pool": None}


def _response(answer: httpx.Response, request: requests.PreparedRequest) -> requests.Response:
    response = requests.Response()
    response.status_code = answer.status_code
    response.reason = answer.reason_phrase
    response.headers = CaseInsensitiveDict(answer.headers.items())
    response.encoding = get_encoding_from_headers(response.headers)
    response.raw = BytesIO(answer.content)
    response.url = request.url or ""
    response.request = request
    response.elapsed = answer.elapsed
    return response


_ERRORS: dict[type[httpx.RequestError], type[requests.RequestException]] = {
    httpx.ConnectTimeout: requests.ConnectTimeout,
    httpx.TimeoutException: requests.ReadTimeout,
    httpx.UnsupportedProtocol: requests.exceptions.InvalidSchema,
    httpx.DecodingError: requests.exceptions.ContentDecodingError,
    httpx.RequestError: requests.ConnectionError,
}


def _nearest(error: httpx.RequestError) -> type[httpx.RequestError]:
    return next(kind for kind in _ERRORS if isinstance(error, kind))
