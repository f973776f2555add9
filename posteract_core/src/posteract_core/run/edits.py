"""Writes what items shall say: equal edits together; what was there is in the ledger before the first write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event

from loguru import logger

from ..collect.metadata.difference import LOCKED, OPEN, Batch, ItemChange, Line, batches
from ..collect.metadata.words import UNLOCKED
from ..errors import ProviderError, ProviderRejected
from ..model import Library, MediaItem
from ..providers import EditsMetadata
from ..store.kept import Edited, EditedFields, FieldValue
from .collections import LOST_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOutcome:
    """One field, as people read it: what stood there, what is written."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOutcome:
    """What became of one item's words; items that say what they shall have none.

    Attributes:
        library: the library's configured name.
        server: the plugin instance that serves it.
        item: as a person names it.
        status: `changed`, `planned` in a dry run, `left` where a person's words stay, or `failed`.
        fields: what was written, or would be.
        by_hand: fields that a person edited since we wrote them.
        error: what went wrong; empty when nothing did.
    """

    library: str
    server: str
    item: str
    status: str
    fields: tuple[FieldOutcome, ...] = ()
    by_hand: tuple[str, ...] = ()
    error: str = ""


@dataclass(slots=True, kw_only=True)
class EditRunner:
    """Works on one library's items.

    Attributes:
        server: that can edit them.
        library: where they are.
        name: the library's configured name.
        edited: the ledger's table.
        ids: of the ledger, by the items' keys.
        known: what the ledger knows that we wrote, by id and field.
        cancel: no further edit is begun once it is set.
        progress: told after each edit how many items are done.
    """

    server: EditsMetadata
    library: Library
    name: str
    edited: EditedFields
    ids: Mapping[str, int]
    known: Mapping[tuple[int, str], Edited]
    cancel: Event = field(default_factory=Event)
    progress: Callable[[int], None] = lambda _: None

    def run(self, changes: Sequence[ItemChange]) -> list[EditOutcome]:
        """Write what is to be written; an edit that fails leaves its items to the next run.

        Raises:
            ProviderRejected: the server refuses the token.
        """
        self._heal(changes)
        errors: dict[str, str] = {}
        done: dict[str, None] = {}
        missed = 0
        for batch in batches(changes):
            if self.cancel.is_set():
                raise KeyboardInterrupt
            keys = [change.item.key for change in batch.changes]
            if missed >= LOST_AFTER:
                errors.update(dict.fromkeys(keys, f"{self.library.server} does not answer any more"))
                continue
            try:
                self._write(batch, keys)
            except ProviderRejected:
                raise
            except ProviderError as error:
                missed += 1
                logger.error("{}, {} items: {}", self.name, len(keys), error)
                errors.update(dict.fromkeys(keys, str(error)))
            else:
                missed = 0
                done.update(dict.fromkeys(keys))
                self.progress(len(done))
        return self.told(changes, "changed", errors)

    def told(self, changes: Sequence[ItemChange], status: str, errors: Mapping[str, str] = {}) -> list[EditOutcome]:
        """Return outcomes of the changes that are worth telling of."""
        found = []
        for change in changes:
            if change.lines or change.by_hand:
                error = errors.get(change.item.key, "")
                found.append(
                    EditOutcome(
                        library=self.name,
                        server=self.library.server,
                        item=str(change.item),
                        status="failed" if error else status if change.lines else "left",
                        fields=tuple(_told(line) for line in change.lines),
                        by_hand=change.by_hand,
                        error=error,
                    )
                )
        return found

    def _write(self, batch: Batch, keys: Sequence[str]) -> None:
        """Make one edit: first what stood there is kept, afterwards what is ours is known; a run killed in between is healed."""
        before: list[Edited] = []
        after: list[Edited] = []
        for change in batch.changes:
            media_id = self.ids[change.item.key]
            for line in _with_locks(change.item, change.lines):
                last = self.known.get((media_id, line.name))
                row = Edited(
                    media_id=media_id,
                    field=line.name,
                    before=line.old,
                    set_to=last.set_to if last is not None else line.old,
                )
                before.append(row)
                after.append(Edited(media_id=media_id, field=line.name, before=line.old, set_to=line.wish))
        self.edited.remember(self.library.server, self.name, before)
        self.server.edit(self.library, batch.level, keys, batch.edit)
        self.edited.remember(self.library.server, self.name, after)

    def _heal(self, changes: Sequence[ItemChange]) -> None:
        rows = [
            Edited(media_id=self.ids[change.item.key], field=line.name, before=line.old, set_to=line.wish)
            for change in changes
            for line in change.healed
        ]
        if rows:
            self.edited.remember(self.library.server, self.name, rows)


def _with_locks(item: MediaItem, lines: Sequence[Line]) -> list[Line]:
    """Return lines, and for each field that a server locks when it is written, its lock, so that it can be opened again."""
    found = list(lines)
    named = {line.name for line in lines}
    for line in lines:
        lock = f"{line.name}.{LOCKED}"
        plain = not line.name.endswith(f".{LOCKED}") and line.name not in UNLOCKED
        if plain and lock not in named and item.locked_words is not None:
            was = LOCKED if line.name in item.locked_words else OPEN
            found.append(Line(name=lock, old=was, new=LOCKED, wish=LOCKED))
    return found


def _told(line: Line) -> FieldOutcome:
    return FieldOutcome(field=line.name, old=_text(line.old), new=_text(line.new))


def _text(value: FieldValue) -> str:
    return ", ".join(value) if isinstance(value, tuple) else value
