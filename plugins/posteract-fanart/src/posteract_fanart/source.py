"""The artwork source `fanart`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
from posteract_core.errors import ProviderError, ProviderRejected
from posteract_core.model import TEXTLESS, Artwork, ArtworkKind, Finding, ItemType, MediaItem, Severity
from posteract_core.providers import ArtworkSource, ProviderContext
from posteract_core.providers.answers import answering, json_of
from posteract_core.providers.once import Once

from .settings import FanartSettings

Answer = dict[str, Any]

LISTS: Mapping[tuple[ItemType, ArtworkKind], tuple[str, ...]] = {
    (ItemType.MOVIE, ArtworkKind.POSTER): ("movieposter",),
    (ItemType.MOVIE, ArtworkKind.BACKGROUND): ("movie4kbackground", "moviebackground"),
    (ItemType.MOVIE, ArtworkKind.LOGO): ("hdmovielogo", "movielogo"),
    (ItemType.SHOW, ArtworkKind.POSTER): ("tvposter",),
    (ItemType.SHOW, ArtworkKind.BACKGROUND): ("show4kbackground", "showbackground"),
    (ItemType.SHOW, ArtworkKind.LOGO): ("hdtvlogo", "clearlogo"),
    (ItemType.SEASON, ArtworkKind.SEASON): ("seasonposter",),
    (ItemType.COLLECTION, ArtworkKind.COLLECTION): ("movieposter",),
    (ItemType.COLLECTION, ArtworkKind.BACKGROUND): ("movie4kbackground", "moviebackground"),
    (ItemType.COLLECTION, ArtworkKind.LOGO): ("hdmovielogo", "movielogo"),
}
"""The lists of an answer that serve a slot, the better first. There are no stills and no square pictures."""

KEY_PAGE = "https://fanart.tv/get-an-api-key/"
PROBE = "/movies/603"
"""The Matrix: what the key is tried on."""


class FanartSource(ArtworkSource[FanartSettings]):
    """Posters, backgrounds, season posters, logos and movie sets; one request answers for a title and its seasons."""

    max_concurrency = 4

    def __init__(self, settings: FanartSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._headers = {"api-key": settings.api_key.get_secret_value()}
        if settings.client_key is not None:
            self._headers["client-key"] = settings.client_key.get_secret_value()
        self._answers: Once[str, Answer] = Once(self._ask)

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return what Fanart.tv has, the most liked first."""
        words = LISTS.get((item.type, kind), ())
        path = _path(item)
        if not words or not path:
            return ()
        answer = self._answers.get(path)
        if item.type is ItemType.COLLECTION and not _is_set(answer, item):
            return ()
        images = [image for word in words for image in answer.get(word, ())]
        if item.type is ItemType.SEASON:
            images = [image for image in images if image.get("season") == str(item.season)]
        return self._artworks(images, kind)

    def check(self) -> Sequence[Finding]:
        """Return whether the key is accepted."""
        name = self.context.instance
        try:
            self._ask(PROBE)
        except ProviderError as error:
            wanted = f"Get a key at {KEY_PAGE} and write it under plugins.{name}.api_key."
            remedy = wanted if isinstance(error, ProviderRejected) else error.hint
            return [Finding(subject=name, severity=Severity.ERROR, message=str(error), remedy=remedy)]
        return [Finding(subject=name, severity=Severity.OK, message="answers, and accepts the key")]

    def _ask(self, path: str) -> Answer:
        with answering(self.context.instance):
            response = self.http.get(f"/{self.settings.version}{path}", headers=self._headers)
            if response.status_code == httpx.codes.NOT_FOUND:  # its word for a title without pictures
                return {}
            found = json_of(response, self.context.instance)
        return found if isinstance(found, dict) else {}

    def _artworks(self, images: Iterable[Mapping[str, Any]], kind: ArtworkKind) -> list[Artwork]:
        return [
            Artwork(
                id=str(image.get("id", image["url"])),
                url=self._address(image["url"]),
                language=_language(image.get("lang"), kind),
                width_px=_number(image.get("width")),
                height_px=_number(image.get("height")),
                votes=_number(image.get("likes")),
                position=position,
                added=_time(image.get("added")),
                preview_url=self._address(image["url"]).replace("/fanart/", "/preview/"),
                page_url=image["url"],
            )
            for position, image in enumerate(images)
            if image.get("url")
        ]

    def _address(self, url: str) -> str:
        """Return a picture's address; old answers write http where https is served."""
        return url.replace("http://", "https://", 1) if url.startswith("http://assets.fanart.tv/") else url


def _path(item: MediaItem) -> str:
    match item.type:
        case ItemType.MOVIE:
            ident = item.ids.tmdb or item.ids.imdb
            return f"/movies/{ident}" if ident else ""
        case ItemType.COLLECTION:
            return f"/movies/{item.ids.tmdb}" if item.ids.tmdb else ""
        case ItemType.SHOW:
            return f"/tv/{item.ids.tvdb}" if item.ids.tvdb else ""
        case ItemType.SEASON:
            return f"/tv/{item.show_ids.tvdb}" if item.show_ids.tvdb else ""
        case _:
            return ""


def _is_set(answer: Answer, item: MediaItem) -> bool:
    """Return whether an answer is a movie set's: films and sets share one range of numbers, so the name must fit."""
    name, title = (str(text).casefold() for text in (answer.get("name", ""), item.title))
    return bool(name) and (name == title or name == f"{title} collection")


def _language(code: str | None, kind: ArtworkKind) -> str | None:
    """Return a picture's language. `00`, or nothing, is a picture without words; of a logo, which is words, it is unknown."""
    if code in (None, "", "00"):
        return None if kind is ArtworkKind.LOGO else TEXTLESS
    return str(code)


def _number(text: object) -> int:
    """Return a number, which Fanart.tv writes as text; 0 for none."""
    return int(text) if isinstance(text, str | int) and str(text).isdigit() else 0


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if isinstance(text, str) and text else None
    except ValueError:
        return None
