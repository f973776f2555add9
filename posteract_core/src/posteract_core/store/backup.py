"""Pictures of a tree in Kometa's shape, found by the names that Kometa and Posterizarr give them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ..model import SUFFIX_OF_FORMAT, ArtworkKind, ItemType, MediaItem
from .assets import asset_path
from .files import write_whole

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif")
"""Of the pictures that are looked for, in this order."""

_SUFFIX_OF_OTHERS = {"tiff": ".tif"}
_DEEPEST = 6
"""Folders below the root that are looked into; Kometa's and Posterizarr's trees have at most four."""


def suffix_of(picture_format: str) -> str:
    """Return the suffix of a format that `decode_check` names.

    >>> suffix_of("jpeg"), suffix_of("gif")
    ('.jpg', '.gif')
    """
    return SUFFIX_OF_FORMAT.get(picture_format) or _SUFFIX_OF_OTHERS.get(picture_format, f".{picture_format}")


def backup_path(item: MediaItem, kind: ArtworkKind, *, library: str) -> PurePosixPath:
    """Return the place of a picture in a backup, without its suffix.

    Editions of one film that share a folder get folders of their own, which Kometa does not know.

    Args:
        item: whose picture it is.
        kind: the slot.
        library: the library's name in the tree.
    """
    path = asset_path(_renamed(item, library), kind, "")
    edition = f"{{edition-{item.edition}}}" if item.edition else ""
    if not edition or "{edition-" in path.parent.name:
        return path
    return asset_path(_renamed(item, library, folder=f"{path.parent.name} {edition}"), kind, "")


def known_paths(item: MediaItem, kind: ArtworkKind, *, libraries: tuple[str, ...]) -> Iterator[PurePosixPath]:
    """Yield the places where a tree may have the item's picture, the likeliest first, without suffix.

    Nested as Kometa and Posterizarr have it, with the library's folder and without; then flat: `DIR.jpg`,
    `DIR_background.jpg`, `DIR_Season01.jpg`, `Collections/NAME_poster.jpg`.
    """
    for library in libraries:
        yield backup_path(item, kind, library=library)
    for library in libraries:
        nested = asset_path(_renamed(item, library), kind, "")
        folders = [nested.parent]
        if item.folder and item.type is not ItemType.COLLECTION:
            folders.append(asset_path(_renamed(item, library, folder=""), kind, "").parent)  # Title (Year)
        for folder in folders:
            yield folder / nested.name
        for folder in folders:
            for root in dict.fromkeys((folder.parent, *folder.parent.parents)):
                yield root / folder.name / nested.name
                yield root / f"{folder.name}_{nested.name}"
                if nested.name == "poster":
                    yield root / folder.name


class BackupTree:
    """A folder of pictures in Kometa's shape."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._found: dict[str, Path] | None = None

    def save(self, place: PurePosixPath, data: bytes, suffix: str) -> bool:
        """Write a picture whole or not at all; return False when just that was there already.

        What stood there under another suffix goes: two pictures for one slot would leave it open which is meant.
        """
        path = self._at(place, suffix)
        written = not (path.is_file() and path.read_bytes() == data)
        if written:
            write_whole(path, data)
        for other in SUFFIXES:
            if other != suffix:
                self._at(place, other).unlink(missing_ok=True)
        return written

    def holds(self, place: PurePosixPath, data: bytes, suffix: str) -> bool:
        """Return whether just that is there already."""
        path = self._at(place, suffix)
        return path.is_file() and path.read_bytes() == data

    def find(self, places: Iterator[PurePosixPath]) -> Path | None:
        """Return the file at the first of these places that has one; letter case does not matter."""
        if self._found is None:
            self._found = dict(_pictures(self.folder))
        return next((self._found[key] for place in places if (key := _key(str(place))) in self._found), None)

    def _at(self, place: PurePosixPath, suffix: str) -> Path:
        return self.folder / place.parent / f"{place.name}{suffix}"


def _pictures(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield (key, file) of every picture below `root`; of two that differ in the suffix alone the first of `SUFFIXES` last."""
    found: list[tuple[int, str, Path]] = []
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        parts = here.relative_to(root).parts
        folders[:] = [name for name in folders if not name.startswith(".")] if len(parts) < _DEEPEST else []
        for name in files:
            stem, dot, suffix = name.rpartition(".")
            if stem and not name.startswith(".") and f"{dot}{suffix.lower()}" in SUFFIXES:
                place = str(PurePosixPath(*parts, stem))
                found.append((-SUFFIXES.index(f"{dot}{suffix.lower()}"), _key(place), here / name))
    for _, key, path in sorted(found):
        yield key, path


def _key(place: str) -> str:
    return unicodedata.normalize("NFC", place).casefold()


def _renamed(item: MediaItem, library: str, folder: str | None = None) -> MediaItem:
    return replace(item, library=library, folder=item.folder if folder is None else folder)
