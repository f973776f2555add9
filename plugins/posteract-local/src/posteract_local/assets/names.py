"""Kometa's names of asset folders and pictures: which ones stand for an item, and when two spellings mean the same.

Facts of Kometa's and Posterizarr's asset layouts, nested (`DIR/poster.jpg`) and flat (`DIR.jpg`, `DIR_background.jpg`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from posteract_core.model import ArtworkKind, ItemType, MediaItem

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
"""In the order they are looked for."""

_ILLEGAL = str.maketrans(dict.fromkeys('/\\:*?"<>|}', "_"))
_IDS = re.compile(r"\s*[\[{(](?:imdb|tmdb|tvdb|anidb|tvmaze)(?:id)?\s*[-=: ]\s*[^\])}]+[\])}]", re.IGNORECASE)
_SEASON = re.compile(r"season[ _.]?0*(\d+)((?:_\w+)?)")
_EPISODE = re.compile(r"s0*(\d+)e0*(\d+)((?:_\w+)?)")
_ENDINGS = re.compile(
    r"(?P<dir>.+?)_(?P<stem>poster|background|logo|square|seasontemplate|episodetemplate|season\d+(?:_background)?|s\d+e\d+)",
    re.IGNORECASE,
)
_NESTED_ONLY = frozenset({"poster", "background", "logo", "square", "seasontemplate", "episodetemplate"})


def key(name: str) -> str:
    """Return what two spellings of a name have in common: letter case, Unicode form, forbidden characters and ids aside.

    >>> key("AMÉLIE: Le fabuleux destin (2001)") == key("amélie_ Le fabuleux destin (2001) {tmdb-194}")
    True
    """
    plain = _IDS.sub("", unicodedata.normalize("NFC", name)) or name
    return " ".join(unicodedata.normalize("NFC", plain).casefold().translate(_ILLEGAL).split()).rstrip(". ")


def exact_key(name: str) -> str:
    """Return the name as a file system that knows no letter case compares it; ids in brackets count.

    >>> exact_key("Heat (1995) [tmdb-949]")
    'heat (1995) [tmdb-949]'
    """
    return unicodedata.normalize("NFC", name).casefold().translate(_ILLEGAL).strip()


def loose_key(name: str) -> str:
    """Return the letters and digits alone, without accents: `Mission: Impossible` is `Mission - Impossible`.

    >>> loose_key("Mission: Impossible (1996)")
    'missionimpossible1996'
    """
    apart = unicodedata.normalize("NFKD", _IDS.sub("", name)).casefold()
    return "".join(char for char in apart if char.isalnum())


def stem_key(stem: str) -> str:
    """Return the usual spelling of a picture's name in a nested folder, lower case: `Season 1` is `season01`."""
    plain = unicodedata.normalize("NFC", stem).casefold()
    if found := _SEASON.fullmatch(plain):
        return f"season{int(found[1]):02d}{found[2]}"
    if found := _EPISODE.fullmatch(plain):
        return f"s{int(found[1]):02d}e{int(found[2]):02d}{found[3]}"
    return plain


def flat_parts(stem: str) -> Iterator[tuple[str, str]]:
    """Yield what a picture's name may mean in a flat folder, as (name of the media folder, picture's name).

    >>> list(flat_parts("Dark (2017)_Season01"))
    [('Dark (2017)_Season01', 'poster'), ('Dark (2017)', 'season01')]
    """
    plain = stem_key(stem)
    if plain in _NESTED_ONLY or _SEASON.fullmatch(plain) or _EPISODE.fullmatch(plain):
        return
    yield stem, "poster"
    if found := _ENDINGS.fullmatch(stem):
        yield found["dir"], stem_key(found["stem"])


def stems(item: MediaItem, kind: ArtworkKind) -> tuple[str, ...]:
    """Return the names a picture of `kind` may have in the item's folder, the most telling first; none if it has no such slot.

    >>> stems(MediaItem(title="Season 1", type=ItemType.SEASON, season=1), ArtworkKind.SEASON)
    ('season01', 'seasontemplate')
    """
    if kind not in item.kinds:
        return ()
    match kind:
        case ArtworkKind.SEASON | ArtworkKind.SEASON_BACKGROUND if item.season is None:
            return ()
        case ArtworkKind.SEASON:
            return f"season{item.season:02d}", "seasontemplate"
        case ArtworkKind.SEASON_BACKGROUND:
            return (f"season{item.season:02d}_background",)
        case ArtworkKind.TITLE_CARD if item.season is None or item.episode is None:
            return ("episodetemplate",)
        case ArtworkKind.TITLE_CARD:
            return f"s{item.season:02d}e{item.episode:02d}", "episodetemplate"
        case ArtworkKind.COLLECTION:
            return ("poster",)
        case _:
            return (kind.value,)


def folder_names(item: MediaItem) -> tuple[str, ...]:
    """Return the names the item's asset folder may have: its media folder's, then `Title (Year)`.

    A collection's is the one that its recipe names, then its title.
    """
    if item.type is ItemType.COLLECTION:
        return tuple(dict.fromkeys(name for name in (item.folder, item.title) if name))
    of_show = item.type in (ItemType.SEASON, ItemType.EPISODE)
    title, year = (item.show_title, item.show_year) if of_show else (item.title, item.year)
    names = [media_folder(item.folder), f"{title} ({year})" if year else title]
    return tuple(dict.fromkeys(name for name in names if name))


def media_folder(path: str) -> str:
    r"""Return the last part of a folder's path as a server on any system writes it.

    >>> media_folder("\\\\?\\D:\\Films\\Heat (1995)\\")
    'Heat (1995)'
    """
    if not path:
        return ""
    looks_like_windows = "\\" in path and not path.startswith("/")
    return (PureWindowsPath(path) if looks_like_windows else PurePosixPath(path)).name
