"""What a run came to, with what its callers need to judge it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ..errors import PosteractError
from ..model import Finding, RunSummary, Severity
from ..run.collections import CollectionOutcome
from ..run.edits import EditOutcome
from .candidates import Explained


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """A run's outcome.

    Attributes:
        summary: counts and tasks.
        warnings: what the user should know, one sentence each.
        down: servers and libraries that could not be reached, with why.
        reached: at least one media server answered.
        nothing_configured: there was no library to work on.
        explained: of a dry run that was asked why, the candidates for each picture of the items named.
        rehearsed: of a dry run with a page, what became of the sample that was drawn for it.
        collections: what became of each collection.
        edits: what was written about items, or would be; those that say what they shall are not among them.
    """

    summary: RunSummary
    warnings: tuple[str, ...] = ()
    down: dict[str, PosteractError] = field(default_factory=dict)
    reached: bool = True
    nothing_configured: bool = False
    explained: tuple[Explained, ...] = ()
    rehearsed: RunSummary | None = None
    collections: tuple[CollectionOutcome, ...] = ()
    edits: tuple[EditOutcome, ...] = ()

    @property
    def failed(self) -> bool:
        """Return whether something failed or waits: a picture, a collection, an edit, a server."""
        statuses = [each.status for each in self.collections] + [each.status for each in self.edits]
        return bool(self.summary.failed or self.down or "failed" in statuses)

    def as_json(self) -> dict[str, Any]:
        """Return the object of `run --json`."""
        summary = self.summary
        return {
            "planned": summary.planned,
            "done": summary.done,
            "unchanged": summary.unchanged,
            "failed": summary.failed,
            "missing": summary.missing,
            "kept": summary.kept,
            "contested": summary.contested,
            "dry_run": summary.request.dry_run,
            "warnings": list(self.warnings),
            "down": {name: str(error) for name, error in self.down.items()},
            **({"candidates": [each.as_json() for each in self.explained]} if self.explained else {}),
            **({"collections": [asdict(each) for each in self.collections]} if self.collections else {}),
            **({"edits": [asdict(each) for each in self.edits]} if self.edits else {}),
            "tasks": [
                {
                    "item": task.item,
                    "kind": task.kind.value,
                    "library": task.library,
                    "server": task.server,
                    "status": task.status,
                    "source": task.source,
                    "language": task.language,
                    "reason": task.reason,
                    "error": task.error,
                    "review": task.review,
                }
                for task in summary.tasks
            ],
        }


def troubles_of(collections: Sequence[CollectionOutcome], edits: Sequence[EditOutcome]) -> list[Finding]:
    """Return what failed but pictures: a sentence for each collection, playlist and item."""
    failed = [(f"{each.title}, collection", each.error or each.what) for each in collections if each.status == "failed"]
    failed += [(f"{each.item}, metadata", each.error) for each in edits if each.status == "failed"]
    return [Finding(subject=subject, severity=Severity.ERROR, message=message) for subject, message in failed]
