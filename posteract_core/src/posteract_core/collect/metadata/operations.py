"""`operations` of a library: read from a table of names; what each says of an item, given what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...config.names import nearest
from ...errors import Problem
from ...model import Facts, FrozenMap, ItemType, MediaItem
from ...providers.arr.options import as_tags
from ...schedule import read_schedule
from ..dialect.definition_values import MODES
from ..dialect.values import as_bool, as_int, as_list, as_texts
from .backup import MetadataBackup, read_backup
from .draft import Draft
from .origins import Origin, read_origins, table
from .recipe import TagRule, Words
from .words import TAGS, field_of

IN_PARENTHESES = re.compile(r"\s*\([^()]*\)$")
RANKS = frozenset({"highest", "lowest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A field or list that is written from elsewhere: `mass_…_update`.

    Attributes:
        writes: which.
        level: items of this type.
        origins: tried in order.
    """

    writes: str
    level: ItemType
    origins: tuple[Origin, ...]

    @property
    def needs(self) -> frozenset[str]:
        """Return the names of the facts it asks for."""
        return frozenset(origin.fact for origin in self.origins if origin.fact)

    def words(self, facts: Facts, *, lacking: bool) -> Words:
        """Return what it says of an item.

        Args:
            facts: what is known of the item.
            lacking: more would be known had everyone answered: what comes after such a gap does not count.
        """
        for origin in self.origins:
            if origin.word:
                return self._word(origin.word)
            value = origin.value(facts)
            if value is not None:
                return self._written(value)
            if lacking:
                break
        return Words()

    def _written(self, value: str | tuple[str, ...]) -> Words:
        if self.writes in TAGS:
            tags = (value,) if isinstance(value, str) else value
            return Words(tags=FrozenMap({self.writes: TagRule(only=tags)}))
        return Words(fields=FrozenMap({self.writes: str(value)}))

    def _word(self, word: str) -> Words:
        if word in ("lock", "unlock"):
            return Words(locks=FrozenMap({self.writes: word == "lock"}))
        empty = self._written(() if self.writes in TAGS else "")
        if word == "remove":
            return empty
        return Words(
            fields=empty.fields,
            tags=empty.tags,
            locks=FrozenMap({self.writes: False}),
            once=frozenset({self.writes}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteCollections:
    """Which collections of ours are deleted; all that is given must hold.

    Attributes:
        configured: those with a recipe, or without; None = either.
        less: those with fewer members; None = any number.
        smart_too: empty smart ones count as well.
    """

    configured: bool | None = None
    less: int | None = None
    smart_too: bool = False


@dataclass(slots=True, kw_only=True)
class Operations:
    """The operations of one library, in the order in which they have their say.

    Attributes:
        updates: fields and lists written from elsewhere.
        genres, content_ratings: what is called otherwise; an empty list = taken out.
        parentheses: titles lose what stands in parentheses at their end, unless they are locked.
        ignore_labels: items with one of these are passed over.
        delete: collections that are deleted.
        mode: of every collection without one of its own in a recipe.
        collection_rating: their content rating: a text, or `highest` or `lowest` of what is in them.
        ranking: content ratings, the lowest first.
        backup: what is written down of items.
        split: films with several copies are taken apart.
        added_to: by the name of a service, whether it gets all titles.
        taken_out: likewise, tags: titles that have one of them there are taken out.
    """

    updates: list[Update] = field(default_factory=list)
    genres: dict[str, tuple[str, ...]] = field(default_factory=dict)
    content_ratings: dict[str, str] = field(default_factory=dict)
    parentheses: bool = False
    ignore_labels: tuple[str, ...] = ()
    delete: DeleteCollections | None = None
    mode: str = ""
    collection_rating: str = ""
    ranking: tuple[str, ...] = ()
    backup: MetadataBackup | None = None
    split: bool = False
    added_to: dict[str, bool] = field(default_factory=dict)
    taken_out: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.of_items or self.of_collections or self.backup is not None or self.split or self.of_services)

    @property
    def of_collections(self) -> bool:
        """Return whether anything is said of collections."""
        return bool(self.delete is not None or self.mode or self.collection_rating)

    @property
    def of_services(self) -> bool:
        """Return whether anything is said to services that get media."""
        return any(self.added_to.values()) or any(self.taken_out.values())

    @property
    def of_items(self) -> bool:
        """Return whether anything is said of items."""
        return bool(self.updates or self.genres or self.content_ratings or self.parentheses)

    def needs(self, item: MediaItem) -> frozenset[str]:
        """Return the names of the facts that are asked for about an item."""
        return frozenset[str]().union(*(update.needs for update in self.updates if update.level is item.type))

    def apply(self, draft: Draft, facts: Facts, *, lacking: bool) -> None:
        """Let all of them have their say of an item."""
        item = draft.item
        labels = {label.casefold() for label in item.labels}
        if labels & {label.casefold() for label in self.ignore_labels}:
            return
        for update in self.updates:
            if update.level is item.type:
                draft.take(update.words(facts, lacking=lacking))
        if item.type not in (ItemType.MOVIE, ItemType.SHOW):
            return
        if self.genres:
            draft.take(Words(tags=FrozenMap({"genre": TagRule(renamed=FrozenMap(self.genres))})))
        rating = draft.fields.get("content_rating", field_of(item, "content_rating"))
        if rating in self.content_ratings:
            draft.take(Words(fields=FrozenMap({"content_rating": self.content_ratings[rating]})))
        if self.parentheses and "title" not in (item.locked_words or ()):
            shorter = IN_PARENTHESES.sub("", item.title)
            if shorter and shorter != item.title:
                draft.take(Words(fields=FrozenMap({"title": shorter})))


@dataclass(slots=True)
class ReadOperations:
    """What was read; problems and warnings by dotted path."""

    operations: Operations = field(default_factory=Operations)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_operations(written: Any, path: str, *, library: ItemType, now: datetime) -> ReadOperations:
    """Return the operations of a library: of several mappings the first that says something and is due counts.

    Args:
        written: a mapping, or a list of them.
        path: dotted, where it stands.
        library: what the library holds.
        now: local time, for schedules.
    """
    read = ReadOperations()
    if isinstance(written, Mapping):
        _Reader(read, path, library, now, set()).mapping(written)
        return read
    seen: set[str] = set()
    for number, each in enumerate(written or ()):
        here = f"{path}.{number}"
        if isinstance(each, Mapping):
            _Reader(read, here, library, now, seen).mapping(each)
        else:
            read.problems.append(Problem(path=here, message="must be a mapping of operations"))
    return read


@dataclass(slots=True)
class _Reader:
    read: ReadOperations
    path: str
    library: ItemType
    now: datetime
    seen: set[str]

    def mapping(self, written: Mapping[str, Any]) -> None:
        due, ignore = True, self.read.operations.ignore_labels
        if written.get("schedule") is not None:
            schedule, mistakes = read_schedule(written["schedule"])
            for mistake in mistakes:
                self._wrong("schedule", mistake)
            due = schedule is not None and schedule.due(self.now)
        if written.get("ignore_labels") is not None:
            ignore = tuple(str(each) for each in as_list(written["ignore_labels"]))
        kept, self.read.operations = self.read.operations, Operations()
        for name, value in written.items():
            self._operation(str(name), value)
        said, self.read.operations = self.read.operations, kept
        if due:
            kept.ignore_labels = ignore
            self._join(kept, said, {str(name) for name in written})

    def _join(self, kept: Operations, said: Operations, names: AbstractSet[str]) -> None:
        """Take over what no mapping before this one said."""
        fresh = names - self.seen
        self.seen |= names
        writes = {tuple(pair) for name, pair in table()["updates"].items() if name in fresh}
        kept.updates += [
            each
            for each in said.updates
            if (each.writes, "episode" if each.level is ItemType.EPISODE else "library") in writes
        ]
        for name, attributes in _ATTRIBUTES.items():
            if name in fresh:
                for attribute in attributes:
                    setattr(kept, attribute, getattr(said, attribute))
        for name, (service, _, _) in table()["services_told"].items():
            if name in fresh and service in said.added_to:
                kept.added_to.setdefault(service, said.added_to[service])
            if name in fresh and service in said.taken_out:
                kept.taken_out.setdefault(service, said.taken_out[service])

    def _operation(self, name: str, value: Any) -> None:
        names, operations = table(), self.read.operations
        if name in names["control"] or value is None or (value is False and name in names["not_done"]):
            return
        if name in names["updates"]:
            self._update(name, value)
        elif name in names["not_done"]:
            reason = names["not_done"][name]
            self._warn(name, "is accepted, but this version does nothing with it" + (f": {reason}" if reason else ""))
        elif name in names["services_told"]:
            self._service(name, value)
        elif name == "genre_mapper":
            operations.genres = {old: as_texts(new or None) for old, new in self._mapper(name, value)}
        elif name == "content_rating_mapper":
            operations.content_ratings = {old: str(new or "") for old, new in self._mapper(name, value)}
        elif name == "split_duplicates":
            operations.split = (self._bool(name, value) or False) and self.library is ItemType.MOVIE
        elif name == "remove_title_parentheses":
            operations.parentheses = self._bool(name, value) or False
        elif name == "delete_collections":
            operations.delete = self._delete(name, value)
        elif name == "delete_collections_with_less":
            operations.delete = operations.delete or self._delete(name, {"less": value})
        elif name == "mass_collection_mode":
            if str(value).lower() in MODES:
                operations.mode = MODES[str(value).lower()]
            else:
                self._wrong(name, f"`{value}` is none of its words; there are {', '.join(MODES)}")
        elif name == "mass_collection_content_rating_update":
            self._collection_rating(name, value)
        elif name == "metadata_backup":
            operations.backup, mistakes = read_backup(value, self.library) if value is not False else (None, [])
            for option, mistake in mistakes:
                self._wrong(f"{name}.{option}".removesuffix("."), mistake)
        else:
            known = [
                *names["updates"],
                *names["services_told"],
                *names["others"],
                *names["control"],
                *names["not_done"],
            ]
            near = nearest(name, known)
            self._wrong(name, "is no operation" + (f"; did you mean `{near.name}`?" if near else ""))

    def _update(self, name: str, value: Any) -> None:
        writes, where = table()["updates"][name]
        origins, mistakes, unanswered = read_origins(value, writes)
        for mistake in mistakes:
            self._wrong(name, mistake)
        for each in unanswered:
            self._warn(name, f"`{each}` is answered by nothing here, and passed over")
        level = ItemType.EPISODE if where == "episode" else self.library
        if origins and not (where == "episode" and self.library is ItemType.MOVIE):
            self.read.operations.updates.append(Update(writes=writes, level=level, origins=tuple(origins)))

    def _service(self, name: str, value: Any) -> None:
        service, kind, what = table()["services_told"][name]
        operations = self.read.operations
        if kind != self.library.value:
            self._warn(name, f"goes with libraries of {kind}s only")
        elif what == "add":
            operations.added_to[service] = self._bool(name, value) or operations.added_to.get(service, False)
        else:
            try:
                operations.taken_out[service] = as_tags(value)
            except ValueError as error:
                self._wrong(name, str(error))

    def _mapper(self, name: str, value: Any) -> Iterator[tuple[str, Any]]:
        if not isinstance(value, Mapping):
            self._wrong(name, "must be a mapping: what stands there, and what shall")
            return
        for old, new in value.items():
            if isinstance(new, Mapping) or (isinstance(new, list) and name != "genre_mapper"):
                self._wrong(f"{name}.{old}", "must be a text, or empty to take it out")
            else:
                yield str(old), new

    def _delete(self, name: str, value: Any) -> DeleteCollections | None:
        if not isinstance(value, Mapping):
            self._wrong(name, "must be a mapping: `{configured: false}`, `{less: 3}`")
            return None
        for key in value:
            if key not in ("managed", "configured", "less", "ignore_empty_smart_collections"):
                near = nearest(str(key), ("managed", "configured", "less", "ignore_empty_smart_collections"))
                self._wrong(f"{name}.{key}", "is not understood" + (f"; did you mean `{near.name}`?" if near else ""))
        managed = self._bool(f"{name}.managed", value.get("managed"))
        if managed is False:
            self._warn(f"{name}.managed", "collections that Posteract did not make are never deleted: none fits")
            return None
        ignore = self._bool(f"{name}.ignore_empty_smart_collections", value.get("ignore_empty_smart_collections"))
        try:
            less = as_int(value["less"]) if value.get("less") is not None else None
        except ValueError as error:
            self._wrong(f"{name}.less", str(error))
            return None
        configured = self._bool(f"{name}.configured", value.get("configured"))
        if less is None and configured is None and managed is None:
            self._wrong(name, "says of no collection that it is meant: `configured`, `less`")
            return None
        return DeleteCollections(configured=configured, less=less, smart_too=ignore is False)

    def _collection_rating(self, name: str, value: Any) -> None:
        operations = self.read.operations
        mapping = value if isinstance(value, Mapping) else {"source": value}
        source, ranking = mapping.get("source"), tuple(str(each) for each in as_list(mapping.get("ranking")))
        if not isinstance(source, str | int):
            self._wrong(name, "must be a content rating, or `{source: highest, ranking: [G, PG, …]}`")
        elif str(source).lower() in RANKS and not ranking:
            self._wrong(name, f"`{source}` needs a `ranking`: content ratings, the lowest first")
        else:
            operations.collection_rating, operations.ranking = str(source), ranking

    def _bool(self, name: str, value: Any) -> bool | None:
        if value is None:
            return None
        try:
            return as_bool(value)
        except ValueError as error:
            self._wrong(name, str(error))
            return None

    def _wrong(self, name: str, message: str) -> None:
        self.read.problems.append(Problem(path=f"{self.path}.{name}", message=message))

    def _warn(self, name: str, message: str) -> None:
        self.read.warnings.append(Problem(path=f"{self.path}.{name}", message=message))


_ATTRIBUTES: Mapping[str, Sequence[str]] = {
    "genre_mapper": ("genres",),
    "content_rating_mapper": ("content_ratings",),
    "remove_title_parentheses": ("parentheses",),
    "delete_collections": ("delete",),
    "delete_collections_with_less": ("delete",),
    "mass_collection_mode": ("mode",),
    "metadata_backup": ("backup",),
    "split_duplicates": ("split",),
    "mass_collection_content_rating_update": ("collection_rating", "ranking"),
}
"""What an operation sets, by its name."""
