"""Puts the rows of collections in the order that recipes and their library ask for, once the collections are built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loguru import logger

from ..collect.difference import Change
from ..collect.order import fewest_moves
from ..collect.recipe import Recipe
from ..collect.rows import Placed, wanted_rows
from ..errors import ProviderError, ProviderRejected
from ..model import Library
from ..providers import ManagesCollections, Row, ServerCollection
from ..run.collections import CollectionOutcome
from ..store.kept import KeptCollection

TITLE = "Order of the recommendations"
"""What reports call it, where collections have their titles."""


def order_rows(
    server: ManagesCollections,
    library: Library,
    name: str,
    recipes: Sequence[Recipe],
    kept: Mapping[str, KeptCollection],
    standing: Sequence[ServerCollection],
    changes: Sequence[Change],
    order: str,
    *,
    dry: bool,
) -> CollectionOutcome | None:
    """Move as few rows as can be, and return what was done; None where nothing asks for an order, or it is as asked.

    Args:
        server: that manages the collections.
        library: whose recommendations they are.
        name: the library's configured name.
        recipes: of all its collections.
        kept: what the ledger knows of them, by recipe key.
        standing: the collections before the run.
        changes: what the run did; in a dry run, would do.
        order: of the library; empty = only recipes with a priority are moved.
        dry: only say what would be done.

    Raises:
        ProviderRejected: the server refuses its token.
    """
    if not order and all(recipe.hub_priority is None for recipe in recipes):
        return None
    try:
        rows = [*server.rows(library), *(_new_rows(kept, changes) if dry else ())]
        placed = _placed(recipes, kept, standing, rows)
        moves = fewest_moves([row.name for row in rows], wanted_rows(rows, placed, order))
        for row, after in () if dry else moves:
            server.move_row(library, row, after)
    except ProviderRejected:
        raise
    except ProviderError as error:
        logger.error("{}, order of the recommendations: {}", name, error)
        return _told(library, name, "failed", error=str(error))
    if not moves:
        return None
    titles = {each.row: each.title for each in placed}
    moved = [titles.get(row, row) for row, _ in moves]
    return _told(library, name, "planned" if dry else "changed", what=f"moved: {', '.join(moved)}", moved=len(moves))


def _new_rows(kept: Mapping[str, KeptCollection], changes: Sequence[Change]) -> list[Row]:
    """Return the rows that a run would make: a server puts them last."""
    there = {row.server_key for row in kept.values()}
    return [
        Row(name=f"new: {change.wanted.title}", collection=change.wanted.key)
        for change in changes
        if change.has is None and change.visibility is not None and change.wanted.key not in there
    ]


def _placed(
    recipes: Sequence[Recipe],
    kept: Mapping[str, KeptCollection],
    standing: Sequence[ServerCollection],
    rows: Sequence[Row],
) -> list[Placed]:
    by_key = {row.collection: row.name for row in rows if row.collection}
    sorts = {each.item.key: each.item.sort_title for each in standing}
    found: list[Placed] = []
    for number, recipe in enumerate(recipes):
        key = kept[recipe.key].server_key if recipe.key in kept else recipe.key
        if key in by_key:
            sort = recipe.sort_title or sorts.get(key, "")
            found.append(
                Placed(
                    row=by_key[key], title=recipe.title, sort_title=sort, priority=recipe.hub_priority, number=number
                )
            )
    return found


def _told(
    library: Library, name: str, status: str, *, what: str = "", error: str = "", moved: int = 0
) -> CollectionOutcome:
    return CollectionOutcome(
        library=name, server=library.server, title=TITLE, status=status, what=what, error=error, moved=moved
    )
