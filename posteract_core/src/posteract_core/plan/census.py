"""Listings that are read once in a run, however many parts of it look at them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import IO, Any

from ..model import ItemType, Library, MediaItem
from ..providers import ManagesCollections, MediaServer
from .plan import spool

Pages = Iterator[Sequence[MediaItem]]


class Census:
    """Keeps whole listings on disk. Close it to free its files."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], IO[bytes]] = {}
        self._stack = ExitStack()

    def keep(self, server: MediaServer[Any], library: Library) -> Pages:
        """Yield a library's pages from the server, and keep them for `pages` once the last one has come."""
        file = self._stack.enter_context(spool())
        for page in server.items(library):
            pickle.dump([item for item in page if item.type is not ItemType.COLLECTION], file, pickle.HIGHEST_PROTOCOL)
            yield page
        self._kept[library.server, library.key] = file

    def listing(self, server: MediaServer[Any], library: Library) -> Pages:
        """Yield a library's pages without its collections: as they were kept, else from the server, and kept."""
        if (library.server, library.key) in self._kept:
            yield from _unpickled(self._kept[library.server, library.key])
            return
        for page in self.keep(server, library):
            yield [item for item in page if item.type is not ItemType.COLLECTION]

    def forget(self, library: Library) -> None:
        """Have a library listed anew: its items were changed."""
        self._kept.pop((library.server, library.key), None)

    def pages(self, server: MediaServer[Any], library: Library) -> Pages:
        """Yield a library's pages: as they were kept, with its pictured collections as they are now; else from the server."""
        file = self._kept.get((library.server, library.key))
        if file is None:
            yield from server.items(library)
            return
        yield from _unpickled(file)
        if isinstance(server, ManagesCollections):
            yield [each.item for each in server.collections(library) if each.pictured]

    def has(self, library: Library) -> bool:
        """Return whether a library's pages were kept."""
        return (library.server, library.key) in self._kept

    def close(self) -> None:
        """Free the files."""
        self._stack.close()


def _unpickled(file: IO[bytes]) -> Pages:
    at, end = 0, file.seek(0, 2)
    while at < end:
        file.seek(at)
        page = pickle.load(file)  # noqa: S301 - our own file, without a name
        at = file.tell()
        yield page
