"""How far a run is, for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import TaskOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Told after every target.

    Attributes:
        total: targets that were due.
        finished: of these, through, well or badly.
        done: uploaded.
        unchanged: up to date, planned ones that turned out so included.
        failed: failed or waiting.
        last: what became of the latest.
    """

    total: int
    finished: int
    done: int
    unchanged: int
    failed: int
    last: TaskOutcome | None = None
