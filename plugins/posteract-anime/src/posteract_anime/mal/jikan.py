"""`mal_genre` and `mal_studio`: MyAnimeList's own API has no such questions; Jikan, which reads its pages for others, has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar

import httpx
from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ItemType
from posteract_core.providers.answers import answering, json_of

from ..builder import AnimeBuilder, ids_of, only, whole
from ..ids import Anime
from .settings import MalSettings

SITE = "myanimelist.net"
PAGE = 25
MOST_PAGES = 40
DEFAULT_LIMIT = 100


class OfJikan(AnimeBuilder[MalSettings]):
    """What both builders have in common: ids or addresses, or `{…_id: …, limit: 100}`; most members first."""

    ordered: ClassVar[bool] = True
    key: ClassVar[str]
    """Of the id in a mapping."""
    parameter: ClassVar[str]
    """What Jikan calls it."""
    word: ClassVar[str]
    """In addresses of MyAnimeList's."""

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield the anime of the library's kind, those of the first id first."""
        written = value if isinstance(value, Mapping) else {self.key: value}
        only(self.name, written, (self.key, "limit"))
        if written.get(self.key) is None:
            raise ConfigError(f"{self.name} needs {self.key}: a number, or an address at {SITE}")
        limit = whole(self.name, "limit", written.get("limit", DEFAULT_LIMIT))
        numbers = ids_of(self.name, written[self.key], SITE, self.word)
        found = (anime for number in numbers for anime in self._of(number) if anime.film is (kind is ItemType.MOVIE))
        yield from islice(found, limit or None)

    def _of(self, number: int) -> Iterator[Anime]:
        """Yield all anime of one id, no page further than they are taken."""
        for page in range(1, MOST_PAGES + 1):
            answer = self._ask(number, page)
            data = answer.get("data") if isinstance(answer, Mapping) else None
            if not isinstance(data, list):
                raise ProviderUnavailable(self.context.instance, "Jikan answered with something else than a list")
            yield from (_anime(entry) for entry in data if isinstance(entry, Mapping) and entry.get("mal_id"))
            if not data or not (answer.get("pagination") or {}).get("has_next_page"):
                return

    def _ask(self, number: int, page: int) -> Any:
        address = f"{str(self.settings.jikan_url).rstrip('/')}/v4/anime"
        params: dict[str, str | int] = {
            self.parameter: number,
            "order_by": "members",
            "sort": "desc",
            "limit": PAGE,
            "page": page,
        }
        with answering(self.context.instance):
            response = self.http.get(address, params=params)
        if response.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.NOT_FOUND):
            raise ProviderError(
                self.context.instance, f"Jikan does not know {self.key} {number}", hint="Is the number right?"
            )
        return json_of(response, self.context.instance)


class MalGenre(OfJikan):
    """`mal_genre`: anime of a genre, a theme or a demographic."""

    name = "mal_genre"
    key, parameter, word = "genre_id", "genres", "anime/genre"


class MalStudio(OfJikan):
    """`mal_studio`: anime by a studio, a producer or a licensor."""

    name = "mal_studio"
    key, parameter, word = "studio_id", "producers", "anime/producer"


def _anime(entry: Mapping[str, Any]) -> Anime:
    aired = entry.get("aired") or {}
    year = str(entry.get("year") or str(aired.get("from") or "")[:4])
    return Anime(
        service="mal",
        id=int(entry["mal_id"]),
        film=str(entry.get("type") or "").casefold() == "movie",
        title=str(entry.get("title") or ""),
        year=int(year) if year.isdecimal() else None,
    )
