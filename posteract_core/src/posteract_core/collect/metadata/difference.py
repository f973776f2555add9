"""The difference between what an item says and what it shall say. Pure: the same arguments, the same edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...model import FrozenMap, ItemType, MediaItem
from ...providers import FieldEdit
from ...store.kept import Edited, FieldValue
from .draft import Draft
from .words import FIELDS, TAGS, UNLOCKED, field_of, folded, same_tags, tags_of

LOCKED, OPEN = "locked", "open"
"""The values of a lock, which the ledger keeps as of a field called `title.locked`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field or list of an item that is written.

    Attributes:
        name: by the dialect's name; `title.locked` is the lock of a field.
        old: what stands there.
        new: what is written.
        wish: what the ledger remembers as ours: what was asked for, also where a person's part of it stays.
    """

    name: str
    old: FieldValue
    new: FieldValue
    wish: FieldValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """What is to be written about one item.

    Attributes:
        item: as the listing has it.
        lines: what is written.
        by_hand: fields and lists that a person edited since we wrote them, and that stay so.
        healed: lines that stand there as they shall, and that the ledger does not know to be ours yet: a run was cut off.
    """

    item: MediaItem
    lines: tuple[Line, ...] = ()
    by_hand: tuple[str, ...] = ()
    healed: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The same edit to items of one type.

    Attributes:
        level: their type.
        edit: what is written.
        changes: the items, each with those of its lines that this writes.
    """

    level: ItemType
    edit: FieldEdit
    changes: tuple[ItemChange, ...] = ()


@dataclass(slots=True)
class _Lines:
    item: MediaItem
    known: Mapping[str, Edited]
    lines: list[Line] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    healed: list[Line] = field(default_factory=list)

    def is_locked(self, name: str) -> bool:
        """Return whether what stands in a field may be a person's: what the server's agent wrote is not locked."""
        return name in UNLOCKED or self.item.locked_words is None or name in self.item.locked_words

    def field(self, name: str, wanted: str, *, once: bool) -> None:
        now, last = field_of(self.item, name), self.known.get(name)
        if now == wanted:
            self._heal(name, now, wanted)
        elif last is not None and last.set_to == wanted and (once or self.is_locked(name)):
            if not once:
                self.by_hand.append(name)
        else:
            self._write(name, now, wanted)

    def tags(self, name: str, wanted: tuple[str, ...], *, replaced: bool, once: bool) -> None:
        now, last = tags_of(self.item, name), self.known.get(name)
        if same_tags(now, wanted):
            self._heal(name, now, wanted)
            return
        new = wanted
        if last is not None and (once or self.is_locked(name)):
            before, ours = folded(_tags(last.before)), folded(_tags(last.set_to))
            if ours == folded(wanted):
                if not once:
                    self.by_hand.append(name)
                return
            if not replaced:
                kept = [tag for tag in now if tag.casefold() in folded(wanted) or tag.casefold() in before - ours]
                more = [tag for tag in wanted if tag.casefold() not in folded(now) | ours]
                new = (*kept, *more)
                if not same_tags(new, wanted):
                    self.by_hand.append(name)
                if same_tags(new, now):
                    return
        self._write(name, now, new, wish=wanted)

    def lock(self, name: str, wanted: bool) -> None:
        word, key = LOCKED if wanted else OPEN, f"{name}.{LOCKED}"
        last = self.known.get(key)
        if self.item.locked_words is None:
            if last is None or last.set_to != word:
                self.lines.append(Line(name=key, old=OPEN if wanted else LOCKED, new=word, wish=word))
        elif (name in self.item.locked_words) is wanted:
            return
        elif last is not None and last.set_to == word:
            self.by_hand.append(key)
        else:
            self.lines.append(Line(name=key, old=LOCKED if self.is_locked(name) else OPEN, new=word, wish=word))

    def _write(self, name: str, now: FieldValue, new: FieldValue, wish: FieldValue | None = None) -> None:
        self.lines.append(Line(name=name, old=now, new=new, wish=new if wish is None else wish))

    def _heal(self, name: str, now: FieldValue, wanted: FieldValue) -> None:
        last = self.known.get(name)
        if last is not None and last.set_to != wanted:
            self.healed.append(Line(name=name, old=now, new=wanted, wish=wanted))


