"""Carries out what is to be done about collections, one after the other: what is cut off is done by the next run, none twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from loguru import logger

from ..collect.difference import Change
from ..collect.index import LibraryIndex
from ..errors import ProviderError, ProviderRejected
from ..model import CollectionChange, ItemType, Library, MediaItem, MediaRef
from ..providers import FieldEdit, ManagesCollections
from ..store.kept import KeptCollection, KeptCollections

LOST_AFTER = 5
"""Failures in a row after which a server counts as gone for this run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionOutcome:
    """What became of one collection.

    Attributes:
        library: the library's configured name.
        server: the plugin instance that serves it.
        title: the collection's.
        status: `made`, `changed`, `deleted`, `unchanged`, `left` or `failed`; in a dry run `planned` in place of the first three.
        what: what was done, or would be, or why nothing was, in words.
        added, removed: titles, as people know them.
        moved: how many members changed their place.
        missing: titles that the lists name and the library has not.
        handed: what services that take them got, or would get, in words: `2 to Radarr: Heat (1995), Ronin (1998)`.
        error: what went wrong; empty when nothing did.
    """

    library: str
    server: str
    title: str
    status: str
    what: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: int = 0
    missing: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()
    error: str = ""


@dataclass(slots=True, kw_only=True)
class CollectionRunner:
    """Works on one library's collections.

    Attributes:
        server: that manages them.
        library: where they are.
        name: the library's configured name.
        index: what the library has.
        kept: the ledger's table.
        notify: tells plugins of an event.
        cancel: no further collection is begun once it is set.
    """

    server: ManagesCollections
    library: Library
    name: str
    index: LibraryIndex
    kept: KeptCollections
    notify: Callable[..., None]
    cancel: Event = field(default_factory=Event)

    def run(self, changes: Iterable[Change]) -> list[CollectionOutcome]:
        """Do what is to be done; one that fails is one that failed.

        Raises:
            ProviderRejected: the server refuses the token.
        """
        rows = self.kept.of(self.library.server, self.name)
        outcomes: list[CollectionOutcome] = []
        missed = 0
        for change in changes:
            if self.cancel.is_set():
                raise KeyboardInterrupt
            row = rows.get(change.wanted.key) or self._row(change)
            try:
                outcome = self._one(change, row)
                missed = 0
            except ProviderRejected:
                raise
            except ProviderError as error:
                missed += 1
                logger.error("{}, collection {}: {}", self.name, change.wanted.title, error)
                row.error = str(error)
                self.kept.save(row)
                outcome = self.told(change, "failed", error=str(error))
            outcomes.append(outcome)
            if missed >= LOST_AFTER:
                logger.error("{}: does not answer any more; what is left waits for the next run", self.library.server)
                break
        return outcomes

    def told(self, change: Change, status: str, *, error: str = "") -> CollectionOutcome:
        """Return an outcome with the change in words."""
        return CollectionOutcome(
            library=self.name,
            server=self.library.server,
            title=change.wanted.title,
            status=status,
            what=in_words(change),
            added=tuple(map(self._title, change.added)),
            removed=tuple(map(self._title, change.removed)),
            moved=len(change.moves),
            missing=tuple(titled(ref) for ref in change.wanted.missing),
            error=error,
        )

    def _one(self, change: Change, row: KeptCollection) -> CollectionOutcome:
        wanted = change.wanted
        if change.left:
            return self.told(change, "left")
        if change.delete:
            assert change.has is not None
            self.server.delete_collection(self.library, change.has.item.key)
            self.kept.forget(row)
            self._tell(change)
            return self.told(change, "deleted")
        if change.writes:
            if row.revision:
                row.revision = ""
                self.kept.save(row)  # from here on nobody knows who is in it until they are read again
            self._write(change, row)
            self._tell(change)
        if change.writes or row.error or row.members != wanted.members or change.has is None:
            row.error, row.members = "", wanted.members
            row.set_to = {"title": wanted.title, **wanted.fields}
            if wanted.filtering:
                row.set_to["filtering"] = wanted.filtering
            row.title = wanted.title
            self.kept.save(row)
        status = "made" if change.creates else "changed" if change.writes else "unchanged"
        return self.told(change, status)

    def _write(self, change: Change, row: KeptCollection) -> None:
        server, library, wanted = self.server, self.library, change.wanted
        if wanted.member_label:
            self._label(change)
        if change.has is None:
            row.made, row.server_key, row.title = True, "", wanted.title
            self.kept.save(row)  # that it is meant; should its key not reach us, it is known by its title
            row.server_key = server.create_collection(
                library, wanted.title, change.added, level=wanted.level, search=wanted.search
            )
            self.kept.save(row)
        else:
            row.server_key = change.has.item.key
            if change.removed and not wanted.member_label:
                server.remove_members(library, row.server_key, change.removed)
            if change.added and not wanted.member_label:
                server.add_members(library, row.server_key, change.added)
            if change.search is not None:
                server.set_search(library, row.server_key, change.search, level=wanted.level)
        key = row.server_key
        if change.edit.fields or change.edit.tags or change.edit.gone:
            server.edit(library, ItemType.COLLECTION, [key], change.edit)
        if change.mode or change.order:
            server.arrange(library, key, mode=change.mode, order=change.order)
        if change.filtering:
            server.set_filtering(library, key, change.filtering)
        for member, after in change.moves:
            server.move_member(library, key, member, after)
        if change.visibility is not None:
            server.set_visibility(library, key, change.visibility)

    def _label(self, change: Change) -> None:
        """Put the label that a smart collection looks for on its members, and take it from those that are none any more.

        Items that end with the same labels share a request.
        """
        label = change.wanted.member_label
        edits: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
        for key in (*change.added, *change.removed):
            item = self.index.items[key]
            rest = tuple(each for each in item.labels if each.casefold() != label.casefold())
            adds = key in change.added
            edits.setdefault((adds, (*rest, label) if adds else rest), []).append(key)
        for (adds, labels), keys in edits.items():
            edit = FieldEdit(tags={"label": labels}, gone={} if adds else {"label": (label,)})
            self.server.edit(self.library, change.wanted.level, keys, edit)

    def _row(self, change: Change) -> KeptCollection:
        """Return a new row: of a collection of ours that the ledger lost, of one that is taken over, or of one to be made."""
        row = KeptCollection(server=self.library.server, library=self.name, key=change.wanted.key)
        if change.has is not None:
            item = change.has.item
            row.server_key, row.made = item.key, change.wanted.label in item.labels
            if not row.made:
                row.before = {
                    "title": item.title,
                    "sort_title": item.sort_title,
                    "summary": item.summary,
                    "content_rating": item.content_rating,
                    "label": list(item.labels),
                }
        return row

    def _tell(self, change: Change) -> None:
        if change.creates or change.delete or change.added or change.removed:
            event = CollectionChange(
                title=change.wanted.title,
                library=self.library,
                created=change.creates,
                deleted=change.delete,
                added=tuple(map(self.ref, change.added)),
                removed=tuple(map(self.ref, change.removed)),
            )
            self.notify("posteract_collection_changed", change=event)

    def _title(self, key: str) -> str:
        item = self.index.items.get(key)
        return str(item) if item is not None else f"item {key}"

    def ref(self, key: str) -> MediaRef:
        """Return an item of the library with its ids."""
        item = self.index.items.get(key)
        return MediaRef(type=ItemType.MOVIE, key=key) if item is None else ref_of(item)


