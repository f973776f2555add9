"""Pictures over HTTP, into memory, within limits."""

from __future__ import annotations

import httpx

from ..errors import PictureRefused, ProviderRejected, ProviderUnavailable

LARGEST_PICTURE_BYTES = 64 * 2**20
"""More than any poster needs (a 3840 × 2160 PNG of noise has 25 MB); what is larger is refused unread."""


def fetch_picture(http: httpx.Client, url: str, *, provider: str) -> bytes:
    """Return the bytes at `url`, whatever they are: decoding them is the renderer's affair.

    Raises:
        ProviderRejected: 401 or 403.
        ProviderUnavailable: timeout, cut connection, 429, 5xx.
        PictureRefused: 404 and other 4xx, an answer that is text, or more than `LARGEST_PICTURE_BYTES`.
    """
    try:
        with http.stream("GET", url) as response:
            _raise_for_status(response, provider)
            content_type = response.headers.get("content-type", "")
            if content_type.startswith(("text/", "application/json")):
                raise PictureRefused(f"{provider}: the answer is {content_type.split(';')[0]}, not a picture")
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > LARGEST_PICTURE_BYTES:
                    raise PictureRefused(f"{provider}: the picture has more than {LARGEST_PICTURE_BYTES >> 20} MiB")
    except httpx.TransportError as error:
        raise ProviderUnavailable(provider, f"{type(error).__name__} while reading a picture") from error
    return bytes(data)


def _raise_for_status(response: httpx.Response, provider: str) -> None:
    code = response.status_code
    if code in (401, 403):
        raise ProviderRejected(provider, f"refused access to a picture (HTTP {code})", hint="Check its key and rights.")
    if code == httpx.codes.TOO_MANY_REQUESTS or code >= httpx.codes.INTERNAL_SERVER_ERROR:
        after = response.headers.get("retry-after", "")
        raise ProviderUnavailable(
            provider, f"could not give a picture (HTTP {code})", retry_after_s=float(after) if after.isdigit() else None
        )
    if code >= httpx.codes.BAD_REQUEST:
        raise PictureRefused(f"{provider}: the picture is gone (HTTP {code})")
