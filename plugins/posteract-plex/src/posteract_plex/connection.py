"""Requests to one Plex server: the token in a header, answers as dictionaries, errors as the core knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import httpx
import orjson
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.providers.answers import answering, raise_for_answer
from posteract_core.providers.fetch import fetch_picture
from pydantic import SecretStr

PRODUCT = "Posteract"
CLIENT_ID = "posteract"
"""How we introduce ourselves; Plex wants the same identifier each time."""

PAGE = 500
"""Entries of one page of a listing of members, playlists, collections."""

AT_ONCE = 100
"""Keys of one request: what Plex's own clients send, and what fits into an address."""

Answer = dict[str, Any]


class Connection:
    """Asks one server. Safe to use from many threads.

    Raises, all methods:
        ProviderRejected: the token is refused, or may not do this.
        ProviderUnavailable: no connection, a time-out, a 5xx, an answer that is no JSON.
        ProviderError: the server does not understand (other 4xx).
    """

    def __init__(self, http: httpx.Client, token: SecretStr, instance: str) -> None:
        self._http = http
        self.instance = instance
        self._headers = {
            "X-Plex-Token": token.get_secret_value(),
            "X-Plex-Product": PRODUCT,
            "X-Plex-Client-Identifier": CLIENT_ID,
            "Accept": "application/json",
        }

    def get(
        self, path: str, params: Mapping[str, str | int] | None = None, *, start: int = 0, size: int | None = None
    ) -> Answer:
        """Return the `MediaContainer` at a path.

        Args:
            path: on the server, beginning with a slash.
            params: of the query.
            start, size: which part of a listing; both go along, or neither (Plex ignores one without the other).
        """
        page = {} if size is None else {"X-Plex-Container-Start": str(start), "X-Plex-Container-Size": str(size)}
        with answering(self.instance):
            response = self._http.get(path, params=params, headers=self._headers | page)
            raise_for_answer(response, self.instance)
        return self._container(response)

    def put(self, path: str, params: Mapping[str, str | int]) -> None:
        """Change something; doing it twice does no harm."""
        with answering(self.instance):
            raise_for_answer(self._http.put(path, params=params, headers=self._headers), self.instance)

    def delete(self, path: str) -> None:
        """Take something away."""
        with answering(self.instance):
            raise_for_answer(self._http.delete(path, headers=self._headers), self.instance)

    def post(self, path: str, body: bytes) -> None:
        """Send bytes, once: whether they arrived when this raises `ProviderUnavailable` must be looked into."""
        with answering(self.instance):
            raise_for_answer(self._http.post(path, content=body, headers=self._headers), self.instance)

    def made(self, path: str, params: Mapping[str, str | int]) -> str:
        """Have something made, once, and return its key: as for `post`, whether it was made may have to be looked into."""
        with answering(self.instance):
            response = self._http.post(path, params=params, headers=self._headers)
            raise_for_answer(response, self.instance)
        entries = self._container(response).get("Metadata", [])
        return str(entries[0].get("ratingKey", "")) if entries else ""

    def change(self, path: str, params: Mapping[str, str | int]) -> None:
        """Change something by a POST that may be repeated."""
        with answering(self.instance):
            raise_for_answer(self._http.post(path, params=params, headers=self._headers), self.instance)

    def picture(self, address: str) -> bytes:
        """Return a picture's bytes; the token goes to the server alone, not to addresses elsewhere.

        Raises:
            PictureRefused: it is gone, or no picture.
        """
        if address.startswith(("http://", "https://")):
            return fetch_picture(self._http, address, provider=self.instance)
        return fetch_picture(self._http, address, provider=self.instance, headers=self._headers)

    def pages(self, path: str, query: Mapping[str, str | int] | None = None) -> Iterator[Mapping[str, Any]]:
        """Yield the entries of a listing, page by page."""
        at, total = 0, 1
        while at < total:
            container = self.get(path, query, start=at, size=PAGE)
            entries = container.get("Metadata", [])
            total = int(container.get("totalSize") or container.get("size") or len(entries))
            if not entries:
                return
            at += len(entries)
            yield from entries

    @cached_property
    def machine(self) -> str:
        """Return the server's own name for itself."""
        return str(self.get("/identity").get("machineIdentifier", ""))

    def uri(self, keys: Sequence[str]) -> str:
        """Return the address by which Plex names items."""
        return f"server://{self.machine}/com.plexapp.plugins.library/library/metadata/{','.join(keys)}"

    def delete_if_there(self, path: str) -> None:
        """Take something away that may be gone already."""
        try:
            self.delete(path)
        except ProviderError as error:
            if "404" not in str(error):
                raise

    def _container(self, response: httpx.Response) -> Answer:
        try:
            container = orjson.loads(response.content)["MediaContainer"]
        except (ValueError, KeyError, TypeError) as error:
            kind = response.headers.get("content-type", "").split(";")[0] or "something"
            raise ProviderUnavailable(
                self.instance,
                f"answered with {kind} where a list was due",
                hint="Is the address Plex's own, and is there a log-in page or a proxy in front of it?",
            ) from error
        return container if isinstance(container, dict) else {}


def in_batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield keys, as many at once as fit into an address."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
