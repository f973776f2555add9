"""The ledger: what stands where, what was uploaded, what failed; the only part that writes to the database."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableSet, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

import peewee

from ..errors import LedgerLost
from .database import DAMAGED, first_line, is_damage, open_copy, open_database, rows_in
from .facts import Remembered, facts_from_json, facts_to_json
from .tables import AliasRow, FactRow, MediaRow, NoteRow, SeenRow, SourceBlobRow, TargetRow, UploadRow
from .target import COLUMNS, Media, Status, Target

IN_BATCH = 400
"""Names per query: below SQLite's limit of variables in every build of it, and as fast as any larger number."""

PENDING_MOST = 200
"""Rows held back before they are written together; work that was not recorded is done again, harmlessly."""


class Ledger:
    """Reads and writes targets. Safe to use from many threads: one connection, one at a time.

    `save` commits at once, `save_soon` with the next batch. Close it to write what is pending.
    """

    def __init__(self, database: peewee.Database, *, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._lock = RLock()
        self._pending: dict[tuple[int, str], Target] = {}
        self._lost = False

    @classmethod
    def open(cls, url: str, *, base: Path, dry_run: bool = False) -> Ledger:
        """Open the database at `url` (see `database.open_database`); what a dry run writes does not last."""
        return cls(open_copy(url, base=base) if dry_run else open_database(url, base=base))

    def close(self) -> None:
        """Write what is pending and close the connection; of a ledger that was lost, which was said then, only the latter."""
        if self._lost:
            self._database.close()
            return
        with self._using():
            self.flush()
            while self._database.in_transaction():  # a dry run's, around everything it did
                self._database.rollback()
                self._database.pop_transaction()  # type: ignore[no-untyped-call]
            self._database.close()

    def media(
        self, server: str, library: str, items: Sequence[tuple[str, Sequence[str]]], claimed: MutableSet[int]
    ) -> list[Media]:
        """Return who each item is, making up a new identity for those never seen; at most a page of items.

        Args:
            server: plugin instance.
            library: the library's configured name.
            items: for each its type and its names, the server's key first; an item is the one that its first known name
                stands for.
            claimed: identities found earlier in the same listing; added to. Two copies of one film share outside ids, and
                are two items all the same: the second gets an identity of its own.
        """
        with self._using():
            known = self._known_aliases(server, library, [name for _, names in items for name in names])
            found: list[int | None] = [None] * len(items)
            for first in (True, False):
                for position, (_, names) in enumerate(items):
                    for name in names[:1] if first else names[1:]:
                        match = known.get(name)
                        if found[position] is None and match is not None and match not in claimed:
                            found[position] = match
                            claimed.add(match)
            settled = self._settle(server, library, items, known, found)
            claimed |= {each.id for each in settled}
            return settled

    def targets(self, media_ids: Collection[int]) -> dict[tuple[int, str], Target]:
        """Return the targets of these items by (media id, kind)."""
        with self._using():
            result: dict[tuple[int, str], Target] = {}
            for some in _in_batches(sorted(media_ids)):
                for row in rows_in(self._database, TargetRow, COLUMNS, "media_id", some):
                    result[row[0], row[3]] = _target(row)
            result.update({key: target for key, target in self._pending.items() if key[0] in set(media_ids)})
            return result

    def keys_of(self, server: str, library: str, names: Collection[str]) -> dict[str, str]:
        """Return the server's keys of items by the names they are known by (`movie:imdb:tt0113277`); at most a page."""
        with self._using():
            known = self._known_aliases(server, library, list(names))
            if not known:
                return {}
            keyed: dict[int, str] = {}
            query = AliasRow.select(AliasRow.media_id, AliasRow.name).where(
                (AliasRow.server == server)
                & (AliasRow.library == library)
                & AliasRow.media_id.in_(sorted(set(known.values())))
                & AliasRow.name.contains(":key:")
            )
            for media_id, name in query.order_by(AliasRow.id).tuples().execute(self._database):
                keyed[media_id] = name.partition(":key:")[2]
            return {name: keyed[media_id] for name, media_id in known.items() if media_id in keyed}

    def bases(self, server: str, library: str, keys: Collection[str], kind: str) -> dict[str, str]:
        """Return the hash of the base that each item's picture of one kind is made of, by the server's key; at most a page."""
        with self._using():
            self.flush()
            query = TargetRow.select(TargetRow.key, TargetRow.base_hash).where(
                (TargetRow.server == server)
                & (TargetRow.library == library)
                & (TargetRow.kind == kind)
                & TargetRow.key.in_(list(keys))
            )
            return {key: digest for key, digest in query.tuples().execute(self._database) if digest}

    def all_targets(self, *, where: Mapping[str, Any] | None = None) -> Iterator[Target]:
        """Yield the targets, optionally only those whose columns have these values (or one of a tuple of values)."""
        with self._using():
            self.flush()
            query = TargetRow.select(*_columns()).order_by(TargetRow.library, TargetRow.item, TargetRow.kind)
            for column, value in (where or {}).items():
                field = getattr(TargetRow, column)
                query = query.where(field.in_(value) if isinstance(value, tuple) else field == value)
            rows = list(query.tuples().execute(self._database))
        yield from map(_target, rows)

    def counts(self) -> dict[str, int]:
        """Return how many targets stand in each status."""
        with self._using():
            self.flush()
            query = (
                TargetRow.select(TargetRow.status, peewee.fn.COUNT(TargetRow.id)).group_by(TargetRow.status).tuples()
            )
            return dict(query.execute(self._database))

    def known(self, server: str, library: str) -> int:
        """Return how many targets of a library we ever uploaded to."""
        with self._using():
            query = TargetRow.select(peewee.fn.COUNT(TargetRow.id)).where(
                (TargetRow.server == server) & (TargetRow.library == library) & (TargetRow.fingerprint != "")
            )
            return int(query.scalar(self._database) or 0)

    def save(self, target: Target) -> None:
        """Commit one target now, and everything pending with it."""
        with self._using():
            self._pending[target.media_id, target.kind] = self._stamped(target)
            self.flush()

    def save_soon(self, target: Target) -> None:
        """Commit one target with the next batch."""
        with self._using():
            self._pending[target.media_id, target.kind] = self._stamped(target)
            if len(self._pending) >= PENDING_MOST:
                self.flush()

    def flush(self) -> None:
        """Commit everything pending."""
        with self._using():
            if not self._pending:
                return
            rows = [target.row() for target in self._pending.values()]
            changing = [getattr(TargetRow, name) for name in COLUMNS if name not in ("media_id", "kind", "created_at")]
            with self._writing():
                for some in _in_batches(rows, 25):
                    insert = TargetRow.insert_many(some).on_conflict(
                        conflict_target=[TargetRow.media_id, TargetRow.kind], preserve=changing
                    )
                    insert.execute(self._database)
                for changed in _in_batches({row["media_id"] for row in rows}):
                    forgotten = SeenRow.delete().where(SeenRow.media_id.in_(changed))  # type: ignore[misc, unused-ignore]
                    forgotten.execute(self._database)
            self._pending.clear()

    def blob_of(self, source: str, candidate: str) -> str:
        """Return the hash of the bytes that a source's candidate had when it was last read; empty when never read."""
        with self._using():
            query = SourceBlobRow.select(SourceBlobRow.hash).where(
                (SourceBlobRow.source == source) & (SourceBlobRow.candidate == candidate)
            )
            return str(query.scalar(self._database) or "")

    def remember_blob(self, source: str, candidate: str, digest: str) -> None:
        """Keep that a source's candidate has the bytes with this hash."""
        with self._using(), self._writing():
            SourceBlobRow.insert(source=source, candidate=candidate, hash=digest, used_at=self._clock()).on_conflict(
                conflict_target=[SourceBlobRow.source, SourceBlobRow.candidate],
                preserve=[SourceBlobRow.hash, SourceBlobRow.used_at],
            ).execute(self._database)

    def remember_upload(self, target: Target, sha1: str) -> None:
        """Keep that a picture with this SHA-1 was uploaded to a target's slot."""
        with self._using(), self._writing():
            UploadRow.insert(
                media_id=target.media_id, server=target.server, kind=target.kind, sha1=sha1, uploaded_at=self._clock()
            ).on_conflict(
                conflict_target=[UploadRow.media_id, UploadRow.kind, UploadRow.sha1], preserve=[UploadRow.uploaded_at]
            ).execute(self._database)

    def uploads(self, server: str) -> list[tuple[str, str, str, str]]:
        """Return (key when last seen, item, kind, SHA-1) of every picture ever uploaded to a server."""
        with self._using():
            self.flush()
            query = (
                UploadRow.select(TargetRow.key, TargetRow.item, UploadRow.kind, UploadRow.sha1)
                .join(
                    TargetRow,
                    on=((TargetRow.media_id == UploadRow.media_id) & (TargetRow.kind == UploadRow.kind)),
                )
                .where(UploadRow.server == server)
                .order_by(TargetRow.item, UploadRow.id)
                .tuples()
            )
            return list(query.execute(self._database))

    def superseded(self, server: str) -> int:
        """Return how many pictures uploaded to a server have been replaced by later ones, or given back, since."""
        with self._using():
            self.flush()
            every = UploadRow.select(peewee.fn.COUNT(UploadRow.id)).where(UploadRow.server == server)
            shown = TargetRow.select(peewee.fn.COUNT(TargetRow.id)).where(
                (TargetRow.server == server) & (TargetRow.status == Status.UPLOADED.value)
            )
            return max(0, int(every.scalar(self._database) or 0) - int(shown.scalar(self._database) or 0))

    def facts(self, source: str, titles: Iterable[str]) -> dict[str, dict[str, Remembered]]:
        """Return what a fact source said of these titles, by title and name of the fact; who was never asked for is left out."""
        with self._using():
            known: dict[str, dict[str, Remembered]] = {}
            for some in _in_batches(titles):
                query = FactRow.select(FactRow.title, FactRow.facts).where(
                    (FactRow.source == source) & FactRow.title.in_(some)
                )
                known.update((title, facts_from_json(text)) for title, text in query.tuples().execute(self._database))
            return known

    def remember_facts(self, source: str, facts: Mapping[str, Mapping[str, Remembered]]) -> None:
        """Commit all that a fact source ever said of these titles, by title, in place of what was kept of them."""
        rows = [
            {
                "source": source,
                "title": title,
                "facts": facts_to_json(known),
                "asked_at": round(max((each.at for each in known.values()), default=self._clock())),
            }
            for title, known in facts.items()
        ]
        with self._using(), self._writing():
            for some in _in_batches(rows, 100):
                FactRow.insert_many(some).on_conflict(
                    conflict_target=[FactRow.source, FactRow.title], preserve=[FactRow.facts, FactRow.asked_at]
                ).execute(self._database)

    def forget_facts(self, before: float) -> None:
        """Let go what nobody asked about since then (UNIX seconds): its title is gone, or its layer."""
        with self._using(), self._writing():
            FactRow.delete().where(FactRow.asked_at < before).execute(self._database)  # type: ignore[misc, unused-ignore]

    def note(self, name: str) -> str:
        """Return a small lasting value; empty when never set."""
        with self._using():
            return str(NoteRow.select(NoteRow.value).where(NoteRow.name == name).scalar(self._database) or "")

    def set_note(self, name: str, value: str) -> None:
        """Keep a small lasting value."""
        with self._using(), self._writing():
            NoteRow.insert(name=name, value=value).on_conflict(
                conflict_target=[NoteRow.name], preserve=[NoteRow.value]
            ).execute(self._database)

    @contextmanager
    def session(self, *, writing: bool = False) -> Iterator[peewee.Database]:
        """Lend the connection to the other parts of the store: alone on it, and when writing, in a transaction."""
        with self._using():
            if writing:
                with self._writing():
                    yield self._database
            else:
                yield self._database

    def _known_aliases(self, server: str, library: str, names: Sequence[str]) -> dict[str, int]:
        known: dict[str, int] = {}
        for some in _in_batches(sorted(set(names))):
            columns = ("name", "media_id")
            known.update(rows_in(self._database, AliasRow, columns, "name", some, server=server, library=library))
        return known

    def _settle(
        self,
        server: str,
        library: str,
        items: Sequence[tuple[str, Sequence[str]]],
        known: Mapping[str, int],
        found: list[int | None],
    ) -> list[Media]:
        result: list[Media] = []
        aliases: dict[str, int] = {}
        with self._writing():
            for (item_type, names), match in zip(items, found, strict=True):
                fresh = match is None
                if match is None:
                    match = MediaRow.insert(server=server, library=library, type=item_type).execute(self._database)
                key, *others = names
                if known.get(key) != match:
                    aliases[key] = match
                for name in others:
                    if name not in known:
                        aliases.setdefault(name, match)
                result.append(Media(id=match, fresh=fresh))
            rows = [
                {"server": server, "library": library, "name": name, "media_id": media_id}
                for name, media_id in aliases.items()
            ]
            for some in _in_batches(rows, 100):
                insert = AliasRow.insert_many(some).on_conflict(
                    conflict_target=[AliasRow.server, AliasRow.library, AliasRow.name], preserve=[AliasRow.media_id]
                )
                insert.execute(self._database)
        return result

    @contextmanager
    def _using(self) -> Iterator[None]:
        """Have the connection to oneself; raises `LedgerLost` when it fails."""
        with self._lock:
            try:
                yield
            except (peewee.DatabaseError, peewee.InterfaceError, sqlite3.Error) as error:  # peewee wraps no fetching
                self._lost = True
                raise LedgerLost(
                    f"the ledger's database does not work any more: {first_line(error)}",
                    hint=DAMAGED
                    if is_damage(error)
                    else "Nothing is lost: what was not recorded is looked at again by the next run.",
                ) from error

    def _stamped(self, target: Target) -> Target:
        now = self._clock()
        target.created_at = target.created_at or now
        target.updated_at = now
        return target

    def _writing(self) -> Any:
        """Return a transaction; SQLite's takes the writer's place at once, so that it never fails half-way through."""
        if isinstance(self._database, peewee.SqliteDatabase):
            return (
                self._database.atomic("IMMEDIATE") if not self._database.in_transaction() else self._database.atomic()
            )
        return self._database.atomic()


def _columns() -> list[peewee.Field]:
    return [getattr(TargetRow, name) for name in COLUMNS]


def _target(row: Sequence[Any]) -> Target:
    return Target(**dict(zip(COLUMNS, row, strict=True)))


def _in_batches(values: Iterable[Any], size: int = IN_BATCH) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
