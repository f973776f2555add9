"""A few tasks of a plan that stand for all of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from .plan import Plan, PlannedTask


@contextmanager
def sample(plan: Plan, most: int) -> Iterator[Plan]:
    """Yield a plan of at most so many of the tasks, spread over servers, libraries and kinds, and evenly within each.

    Each group has the same share, as far as it has as many; what small groups leave goes to the larger. The plan is gone
    through twice, and no more than one task of it is in memory at a time.
    """
    sizes = Counter(_group(task) for task in plan)
    shares = _shares(sizes, most)
    chosen = Plan()
    seen: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    try:
        for task in plan:
            group = _group(task)
            at, share = seen[group], shares[group]
            seen[group] += 1
            if at * share // sizes[group] != (at - 1) * share // sizes[group]:
                chosen.add(task)
        yield chosen
    finally:
        chosen.close()


def _group(task: PlannedTask) -> tuple[str, str, str]:
    return task.server, task.library, task.kind.value


def _shares(sizes: Counter[tuple[str, str, str]], most: int) -> dict[tuple[str, str, str], int]:
    """Return how many of each group are taken: never more than there are, never more than `most` together."""
    shares: dict[tuple[str, str, str], int] = {}
    left = most
    for position, (group, size) in enumerate(sorted(sizes.items(), key=lambda entry: (entry[1], entry[0]))):
        shares[group] = min(size, left // (len(sizes) - position))
        left -= shares[group]
    return shares
