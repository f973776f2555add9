"""What becomes of picture slots when a command works on them one by one: outcomes, and how they are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from loguru import logger

from ..errors import PosteractError
from .scope import Shelf, Slot

T = TypeVar("T")

FAILED = "failed"

AT_ONCE = 200
"""Slots handed to the threads together, so that memory does not grow with the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What became of one slot.

    Attributes:
        item: as a person names it.
        kind: the slot, of `ArtworkKind`.
        library: the library's configured name.
        server: plugin instance.
        status: what was done, a word of the command's own; `failed` where it could not be.
        reason: why, or what is to be known.
        error: what went wrong.
    """

    item: str
    kind: str
    library: str
    server: str
    status: str
    reason: str = ""
    error: str = ""

    @classmethod
    def of(cls, slot: Slot, status: str, *, reason: str = "", error: str = "") -> Deed:
        """Return what became of `slot`."""
        return cls(
            item=str(slot.item),
            kind=slot.kind.value,
            library=slot.shelf.name,
            server=slot.shelf.library.server,
            status=status,
            reason=reason,
            error=error,
        )

    def as_json(self) -> dict[str, str]:
        """Return the fields by name."""
        return {
            name: getattr(self, name) for name in ("item", "kind", "library", "server", "status", "reason", "error")
        }


@dataclass(slots=True)
class DeedReport:
    """What a command came to.

    Attributes:
        counts: slots by status.
        deeds: those worth telling of one by one.
        down: servers and libraries that could not be reached, with why.
        reached: at least one server answered.
        warnings: what else the user should know.
        dry_run: nothing was changed.
    """

    counts: Counter[str] = field(default_factory=Counter)
    deeds: list[Deed] = field(default_factory=list)
    down: dict[str, PosteractError] = field(default_factory=dict)
    reached: bool = True
    warnings: list[str] = field(default_factory=list)
    dry_run: bool = False

    def add(self, deed: Deed, *, tell: bool = True) -> None:
        """Count one slot; with `tell` it is listed, too."""
        self.counts[deed.status] += 1
        if tell or deed.status == FAILED:
            self.deeds.append(deed)

    def join(self, other: DeedReport) -> None:
        """Take in what another part of the command came to."""
        self.counts += other.counts
        self.deeds += other.deeds
        self.down |= other.down
        self.reached = self.reached and other.reached
        self.warnings += other.warnings

    def as_json(self) -> dict[str, Any]:
        """Return the object of `--json`."""
        return {
            "counts": dict(sorted(self.counts.items())),
            "dry_run": self.dry_run,
            "warnings": list(self.warnings),
            "down": {name: str(error) for name, error in self.down.items()},
            "tasks": [deed.as_json() for deed in self.deeds],
        }


def each(
    slots: Iterable[T], work: Callable[[T], Deed], slot_of: Callable[[T], Slot], *, workers: int
) -> Iterator[Deed]:
    """Yield what became of each slot, in order, worked on by several threads; one that fails fails alone.

    An interrupt finishes what is under way and begins no more.
    """

    def guarded(thing: T) -> Deed:
        try:
            return work(thing)
        except PosteractError as error:
            return Deed.of(slot_of(thing), FAILED, error=str(error))
        except Exception as error:  # noqa: BLE001 - a plugin's border: this slot failed, the others did not
            logger.opt(exception=error).debug("{}", slot_of(thing).item)
            return Deed.of(slot_of(thing), FAILED, error=f"{type(error).__name__}: {error}")

    waiting = iter(slots)
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        while some := list(islice(waiting, AT_ONCE)):
            futures = [pool.submit(guarded, thing) for thing in some]
            try:
                for future in futures:
                    yield future.result()
            finally:
                for future in futures:
                    future.cancel()


def workers_for(shelves: Iterable[Shelf], most: int) -> int:
    """Return how many threads may work on these libraries' servers: `most`, unless one of them takes fewer."""
    return min([most, *(shelf.server.max_concurrency for shelf in shelves)])
