"""Questions to MyAnimeList, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.providers.answers import answering, json_of

from ..ids import Anime
from .settings import MalSettings

FIELDS = "media_type,start_season,start_date"
MOST_LOOKED_AT = 2000
"""Entries of a list; who wants ten films of a chart does not want all of it read."""


class Questions:
    """Asks MyAnimeList.

    Raises:
        ProviderRejected: the client id or the token is refused.
        ProviderError: there is no such list, or it is private.
        ProviderUnavailable: could not look.
    """

    def __init__(self, http: httpx.Client, settings: MalSettings, instance: str) -> None:
        self._http, self._instance = http, instance
        self._headers = {"x-mal-client-id": settings.client_id.get_secret_value()}
        if token := settings.access_token.get_secret_value():
            self._headers["authorization"] = f"Bearer {token}"

    def nodes(self, path: str, params: Mapping[str, str], *, page: int, what: str) -> Iterator[Mapping[str, Any]]:
        """Yield the anime of all pages at a path, no page further than they are taken.

        Args:
            path: below `/v2`.
            params: of the question.
            page: entries of a page.
            what: is asked for, in messages.
        """
        for offset in range(0, MOST_LOOKED_AT, page):
            answer = self._get(path, {**params, "fields": FIELDS, "limit": str(page), "offset": str(offset)}, what)
            data = answer.get("data") if isinstance(answer, Mapping) else None
            if not isinstance(data, list):
                raise ProviderUnavailable(self._instance, "answered with something else than a list")
            yield from (entry["node"] for entry in data if isinstance(entry, Mapping) and "node" in entry)
            if not data or not (answer.get("paging") or {}).get("next"):
                return

    def _get(self, path: str, params: Mapping[str, str], what: str) -> Any:
        with answering(self._instance):
            response = self._http.get(f"/v2{path}", params=params, headers=self._headers)
        code, said = response.status_code, _said(response)
        if code == httpx.codes.NOT_FOUND:
            raise ProviderError(self._instance, f"has no {what}", hint="Is it spelt right?")
        if code == httpx.codes.FORBIDDEN and "not_permitted" in said:
            raise ProviderError(
                self._instance, f"keeps {what} private", hint="`plugins.mal.access_token` opens lists of your own."
            )
        if code in (httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN) and (
            "client" in said or "token" in said or code != httpx.codes.BAD_REQUEST
        ):
            raise ProviderRejected(
                self._instance,
                f"refuses the client id or the token (HTTP {code})",
                hint="Copy the client id again from myanimelist.net/apiconfig; tokens last a month.",
            )
        return json_of(response, self._instance)


def anime_of(node: Mapping[str, Any]) -> Anime:
    """Return an anime as we name it."""
    year = str(node.get("start_date") or "")[:4]
    return Anime(
        service="mal",
        id=int(node["id"]),
        film=node.get("media_type") == "movie",
        title=str(node.get("title") or ""),
        year=int(year) if year.isdecimal() else None,
    )


def _said(response: httpx.Response) -> str:
    """Return what an error says, in lower case; empty for web pages and successes."""
    if response.is_success or "json" not in response.headers.get("content-type", ""):
        return ""
    return response.text[:500].casefold()
