"""The asset folders with their indexes, listed anew when they may have changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from .index import Index

LEAST_AGE_S = 2.0
SHARE_OF_TIME = 1 / 20
"""Listing folders anew may take this share of the time they are asked in, at most."""


@dataclass(frozen=True, slots=True)
class Root:
    """One asset folder.

    Attributes:
        label: what its pictures' ids begin with.
        folder: where it is.
        manual: whether it is `storage.manual_assets`, which need not exist.
    """

    label: str
    folder: Path
    manual: bool


class Roots:
    """Lists all asset folders, and keeps that for the time in which 10,000 items are planned.

    Args:
        roots: in order of rank.
        clock: seconds that never run backwards.
    """

    def __init__(self, roots: Sequence[Root], clock: Callable[[], float]) -> None:
        self._roots = tuple(roots)
        self._clock = clock
        self._lock = Lock()
        self._listed: tuple[tuple[Root, Index | OSError], ...] = ()
        self._good_until = float("-inf")

    def labelled(self, label: str) -> Root | None:
        """Return the root of that label."""
        return next((root for root in self._roots if root.label == label), None)

    def current(self) -> tuple[tuple[Root, Index | OSError], ...]:
        """Return each folder with what is in it, or with the error that came of listing it, at most seconds old."""
        with self._lock:
            start = self._clock()
            if start >= self._good_until:
                self._listed = tuple((root, listed) for root in self._roots if (listed := _listed(root)) is not None)
                end = self._clock()
                self._good_until = end + max(LEAST_AGE_S, (end - start) / SHARE_OF_TIME)
            return self._listed


def _listed(root: Root) -> Index | OSError | None:
    try:
        return Index(root.folder)
    except FileNotFoundError as error:
        return None if root.manual else error
    except OSError as error:
        return error
