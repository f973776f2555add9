"""What an HTTP answer means to the core: the one place where httpx's errors and status codes become ours.

with answering(self.context.instance):
    response = self.http.get(f"/3/movie/{tmdb_id}")
    if response.status_code == 404:
        return []
    page = json_of(response, self.context.instance)
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from ..errors import ProviderError, ProviderRejected, ProviderUnavailable
from ..redaction import redact


class AnswerTooLarge(httpx.RequestError):
    """The answer has more bytes than the transport takes; raise `extensions={"max_bytes": n}` where more is right."""


@contextmanager
def answering(provider: str) -> Iterator[None]:
    """Turn what httpx raises inside into what the core understands.

    Raises:
        ProviderUnavailable: no connection, a timeout, a cut connection, a garbled answer, a host left alone for now.
        ProviderRejected: the key holds what no header can.
        ProviderRejected, ProviderError, ProviderUnavailable: as `raise_for_answer`, when `raise_for_status` was called inside.
        ProviderError: the address is none, or the answer is too large.
    """
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise_for_answer(error.response, provider)
        raise ProviderError(provider, redact(str(error))) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise ProviderError(
            provider, f"has no usable address: {redact(str(error))}", hint="Write http:// or https://."
        ) from error
    except UnicodeEncodeError as error:
        raise _no_header(provider) from error
    except AnswerTooLarge as error:
        raise ProviderError(provider, str(error)) from error
    except httpx.TooManyRedirects as error:
        raise ProviderError(provider, "sends us in circles (too many redirects)", hint=_REDIRECT_HINT) from error
    except httpx.RequestError as error:
        if isinstance(error, httpx.LocalProtocolError) and "header" in str(error):
            raise _no_header(provider) from error
        message, hint = _in_words(error)
        retry_after: float | None = getattr(error, "retry_after_s", None)
        raise ProviderUnavailable(provider, message, hint=hint, retry_after_s=retry_after) from error


def _no_header(provider: str) -> ProviderRejected:
    """Return the error of a header that cannot be sent: keys and tokens are all that others write in there."""
    return ProviderRejected(
        provider,
        "was not asked: its key or token holds a character that none has, such as a line's end or an accent",
        hint="Copy it once more.",
    )


def raise_for_answer(response: httpx.Response, provider: str) -> None:
    """Return if the answer is a success (2xx) or "not modified".

    Raises:
        ProviderRejected: 401 or 403.
        ProviderUnavailable: 408, 425, 429 and 5xx, with the seconds the service asked us to wait.
        ProviderError: a redirect, and all other 4xx: trying again will not help.
    """
    code = response.status_code
    if response.is_success or code == httpx.codes.NOT_MODIFIED:
        return
    said = f" (HTTP {code})"
    if code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        what = "refused our key or token" if code == httpx.codes.UNAUTHORIZED else "refused access"
        raise ProviderRejected(provider, what + said, hint="Check its key or token, and what that may do.")
    if response.has_redirect_location:
        target = redact(str(httpx.URL(response.headers["location"]).copy_with(query=None)))
        raise ProviderError(provider, f"sends us to {target}{said}", hint=_REDIRECT_HINT)
    if code == httpx.codes.TOO_MANY_REQUESTS:
        raise ProviderUnavailable(provider, "was asked too often" + said, retry_after_s=retry_after_s(response))
    if code in (httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY) or response.is_server_error:
        raise ProviderUnavailable(provider, "does not work at the moment" + said, retry_after_s=retry_after_s(response))
    what = "knows no such thing" if code == httpx.codes.NOT_FOUND else "did not understand our question"
    raise ProviderError(provider, what + said, hint="Is its address right?")


def json_of(response: httpx.Response, provider: str) -> Any:
    """Return the answer's JSON, after `raise_for_answer`.

    Raises:
        ProviderUnavailable: the answer is a web page or anything else but JSON, or JSON that is broken.
    """
    raise_for_answer(response, provider)
    try:
        return json.loads(response.content)
    except ValueError as error:
        kind = response.headers.get("content-type", "").split(";")[0] or "something"
        if "json" in kind:
            raise ProviderUnavailable(provider, "answered with broken JSON") from error
        hint = "Is the address right, and is there a log-in page or a proxy in front of it?"
        raise ProviderUnavailable(provider, f"answered with {kind} where JSON was due", hint=hint) from error


def retry_after_s(response: httpx.Response, *, now: datetime | None = None) -> float | None:
    """Return the seconds that `Retry-After` asks us to wait (a number or a date, RFC 9110, 10.2.3); None when it says nothing."""
    text = response.headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        # A date without a zone means UTC here.
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    return max(seconds, 0.0) if seconds == seconds and seconds != float("inf") else None


def is_unknown_name(error: BaseException | None) -> bool:
    """Return whether a request failed because no name server knows the host (`EAI_NONAME`, RFC 3493, 6.1)."""
    while error is not None:
        if isinstance(error, socket.gaierror):
            return error.errno == socket.EAI_NONAME
        error = error.__cause__ or error.__context__
    return False


_REDIRECT_HINT = "Write the address it sends us to as `url`."


def _in_words(error: httpx.RequestError) -> tuple[str, str]:
    detail = redact(str(error))
    if "CERTIFICATE_VERIFY_FAILED" in detail:
        return "shows a certificate that we do not trust", (
            "Is it self-signed? Use the http:// address, trust its authority (SSL_CERT_FILE), or switch verification off."
        )
    if isinstance(error, httpx.TimeoutException):
        return f"did not answer in time ({type(error).__name__})", ""
    if is_unknown_name(error):
        return (
            "cannot be reached: the name of its host is not known here",
            "Is the address right, and is there a network?",
        )
    if isinstance(error, httpx.ConnectError):
        return f"cannot be reached ({detail})", "Is the address right, and is it running?"
    return f"{detail or type(error).__name__}", ""
