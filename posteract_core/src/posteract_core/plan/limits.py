"""No surprise of size: a plan that would change too much with no change of configuration stops and asks."""

from __future__ import annotations

from ..errors import UsageError
from ..store import Ledger
from .plan import Plan
from .settings import LibraryPlan

ALWAYS_ALLOWED = 10
"""Targets: in a small library a few redrawn posters are soon a large share."""


class PlanTooLarge(UsageError):
    """The plan goes beyond `run.limits`."""


def check_redraws(
    plan: Plan, libraries: list[LibraryPlan], ledger: Ledger, *, share: float | None, most: int | None
) -> None:
    """Raise `PlanTooLarge` when too many finished pictures would be made again.

    Args:
        plan: what would be done.
        libraries: the planned ones.
        ledger: knows how many pictures were finished, and under which configuration.
        share: of the finished pictures of a library, 0 to 1; None = any.
        most: an absolute number; None = any.
    """
    for library in libraries:
        redrawn = plan.redrawn.get((library.library.server, library.name), 0)
        known = ledger.known(library.library.server, library.name)
        changed = ledger.note(config_note(library)) != library.digest()
        if changed or redrawn <= ALWAYS_ALLOWED:
            continue
        if (share is not None and redrawn > share * known) or (most is not None and redrawn > most):
            allowed = f"{share:.0%}" if share is not None else str(most)
            raise PlanTooLarge(
                f"{library.name}: {redrawn} of {known} finished pictures would be made again though the configuration is "
                f"as it was (run.limits.redraw is {allowed}); the server's listing may have changed: new keys, a restored "
                "or replaced library",
                hint="Look at it with --dry-run --yes; if it is right, run again with --yes.",
            )


def check_emptied(library: LibraryPlan, listed: int, ledger: Ledger) -> None:
    """Raise `PlanTooLarge` when a library we know pictures of lists nothing at all."""
    if listed:
        return
    known = ledger.known(library.library.server, library.name)
    if known:
        why = f" ({library.library.warning})" if library.library.warning else ""
        raise PlanTooLarge(
            f"{library.name}: the server lists nothing{why}, though {known} pictures of it are known; "
            "nothing is changed while that is so",
            hint="Is a drive not mounted? If the library is really empty now, run again with --yes.",
        )


def config_note(library: LibraryPlan) -> str:
    """Return the name under which the ledger keeps a library's last finished configuration."""
    return f"config:{library.library.server}:{library.name}"
