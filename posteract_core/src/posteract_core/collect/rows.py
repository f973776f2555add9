"""The order of collections among the rows of a library's recommendations. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..providers import Row

ORDERS = ("sort_title", "alpha", "configured")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A collection of ours that has a row.

    Attributes:
        row: the row's name.
        title: the collection's.
        sort_title: empty = the title.
        priority: with one it stands before all that have none, the least first; None = it has none.
        number: of its recipe in the configuration.
    """

    row: str
    title: str
    sort_title: str = ""
    priority: int | None = None
    number: int = 0


def wanted_rows(rows: Sequence[Row], placed: Sequence[Placed], order: str) -> list[str]:
    """Return the names of all rows in the order in which they shall stand.

    Those with a priority come first. With an order, the others of ours share the places that they have, so that rows of the
    server and of other people's collections keep theirs.

    Args:
        rows: as they stand.
        placed: collections of ours, each with its row.
        order: one of `ORDERS`, perhaps with `.desc`; empty = as they stand.
    """
    first = sorted(
        (each for each in placed if each.priority is not None), key=lambda each: (each.priority, each.number)
    )
    ahead = [each.row for each in first]
    rest = [row.name for row in rows if row.name not in set(ahead)]
    if order:
        name, _, direction = order.partition(".")
        others = sorted(
            (each for each in placed if each.priority is None),
            key=lambda each: _rank(each, name),
            reverse=direction == "desc",
        )
        ours, turn = {each.row for each in others}, iter(others)
        rest = [next(turn).row if row in ours else row for row in rest]
    return [*ahead, *rest]


def _rank(placed: Placed, order: str) -> tuple[str, int]:
    if order == "configured":
        return "", placed.number
    return (placed.title if order == "alpha" else placed.sort_title or placed.title).casefold(), placed.number
