"""Listings of media servers that tell cheaply what has changed since the last one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..model import Library, MediaItem


class Outline(NamedTuple):
    """An item of a listing before it is read in full.

    Attributes:
        key: as `MediaItem.key`.
        parent_key: as `MediaItem.parent_key`.
        token: changes when anything about the item may have changed, the pictures it shows among it, and is the same in every
            process; empty when that cannot be told.
        source: whatever the server needs to complete it.
    """

    key: str
    parent_key: str
    token: str
    source: Any


class ListsOutlines(ABC):
    """A media server whose listing costs much less than the items that are made of it.

    What is up to date and has the token that it had then is passed over, and no item is made of it.
    """

    @abstractmethod
    def outlines(self, library: Library) -> Iterator[Sequence[Outline]]:
        """Yield what `MediaServer.items` does, page by page and in its order, and raise what that does."""

    @abstractmethod
    def completed(self, library: Library, outlines: Sequence[Outline]) -> Sequence[tuple[Outline, MediaItem]]:
        """Return the items of some outlines of a page, in their order; before the next page is asked for.

        An outline whose item is not known in full comes back without its token, to be looked at again the next time.
        """
