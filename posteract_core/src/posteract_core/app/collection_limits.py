"""What holds collections back: a run that would take out or delete more than `run.limits` allows stops and asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..collect.difference import Change
from ..plan.limits import PlanTooLarge

if TYPE_CHECKING:
    from .opened import Opened

MANY_MEMBERS = 10
"""Members that may always be taken out of a library's collections: small lists change as a whole."""


def check_size(app: Opened, changes: Sequence[Change], what: str = "collections") -> None:
    """Raise PlanTooLarge when more would go than `run.limits` allows: as a share of all members there are, or of `what`."""
    limits = app.config.run.limits
    removed = sum(len(change.removed) for change in changes if not change.delete)
    members = sum(change.has.size or 0 for change in changes if change.has is not None)
    share, most = limits.remove_members.share, limits.remove_members.count
    if removed > MANY_MEMBERS and (
        (share is not None and removed > share * max(members, 1)) or (most is not None and removed > most)
    ):
        raise PlanTooLarge(
            f"{removed} of {members} members would be taken out of {what} (run.limits.remove_members)",
            hint="Look at it with --dry-run --yes; if it is right, run again with --yes.",
        )
    check_deletions(app, [change.wanted.title for change in changes if change.delete], len(changes), what)


def check_deletions(app: Opened, deleted: Sequence[str], total: int, what: str = "collections") -> None:
    """Raise PlanTooLarge when more collections would be deleted than `run.limits` allows."""
    limit = app.config.run.limits.delete_collections
    if (limit.count is not None and len(deleted) > limit.count) or (
        limit.share is not None and len(deleted) > limit.share * max(total, 1)
    ):
        raise PlanTooLarge(
            f"{len(deleted)} {what} would be deleted (run.limits.delete_collections): {', '.join(deleted[:5])} …",
            hint="Look at it with --dry-run --yes; if it is right, run again with --yes.",
        )
