"""Picture slots: what Plex calls each kind, and the entries of a slot's list."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from posteract_core.model import ArtworkKind, ItemType

TYPE_NUMBERS = {
    ItemType.MOVIE: 1,
    ItemType.SHOW: 2,
    ItemType.SEASON: 3,
    ItemType.EPISODE: 4,
    ItemType.COLLECTION: 18,
}
"""Plex's numbers of types."""


@dataclass(frozen=True, slots=True)
class Element:
    """One of an item's pictures, as Plex names it.

    Attributes:
        field: that is locked, and the listing's attribute.
        many: the list of all its pictures in a path.
        one: the one that is shown, in a path.
    """

    field: str
    many: str
    one: str


THUMB = Element("thumb", "posters", "poster")
ART = Element("art", "arts", "art")
LOGO = Element("clearLogo", "clearLogos", "clearLogo")
SQUARE = Element("squareArt", "squareArts", "squareArt")

ELEMENTS: Mapping[ArtworkKind, Element] = {
    ArtworkKind.POSTER: THUMB,
    ArtworkKind.SEASON: THUMB,
    ArtworkKind.TITLE_CARD: THUMB,
    ArtworkKind.COLLECTION: THUMB,
    ArtworkKind.BACKGROUND: ART,
    ArtworkKind.SEASON_BACKGROUND: ART,
    ArtworkKind.LOGO: LOGO,
    ArtworkKind.SQUARE: SQUARE,
}


def shown_in(entry: Mapping[str, Any], element: Element) -> str:
    """Return the address of the picture an item shows in a slot, which changes with the picture; empty for none.

    What an item borrows from the one above it (an episode's background is its show's) is not its own.
    """
    address = entry.get(element.field)
    if address is None and element.field in ("clearLogo", "squareArt"):
        address = next(
            (one["url"] for one in entry.get("Image", ()) if f"/{element.field}/" in one.get("url", "")), None
        )
    return address if address and address.startswith(f"/library/metadata/{entry['ratingKey']}/") else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One picture of a slot's list.

    Attributes:
        rating_key: names it: `upload://…/<SHA-1 of its bytes>`, `metadata://…`, `media://…` (a frame of the file), an address.
        address: where its bytes are.
        provider: the agent it is from; empty for uploads and frames.
        selected: it is shown.
    """

    rating_key: str
    address: str
    provider: str
    selected: bool

    @property
    def is_upload(self) -> bool:
        """Return whether somebody uploaded it."""
        return self.rating_key.startswith("upload://")

    @property
    def is_frame(self) -> bool:
        """Return whether Plex took it from the file."""
        return self.rating_key.startswith("media://")

    @property
    def is_local(self) -> bool:
        """Return whether it lies beside the media: its owner's."""
        return "local" in self.provider or "localmedia" in self.rating_key

    def is_of(self, sha1: str) -> bool:
        """Return whether it is an upload of the bytes with this hash."""
        return self.is_upload and self.rating_key.rpartition("/")[2] == sha1


def entries_of(container: Mapping[str, Any]) -> list[Entry]:
    """Return a slot's pictures in the server's order."""
    return [
        Entry(
            rating_key=one.get("ratingKey", ""),
            address=one.get("thumb") or one.get("key", ""),
            provider=one.get("provider") or "",
            selected=bool(one.get("selected")) and one.get("selected") != "0",
        )
        for one in container.get("Metadata", ())
    ]


def agents_choice(entries: Sequence[Entry]) -> Entry | None:
    """Return the picture that the server's agent would show: the first that is nobody's upload, no frame and not local.

    Where there is none, a local one, and for an episode the frame of its file. Never blindly the first entry, which may be an
    upload. (The order of the list: the agent's, addresses elsewhere, uploads, the frame.)
    """
    own = [entry for entry in entries if not entry.is_upload]
    for fitting in (
        [entry for entry in own if not entry.is_frame and not entry.is_local],
        [entry for entry in own if not entry.is_frame],
        own,
    ):
        if fitting:
            return fitting[0]
    return None


def sha1_of(data: bytes) -> str:
    """Return the hash by which Plex names an upload."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()
