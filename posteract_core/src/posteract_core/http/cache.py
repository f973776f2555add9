"""Answers worth keeping: JSON that its service lets us keep, asked again only with "has it changed?"."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
from hishel import CacheOptions, Entry, Headers, Request, Response, SqliteStorage
from hishel.httpx import CacheTransport
from loguru import logger

from ..redaction import MASK, redact

CACHE_FILE = "http.sqlite"
"""In the cache folder; may be deleted whenever nothing runs."""

_LARGEST_CACHE_BYTES = 512 * 2**20
_FORGET_AFTER_S = 180 * 86400.0
_KEPT_STATUS = frozenset({200, 203, 404, 410})
"""Fanart.tv and others answer 404 for a title without pictures, which is as good an answer as any."""

_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "x-plex-token", "api-key"})
_SECRET_HEADERS |= {
    "x-api-key",
    "client-key",
    "trakt-api-key",
    "x-mal-client-id",
    "x-emby-token",
    "x-mediabrowser-token",
}


def open_cache(beneath: httpx.BaseTransport, folder: Path) -> Cached | None:
    """Return the cache in `folder`, on top of what sends; None, with a warning, where there can be none.

    A file that is no database any more (a disk that was full, a crash of the machine) is thrown away and begun anew.
    """
    file = folder / CACHE_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _throw_away_if_broken(file)
        return Cached(beneath, file)
    except (OSError, RuntimeError) as error:
        logger.warning("answers are not kept between runs: {} cannot be used ({})", file, error)
        return None


def _throw_away_if_broken(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as database:
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:  # locked, not writable: hishel copes, or goes without
        logger.debug("looking at {}: {}", file, error)
    except sqlite3.DatabaseError:
        logger.warning("{} was damaged and is begun anew", file)
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)


class Cached(httpx.BaseTransport):
    """Keeps answers by the rules of HTTP (RFC 9111, as a private cache), one instance's apart from another's.

    Pictures never come in here (they have the blob store), nor what has neither a validator nor a term. Nothing is kept
    for longer than 180 days, which TMDB's terms demand. Which instance asks is told by the request's extension `instance`.
    """

    def __init__(self, beneath: httpx.BaseTransport, file: Path) -> None:
        storage = _DiscreetStorage(database_path=file, max_size=_LARGEST_CACHE_BYTES, default_ttl=_FORGET_AFTER_S)
        try:
            storage.get_entries("")
        except RuntimeError:  # the file holds another program's tables
            storage.close()
            raise
        self._cache = CacheTransport(_OnlyWorthKeeping(beneath), storage, rfc=CacheOptions(shared=False))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        identity = "\0".join((str(request.extensions.get("instance", "")), _secrets_of(request), str(request.url)))
        request.extensions["caching"] = {"key": hashlib.sha256(identity.encode()).hexdigest()}
        return self._cache.handle_request(request)

    def close(self) -> None:
        self._cache.close()


class _OnlyWorthKeeping(httpx.BaseTransport):
    def __init__(self, beneath: httpx.BaseTransport) -> None:
        self._beneath = beneath

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._beneath.handle_request(request)
        if request.method in ("GET", "HEAD") and not _worth_keeping(response):
            response.headers["cache-control"] = "no-store"
        return response

    def close(self) -> None:
        self._beneath.close()


def _worth_keeping(response: httpx.Response) -> bool:
    if response.status_code == httpx.codes.NOT_MODIFIED:
        return True
    if response.status_code not in _KEPT_STATUS:
        return False
    has_term = "max-age" in response.headers.get("cache-control", "") or "expires" in response.headers
    return "json" in response.headers.get("content-type", "") and (
        has_term or "etag" in response.headers or "last-modified" in response.headers
    )


class _DiscreetStorage(SqliteStorage):
    """Writes no secret to disk: the key of an entry is a hash, and the request beside it is redacted."""

    def create_entry(self, request: Request, response: Response, key: str, **terms: Any) -> Entry:
        kept = {
            name: MASK if name.lower() in _SECRET_HEADERS else redact(value) for name, value in request.headers.items()
        }
        discreet = Request(method=request.method, url=redact(request.url), headers=Headers(kept))
        return super().create_entry(discreet, response, key, **terms)


def _secrets_of(request: httpx.Request) -> str:
    return "\0".join(value for name, value in sorted(request.headers.items()) if name in _SECRET_HEADERS)
