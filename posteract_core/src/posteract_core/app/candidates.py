"""The candidates for a picture, for people: each with its rank and why it won or lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import PosteractError
from ..model import Artwork, ArtworkKind
from ..plan import LibraryPlan, Plan
from ..run.choose import Chooser
from ..run.job import Job
from ..run.pins import origin_of, pinned
from ..run.runner import row_of

if TYPE_CHECKING:
    from .opened import Opened

MOST_EXPLAINED = 60
"""Pictures of one item: a long show has hundreds of title cards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One row of the list.

    Attributes:
        number: what `--candidate` takes; 0 = the pinned picture, when no source offers it.
        artwork: the candidate.
        rank: its place; None when the preferences disqualify it (it may be pinned all the same).
        why: what placed or disqualified it.
        pinned: it is the one pinned.
    """

    number: int
    artwork: Artwork
    rank: int | None
    why: str
    pinned: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the row of `pick --json`."""
        artwork = self.artwork
        return {
            "number": self.number,
            "rank": self.rank,
            "why": self.why,
            "pinned": self.pinned,
            "source": artwork.source,
            "id": artwork.id,
            "language": artwork.language,
            "width_px": artwork.width_px,
            "height_px": artwork.height_px,
            "votes": artwork.votes,
            "page_url": artwork.page_url,
            "preview_url": artwork.preview_url,
        }


def candidates_of(chooser: Chooser, job: Job) -> tuple[list[Candidate], Mapping[str, PosteractError]]:
    """Return every candidate of every source, the best first and the disqualified last, numbered from 1; and who was silent."""
    ranking, silent = chooser.explain(job)
    origin = origin_of(job.target)
    rows = [
        Candidate(
            number=number,
            artwork=verdict.artwork,
            rank=verdict.rank,
            why=verdict.why,
            pinned=(verdict.artwork.source, verdict.artwork.id) == origin,
        )
        for number, verdict in enumerate(ranking.verdicts, 1)
    ]
    pin = pinned(job.target)
    if pin is not None and not any(row.pinned for row in rows):
        rows = [Candidate(number=0, artwork=pin, rank=None, why="pinned", pinned=True), *rows]
    return rows, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One picture, and all that could be its base.

    Attributes:
        item: as a person names it.
        kind: the slot.
        library: the library's configured name.
        rows: the candidates.
        silent: sources that could not be asked, with why.
    """

    item: str
    kind: ArtworkKind
    library: str
    rows: tuple[Candidate, ...]
    silent: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return an entry of `candidates` in `run --json`."""
        return {
            "item": self.item,
            "kind": self.kind.value,
            "library": self.library,
            "candidates": [row.as_json() for row in self.rows],
            "silent": dict(self.silent),
        }


def explain(app: Opened, plan: Plan, libraries: Mapping[tuple[str, str], LibraryPlan]) -> tuple[Explained, ...]:
    """Return the candidates of the first `MOST_EXPLAINED` pictures of a plan; asks every source, changes nothing."""
    chooser = app.chooser(app.reading)
    found: list[Explained] = []
    for task in plan:
        settings = libraries[task.server, task.library].settings_for(task.item, task.kind)
        if settings is None:
            continue
        rows, silent = candidates_of(chooser, Job(task=task, settings=settings, target=row_of(task)))
        told = {name: str(error) for name, error in silent.items()}
        found.append(
            Explained(item=str(task.item), kind=task.kind, library=task.library, rows=tuple(rows), silent=told)
        )
        if len(found) == MOST_EXPLAINED:
            break
    return tuple(found)