def difference(draft: Draft, known: Mapping[str, Edited]) -> ItemChange:
    """Return what makes an item say what it shall say.

    What a person wrote into a field since we last did stays, until something new is asked for. A field that is not locked
    any more holds what the server's agent wrote, and is written again.

    Args:
        draft: what it shall say.
        known: what the ledger knows that we wrote, by field.
    """
    found = _Lines(draft.item, known)
    for name, value in draft.fields.items():
        found.field(name, value, once=name in draft.once)
    for name, tags in draft.tags.items():
        found.tags(name, tags, replaced=name in draft.replaced, once=name in draft.once)
    for name, wanted in draft.locks.items():
        written = any(line.name == name for line in found.lines)
        if written and not wanted:
            was = LOCKED if name in (draft.item.locked_words or ()) else OPEN
            found.lines.append(Line(name=f"{name}.{LOCKED}", old=was, new=OPEN, wish=OPEN))
        elif not written and name not in found.by_hand:
            found.lock(name, wanted)  # what is written is locked by that
    return ItemChange(
        item=draft.item, lines=tuple(found.lines), by_hand=tuple(found.by_hand), healed=tuple(found.healed)
    )


def batches(changes: Iterable[ItemChange]) -> list[Batch]:
    """Return changes as the fewest edits: by items that get the very same, or field by field where that is fewer."""
    found: list[Batch] = []
    by_level: dict[ItemType, list[ItemChange]] = {}
    for change in changes:
        if change.lines:
            by_level.setdefault(change.item.type, []).append(change)
    for level, some in by_level.items():
        whole = _grouped(level, some)
        apart = _grouped(level, [_only(change, lines) for change in some for lines in _apart(change)])
        found += apart if len(apart) < len(whole) else whole
    return found


def edit_of(lines: Sequence[Line]) -> FieldEdit:
    """Return lines as an edit that a server understands."""
    fields = {line.name: str(line.new) for line in lines if line.name in FIELDS}
    tags = {line.name: _tags(line.new) for line in lines if line.name in TAGS}
    gone = {
        line.name: missing
        for line in lines
        if line.name in TAGS
        and (missing := tuple(tag for tag in _tags(line.old) if tag.casefold() not in folded(_tags(line.new))))
    }
    locks = {line.name.removesuffix(f".{LOCKED}"): line.new == LOCKED for line in lines if _is_lock(line.name)}
    return FieldEdit(fields=FrozenMap(fields), tags=FrozenMap(tags), gone=FrozenMap(gone), locks=FrozenMap(locks))


def _grouped(level: ItemType, changes: Iterable[ItemChange]) -> list[Batch]:
    groups: dict[FieldEdit, list[ItemChange]] = {}
    for change in changes:
        groups.setdefault(edit_of(change.lines), []).append(change)
    return [Batch(level=level, edit=edit, changes=tuple(some)) for edit, some in groups.items()]


def _apart(change: ItemChange) -> list[tuple[Line, ...]]:
    """Return the lines of a change one by one, a lock with the field that it is of."""
    found: dict[str, list[Line]] = {}
    for line in change.lines:
        found.setdefault(line.name.removesuffix(f".{LOCKED}"), []).append(line)
    return [tuple(lines) for lines in found.values()]


def _only(change: ItemChange, lines: tuple[Line, ...]) -> ItemChange:
    return ItemChange(item=change.item, lines=lines)


def _is_lock(name: str) -> bool:
    return name.endswith(f".{LOCKED}")


def _tags(value: FieldValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()
