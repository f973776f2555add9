"""Where the service finds what the media server has: its folders, as the service sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def seen_as(folder: str, paths: Mapping[str, str]) -> str:
    """Return a folder of the media server as the service sees it.

    Args:
        folder: as the server names it.
        paths: how folders of the server begin at the service; of several that fit, the longest goes.

    >>> seen_as("/media/movies/Heat (1995)", {"/media": "/data", "/media/movies": "/movies/"})
    '/movies/Heat (1995)'
    """
    for begins in sorted(paths, key=len, reverse=True):
        if (rest := _below(folder, begins)) is not None:
            return _plain(paths[begins]) + rest
    return folder


def is_below(folder: str, roots: Iterable[str]) -> bool:
    """Return whether a folder lies in one of some others.

    >>> is_below("/movies/Heat (1995)", ["/movies/"]), is_below("/movies", ["/movies"]), is_below("/movies2/x", ["/movies"])
    (True, False, False)
    """
    return any(_below(folder, root) for root in roots)


def _below(folder: str, begins: str) -> str | None:
    """Return the rest of a folder behind its beginning, with the separator; None when it does not begin like that."""
    plain = _plain(begins)
    rest = folder.removeprefix(plain)
    if (rest == folder and plain) or (rest and rest[0] not in "/\\"):
        return None
    return rest


def _plain(folder: str) -> str:
    return folder.rstrip("/\\")
