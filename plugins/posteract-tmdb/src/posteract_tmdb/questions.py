"""Questions to The Movie Database, each title's asked once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from posteract_core.model import ExternalIds, ItemType
from posteract_core.providers.answers import answering, json_of
from posteract_core.providers.once import Once

from .settings import TmdbSettings

Answer = dict[str, Any]

KINDS = {ItemType.MOVIE: "movie", ItemType.SHOW: "tv", ItemType.COLLECTION: "collection"}
"""What TMDB calls types."""

_V3_KEY_LENGTH = 32
_RESULTS = {ItemType.MOVIE: "movie_results", ItemType.SHOW: "tv_results"}


class Questions:
    """Asks TMDB. Safe to use from many threads.

    Raises, all methods:
        ProviderRejected: the key is refused.
        ProviderUnavailable: it could not be asked.
    """

    def __init__(self, http: httpx.Client, settings: TmdbSettings, instance: str) -> None:
        self._http = http
        self._instance = instance
        key = settings.token.get_secret_value().strip()
        is_v3 = len(key) == _V3_KEY_LENGTH and "." not in key
        self._params = {"api_key": key} if is_v3 else {}
        self._headers = {} if is_v3 else {"Authorization": f"Bearer {key}"}
        self._answers: Once[tuple[str, str], Answer | None] = Once(lambda question: self._ask(*question))

    def get(self, path: str, *, append: str = "") -> Answer | None:
        """Return the answer at a path below /3; None when TMDB knows no such thing."""
        return self._answers.get((path, append))

    def id_of(self, kind: ItemType, ids: ExternalIds) -> int | None:
        """Return TMDB's id of a film or show, found by its other ids where it is not among them; None when there is none."""
        if ids.tmdb is not None or kind not in _RESULTS:
            return ids.tmdb
        for source, value in (("imdb_id", ids.imdb), ("tvdb_id", ids.tvdb)):
            if value is None:
                continue
            found = (self.get(f"/find/{value}?external_source={source}") or {}).get(_RESULTS[kind], [])
            if found:
                return int(found[0]["id"])
        return None

    def check(self) -> None:
        """Return when the key is accepted."""
        self._ask("/authentication", "")

    def _ask(self, path: str, append: str) -> Answer | None:
        path, _, query = path.partition("?")
        params = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        if append:
            params["append_to_response"] = append
        return self.fetch(path, params)

    def fetch(self, path: str, params: Mapping[str, str | int]) -> Answer | None:
        """Return the answer to a question that is not kept in memory: a page of a list; None when there is no such thing."""
        with answering(self._instance):
            response = self._http.get(f"/3{path}", params={**self._params, **params}, headers=self._headers)
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            found = json_of(response, self._instance)
        return found if isinstance(found, dict) else None
