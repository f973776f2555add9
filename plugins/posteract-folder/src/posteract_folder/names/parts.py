"""Which video files belong together, and which are no film at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text import fold, split_suffix

_PART = re.compile(
    r"^(?P<before>.*?)[ ._-]*[\[(]?(?P<word>cd|dvd|dis[ck]|part|pt)[ ._-]?(?P<number>[0-9]{1,2}|[a-d])[\])]?"
    r"(?P<after>(?:[ ._\[({-].*)?)$",
    re.IGNORECASE,
)
_PART_FOLDER = re.compile(r"(?:cd|dvd|dis[ck]|part|pt)[ ._-]?([0-9]{1,2})", re.IGNORECASE)
_EXTRAS = frozenset(
    {
        "behind the scenes",
        "deleted scenes",
        "extras",
        "extrafanart",
        "extrathumbs",
        "featurettes",
        "featurette",
        "interviews",
        "backdrops",
        "bonus",
        "proof",
        "sample",
        "samples",
        "subs",
        "subtitles",
        "theme-music",
        "trailer",
        "trailers",
    }
)
_EXTRAS_BESIDE_FILM = _EXTRAS | {"clips", "making of", "other", "others", "scenes", "shorts", "specials"}
_NEVER_FILM = re.compile(
    r"^(?:sample|trailer|theme)(?:[ ._-]*\d*)$|[ ._-](?:sample|trailer)\d*$|^sample[ ._-]", re.IGNORECASE
)
_BESIDE_FILM = re.compile(
    r"-(?:behindthescenes|deleted|deletedscene|featurette|interview|scene|short|other|clip|extra|theme)\d*$",
    re.IGNORECASE,
)


def is_extras_folder(name: str, *, beside_film: bool) -> bool:
    """Return whether a folder holds extras: trailers, samples, interviews.

    Args:
        name: the folder's.
        beside_film: it stands in the folder of a film or show; words like `Shorts`, which elsewhere name a collection of
            films, mean extras then.

    Source: the lists in the documentation of Plex, Jellyfin, Emby and Kodi.
    """
    return fold(name) in (_EXTRAS_BESIDE_FILM if beside_film else _EXTRAS)


def is_extra(stem: str, others: Sequence[str], *, own_folder: bool) -> bool:
    """Return whether a video is a trailer, a sample or another extra.

    Args:
        stem: its name without suffix.
        others: stems of the videos beside it that it could be an extra of; without any, only trailers and samples are.
        own_folder: the folder is one film's, where an extra may bear any name; elsewhere it begins with its film's.
    """
    if _NEVER_FILM.search(stem):
        return True
    match = _BESIDE_FILM.search(stem)
    if match is None:
        return False
    if own_folder:
        return any(not _BESIDE_FILM.search(other) and not _NEVER_FILM.search(other) for other in others)
    about = fold(stem[: match.start()])
    return any(about.startswith(fold(other)) or fold(other).startswith(about) for other in others if other != stem)


def stem_before_part(stem: str) -> str:
    """Return the beginning that all parts of a film share; the stem itself when it names no part.

    >>> stem_before_part("Heat cd1")
    'Heat'
    """
    match = _PART.match(stem)
    return match["before"] if match is not None and match["before"] else stem


def is_part_folder(name: str) -> bool:
    """Return whether a folder holds one part of the film in the folder above: `CD1`, `Disc 2`."""
    return _PART_FOLDER.fullmatch(name) is not None


def parts_of(names: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return files grouped into films of one or more parts, as (stem without the part, file names), in order of name.

    >>> parts_of(["Heat cd1.avi", "Heat cd2.avi", "Alien.avi"])
    [('Alien', ('Alien.avi',)), ('Heat', ('Heat cd1.avi', 'Heat cd2.avi'))]
    """
    stacks: dict[tuple[str, ...], dict[str, str]] = {}
    alone: list[str] = []
    for name in names:
        stem, suffix = split_suffix(name)
        match = _PART.match(stem)
        if match is None or not match["before"]:
            alone.append(name)
            continue
        key = (fold(match["before"]), match["word"].lower(), fold(match["after"]), suffix)
        numbers = stacks.setdefault(key, {})
        number = match["number"].lower().lstrip("0") or "0"
        if number in numbers:
            alone.append(name)
        else:
            numbers[number] = name
    groups: list[tuple[str, tuple[str, ...]]] = [(split_suffix(name)[0], (name,)) for name in alone]
    for numbers in stacks.values():
        if len(numbers) == 1:
            (name,) = numbers.values()
            groups.append((split_suffix(name)[0], (name,)))
            continue
        ordered = tuple(numbers[number] for number in sorted(numbers, key=lambda n: (len(n), n)))
        first = _PART.match(split_suffix(ordered[0])[0])
        groups.append(((first["before"] + first["after"]) if first else ordered[0], ordered))
    return sorted(groups, key=lambda group: group[1][0])