def ref_of(item: MediaItem) -> MediaRef:
    """Return an item with its ids."""
    return MediaRef(
        type=item.type,
        ids=item.ids,
        title=item.title,
        year=item.year,
        season=item.season,
        episode=item.episode,
        key=item.key,
    )


def in_words(change: Change) -> str:
    """Return what is done about a collection: `+ 3, - 1, 2 moved, summary, hidden`."""
    if change.left:
        return change.left
    if change.delete:
        return f"deleted: {change.wanted.why}"
    edited = [name.replace("_", " ") for name in (*change.edit.fields, *({"label"} & (change.edit.tags.keys())))]
    parts: Sequence[Any] = (
        change.added and f"+ {len(change.added)}",
        change.removed and f"- {len(change.removed)}",
        change.moves and f"{len(change.moves)} moved",
        *edited,
        change.order and f"order {change.order}",
        change.mode and f"mode {change.mode}",
        change.filtering and f"watching of the {change.filtering}",
        change.search is not None and "search",
        change.visibility is not None and "visibility",
        change.kept_words and f"{', '.join(change.kept_words)} as edited by hand",
        *change.wanted.notes,
    )
    return ", ".join(str(part) for part in parts if part)


def titled(ref: MediaRef) -> str:
    """Return an entry of a list as a person would name it."""
    known = ref.title or ", ".join(f"{service}:{value}" for service, value in ref.ids.pairs())
    return f"{known} ({ref.year})" if ref.year and ref.title else known
