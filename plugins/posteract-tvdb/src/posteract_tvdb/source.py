"""The artwork source `tvdb`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from posteract_core.errors import ProviderError, ProviderRejected
from posteract_core.model import TEXTLESS, Artwork, ArtworkKind, Finding, ItemType, MediaItem, Severity
from posteract_core.providers import ArtworkSource, ProviderContext

from .questions import Questions
from .settings import TvdbSettings

KEY_PAGE = "https://thetvdb.com/api-information"
SITE = "https://thetvdb.com/dereferrer"

KINDS: Mapping[ItemType, frozenset[ArtworkKind]] = {
    ItemType.MOVIE: frozenset({ArtworkKind.POSTER, ArtworkKind.BACKGROUND, ArtworkKind.LOGO}),
    ItemType.SHOW: frozenset({ArtworkKind.POSTER, ArtworkKind.BACKGROUND, ArtworkKind.LOGO}),
    ItemType.SEASON: frozenset({ArtworkKind.SEASON, ArtworkKind.SEASON_BACKGROUND}),
    ItemType.EPISODE: frozenset({ArtworkKind.TITLE_CARD}),
}
"""What TheTVDB has of each type; of collections nothing."""


class TvdbSource(ArtworkSource[TvdbSettings]):
    """Posters, backgrounds, logos, season posters and stills from TheTVDB.

    One request answers for a film; one for a show with all its seasons and episodes.
    """

    max_concurrency = 4

    def __init__(self, settings: TvdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)
        self._images = str(settings.image_url).rstrip("/")

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return what TheTVDB has, in its own order."""
        if kind not in KINDS.get(item.type, ()):
            return ()
        record = self._record(item)
        if record is None:
            return ()
        if item.type is ItemType.EPISODE:
            return self._still(record, item)
        numbers = {number for number, each in self._questions.kinds().items() if each is kind}
        wanted = [artwork for artwork in record.get("artworks") or () if artwork.get("type") in numbers]
        if item.type is ItemType.SEASON:
            seasons = self._season_ids(record, item.season)
            wanted = [artwork for artwork in wanted if artwork.get("seasonId") in seasons]
        return self._artworks(wanted, record, kind)

    def check(self) -> Sequence[Finding]:
        """Return whether the key is accepted."""
        name = self.context.instance
        try:
            self._questions.check()
        except ProviderError as error:
            wanted = f"Get a key at {KEY_PAGE} and write it under plugins.{name}.api_key."
            remedy = wanted if isinstance(error, ProviderRejected) else error.hint
            return [Finding(subject=name, severity=Severity.ERROR, message=str(error), remedy=remedy)]
        return [Finding(subject=name, severity=Severity.OK, message="answers, and accepts the key")]

    def _record(self, item: MediaItem) -> Mapping[str, Any] | None:
        if item.type is ItemType.MOVIE:
            ident = self._questions.id_of(ItemType.MOVIE, item.ids)
            path = f"/movies/{ident}/extended"
        else:
            ids = item.ids if item.type is ItemType.SHOW else item.show_ids
            ident = self._questions.id_of(ItemType.SHOW, ids)
            path = f"/series/{ident}/extended?meta=episodes"
        record: Mapping[str, Any] | None = self._questions.get(path) if ident is not None else None
        return record

    @staticmethod
    def _season_ids(record: Mapping[str, Any], number: int | None) -> set[int]:
        """Return the ids of a season in the order it was aired in; a season has one in each order."""
        return {
            season["id"]
            for season in record.get("seasons") or ()
            if season.get("number") == number and (season.get("type") or {}).get("type") in ("official", "default")
        }

    def _still(self, record: Mapping[str, Any], item: MediaItem) -> Sequence[Artwork]:
        for episode in record.get("episodes") or ():
            if (episode.get("seasonNumber"), episode.get("number")) == (item.season, item.episode) and episode.get(
                "image"
            ):
                url = self._address(episode["image"])
                page_url = f"{SITE}/episode/{episode['id']}"
                return [Artwork(id=episode["image"], url=url, language=TEXTLESS, page_url=page_url)]
        return ()

    def _artworks(
        self, artworks: Iterable[Mapping[str, Any]], record: Mapping[str, Any], kind: ArtworkKind
    ) -> list[Artwork]:
        word = "movie" if "isMovie" in record or record.get("seasons") is None else "series"
        return artworks_of(artworks, kind, f"{SITE}/{word}/{record['id']}", self._questions.languages(), self._images)

    def _address(self, path: str) -> str:
        return address_of(path, self._images)


def artworks_of(
    artworks: Iterable[Mapping[str, Any]], kind: ArtworkKind, page_url: str, languages: Mapping[str, str], below: str
) -> list[Artwork]:
    """Return the entries of a list of pictures as candidates, in TheTVDB's order."""
    return [
        Artwork(
            id=str(artwork["id"]),
            url=address_of(artwork["image"], below),
            language=_language(artwork, languages, kind),
            width_px=artwork.get("width") or 0,
            height_px=artwork.get("height") or 0,
            votes=artwork.get("score") or 0,
            position=position,
            preview_url=address_of(artwork["thumbnail"], below) if artwork.get("thumbnail") else "",
            page_url=page_url,
        )
        for position, artwork in enumerate(artworks)
        if artwork.get("image")
    ]


def address_of(path: str, below: str) -> str:
    """Return a picture's address; some come as a path alone."""
    return path if path.startswith(("http://", "https://")) else f"{below}/{path.lstrip('/')}"


def _language(artwork: Mapping[str, Any], languages: Mapping[str, str], kind: ArtworkKind) -> str | None:
    """Return a picture's language: none where it says that there is no text on it; a logo without one is of unknown language."""
    code = artwork.get("language")
    if code is None:
        return None if kind is ArtworkKind.LOGO else TEXTLESS
    if artwork.get("includesText") is False and kind is not ArtworkKind.LOGO:
        return TEXTLESS
    return languages.get(str(code))
