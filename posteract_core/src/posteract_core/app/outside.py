"""What stands at addresses that the owner's files name: texts and pictures, from the internet unless the house is allowed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import httpx

from ..config.files import LARGEST_BYTES, decode
from ..errors import PosteractError, ProviderError
from ..providers.answers import answering, raise_for_answer
from ..providers.fetch import fetch_picture

if TYPE_CHECKING:
    from ..http import HttpService


class Outside:
    """Reads addresses; each text once.

    Args:
        http: where the client comes from.
        local: whether addresses in the network at home may be asked too.
    """

    def __init__(self, http: HttpService, *, local: bool) -> None:
        self._http = http
        self._local = local
        self._texts: dict[str, str | PosteractError] = {}

    @cached_property
    def client(self) -> httpx.Client:
        """Return the client for addresses of any host."""
        return self._http.client_for("addresses in files", cache=False, public=not self._local)

    def text(self, url: str) -> str:
        """Return the UTF-8 text at an address.

        Raises:
            PosteractError: it does not answer, or with something else, or lies in the network at home.
        """
        if url not in self._texts:
            try:
                self._texts[url] = self._read(url)
            except PosteractError as error:
                self._texts[url] = error
        found = self._texts[url]
        if isinstance(found, PosteractError):
            raise found
        return found

    def picture(self, url: str) -> bytes:
        """Return the bytes of the picture at an address.

        Raises:
            PosteractError: there is none, or the address lies in the network at home.
        """
        return fetch_picture(self.client, url, provider=_host(url))

    def _read(self, url: str) -> str:
        host = _host(url)
        with answering(host):
            response = self.client.get(url, follow_redirects=True)
        raise_for_answer(response, host)
        if response.status_code != httpx.codes.OK:
            raise ProviderError(host, f"answered with HTTP {response.status_code}")
        if len(response.content) > LARGEST_BYTES:
            raise ProviderError(host, f"answered with more than {LARGEST_BYTES >> 20} MiB")
        return decode(response.content, url)


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host or url
    except httpx.InvalidURL:
        raise PosteractError(f"{url!r} is no address") from None
