"""A plan: what is due, on disk rather than in memory, and what is not, as counts."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from ..errors import ProviderError
from ..model import ArtworkKind, Facts, MediaItem
from ..store import Target
from .decide import LOOKED_FOR_BETTER, Decision, Verdict

IN_MEMORY_BYTES = 8 * 2**20
"""A plan larger than this goes to a temporary file, so that memory does not grow with the library."""


def spool() -> IO[bytes]:
    """Return a nameless file that stays in memory while it is small."""
    return tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """One due target.

    Attributes:
        item: whose picture it is.
        kind: the slot.
        library: the library's configured name.
        server: plugin instance.
        media_id: of the ledger.
        target: the ledger's row; None when the target is new.
        decision: why it is due.
        choice: what the choice of its base depends on.
        facts: looked up for it.
        today: the day of the plan.
        facts_lacking: a fact source did not answer; what it says next time need not wait for `run.facts_every`.
    """

    item: MediaItem
    kind: ArtworkKind
    library: str
    server: str
    media_id: int
    target: Target | None
    decision: Decision
    choice: str
    facts: Facts
    today: date | None = None
    facts_lacking: bool = False

    @property
    def reason(self) -> str:
        """Return why it is due, in words."""
        return ", ".join(self.decision.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """A target that is not due and not up to date either, for the report.

    Attributes:
        item: as a person names it.
        kind: the slot.
        library: the library's configured name.
        server: plugin instance.
        status: `kept`, `contested`, `missing` or `failed` (waits for its next try).
        reason: why.
    """

    item: str
    kind: ArtworkKind
    library: str
    server: str
    status: str
    reason: str


@dataclass(slots=True)
class Plan:
    """What a run would do. Iterate over it for its tasks, as often as you like; close it to free its file.

    Attributes:
        counts: targets by verdict.
        left_alone: those neither due nor up to date.
        warnings: of listings and facts.
        redrawn: by (server, library), how many finished pictures would be made again.
        unlisted: libraries whose listing could not be had or completed, with why.
    """

    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    left_alone: list[LeftAlone] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    redrawn: dict[tuple[str, str], int] = field(default_factory=dict)
    unlisted: dict[str, ProviderError] = field(default_factory=dict)
    _file: IO[bytes] = field(default_factory=spool)

    def add(self, task: PlannedTask) -> None:
        """Put a due target at the end."""
        self.counts[Verdict.DUE] += 1
        looked_at = task.decision.recheck and task.decision.reasons == (LOOKED_FOR_BETTER,)
        expected = task.decision.broken or task.decision.awaited or looked_at
        if task.target is not None and task.target.fingerprint and not expected:
            where = (task.server, task.library)
            self.redrawn[where] = self.redrawn.get(where, 0) + 1
        self._file.seek(0, 2)
        pickle.dump(task, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def __len__(self) -> int:
        return self.counts[Verdict.DUE]

    def __iter__(self) -> Iterator[PlannedTask]:
        place = 0
        for _ in range(len(self)):
            self._file.seek(place)
            task = pickle.load(self._file)  # noqa: S301 - written by this very process, in a file nobody else can open
            place = self._file.tell()
            yield task

    def close(self) -> None:
        """Free the temporary file."""
        self._file.close()
