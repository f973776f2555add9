"""Media servers: where items come from and finished pictures go."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..model import Artwork, ArtworkKind, Library, MediaItem, MediaRef, Picture, ShownArtwork
from .base import Provider, SettingsT


class MediaServer(Provider[SettingsT]):
    """Lists libraries in bulk and shows pictures.

    Contract:
        - `items` costs no request per item and tells, in `MediaItem.shown`, which picture each slot shows.
        - What `upload` returns is what the next listing says in `shown`, as long as nobody changes the picture.
        - A picture is replaced whole or not at all; a failed upload leaves the old one.
        - Nothing is changed but what `upload` and `reset` are asked to change.
    """

    @abstractmethod
    def libraries(self) -> Sequence[Library]:
        """Return all libraries of films and shows.

        Raises:
            ProviderRejected: the server refuses the token.
            ProviderUnavailable: the server does not answer.
        """

    @abstractmethod
    def items(self, library: Library) -> Iterator[Sequence[MediaItem]]:
        """Yield the items of a library in pages: films, or shows followed by their seasons and episodes.

        A listing that cannot be completed raises; it never just ends early.
        """

    @abstractmethod
    def artwork(self, item: MediaItem, kind: ArtworkKind) -> ShownArtwork | None:
        """Return the picture shown now, with its bytes, or None when the slot is empty. Always looks; never a cache."""

    @abstractmethod
    def upload(self, item: MediaItem, kind: ArtworkKind, picture: Picture) -> str:
        """Show `picture` in the slot, keep it from being replaced by the server's agents, and return the slot's new token.

        Raises:
            ProviderUnavailable: not done; a later try may work.
            ProviderError: not done, and trying again will not help (a read-only folder).
        """

    @abstractmethod
    def reset(self, item: MediaItem, kind: ArtworkKind) -> str:
        """Show what the server's own agent would, unlock the field, and return the slot's new token (empty: shows nothing)."""

    def candidates(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return the pictures the server itself offers for the slot, for the source `server`; none by default."""
        return ()

    def read(self, artwork: Artwork) -> bytes:
        """Return the bytes of one of `candidates`. The default asks `artwork.url` over HTTP."""
        from .fetch import fetch_picture  # brings httpx along: what only draws shall not pay for it

        return fetch_picture(self.http, artwork.url, provider=self.context.instance)

    def restore(self, item: MediaItem, kind: ArtworkKind, original: Picture) -> str:
        """Show a picture that was there before us, byte for byte, and return the slot's new token."""
        return self.upload(item, kind, original)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A picture we once uploaded.

    Attributes:
        key: the item's on the server, when last seen.
        item: as a person names it.
        kind: the slot.
        sha1: of the bytes, in hex.
    """

    key: str
    item: str
    kind: ArtworkKind
    sha1: str


class KeepsUploads(ABC):
    """A media server that keeps every upload for ever, shown or not, and has no call to delete one."""

    @abstractmethod
    def superseded(self, folder: Path, uploads: Iterable[Upload]) -> Iterator[Path]:
        """Yield the files in the server's own data folder that hold uploads of ours which it no longer shows.

        Only what is ours by its mark as well as by `uploads`, and what the server itself says is not shown; never anything else.

        Args:
            folder: the server's data folder, as this machine sees it.
            uploads: all that we ever uploaded to it.

        Raises:
            UsageError: that is no such folder.
            ProviderError: the server cannot be asked.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Where something is on a media server now.

    Attributes:
        key: of the item itself.
        top_key: of the film, or of the show it belongs to.
        changed_at: when the server last learnt something new about it, UNIX seconds; 0 when it does not say.
    """

    key: str
    top_key: str
    changed_at: float = 0.0


class FindsItems(ABC):
    """A media server that can be asked for a few items without a listing of the whole library."""

    @abstractmethod
    def find(self, library: Library, refs: Mapping[MediaRef, str]) -> Mapping[MediaRef, Located]:
        """Return those that the library has by now, in requests whose number does not grow with the library.

        Args:
            library: where to look.
            refs: what is looked for: films, shows, seasons or episodes, each with the key under which its film or show was
                known the last time, empty when it was never seen.

        Raises:
            ProviderUnavailable: could not look.
        """
