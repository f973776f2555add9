"""Artwork sources: where pictures come from."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from ..model import Artwork, ArtworkKind, MediaItem
from .base import Provider, SettingsT


class ArtworkSource(Provider[SettingsT]):
    """Finds candidates for a slot. The core ranks them by the user's preferences, so a source never chooses.

    Contract:
        - An unknown item, and a kind the source has nothing of, give an empty sequence and cost no request.
        - The same question gives the same candidates in the same order as long as the service does not change.
        - A timeout, a 5xx, a rate limit raise `ProviderUnavailable`; a refused key raises `ProviderRejected`.
    """

    offers_manual: ClassVar[bool] = False
    """Whether it may offer `manual` pictures, which win over every source: it is then asked even where it is not listed."""

    @abstractmethod
    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return every candidate for `kind` of `item`, in the source's own order."""

    def read(self, artwork: Artwork) -> bytes:
        """Return the bytes of one of this source's candidates. The default asks `artwork.url` over HTTP.

        Raises:
            ProviderUnavailable: could not be had now.
            PictureRefused: the answer is no picture, or larger than the core allows.
        """
        from .fetch import fetch_picture  # brings httpx along: what only draws shall not pay for it

        return fetch_picture(self.http, artwork.url, provider=self.context.instance)

    def revision(self, item: MediaItem, kind: ArtworkKind) -> str:
        """Return a token that changes when the answer of `find` may have changed, without any request.

        Asked for every target in every run, so that a picture put into a local folder is seen at once. Sources that
        cannot tell without asking a service return an empty string (the default) and are asked again on recheck.
        """
        return ""

    def revisions(self) -> str | None:
        """Return a token that changes whenever `revision` of any item may; None when that cannot be told.

        While it stays, items that are up to date need not be asked about one by one. The default knows of sources that
        leave `revision` alone.
        """
        return "" if type(self).revision is ArtworkSource.revision else None
