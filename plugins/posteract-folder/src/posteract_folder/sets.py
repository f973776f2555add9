"""Collections in NFO files: made, filled, renamed and taken apart, one member's file after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from posteract_core.errors import ProviderError
from posteract_core.model import ItemType
from posteract_core.providers import FieldEdit

from .desk import Desk, each_of
from .nfo import sets
from .nfo.element import Element
from .nfo.sets import Membership
from .shelf import Shelf, Standing, free_key, key_of, mark_of

_WORDS = ("title", "sort_title", "summary", "content_rating")


class Sets:
    """Changes the collections of one library.

    Args:
        provider: for errors.
        desk: writes NFO files.
        shelf: what they say; kept up to date.
        emptied: collections that lost their last member just now, by key, so that others may still join them.
        level: what members are.
    """

    def __init__(
        self, provider: str, desk: Desk, shelf: Shelf, emptied: dict[str, Membership], level: ItemType
    ) -> None:
        self._provider = provider
        self._desk = desk
        self._shelf = shelf
        self._emptied = emptied
        self._level = level

    def create(self, title: str, members: Sequence[str]) -> str:
        """Make a collection and return its key."""
        title = title.strip()
        there = self._shelf.standing
        if any(each.said.title.casefold() == title.casefold() for each in there.values()):
            raise ProviderError(self._provider, f"a set {title!r} is there already", hint="Rename or delete it first.")
        mark = free_key(title, {mark_of(key) for key in there})
        self._emptied.pop(key_of(mark), None)
        said = Membership(title=title, key=mark)
        self._join({item: replace(said, at=float(number)) for number, item in enumerate(dict.fromkeys(members), 1)})
        return key_of(mark)

    def add(self, key: str, members: Sequence[str]) -> None:
        """Let items be the last members."""
        has = self._standing(key)
        last = max((said.at for said in has.members.values() if said.at is not None), default=float(len(has.members)))
        said = self._ours(has)
        new = (item for item in dict.fromkeys(members) if item not in has.members)
        self._join({item: replace(said, at=last + number) for number, item in enumerate(new, 1)})

    def remove(self, key: str, members: Iterable[str]) -> None:
        """Take members out."""
        has = self._shelf.standing.get(key)
        gone = [item for item in dict.fromkeys(members) if has is not None and item in has.members]
        if has is None or not gone:
            return
        if len(gone) == len(has.members):
            self._emptied[key] = has.said
        self._each(gone, lambda item: lambda entry: sets.leave(entry, has.members[item]))

    def delete(self, key: str) -> None:
        """Take all members out."""
        has = self._shelf.standing.get(key)
        if has is not None:
            self.remove(key, has.in_writing_order)
        self._emptied.pop(key, None)

    def move(self, key: str, member: str, after: str | None) -> None:
        """Put a member behind another, or first: its place becomes one between its neighbours'."""
        has = self._standing(key)
        order = [item for item in has.members if item != member]
        if member not in has.members:
            return
        position = order.index(after) + 1 if after in order else 0
        places = [has.members[item].at for item in order]
        before = places[position - 1] if position else (places[0] or 0) - 2 if places else 0
        behind = places[position] if position < len(places) else (before or 0) + 2
        if None in places or before is None or behind is None or behind - before < 1e-4:
            order.insert(position, member)
            self._say(has, {item: float(number) for number, item in enumerate(order, 1)})
        else:
            self._say(has, {member: round((before + behind) / 2, 6)})

    def arrange(self, key: str, *, mode: str, order: str) -> None:
        """Note mode and order, which nothing in Kodi heeds."""
        has = self._standing(key)
        said = self._ours(has)
        self._say_all(has, replace(said, mode=mode or said.mode, order=order or said.order))

    def edit(self, key: str, edit: FieldEdit) -> None:
        """Change words and labels."""
        has = self._standing(key)
        said = self._ours(has)
        words = {name: edit.fields.get(name, getattr(said, name)).strip() for name in _WORDS}
        if not words["title"]:
            raise ProviderError(self._provider, "a set cannot be without a name")
        gone = {label.casefold() for label in edit.gone.get("label", ())}
        labels = edit.tags.get("label", tuple(label for label in said.labels if label.casefold() not in gone))
        labels = tuple(dict.fromkeys(label.strip() for label in labels if label.strip()))
        now = replace(
            said,
            title=" ".join(words["title"].split()),
            sort_title=words["sort_title"],
            summary="\n".join(words["summary"].splitlines()),
            content_rating=words["content_rating"],
            labels=labels,
        )
        self._say_all(has, now)

    def _standing(self, key: str) -> Standing:
        has = self._shelf.standing.get(key)
        if has is None and key in self._emptied:
            has = Standing(key=key, said=self._emptied[key], members={})
        if has is None:
            raise ProviderError(self._provider, f"has no set {mark_of(key)!r} any more")
        return has

    @staticmethod
    def _ours(has: Standing) -> Membership:
        """Return what is said of a collection, with the key that files have, also where nobody marked it before."""
        return replace(has.said, key=mark_of(has.key))

    def _say_all(self, has: Standing, said: Membership) -> None:
        if not has.members:
            self._emptied[has.key] = said
        self._join({item: replace(said, at=has.members[item].at) for item in has.in_writing_order}, has.members)

    def _say(self, has: Standing, places: Mapping[str, float]) -> None:
        said = self._ours(has)
        self._join({item: replace(said, at=at) for item, at in sorted(places.items())}, has.members)

    def _join(self, wanted: Mapping[str, Membership], known: Mapping[str, Membership] | None = None) -> None:
        now = known or {}
        self._each(wanted, lambda item: lambda entry: sets.join(entry, wanted[item], now.get(item)))

    def _each(self, items: Iterable[str], change: Callable[[str], Callable[[Element], None]]) -> None:
        """Change the files of these items, and take in what they say then."""

        def work(item: str) -> None:
            self._desk.change(self._level, item, change(item))
            entry = self._desk.entry(self._level, item)
            self._shelf.put(item, entry.sets if entry is not None else ())

        each_of(items, work)
