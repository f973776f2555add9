"""Secrets out of every text that leaves the program: logs, messages, reports.

Two nets. What is known to be secret (`register_secret`: every `SecretStr` of the configuration) is removed wherever it
stands, in each form an address, JSON or HTML would give it. What merely looks like one (`X-Plex-Token=…`, `Authorization: …`,
the user part of an address) is removed by pattern, so that a secret nobody registered does not slip through.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from threading import Lock
from urllib.parse import quote, quote_plus

MASK = "***"
"""What stands where a secret stood."""

SHORTEST_SECRET = 4
"""Characters. Shorter ones would take ordinary words out of messages; as values of a known key they are still masked."""

_KEYS = (
    r"(?:x-)?(?:plex|emby|mediabrowser|api|access|refresh|auth|session|bearer|csrf|trakt|mdblist)?[-_]?token"
    r"|(?:x-|trakt-)?api[-_]?key|client[-_]?(?:key|secret|id)|secret|passw(?:or)?d|pass|pin|session[-_]?id|auth|sig(?:nature)?"
)
_ASSIGNED = re.compile(rf"(?i)(?<![\w-])({_KEYS})=(?!\*\*\*)([^\s&;,\"'<>)\]}}]+)")
_QUOTED = re.compile(
    rf"""(?i)(['"](?:{_KEYS}|(?:proxy-)?authorization|(?:set-)?cookie)['"]\s*:\s*b?)(['"])((?:\\.|(?!\2).)*)\2"""
)
_HEADER = re.compile(
    r"(?im)(?<![\w-])((?:proxy-)?authorization|x-(?:plex|emby|mediabrowser)-token|x-api-key|api-key|client-key|trakt-api-key"
    r"|x-mal-client-id|(?:set-)?cookie)\s*:\s*[^\r\n'\"]+(?:\"[^\"\r\n]*\"[^\r\n'\"]*)*"
)
_SCHEME = re.compile(r"(?i)\b(bearer|basic)\s+(?!\*\*\*)[\w.~+/=-]{8,}")
_JWT = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+")
_USERINFO = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/?#@'\"<>]+@")
_MEDIABROWSER = re.compile(r'(?i)\b(token=)"[^"]*"')

_lock = Lock()
_forms: frozenset[str] = frozenset()
_known: re.Pattern[str] | None = None


def register_secret(value: str) -> None:
    """Have `value` masked from now on wherever it appears, in all its usual encodings. Safe from any thread.

    Values of fewer than `SHORTEST_SECRET` characters are not registered.
    """
    global _forms, _known
    value = value.strip()
    if len(value) < SHORTEST_SECRET:
        return
    with _lock:
        forms = _forms | _encodings(value)
        if forms != _forms:
            longest_first = sorted(forms, key=lambda form: (-len(form), form))
            _known = re.compile("|".join(map(re.escape, longest_first)))
            _forms = forms


def forget_secrets() -> None:
    """Empty the registry: the configuration they came from is no longer in use."""
    global _forms, _known
    with _lock:
        _forms, _known = frozenset(), None


def redact(text: str) -> str:
    """Return `text` with every secret replaced by `MASK`; redacting twice changes nothing more.

    >>> redact("GET http://plex:32400/library?X-Plex-Token=abc123&type=1")
    'GET http://plex:32400/library?X-Plex-Token=***&type=1'
    """
    if _known is not None:
        text = _known.sub(MASK, text)
    text = _USERINFO.sub(rf"\1{MASK}@", text)
    text = _MEDIABROWSER.sub(rf'\1"{MASK}"', text)
    text = _QUOTED.sub(rf"\1\2{MASK}\2", text)
    text = _HEADER.sub(rf"\1: {MASK}", text)
    text = _ASSIGNED.sub(rf"\1={MASK}", text)
    text = _SCHEME.sub(rf"\1 {MASK}", text)
    return _JWT.sub(MASK, text)


def _encodings(value: str) -> set[str]:
    quoted = {quote(value, safe=""), quote(value, safe="/"), quote_plus(value), quote(value)}
    lower_case = {re.sub(r"%[0-9A-F]{2}", lambda match: match.group().lower(), form) for form in quoted}
    twice = {quote(form, safe="") for form in quoted}
    escaped = {
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        repr(value)[1:-1],
        html.escape(value),
    }
    raw = value.encode()
    encoded = {b64encode(raw).decode()} if len(raw) >= 2 * SHORTEST_SECRET else set()
    return {value} | quoted | lower_case | twice | escaped | encoded
