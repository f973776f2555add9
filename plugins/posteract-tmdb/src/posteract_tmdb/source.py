"""The artwork source `tmdb`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from posteract_core.errors import ProviderError, ProviderRejected
from posteract_core.model import TEXTLESS, Artwork, ArtworkKind, Finding, ItemType, MediaItem, Severity
from posteract_core.providers import ArtworkSource, ProviderContext

from .questions import KINDS, Questions
from .settings import TmdbSettings

LISTS = {
    ArtworkKind.POSTER: "posters",
    ArtworkKind.SEASON: "posters",
    ArtworkKind.COLLECTION: "posters",
    ArtworkKind.BACKGROUND: "backdrops",
    ArtworkKind.LOGO: "logos",
}
"""The list in `images` that serves a kind. TMDB has no backgrounds of seasons and no square pictures."""

PREVIEW_SIZES = {"posters": "w342", "backdrops": "w300", "logos": "w300", "stills": "w300", "profiles": "w185"}
LOGO_SIZE = "w500"
"""Of services' and studios' logos: more than any badge needs."""

KEY_PAGE = "https://www.themoviedb.org/settings/api"
SITE = "https://www.themoviedb.org"


class TmdbSource(ArtworkSource[TmdbSettings]):
    """Posters, backgrounds, season posters, stills, logos and collection art from The Movie Database.

    One request answers for all pictures of a film, a show or a collection; one for a season: its posters, and the still that
    TMDB's users put first of each of its episodes. (All stills of an episode would take a request each.)
    """

    max_concurrency = 8

    def __init__(self, settings: TmdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)
        self._images = images_below(settings)

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return what TMDB has, in its own order."""
        match item.type:
            case ItemType.MOVIE | ItemType.SHOW | ItemType.COLLECTION:
                return self._of_title(item, kind)
            case ItemType.SEASON if kind is ArtworkKind.SEASON:
                season = self._season(item)
                images = season.get("images", {}).get("posters", [])
                return self._artworks(images, "posters", self._page(item))
            case ItemType.EPISODE if kind is ArtworkKind.TITLE_CARD:
                return self._still(item)
            case _:
                return ()

    def read(self, artwork: Artwork) -> bytes:
        """Return a picture's bytes; of a bare path (a service's or a studio's logo) at a size that suffices."""
        from posteract_core.providers.fetch import fetch_picture

        url = artwork.url
        if url.startswith("/"):
            url = f"{self._images}/{LOGO_SIZE}{url.removesuffix('.svg')}{'.png' if url.endswith('.svg') else ''}"
        return fetch_picture(self.http, url, provider=self.context.instance)

    def check(self) -> Sequence[Finding]:
        """Return whether the key is accepted."""
        name = self.context.instance
        try:
            self._questions.check()
        except ProviderError as error:
            wanted = f"Get a token at {KEY_PAGE} and write it under plugins.{name}.token."
            remedy = wanted if isinstance(error, ProviderRejected) else error.hint
            return [Finding(subject=name, severity=Severity.ERROR, message=str(error), remedy=remedy)]
        return [Finding(subject=name, severity=Severity.OK, message="answers, and accepts the key")]

    def _of_title(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        if kind not in LISTS or (ident := self._questions.id_of(item.type, item.ids)) is None:
            return ()
        path = f"/{KINDS[item.type]}/{ident}"
        answer = self._questions.get(path, append="images") or {}
        word = LISTS[kind]
        return self._artworks(answer.get("images", {}).get(word, []), word, f"{SITE}{path}/images/{word}")

    def _season(self, item: MediaItem) -> Mapping[str, Any]:
        show = self._questions.id_of(ItemType.SHOW, item.show_ids)
        if show is None or item.season is None:
            return {}
        return self._questions.get(f"/tv/{show}/season/{item.season}", append="images") or {}

    def _still(self, item: MediaItem) -> Sequence[Artwork]:
        episodes = self._season(item).get("episodes", [])
        path = next((each.get("still_path") for each in episodes if each.get("episode_number") == item.episode), None)
        if not path:
            return ()
        still = {"file_path": path, "iso_639_1": None}  # TMDB takes stills without words only
        return self._artworks([still], "stills", self._page(item))

    def _page(self, item: MediaItem) -> str:
        page = f"{SITE}/tv/{item.show_ids.tmdb}/season/{item.season}" if item.show_ids.tmdb else ""
        return f"{page}/episode/{item.episode}" if page and item.type is ItemType.EPISODE else page

    def _artworks(self, images: Iterable[Mapping[str, Any]], word: str, page_url: str) -> list[Artwork]:
        return artworks_of(images, word, page_url, self._images)


def images_below(settings: TmdbSettings) -> str:
    """Return the address that sizes and paths of pictures come behind."""
    return f"{str(settings.image_url).rstrip('/')}/t/p"


def artworks_of(images: Iterable[Mapping[str, Any]], word: str, page_url: str, below: str) -> list[Artwork]:
    """Return the entries of a list of pictures (`posters`, `profiles` …) as candidates, in TMDB's order."""
    return [
        Artwork(
            id=image["file_path"],
            url=f"{below}/original{image['file_path']}",
            language=_language(image.get("iso_639_1")),
            width_px=image.get("width") or 0,
            height_px=image.get("height") or 0,
            votes=image.get("vote_count") or 0,
            rating=image.get("vote_average") or 0.0,
            position=position,
            preview_url=f"{below}/{PREVIEW_SIZES[word]}{image['file_path']}",
            page_url=page_url,
        )
        for position, image in enumerate(images)
        if image.get("file_path")
    ]


def _language(code: str | None) -> str:
    """Return a picture's language; none at all, or `xx`, is TMDB's word for a picture without words."""
    return TEXTLESS if code in (None, "", "xx") else str(code)
