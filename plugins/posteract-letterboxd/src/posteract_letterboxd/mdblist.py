"""Lists of Letterboxd that somebody has imported into MDBList, which has leave to read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers.answers import answering, json_of

PAGE = 1000


class Mdblist:
    """Asks MDBList in the name of one account."""

    def __init__(self, http: httpx.Client, key: str, instance: str) -> None:
        self._http, self._key, self._instance = http, key, instance

    def films(self, address: str) -> Iterator[MediaRef]:
        """Yield the films of an imported list, no page further than they are taken.

        Raises:
            ConfigError: the account has imported no list from that address.
            ProviderError: could not look.
        """
        number = self._number(address)
        params = {"limit": str(PAGE)}
        offset = 0
        while True:
            response = self._get(f"/external/lists/{number}/items", params)
            page = self._answer(response)
            if not isinstance(page, Mapping) or not isinstance(page.get("movies"), list):
                raise ProviderUnavailable(self._instance, "MDBList answered with something else than a list")
            yield from (_ref(entry) for entry in page["movies"] if isinstance(entry, Mapping))
            paging = page.get("pagination")
            if isinstance(paging, Mapping) and paging.get("has_more") and paging.get("next_cursor"):
                if params.get("cursor") == str(paging["next_cursor"]):
                    return
                params["cursor"] = str(paging["next_cursor"])
            elif response.headers.get("x-has-more", "").lower() == "true":
                offset += PAGE
                params["offset"] = str(offset)
            else:
                return

    def _number(self, address: str) -> str:
        """Return MDBList's number of the list that was imported from an address."""
        lists = self._answer(self._get("/external/lists/user", {}))
        if not isinstance(lists, list):
            raise ProviderUnavailable(self._instance, "MDBList answered with something else than lists")
        for entry in lists:
            texts = [text for text in entry.values() if isinstance(text, str)] if isinstance(entry, Mapping) else []
            if address_of(address) in map(address_of, texts) and (number := str(entry.get("id"))).isdigit():
                return number
        raise ConfigError(
            f"letterboxd_list: your MDBList account has imported nothing from {address}",
            hint="Import it there (External Lists), or write the path of a CSV file exported from Letterboxd. An imported list"
            " whose address MDBList does not tell is read with mdblist_list: https://mdblist.com/lists/NAME/external/NUMBER.",
        )

    def _get(self, path: str, params: Mapping[str, str]) -> httpx.Response:
        with answering(self._instance):
            return self._http.get(path, params={**params, "apikey": self._key})

    def _answer(self, response: httpx.Response) -> Any:
        if response.status_code == httpx.codes.NOT_FOUND:
            raise ProviderError(self._instance, "MDBList no longer has this list", hint="Import it there once more.")
        answer = json_of(response, self._instance)
        if isinstance(answer, Mapping) and answer.get("response") is False:
            said = str(answer.get("error", "")) or "no reason"
            if "key" in said.casefold():
                raise ProviderRejected(
                    self._instance, f"MDBList refused our key ({said})", hint="Check `mdblist_api_key`."
                )
            raise ProviderUnavailable(self._instance, f"MDBList does not answer: {said}")
        return answer


def address_of(text: str) -> str:
    """Return an address without what is written differently: `letterboxd.com/someone/list/heists`."""
    return re.sub(r"^(https?://)?(www\.)?|/?([?#].*)?$", "", text.strip().casefold())


def _ref(entry: Mapping[str, Any]) -> MediaRef:
    ids = entry.get("ids")
    known: Mapping[str, Any] = ids if isinstance(ids, Mapping) else {}
    return MediaRef(
        type=ItemType.MOVIE,
        ids=ExternalIds(
            imdb=known.get("imdb") or entry.get("imdb_id") or None,
            tmdb=_number(known.get("tmdb") or entry.get("tmdb_id") or entry.get("id")),
        ),
        title=str(entry.get("title") or ""),
        year=_number(entry.get("release_year")),
    )


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdigit() and int(value) else None
