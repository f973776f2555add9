"""What an item shall say in the end, when several have something to say of it: one after the other, each over the one before."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...model import MediaItem
from .recipe import TagRule, Words
from .words import has, tags_of


@dataclass(slots=True)
class Draft:
    """One item, with what it shall say.

    Attributes:
        item: as the listing has it.
        fields: single values that somebody named.
        tags: lists that somebody named, whole.
        replaced: of these lists, those whose every entry was named.
        locks: as of `Words`.
        once: likewise.
    """

    item: MediaItem
    fields: dict[str, str] = field(default_factory=dict)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    locks: dict[str, bool] = field(default_factory=dict)
    once: set[str] = field(default_factory=set)

    def take(self, words: Words) -> None:
        """Let somebody have their say; what an item of this type has not is passed over."""
        for name, value in words.fields.items():
            if has(self.item.type, name):
                self.fields[name] = value
                self._settled(name, words)
        for name, rule in words.tags.items():
            if has(self.item.type, name):
                self.tags[name] = ruled(self.tags.get(name, tags_of(self.item, name)), rule)
                self._settled(name, words)
                if rule.only is not None:
                    self.replaced.add(name)
        self.locks.update(words.locks)

    def _settled(self, name: str, words: Words) -> None:
        self.locks.pop(name, None)
        (self.once.add if name in words.once else self.once.discard)(name)


def ruled(tags: tuple[str, ...], rule: TagRule) -> tuple[str, ...]:
    """Return a list with a rule applied; nothing stands in it twice, whatever the case.

    >>> ruled(("Drama", "Sci-Fi"), TagRule(add=("drama", "Noir"), renamed={"sci-fi": ("Science Fiction",)}))
    ('Drama', 'Science Fiction', 'Noir')
    """
    renamed = {old.casefold(): new for old, new in rule.renamed.items()}
    standing = tags if rule.only is None else rule.only
    found: dict[str, str] = {}
    for tag in standing:
        for each in renamed.get(tag.casefold(), (tag,)):
            found.setdefault(each.casefold(), each)
    for tag in rule.remove:
        found.pop(tag.casefold(), None)
    for tag in rule.add:
        found.setdefault(tag.casefold(), tag)
    return tuple(found.values())
