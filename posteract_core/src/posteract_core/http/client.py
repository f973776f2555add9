"""The client that plugins are lent: httpx's own, discreet about addresses with secrets in them."""

from __future__ import annotations

from typing import Any

import httpx

from ..redaction import redact


class Client(httpx.Client):
    """An `httpx.Client` on the shared transport. Its errors name no secret, neither in text nor in their `request`.

    Redirects are not followed unless asked for (`follow_redirects=True`): they would carry our keys elsewhere.
    """

    def __init__(
        self,
        transport: httpx.BaseTransport,
        *,
        instance: str,
        verify: bool | str,
        cache: bool,
        public: bool,
        **options: Any,
    ) -> None:
        super().__init__(transport=transport, **options)
        self._extensions = {"instance": instance, "verify": verify, "cache": cache, "public": public}

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        request.extensions = {**self._extensions, **request.extensions}
        try:
            return super().send(request, **options)
        except httpx.RequestError as error:
            _make_discreet(error)
            raise

    def close(self) -> None:
        """Do nothing: the transport is shared, and its service closes it."""

    def __repr__(self) -> str:
        return f"<Client of {self._extensions['instance']!r} at {redact(str(self.base_url)) or 'any address'}>"


class Lent(httpx.BaseTransport):
    """A client's view of the shared transport: closing it closes nothing, and its answers' errors are discreet."""

    def __init__(self, shared: httpx.BaseTransport) -> None:
        self._shared = shared

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._shared.handle_request(request)
        return Answer(
            response.status_code,
            headers=response.headers.raw,
            stream=response.stream,
            extensions=response.extensions,
        )


class Answer(httpx.Response):
    """An answer whose `raise_for_status` puts no secret into the error."""

    def raise_for_status(self) -> Answer:
        try:
            super().raise_for_status()
        except httpx.HTTPStatusError as error:
            raise httpx.HTTPStatusError(redact(str(error)), request=_discreet(error.request), response=self) from None
        return self


def _make_discreet(error: httpx.RequestError) -> None:
    error.args = tuple(redact(value) if isinstance(value, str) else value for value in error.args)
    try:
        error.request = _discreet(error.request)
    except RuntimeError:  # it belongs to no request
        return


def _discreet(request: httpx.Request) -> httpx.Request:
    return httpx.Request(request.method, redact(str(request.url)))
