"""Which picture slots a command is about: `--library`, `--item`, `--kind`, walked page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import PosteractError, ProviderError
from ..model import ArtworkKind, Library, MediaItem
from ..plan.identity import aliases
from ..plan.wanted import Branches, fits, is_excluded, the_one
from ..providers import MediaServer
from ..store import Ledger, Target

if TYPE_CHECKING:
    from .opened import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a command was asked to work on; empty = everything.

    Attributes:
        libraries: names, as configured or as their servers have them.
        item: as `--item` takes it; it must fit exactly one.
        kinds: of picture.
    """

    libraries: tuple[str, ...] = ()
    item: str = ""
    kinds: tuple[ArtworkKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One library of one server.

    Attributes:
        server: answers for it.
        library: as the server has it.
        name: as configured, else as the server calls it; the ledger knows it by this.
        configured: it stands under `libraries`.
        exclude_labels: items with one of these are left alone.
    """

    server: MediaServer[Any]
    library: Library
    name: str
    configured: bool
    exclude_labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One picture slot, with what the ledger knows of it.

    Attributes:
        shelf: where it is.
        item: whose it is.
        kind: which of the item's.
        media_id: of the ledger.
        target: the ledger's row; None when it has none.
    """

    shelf: Shelf
    item: MediaItem
    kind: ArtworkKind
    media_id: int
    target: Target | None

    def row(self) -> Target:
        """Return the ledger's row, or a new one, with what the listing says now."""
        ids = self.item.show_ids if self.item.show_title else self.item.ids
        target = self.target or Target(
            media_id=self.media_id, server=self.shelf.library.server, library=self.shelf.name, kind=self.kind.value
        )
        target.item, target.key, target.library = str(self.item), self.item.key, self.shelf.name
        target.imdb_id, target.tmdb_id, target.tvdb_id = ids.imdb or "", str(ids.tmdb or ""), str(ids.tvdb or "")
        return target


@dataclass(slots=True)
class Walk:
    """Goes through libraries; one that cannot be listed is noted in `down`, and the others are walked.

    Attributes:
        shelves: the libraries in scope.
        down: servers and libraries that could not be listed, with why.
        reached: a server answered, or none was down.
        ambiguous: names of libraries that several servers have.
    """

    shelves: tuple[Shelf, ...]
    down: dict[str, PosteractError] = field(default_factory=dict)
    reached: bool = True
    ambiguous: frozenset[str] = frozenset()

    @classmethod
    def of(cls, app: Opened, scope: Scope, *, unconfigured: bool) -> Walk:
        """Return a walk over the libraries in scope.

        Args:
            app: knows the servers.
            scope: a library it names is walked even when it is not configured.
            unconfigured: walk those that are not configured, too, when none is named.

        Raises:
            UsageError: there is no library of that name.
        """
        servers, listed, down = app.listed()
        found = [
            _shelf(app, servers[server], library, app.config.library_for(server, library.name))
            for server, libraries in listed.items()
            for library in libraries
        ]
        known = dict.fromkeys((*app.config.libraries, *(name for shelf in found for name in _names(shelf))))
        app.loaded.check_names("library", scope.libraries, tuple(known))
        wanted = set(scope.libraries)
        shelves = [shelf for shelf in found if (wanted & _names(shelf) if wanted else unconfigured or shelf.configured)]
        times = Counter(shelf.library.name for shelf in found)
        return cls(
            tuple(shelves),
            dict(down),
            reached=any(listed.values()) or not down,
            ambiguous=frozenset(name for name, count in times.items() if count > 1),
        )

    def pages(self, scope: Scope) -> Iterator[tuple[Shelf, Sequence[MediaItem]]]:
        """Yield the items in scope, page by page; with a show come its seasons and episodes.

        Raises:
            UsageError: the item fits none or several.
        """
        chosen = self._chosen(scope.item) if scope.item else None
        for shelf in self.shelves:
            wanted = Branches()
            try:
                for page in shelf.server.items(shelf.library):
                    if chosen is None:
                        yield shelf, page
                        continue
                    for item in page:
                        if chosen[0] is shelf and item.key == chosen[1].key:
                            wanted.choose(item)
                    if some := [item for item in page if wanted.has(item)]:
                        yield shelf, some
            except ProviderError as error:
                self.down[shelf.name] = error

    def slots(self, scope: Scope, ledger: Ledger, *, excluded: bool = True) -> Iterator[list[Slot]]:
        """Yield the slots in scope, a page at a time; without `excluded`, those of items labelled to be left alone are not."""
        claimed: dict[int, set[int]] = {}
        unwanted = Branches()
        for shelf, page in self.pages(scope):
            items = []
            for item in page:
                if not excluded and is_excluded(item, shelf.exclude_labels):
                    unwanted.choose(item)
                if excluded or not unwanted.has(item):
                    items.append(item)
            media = ledger.media(
                shelf.library.server,
                shelf.name,
                [(item.type.value, aliases(item)) for item in items],
                claimed.setdefault(id(shelf), set()),
            )
            rows = ledger.targets([each.id for each in media])
            yield [
                Slot(shelf=shelf, item=item, kind=kind, media_id=each.id, target=rows.get((each.id, kind.value)))
                for item, each in zip(items, media, strict=True)
                for kind in _kinds(item, scope.kinds)
            ]

    def _chosen(self, text: str) -> tuple[Shelf, MediaItem]:
        found: list[tuple[Shelf, MediaItem]] = []
        for shelf in self.shelves:
            try:
                found += (
                    (shelf, item) for page in shelf.server.items(shelf.library) for item in page if fits(item, text)
                )
            except ProviderError:
                continue  # said when the library is walked
        item = the_one(text, [(shelf.name, item) for shelf, item in found])
        return next((shelf, each) for shelf, each in found if each is item)


def _kinds(item: MediaItem, wanted: Collection[ArtworkKind]) -> list[ArtworkKind]:
    return [kind for kind in item.kinds if not wanted or kind in wanted]


def _names(shelf: Shelf) -> set[str]:
    return {shelf.name, shelf.library.name}


def _shelf(app: Opened, server: MediaServer[Any], library: Library, name: str | None) -> Shelf:
    labels = app.config.library_settings(name).exclude_labels if name else ()
    return Shelf(
        server=server,
        library=library,
        name=name or library.name,
        configured=name is not None,
        exclude_labels=frozenset(labels),
    )
