"""Pictures over HTTP, into memory, within limits."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from ..errors import PictureRefused
from .answers import AnswerTooLarge, answering, raise_for_answer

LARGEST_PICTURE_BYTES = 64 * 2**20
"""More than any poster needs (a 3840 × 2160 PNG of noise has 25 MB); what is larger is refused unread."""


def fetch_picture(http: httpx.Client, url: str, *, provider: str, headers: Mapping[str, str] | None = None) -> bytes:
    """Return the bytes at `url`, whatever they are: decoding them is the renderer's affair.

    Redirects are followed, unless `headers` go along (they may hold a key, which must not go elsewhere).

    Raises:
        ProviderRejected: 401.
        ProviderUnavailable: timeout, cut connection, 429, 5xx.
        PictureRefused: 403, 404 and other 4xx (picture hosts answer 403 for files they do not have), an answer that is text
            or nothing at all, or more than `LARGEST_PICTURE_BYTES`.
    """
    with answering(provider):
        try:
            with http.stream("GET", url, headers=headers, follow_redirects=headers is None) as response:
                _raise_for_picture(response, provider)
                return _read(response, provider)
        except AnswerTooLarge as error:
            raise _too_large(provider) from error


def _raise_for_picture(response: httpx.Response, provider: str) -> None:
    code = response.status_code
    if response.is_client_error and code not in (401, 408, 425, 429):
        raise PictureRefused(f"{provider}: the picture is gone (HTTP {code})")
    raise_for_answer(response, provider)
    content_type = response.headers.get("content-type", "")
    if content_type.startswith(("text/", "application/json")):
        raise PictureRefused(f"{provider}: the answer is {content_type.split(';')[0]}, not a picture")


def _read(response: httpx.Response, provider: str) -> bytes:
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > LARGEST_PICTURE_BYTES:
            raise _too_large(provider)
    if not data:
        raise PictureRefused(f"{provider}: the answer is empty, not a picture")
    return bytes(data)


def _too_large(provider: str) -> PictureRefused:
    return PictureRefused(f"{provider}: the picture has more than {LARGEST_PICTURE_BYTES >> 20} MiB")
