"""The output tree in Kometa's shape, which Kometa, Posterizarr's users and backups understand.

Names: `LIBRARY/FOLDER/poster.jpg`, `background.jpg`, `Season01.jpg`, `Season01_background.jpg`, `S01E02.jpg`, `logo.png`,
`square.jpg`; a collection's under `Collections/LIBRARY/NAME/` (facts of Kometa's nested asset folders).
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from ..model import SUFFIX_OF_FORMAT, ArtworkKind, ItemType, MediaItem
from .files import write_whole

FORBIDDEN = '/\\:*?"<>|'
"""What no file name may hold on some system people keep media on."""

LONGEST_NAME_BYTES = 200
"""File systems allow 255; the rest is for suffixes."""


class AssetTree:
    """A folder of finished pictures, named so that other tools find them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, item: MediaItem, kind: ArtworkKind, data: bytes, picture_format: str) -> Path:
        """Write a finished picture to its place and return that; a file of the same content is left as it is."""
        path = self.folder / asset_path(item, kind, SUFFIX_OF_FORMAT[picture_format])
        if not (path.is_file() and path.read_bytes() == data):
            write_whole(path, data)
        return path


def asset_path(item: MediaItem, kind: ArtworkKind, suffix: str) -> PurePosixPath:
    """Return the place of a picture below the root of an asset tree.

    >>> heat = MediaItem(title="Heat", year=1995, library="Movies", folder="/media/Heat (1995)")
    >>> str(asset_path(heat, ArtworkKind.POSTER, ".jpg"))
    'Movies/Heat (1995)/poster.jpg'
    """
    if item.type is ItemType.COLLECTION:
        folder = PurePosixPath("Collections", safe_name(item.library), safe_name(item.title))
    else:
        folder = PurePosixPath(safe_name(item.library), safe_name(_folder_name(item)))
    return folder / f"{_stem(item, kind)}{suffix}"


def _folder_name(item: MediaItem) -> str:
    if item.folder:
        path = PureWindowsPath(item.folder) if "\\" in item.folder else PurePosixPath(item.folder)
        if path.name:
            return path.name
    name, year = (item.show_title, item.show_year) if item.show_title else (item.title, item.year)
    return f"{name} ({year})" if year else name


def _stem(item: MediaItem, kind: ArtworkKind) -> str:
    season, episode = item.season or 0, item.episode or 0
    match kind:
        case ArtworkKind.SEASON:
            return f"Season{season:02d}"
        case ArtworkKind.SEASON_BACKGROUND:
            return f"Season{season:02d}_background"
        case ArtworkKind.TITLE_CARD:
            return f"S{season:02d}E{episode:02d}"
        case ArtworkKind.COLLECTION:
            return "poster"
        case _:
            return kind.value


def safe_name(name: str) -> str:
    """Return the name with what some file system forbids replaced, cut to what all of them take."""
    kept = "".join(
        "_" if char in FORBIDDEN or ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 else char for char in name
    )
    return kept.encode()[:LONGEST_NAME_BYTES].decode(errors="ignore").strip(" .") or "_"
