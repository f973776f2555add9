"""Questions to AniList: GraphQL by POST, fifty anime a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.providers.answers import answering, json_of, retry_after_s

from ..ids import Anime

PAGE = 50
"""Anime of a page, AniList's most."""

MEDIA = "id format title { romaji english } startDate { year }"


class Questions:
    """Asks AniList.

    Raises, all methods:
        ProviderError: there is no such thing, or the question is not understood.
        ProviderUnavailable: could not look.
    """

    def __init__(self, http: httpx.Client, instance: str) -> None:
        self._http, self._instance = http, instance

    def ask(self, query: str, variables: Mapping[str, Any], *, what: str = "that") -> Mapping[str, Any]:
        """Return the data of an answer; `what` names in messages what is asked for."""
        with answering(self._instance):
            response = self._http.post(
                "", json={"query": query, "variables": dict(variables)}, extensions={"attempts": 3}
            )
        errors = _errors(response)
        code = response.status_code if response.is_error else next((int(each.get("status") or 0) for each in errors), 0)
        said = "; ".join(str(each.get("message", "")) for each in errors) or f"HTTP {code}"
        if code == httpx.codes.NOT_FOUND:
            raise ProviderError(
                self._instance, f"has no {what}, or keeps it private ({said})", hint="Is it spelt right?"
            )
        if code == httpx.codes.TOO_MANY_REQUESTS:
            raise ProviderUnavailable(self._instance, "was asked too often", retry_after_s=retry_after_s(response))
        if code == httpx.codes.FORBIDDEN or code >= 500:
            raise ProviderUnavailable(self._instance, f"does not answer at the moment: {said}")
        if code == httpx.codes.BAD_REQUEST:
            raise ProviderError(self._instance, f"did not understand our question: {said}")
        answer = json_of(response, self._instance)
        data = answer.get("data") if isinstance(answer, Mapping) else None
        if errors or not isinstance(data, Mapping):
            raise ProviderUnavailable(self._instance, f"did not answer: {said}")
        return data

    def pages(
        self, query: str, variables: Mapping[str, Any], pick: Callable[[Mapping[str, Any]], Any], *, what: str = "that"
    ) -> Iterator[Mapping[str, Any]]:
        """Yield the media of all pages, no page further than they are taken.

        `query` takes `$page` and `$perPage`; `pick` finds in its data what has `pageInfo` and `media` or `nodes`.
        """
        page, more = 1, True
        while more:
            data = self.ask(query, {**variables, "page": page, "perPage": PAGE}, what=what)
            found = pick(data)
            media = (found.get("media") or found.get("nodes") or []) if isinstance(found, Mapping) else None
            if not isinstance(media, list):
                raise ProviderUnavailable(self._instance, "answered with something else than a list")
            yield from (entry for entry in media if isinstance(entry, Mapping))
            more = bool(media) and bool((found.get("pageInfo") or {}).get("hasNextPage"))
            page += 1


def anime_of(media: Mapping[str, Any]) -> Anime:
    """Return an anime as we name it."""
    title = media.get("title") or {}
    return Anime(
        service="anilist",
        id=int(media["id"]),
        film=media.get("format") == "MOVIE",
        title=str(title.get("english") or title.get("romaji") or ""),
        year=(media.get("startDate") or {}).get("year"),
    )


def _errors(response: httpx.Response) -> list[Mapping[str, Any]]:
    try:
        answer = response.json()
    except ValueError:
        return []
    errors = answer.get("errors") if isinstance(answer, Mapping) else None
    return [each for each in errors if isinstance(each, Mapping)] if isinstance(errors, list) else []
