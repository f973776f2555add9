"""Under which file names the servers look for a picture, and which of them is ours.

The order is Jellyfin's own, whose rules are the most exact; Kodi, Emby and Plex read the same names. A picture under a
name that comes before ours hides ours, so it is that file we replace; one under a later name is hidden by ours and stays.

Nobody reads a square picture from a folder by itself today; `square` is what Kodi takes when its list of artwork
types has that word, and what the other programs would most likely call it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from posteract_core.model import ArtworkKind, FrozenMap, ItemType

from .tree import File, Folder

_NAMES: dict[ArtworkKind, tuple[str, ...]] = {
    ArtworkKind.POSTER: ("poster", "folder", "cover", "default"),
    ArtworkKind.BACKGROUND: ("fanart", "background", "art", "backdrop"),
    ArtworkKind.LOGO: ("logo", "clearlogo"),
    ArtworkKind.SQUARE: ("square", "squareart", "backgroundsquare"),
    ArtworkKind.SEASON: ("poster", "folder", "cover", "default"),
    ArtworkKind.SEASON_BACKGROUND: ("fanart", "background", "art", "backdrop"),
}
_LAST_POSTER = {ItemType.MOVIE: "movie", ItemType.SHOW: "show"}
_OURS: dict[ArtworkKind, str] = {
    ArtworkKind.POSTER: "poster",
    ArtworkKind.BACKGROUND: "fanart",
    ArtworkKind.LOGO: "clearlogo",
    ArtworkKind.SQUARE: "square",
    ArtworkKind.SEASON: "poster",
    ArtworkKind.SEASON_BACKGROUND: "fanart",
    ArtworkKind.TITLE_CARD: "thumb",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an item's pictures are.

    Attributes:
        type: of the item.
        kinds: which slots it has.
        home: the folder ours go to.
        stems: names of its video files without suffix and part; empty for shows and seasons.
        own: the folder is the item's alone, so that `poster.jpg` in it means this item.
        season: number, of a season.
        season_folders: of a season: folders that hold its episodes.
    """

    type: ItemType
    kinds: tuple[ArtworkKind, ...]
    home: Folder
    stems: tuple[str, ...] = ()
    own: bool = True
    season: int | None = None
    season_folders: tuple[Folder, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a slot: the folder and the file."""

    folder: Folder
    file: File

    @property
    def path(self) -> str:
        """Return its absolute path."""
        return self.folder.at(self.file.name)


def ours(place: Place, kind: ArtworkKind) -> str:
    """Return the stem of the file in `place.home` that we write, as Kodi, Jellyfin, Emby and Plex all read it."""
    name = _OURS[kind]
    if place.type is ItemType.SEASON:
        return f"season-specials-{name}" if place.season == 0 else f"season{place.season:02d}-{name}"
    return name if place.own and place.type is not ItemType.EPISODE else f"{place.stems[0]}-{name}"


def names(place: Place, kind: ArtworkKind) -> Iterator[tuple[Folder, str]]:
    """Yield folders and stems under which a picture of this slot may stand, the one that is shown first."""
    if place.type is ItemType.EPISODE:
        for stem in place.stems:
            yield place.home, f"{stem}-thumb"
        for stem in place.stems:
            yield place.home, stem
    elif place.type is ItemType.SEASON:
        name, number = _OURS[kind], place.season or 0
        marks = ("specials-", "season-specials-", "season00-", "season0-") if not number else ()
        for mark in marks or (f"season{number}-", f"season{number:02d}-"):
            yield place.home, mark + name
        for folder in place.season_folders:
            for common in _NAMES[kind]:
                yield folder, common
            if kind is ArtworkKind.SEASON:
                yield folder, f"season{number:02d}"
        if kind is ArtworkKind.SEASON:
            yield place.home, f"season{number:02d}"
    else:
        yield from _of_title(place, kind)


def _of_title(place: Place, kind: ArtworkKind) -> Iterator[tuple[Folder, str]]:
    home, common = place.home, _NAMES[kind]
    if kind is ArtworkKind.POSTER:
        common = (*common, _LAST_POSTER[place.type])
        for stem in place.stems:
            yield home, stem
            for name in common:
                yield home, f"{stem}-{name}"
        if place.own:
            for name in common:
                yield home, name
        return
    for name in common:
        for stem in place.stems:
            yield home, f"{stem}-{name}"
        if place.own:
            yield home, name


def shown(place: Place, kind: ArtworkKind) -> Shown | None:
    """Return the picture that the servers show in a slot; None when it is empty."""
    if not place.home.pictures and not any(folder.pictures for folder in place.season_folders):
        return None
    for folder, stem in names(place, kind):
        if files := folder.pictures.get(folder.key(stem)):
            return Shown(folder, files[0])
    return None


def tokens(place: Place) -> FrozenMap[ArtworkKind, str]:
    """Return a token of the picture each slot shows, for `MediaItem.shown`."""
    if not place.home.pictures and not place.season_folders:
        return FrozenMap()
    return FrozenMap((kind, found.file.token) for kind in place.kinds if (found := shown(place, kind)) is not None)
