"""An address is a secret, and so are its parts: services put tokens into host, user, path and query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from posteract_core.redaction import register_secret

SHORTEST_TOKEN = 8
"""Characters; parts that are shorter, or plain words, are no tokens: they would blot words out of every log."""


def hide(url: str) -> None:
    """Have an address and whatever in it looks like a token masked in all logs and messages from now on."""
    register_secret(url)
    register_secret(url.partition("?")[0])
    for part in parts(url):
        register_secret(part)


def parts(url: str) -> Iterator[str]:
    """Yield what may be a token in an address.

    >>> list(parts("tgram://123456789:AbCdEf/chat/?silent=yes"))
    ['123456789', 'AbCdEf']
    >>> list(parts("https://discord.com/api/webhooks/4000123456/Abc_def-123"))
    ['4000123456', 'Abc_def-123']
    """
    split = urlsplit(url)
    place = split.netloc
    user, at, host = place.rpartition("@")
    yield from (unquote(part) for part in user.split(":") if at and part)
    if re.search(r"[.]|^localhost", host) is None:
        yield from (part for part in host.split(":") if not re.fullmatch(r"\d{1,5}|[a-z-]*", part))
    for part in (*split.path.split("/"), split.fragment, *(value for _, value in parse_qsl(split.query))):
        if len(part) >= SHORTEST_TOKEN and re.search(r"[0-9A-Z]", part):
            yield unquote(part)
