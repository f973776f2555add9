"""Passes over what was up to date in full the last time and has not changed since: nothing is made of it, or asked about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, MutableSet, Sequence
from datetime import date
from typing import Any

from ..model import MediaItem
from ..providers import ListsOutlines, Outline, Subject
from ..render.look import versions
from ..store import Ledger
from ..store.seen import Seen, SeenItems
from .fingerprint import FORMAT_VERSION
from .settings import LibraryPlan
from .wanted import Branches

LOOKING = 1
"""Raise it when a plan comes to another decision about an item that did not change: all are looked at once more then."""


class Glance:
    """One library's listing, seen through what the ledger remembers of it.

    Args:
        ledger: remembers.
        server: lists.
        library: the library, and how its pictures are made.
        setting: a token of everything that matters and is not the library's: the configuration, what is installed, what
            artwork sources have.
        today: the day of the plan.

    Attributes:
        items: how many were passed over.
        pictures: how many these have, all up to date.
    """

    def __init__(
        self, ledger: Ledger, server: ListsOutlines, library: LibraryPlan, setting: str, *, today: date
    ) -> None:
        ledger.flush()  # what is about to change is not as it was
        self._server = server
        self._library = library.library
        self._seen = SeenItems(ledger, library.library.server, library.name)
        self._open = True
        self._tokens: dict[str, str] = {}
        day = today.isoformat() if any(rule.reads_dates for rule in library.rules) else ""
        whole = [LOOKING, FORMAT_VERSION, *versions(), setting, library.library.key, library.digest(), day]
        self._setting = hashlib.sha256("\n".join(map(str, whole)).encode()).hexdigest()[:16]
        self.items = self.pictures = 0

    def stop(self) -> None:
        """Pass nothing over from here on: what comes is needed for what came before."""
        self._open = False

    def pages(self, unwanted: Branches, claimed: MutableSet[int]) -> Iterator[Sequence[MediaItem]]:
        """Yield the items that must be looked at, page by page.

        Args:
            unwanted: what is left alone, with all that belongs to it.
            claimed: identities found so far; added to, as by `Ledger.media`.
        """
        for page in self._server.outlines(self._library):
            rest = self._unseen(page, unwanted, claimed) if self._open else page
            whole = self._server.completed(self._library, rest) if rest else ()
            self._tokens = {item.key: self._setting + outline.token for outline, item in whole if outline.token}
            yield [item for _, item in whole]

    def remember(self, settled: Sequence[tuple[MediaItem, int, int]]) -> None:
        """Keep that items of the page at hand, each with its media id and number of pictures, are up to date in full."""
        self._seen.remember(
            Seen(key=item.key, token=self._tokens[item.key], media_id=media_id, pictures=pictures)
            for item, media_id, pictures in settled
            if item.key in self._tokens
        )

    def _unseen(self, page: Sequence[Outline], unwanted: Branches, claimed: MutableSet[int]) -> list[Outline]:
        known = self._seen.of({each.key: self._setting + each.token for each in page if each.token})
        rest: list[Outline] = []
        for each in page:
            if unwanted.has(each):
                self.items += 1
                continue
            media_id, pictures = known.get(each.key, (0, -1))
            if pictures < 0 or media_id in claimed:
                rest.append(each)
                continue
            self.items += 1
            self.pictures += pictures
            if media_id:
                claimed.add(media_id)
        return rest


class Attentive(Subject):
    """A subject that notes whether anybody asked what day it is: what comes of it may be another thing tomorrow."""

    __slots__ = ("asked",)
    asked: bool

    def _day(self) -> date | None:
        object.__setattr__(self, "asked", True)
        found: date | None = _DAY.__get__(self)
        return found

    def _set_day(self, day: date | None) -> None:
        _DAY.__set__(self, day)
        object.__setattr__(self, "asked", False)

    today = property(_day, _set_day)  # in front of the base's slot


_DAY: Any = Subject.__dict__["today"]
