"""Questions to Trakt about lists and charts, page by page, and what its refusals mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.providers.answers import json_of

from .session import Session

Entry = Mapping[str, Any]

PAGE = 100
"""Entries of a page; Trakt gives at most 250."""

ME = "me"
"""The one who logged in."""

_LIST = re.compile(r"users/(?P<user>[^/?#]+)/lists/(?P<list>[^/?#]+)|lists/(?:official/)?(?P<own>[^/?#]+)")


class Asking:
    """Asks Trakt.

    Raises, all methods:
        ProviderError: there is no such thing, or it is private.
        ProviderRejected: the client id is refused.
        ProviderUnavailable: it could not be asked.
    """

    def __init__(self, session: Session, instance: str) -> None:
        self._session = session
        self._instance = instance

    def entries(self, path: str, params: Mapping[str, str] | None = None) -> Iterator[Entry]:
        """Yield the entries of all pages at a path, no page further than they are taken."""
        page, last = 1, 1
        while page <= last:
            response = self._get(path, {**(params or {}), "page": str(page), "limit": str(PAGE)})
            entries = json_of(response, self._instance)
            if not isinstance(entries, list):
                raise ProviderUnavailable(self._instance, "answered with something else than a list")
            yield from (entry for entry in entries if isinstance(entry, Mapping))
            count = response.headers.get("x-pagination-page-count", "1")
            last = int(count) if count.isdigit() else 1
            page += 1

    def one(self, path: str) -> Entry:
        """Return what stands at a path."""
        answer = json_of(self._get(path, {}), self._instance)
        if not isinstance(answer, Mapping):
            raise ProviderUnavailable(self._instance, "answered with something else than was asked for")
        return answer

    def user(self, written: Any, name: str) -> str:
        """Return a user as Trakt's paths have it; `me` needs a login.

        Raises:
            ConfigError: nobody is logged in, or there is no name.
        """
        text = str(written).strip() if isinstance(written, str | int) and not isinstance(written, bool) else ""
        user = ME if written is None or written is True else text
        if not user or "/" in user:
            raise ConfigError(f"{name}: {user!r} is no name of a user of Trakt's, nor `me`")
        if user == ME:
            self.need_token(name)
        return quote(user, safe="")

    def need_token(self, name: str) -> None:
        """Raise ConfigError where nobody is logged in."""
        if not self._session.logged_in():
            raise ConfigError(f"{name}: who you are is not known", hint="Log in: `posteract trakt login`.")

    def _get(self, path: str, params: Mapping[str, str]) -> httpx.Response:
        me = self._instance
        response = self._session.get(path, params)
        match response.status_code:
            case httpx.codes.NOT_FOUND:
                raise ProviderError(me, f"has no list at {path}", hint="Is its address right?")
            case httpx.codes.UNAUTHORIZED if self._session.logged_in():
                raise ProviderError(
                    me,
                    f"refuses the access token, or keeps {path} private",
                    hint="Log in again: `posteract trakt login`. A `plugins.trakt.access_token` lasts a day.",
                )
            case httpx.codes.UNAUTHORIZED:
                raise ProviderError(me, f"keeps {path} private", hint="Lists of your own need `posteract trakt login`.")
            case httpx.codes.FORBIDDEN:
                raise ProviderRejected(
                    me, "refuses the client id", hint="Copy it again from the application's page at Trakt."
                )
            case httpx.codes.UPGRADE_REQUIRED:
                raise ProviderError(me, f"gives {path} to accounts that pay only")
        return response


def list_path(written: Any, name: str) -> str:
    """Return the path of the list at an address.

    Raises:
        ConfigError: it is no address of a list.
    """
    found = _LIST.search(str(written))
    if not found:
        raise ConfigError(f"{name}: {str(written)!r} is no address such as https://trakt.tv/users/someone/lists/heists")
    if found["own"]:
        return f"/lists/{quote(found['own'])}"
    return f"/users/{quote(found['user'])}/lists/{quote(found['list'])}"
