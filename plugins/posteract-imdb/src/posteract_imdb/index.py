"""The dataset of ratings as a sorted array of numbers: 13 MB on disk for 1.6 million titles, a binary search for each.

Each number holds one row: the digits of the id (32 bits), ten times the average (7 bits), the votes (25 bits).
"""

from __future__ import annotations

import gzip
import zlib
from array import array
from collections.abc import Sequence
from pathlib import Path

from posteract_core.model import Rating

HEADER = b"tconst\taverageRating\tnumVotes"
MOST_VOTES = 2**25 - 1
"""More are counted as so many; the title with the most has 3 million."""

BAD_SHARE = 0.01
"""Of the rows; a file with more rows that are none is not what it says."""

LONGEST_LINE_BYTES = 4096


class BrokenDataset(ValueError):
    """The file is not the dataset, or not all of it; the message says why."""


def build(packed: Path, index: Path) -> int:
    """Read a gzip file of ratings, write its index, and return its rows. Takes about 25 MB of memory for 1.6 million.

    Raises:
        BrokenDataset: cut off, damaged, or something else.
        OSError: could not be read or written.
    """
    rows = array("Q")
    bad = 0
    try:
        with gzip.open(packed) as file:
            if file.readline(LONGEST_LINE_BYTES).rstrip() != HEADER:
                raise BrokenDataset("it does not begin like a file of ratings")
            while line := file.readline(LONGEST_LINE_BYTES):
                if (row := _row(line)) is None:
                    bad += 1
                else:
                    rows.append(row)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BrokenDataset(f"it is damaged or was cut off ({error})") from error
    if not rows or bad > BAD_SHARE * len(rows):
        raise BrokenDataset(f"{bad} of its {bad + len(rows)} rows are no ratings")
    import numpy as np  # takes longer to import than a run without a change takes to plan

    numbers = np.frombuffer(rows, dtype=np.uint64).copy()
    numbers.sort()
    with index.open("wb") as file:
        np.save(file, numbers, allow_pickle=False)
    return len(numbers)


class RatingIndex:
    """Answers from an index that stays on disk; only the pages that are looked at come into memory."""

    def __init__(self, file: Path) -> None:
        """Open an index; raises OSError or ValueError when it is none."""
        import numpy as np

        self._numbers = np.load(file, mmap_mode="r", allow_pickle=False)
        if self._numbers.dtype != np.uint64 or self._numbers.ndim != 1:
            raise ValueError("no index of ratings")

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, ids: Sequence[str]) -> dict[str, Rating]:
        """Return the ratings of these ids (`tt0113277`); what is no id, or has no rating, is left out."""
        wanted = {each: int(each[2:]) for each in ids if _is_id(each)}
        if not wanted or not len(self._numbers):
            return {}
        import numpy as np

        keys = np.array([number << 32 for number in wanted.values()], dtype=np.uint64)
        places = np.searchsorted(self._numbers, keys)
        found: dict[str, Rating] = {}
        for (ident, number), place in zip(wanted.items(), places.tolist(), strict=True):
            if place < len(self._numbers) and (row := int(self._numbers[place])) >> 32 == number:
                found[ident] = Rating(value=(row >> 25 & 127) / 10, votes=row & MOST_VOTES)
        return found


def _is_id(text: str) -> bool:
    return text.startswith("tt") and text[2:].isascii() and text[2:].isdigit() and int(text[2:]) < 2**32


def _row(line: bytes) -> int | None:
    """Return a line as one number; None when it is no rating."""
    try:
        ident, average, votes = line.split(b"\t")
        number, tenths, many = int(ident[2:]), round(float(average) * 10), int(votes)
    except (ValueError, OverflowError):
        return None
    if ident[:2] != b"tt" or not 0 <= number < 2**32 or not 0 <= tenths <= 100 or many < 0:
        return None
    return number << 32 | tenths << 25 | min(many, MOST_VOTES)
