"""What gives an item its old words back. Pure: the same arguments, the same lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...model import MediaItem
from ...store.kept import Edited, FieldValue
from .difference import LOCKED, OPEN, Line
from .words import FIELDS, TAGS, UNLOCKED, field_of, folded, same_tags, tags_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What is done about one item.

    Attributes:
        lines: what is written.
        over: rows of the ledger that are done with once that is written.
        left: fields and lists that a person changed since, and that stay.
    """

    lines: tuple[Line, ...] = ()
    over: tuple[Edited, ...] = ()
    left: tuple[str, ...] = ()


def undone(item: MediaItem, known: Mapping[str, Edited]) -> Undoing:
    """Return what gives an item back what it said before we wrote anything.

    Args:
        item: as the listing has it.
        known: what the ledger knows that we wrote, by field.
    """
    lines: list[Line] = []
    over: list[Edited] = []
    left: list[str] = []
    for name, row in known.items():
        if name not in FIELDS and name not in TAGS:
            continue
        now: FieldValue = field_of(item, name) if name in FIELDS else tags_of(item, name)
        back = _field_back(now, row) if isinstance(now, str) else _tags_back(now, row)
        if back is None:
            left.append(name)
            continue
        over.append(row)
        if not _same(now, back):
            lines.append(Line(name=name, old=now, new=back, wish=back))
    for name, row in known.items():
        word = name.removesuffix(f".{LOCKED}")
        if word == name or word in left:
            continue
        over.append(row)
        locked = item.locked_words is None or word in item.locked_words
        if any(line.name == word for line in lines) or locked is not (row.before == LOCKED):
            lines.append(Line(name=name, old=LOCKED if locked else OPEN, new=row.before, wish=row.before))
    named = {line.name for line in lines}
    for line in [line for line in lines if not line.name.endswith(f".{LOCKED}")]:
        lock = f"{line.name}.{LOCKED}"
        if lock not in named and line.name not in UNLOCKED:
            lines.append(Line(name=lock, old=LOCKED, new=OPEN, wish=OPEN))
    return Undoing(lines=tuple(lines), over=tuple(over), left=tuple(left))


def _field_back(now: str, row: Edited) -> FieldValue | None:
    """Return what a field is to say; None when what it says is neither what we wrote nor what was there."""
    return row.before if now in (row.set_to, row.before) else None


def _tags_back(now: tuple[str, ...], row: Edited) -> FieldValue | None:
    """Return a list as it was, with what others have put in since, and without what they have taken out."""
    before, ours = _tags(row.before), _tags(row.set_to)
    if same_tags(now, ours):
        return before
    added, removed = folded(ours) - folded(before), folded(before) - folded(ours)
    kept = [tag for tag in now if tag.casefold() not in added]
    return (*kept, *(tag for tag in before if tag.casefold() in removed - folded(kept)))


def _same(now: FieldValue, back: FieldValue) -> bool:
    return now == back if isinstance(now, str) else same_tags(now, _tags(back))


def _tags(value: FieldValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()
