"""What release names say of where a file comes from: no server keeps it, so names are the only witness."""

from __future__ import annotations

import re
from pathlib import PurePath, PureWindowsPath


def words(pattern: str) -> re.Pattern[str]:
    """Return what finds whole words of a name, whatever stands between them and in whatever case."""
    return re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])", re.IGNORECASE)


SOURCES = (
    ("remux", words(r"remux|bd-?remux")),
    ("hddvd", words(r"hd-?dvd(?:-?rip)?")),
    ("bluray", words(r"blu-?ray|bd-?rip|br-?rip|bdmv|bd(?:25|50|66|100)|uhd-?bd")),
    ("web", words(r"web-?dl|web-?rip|web|amzn|dsnp|nf(?=[ ._-]web)")),
    ("hdtv", words(r"hdtv|pdtv|dsr|sat-?rip")),
    ("dvd", words(r"dvd(?:-?rip|-?r|5|9)?|ntsc|pal")),
    ("tv", words(r"sd-?tv|tv-?rip")),
    ("vhs", words(r"vhs-?rip|vhs")),
    ("telesync", words(r"telesync|hd-?ts|telecine")),
    ("cam", words(r"hd-?cam|cam-?rip")),
)
"""The sources of `MediaVersion.source`, and the words for them."""

HDR10_PLUS = re.compile(r"(?<![a-z0-9])hdr10(?:\+|p|plus)(?![a-z0-9])", re.IGNORECASE)

_TITLE_ENDS = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\dpx])|s\d{1,3}[ ._-]?e\d{1,4}", re.IGNORECASE)


def source_of(text: str) -> str:
    """Return the source that a part of a name tells of; empty when it tells none."""
    return next((name for name, pattern in SOURCES if pattern.search(text)), "")


def source_in(path: str) -> str:
    """Return the source that a file's name tells of, or else its folder's; titles, up to the year or number, tell nothing.

    >>> source_in("/films/Charlotte's Web (2006)/Charlotte's Web (2006) BDRip.mkv")
    'bluray'
    >>> source_in("/films/V.H.S (2012)/film.mkv")
    ''
    """
    return next((source for text in _told(path) if (source := source_of(text))), "")


def says_hdr10_plus(path: str) -> bool:
    """Return whether a file's name, or else its folder's, says that it has HDR10+.

    >>> says_hdr10_plus("/films/Dune (2021)/Dune (2021) 2160p HDR10+.mkv")
    True
    """
    return any(HDR10_PLUS.search(text) for text in _told(path))


def _told(path: str) -> tuple[str, ...]:
    """Return what stands behind the title, in the name of the file and of its folder."""
    file = PureWindowsPath(path) if "\\" in path else PurePath(path)
    found = []
    for name, whole in ((file.stem, True), (file.parent.name, False)):
        ends = list(_TITLE_ENDS.finditer(name))
        if ends or whole:
            found.append(name[ends[-1].end() :] if ends else name)
    return tuple(found)
