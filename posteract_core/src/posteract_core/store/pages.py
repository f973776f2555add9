"""Pages of the ledger for people: targets and items, searched, filtered, counted; a handful of queries each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import peewee

from .ledger import Ledger
from .tables import MediaRow, TargetRow, UploadRow
from .target import COLUMNS, Status, Target

WANTS_A_LOOK = (Status.MISSING.value, Status.CONTESTED.value)
NOT_OURS = (*WANTS_A_LOOK, Status.KEPT.value, Status.RESET.value)
"""Another's picture is shown, or none: what was to be looked at in ours is of no matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which targets; empty = all.

    Attributes:
        library, kind, status: exactly these.
        text: somewhere in the item's name, in any case.
        review: only those that a person should look at.
    """

    library: str = ""
    kind: str = ""
    status: str = ""
    text: str = ""
    review: bool = False

    def applied(self, query: Any) -> Any:
        """Return the query with its conditions."""
        for column, value in (
            (TargetRow.library, self.library),
            (TargetRow.kind, self.kind),
            (TargetRow.status, self.status),
        ):
            if value:
                query = query.where(column == value)
        if self.text:
            query = query.where(TargetRow.item.contains(self.text))
        if self.review:
            ours = TargetRow.status.not_in(NOT_OURS) & (TargetRow.review != "")
            query = query.where(TargetRow.status.in_(WANTS_A_LOOK) | ours)
        return query


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a library with its pictures.

    Attributes:
        id: our own number for it.
        type: movie, show, season, episode …
        targets: its pictures by number.
    """

    id: int
    type: str
    targets: dict[int, Target]


class Pages:
    """Reads the ledger a page at a time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def targets(self, wanted: Filter, *, page: int, size: int) -> tuple[dict[int, Target], int]:
        """Return a page of targets by number, in the order of library, item and kind, and how many there are in all."""
        with self._ledger.session() as database:
            total = wanted.applied(TargetRow.select()).count(database)
            numbers = wanted.applied(TargetRow.select(TargetRow.id)).order_by(
                TargetRow.library, TargetRow.item, TargetRow.kind, TargetRow.id
            )
            chosen = [number for (number,) in numbers.paginate(page, size).tuples().execute(database)]
            return _by_number(database, chosen), int(total)

    def target(self, number: int) -> Target | None:
        """Return a target by its number; None when there is none."""
        with self._ledger.session() as database:
            return _by_number(database, [number]).get(number)

    def uploads(self, target: Target) -> list[tuple[str, float]]:
        """Return (SHA-1, UNIX seconds) of every picture that was uploaded to a target's slot, the latest first."""
        with self._ledger.session() as database:
            rows = (
                UploadRow.select(UploadRow.sha1, UploadRow.uploaded_at)
                .where((UploadRow.media_id == target.media_id) & (UploadRow.kind == target.kind))
                .order_by(UploadRow.uploaded_at.desc())
            )
            return list(rows.tuples().execute(database))

    def items(self, wanted: Filter, *, page: int, size: int) -> tuple[list[Item], int]:
        """Return a page of items in the order of their names, and how many there are in all."""
        with self._ledger.session() as database:
            distinct = peewee.fn.COUNT(TargetRow.media_id.distinct())
            total = wanted.applied(TargetRow.select(distinct)).scalar(database) or 0
            query = wanted.applied(TargetRow.select(TargetRow.media_id)).group_by(TargetRow.media_id)
            query = query.order_by(peewee.fn.MIN(TargetRow.item), TargetRow.media_id).paginate(page, size)
            chosen = [media_id for (media_id,) in query.tuples().execute(database)]
            types = MediaRow.select(MediaRow.id, MediaRow.type).where(MediaRow.id.in_(chosen)).tuples()
            known = dict(types.execute(database))
            found = {media_id: Item(id=media_id, type=known.get(media_id, ""), targets={}) for media_id in chosen}
            rows = TargetRow.select(TargetRow.id, *_fields()).where(TargetRow.media_id.in_(chosen))
            for number, *values in rows.order_by(TargetRow.kind).tuples().execute(database):
                target = Target(**dict(zip(COLUMNS, values, strict=True)))
                found[target.media_id].targets[number] = target
            return list(found.values()), int(total)

    def counts(self) -> list[tuple[str, str, str, int]]:
        """Return (server, library, status, how many targets)."""
        with self._ledger.session() as database:
            by = (TargetRow.server, TargetRow.library, TargetRow.status)
            query = TargetRow.select(*by, peewee.fn.COUNT(TargetRow.id)).group_by(*by).order_by(*by)
            return list(query.tuples().execute(database))


def _by_number(database: peewee.Database, numbers: Collection[int]) -> dict[int, Target]:
    rows = TargetRow.select(TargetRow.id, *_fields()).where(TargetRow.id.in_(list(numbers)))
    found = {
        number: Target(**dict(zip(COLUMNS, values, strict=True))) for number, *values in rows.tuples().execute(database)
    }
    return {number: found[number] for number in numbers if number in found}


def _fields() -> list[peewee.Field]:
    return [getattr(TargetRow, name) for name in COLUMNS]
