"""What the ledger knows of collections, and of fields that we edited."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .ledger import IN_BATCH, Ledger
from .tables import CollectionRow, EditRow

FieldValue = str | tuple[str, ...]
"""Of an edited field: a text, or a list of tags."""


@dataclass(slots=True, kw_only=True)
class KeptCollection:
    """A collection that we keep in a library.

    Attributes:
        server: plugin instance.
        library: the library's configured name.
        key: of its recipe; lasting, whatever the collection is called.
        server_key: the server's key for it, when last seen.
        title: as we last wrote it.
        made: we made it; only then may we delete it.
        members: keys of the members that we put into it.
        set_to: the values we last wrote, by field.
        before: of a collection that we took over: the values that stood there, by field.
        error: why it could not be built the last time; empty when it could.
        built_at: UNIX seconds.
        standing: keys of all members when they were last read, in order.
        revision: the server's word for the collection as it was then; empty = they were written to since.
        read_at: when that was, UNIX seconds.
    """

    server: str
    library: str
    key: str
    server_key: str = ""
    title: str = ""
    made: bool = False
    members: tuple[str, ...] = ()
    set_to: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    built_at: float = 0.0
    standing: tuple[str, ...] = ()
    revision: str = ""
    read_at: float = 0.0


class KeptCollections:
    """The ledger's table of collections."""

    def __init__(self, ledger: Ledger, *, clock: Callable[[], float] = time.time) -> None:
        self._ledger = ledger
        self._clock = clock

    def of(self, server: str, library: str) -> dict[str, KeptCollection]:
        """Return what is known of a library's collections, by recipe key."""
        with self._ledger.session() as database:
            rows = CollectionRow.select().where((CollectionRow.server == server) & (CollectionRow.library == library))
            return {row["key"]: _kept(row) for row in rows.dicts().execute(database)}

    def all(self) -> list[KeptCollection]:
        """Return all of them, by library and title."""
        with self._ledger.session() as database:
            rows = CollectionRow.select().order_by(CollectionRow.server, CollectionRow.library, CollectionRow.title)
            return [_kept(row) for row in rows.dicts().execute(database)]

    def save(self, kept: KeptCollection) -> None:
        """Commit one now."""
        kept.built_at = self._clock()
        row = {
            "server": kept.server,
            "library": kept.library,
            "key": kept.key,
            "server_key": kept.server_key,
            "title": kept.title,
            "made": kept.made,
            "members": json.dumps(kept.members),
            "set_to": json.dumps(kept.set_to, sort_keys=True),
            "before": json.dumps(kept.before, sort_keys=True),
            "error": kept.error,
            "built_at": kept.built_at,
            "standing": json.dumps(kept.standing),
            "revision": kept.revision,
            "read_at": kept.read_at,
        }
        with self._ledger.session(writing=True) as database:
            CollectionRow.insert(row).on_conflict(
                conflict_target=[CollectionRow.server, CollectionRow.library, CollectionRow.key],
                preserve=[getattr(CollectionRow, name) for name in row if name not in ("server", "library", "key")],
            ).execute(database)

    def forget(self, kept: KeptCollection) -> None:
        """Forget one that was deleted."""
        with self._ledger.session(writing=True) as database:
            CollectionRow.delete().where(  # type: ignore[misc, unused-ignore]
                (CollectionRow.server == kept.server)
                & (CollectionRow.library == kept.library)
                & (CollectionRow.key == kept.key)
            ).execute(database)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A field of an item that we edited; values are texts, or lists of tags.

    Attributes:
        media_id: whose.
        field: by the dialect's name: `title`, `genre`, `label` …
        before: what stood there before our first edit.
        set_to: what we wrote last.
    """

    media_id: int
    field: str
    before: FieldValue
    set_to: FieldValue


class EditedFields:
    """The ledger's table of edits: kept so that they can be undone."""

    def __init__(self, ledger: Ledger, *, clock: Callable[[], float] = time.time) -> None:
        self._ledger = ledger
        self._clock = clock

    def of(self, media_ids: Collection[int]) -> dict[tuple[int, str], Edited]:
        """Return what we edited of these items, by item and field."""
        found: dict[tuple[int, str], Edited] = {}
        wanted = sorted(media_ids)
        with self._ledger.session() as database:
            for start in range(0, len(wanted), IN_BATCH):
                some = wanted[start : start + IN_BATCH]
                query = EditRow.select(EditRow.media_id, EditRow.field, EditRow.before, EditRow.set_to).where(
                    EditRow.media_id.in_(some)
                )
                for media_id, name, before, set_to in query.tuples().execute(database):
                    found[media_id, name] = Edited(
                        media_id=media_id, field=name, before=_value(before), set_to=_value(set_to)
                    )
        return found

    def remember(self, server: str, library: str, edits: Sequence[Edited]) -> None:
        """Commit edits, before they are made; what stood there before the first one of a field is never written over."""
        now = self._clock()
        rows = [
            {
                "media_id": edit.media_id,
                "server": server,
                "library": library,
                "field": edit.field,
                "before": json.dumps(edit.before),
                "set_to": json.dumps(edit.set_to),
                "edited_at": now,
            }
            for edit in edits
        ]
        with self._ledger.session(writing=True) as database:
            for start in range(0, len(rows), 100):
                EditRow.insert_many(rows[start : start + 100]).on_conflict(
                    conflict_target=[EditRow.media_id, EditRow.field], preserve=[EditRow.set_to, EditRow.edited_at]
                ).execute(database)

    def forget(self, edits: Sequence[Edited]) -> None:
        """Forget edits that were undone."""
        with self._ledger.session(writing=True) as database:
            for edit in edits:
                mine = (EditRow.media_id == edit.media_id) & (EditRow.field == edit.field)
                EditRow.delete().where(mine).execute(database)  # type: ignore[misc, unused-ignore]


def _kept(row: Mapping[str, Any]) -> KeptCollection:
    fields = {name: value for name, value in row.items() if name != "id"}
    fields["members"], fields["standing"] = tuple(json.loads(row["members"])), tuple(json.loads(row["standing"]))
    fields["set_to"], fields["before"] = json.loads(row["set_to"]), json.loads(row["before"])
    return KeptCollection(**fields)


def _value(text: str) -> FieldValue:
    value = json.loads(text)
    return tuple(value) if isinstance(value, list) else str(value)
