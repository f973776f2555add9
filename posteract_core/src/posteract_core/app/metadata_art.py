"""The artwork source `metadata`: pictures that metadata files name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..collect.recipe import PictureRequest
from ..errors import ProviderUnavailable
from ..model import Artwork, ArtworkKind, ItemType, Library, MediaItem
from ..providers.artwork_source import ArtworkSource
from .collection_art import bytes_of, state_of

if TYPE_CHECKING:
    from .outside import Outside

METADATA = "metadata"
"""The source's name in reports."""

KINDS: Mapping[ItemType, Mapping[str, ArtworkKind]] = {
    ItemType.MOVIE: {
        "poster": ArtworkKind.POSTER,
        "background": ArtworkKind.BACKGROUND,
        "logo": ArtworkKind.LOGO,
        "square_art": ArtworkKind.SQUARE,
    },
    ItemType.SEASON: {"poster": ArtworkKind.SEASON, "background": ArtworkKind.SEASON_BACKGROUND},
    ItemType.EPISODE: {"poster": ArtworkKind.TITLE_CARD},
}
"""What the dialect's words for pictures mean, by type of item."""


class Pictured:
    """The pictures that were named for items in this run, by server, key and kind."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, ArtworkKind], PictureRequest] = {}
        self._unknown: set[tuple[str, str]] = set()

    def forget(self) -> None:
        """Begin anew: the files are read again."""
        self._known.clear()
        self._unknown.clear()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was named, and all that could be was read."""
        return not self._known and not self._unknown

    def miss(self, library: Library) -> None:
        """Know that what files name for a library could not be learned: its pictures wait rather than lose theirs."""
        self._unknown.add((library.server, library.name))

    def is_unknown(self, item: MediaItem) -> bool:
        """Return whether more may be named for an item than is known."""
        return (item.server, item.library) in self._unknown

    def learn(self, server: str, item: MediaItem, pictures: Mapping[str, PictureRequest]) -> list[ArtworkKind]:
        """Take in what is named for one item; return the kinds."""
        names = KINDS[ItemType.MOVIE if item.type is ItemType.SHOW else item.type]
        kinds = []
        for name, request in pictures.items():
            if name in names:
                self._known[server, item.key, names[name]] = request
                kinds.append(names[name])
        return kinds

    def of(self, item: MediaItem, kind: ArtworkKind) -> PictureRequest | None:
        """Return what is named for a picture; None = nothing."""
        return self._known.get((item.server, item.key, kind))


class MetadataArt(ArtworkSource[Any]):
    """Pictures for the items that metadata files have entries for; of others it knows nothing."""

    offers_manual = True
    max_concurrency = 2

    def __init__(self, outside: Outside, pictured: Pictured) -> None:
        """Take what stands at addresses from outside, for what was named."""
        self._outside = outside
        self._pictured = pictured

    def revision(self, item: MediaItem, kind: ArtworkKind) -> str:
        """Return what the entry says, with the state of its file."""
        request = self._pictured.of(item, kind)
        if request is None:
            return ""
        text = f"{request.url}\n{state_of(request.file)}"
        return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:16]

    def revisions(self) -> str | None:
        """Return that nothing changes where nothing is named."""
        return "" if self._pictured.is_empty else None

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return the picture that the entry names.

        Raises:
            ProviderUnavailable: the files that may name one could not be read.
        """
        request = self._pictured.of(item, kind)
        if request is None:
            if self._pictured.is_unknown(item):
                raise ProviderUnavailable(METADATA, "what its files name could not be read in this run")
            return ()
        if request.url:
            return [Artwork(id=request.url, url=request.url, page_url=request.url, manual=True, finished=True)]
        state = state_of(request.file)
        return [Artwork(id=request.file, url=request.file, revision=state, manual=True, finished=True)]

    def read(self, artwork: Artwork) -> bytes:
        """Return a picture's bytes.

        Raises:
            ProviderUnavailable: could not be had now.
            PictureRefused: it is no picture.
        """
        if artwork.url == artwork.page_url:
            return self._outside.picture(artwork.url)
        return bytes_of(Path(artwork.url))

    def close(self) -> None:
        """Do nothing: it keeps nothing open."""
