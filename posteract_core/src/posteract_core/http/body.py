"""Bodies read whole, within limits of size and time."""

from __future__ import annotations

import httpx

from ..providers.answers import AnswerTooLarge
from .clock import Clock

_OF_THE_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def read_whole(response: httpx.Response, *, most_bytes: int, longest_s: float, clock: Clock) -> httpx.Response:
    """Return the answer with its decoded body in memory, and its connection given back.

    Headers that speak of the transfer (`content-encoding` …) are dropped, as they are true no more.

    Raises:
        AnswerTooLarge: more than `most_bytes`, announced, received or after decompression.
        httpx.ReadTimeout: not complete after `longest_s` seconds.
        httpx.TransportError: the connection was cut.
        httpx.DecodingError: the body is not compressed as its headers say.
    """
    deadline = clock.now() + longest_s
    body = bytearray()
    try:
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > most_bytes and response.status_code != httpx.codes.NOT_MODIFIED:
            raise _too_large(most_bytes)
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > most_bytes:
                raise _too_large(most_bytes)
            if clock.now() > deadline:
                raise httpx.ReadTimeout(f"the answer was not complete after {longest_s:g} s")
            clock.check()
    finally:
        response.close()
    headers = [(name, value) for name, value in response.headers.multi_items() if name not in _OF_THE_TRANSFER]
    return httpx.Response(
        response.status_code, headers=headers, content=bytes(body), extensions=_without_stream(response.extensions)
    )


def _without_stream(extensions: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in extensions.items() if name in ("http_version", "reason_phrase")}


def _too_large(most_bytes: int) -> AnswerTooLarge:
    return AnswerTooLarge(f"the answer has more than {most_bytes / 2**20:.4g} MiB")
