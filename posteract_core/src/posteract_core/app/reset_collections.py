"""`reset --only collections`: deletes the collections and playlists we made, and gives those we took over their words back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..collect.wanted import label_of
from ..errors import PosteractError, ProviderError
from ..model import FrozenMap, ItemType, Library
from ..providers import FieldEdit, ManagesCollections, ManagesPlaylists, ServerCollection
from ..run.playlists import Playlists, is_playlists, shelf_of, user_of
from ..store import Ledger
from ..store.kept import KeptCollection, KeptCollections
from .deeds import FAILED, Deed, DeedReport
from .reset import Act
from .scope import Scope, Walk

if TYPE_CHECKING:
    from .opened import Opened

DELETED = "deleted"
WORDS = ("title", "sort_title", "summary", "content_rating")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is to be done about one.

    Attributes:
        server: manages it.
        library: where it is.
        name: of the entry for that, in reports and in the ledger.
        has: it, as it stands; None = it is gone.
        row: what the ledger knows of it.
    """

    server: ManagesCollections
    library: Library
    name: str
    has: ServerCollection | None
    row: KeptCollection


@dataclass(slots=True, kw_only=True)
class ResetCollections:
    """One reset of collections: `plan` it, look at what it would do, then `carry_out`. Hold the ledger around both.

    Attributes:
        app: whose parts do it.
        scope: what it is about; an item that is named is a collection's title here.
        dry_run: look only.
    """

    app: Opened
    scope: Scope
    dry_run: bool = False
    report: DeedReport = field(default_factory=DeedReport, init=False)
    _due: list[Due] = field(default_factory=list, init=False)

    def plan(self) -> DeedReport:
        """Look at the collections that the ledger knows and return what would be done; nothing is changed.

        Raises:
            UsageError: no such library.
        """
        walk = Walk.of(self.app, self.scope, unconfigured=True)
        self.report = DeedReport(reached=walk.reached, dry_run=self.dry_run)
        kept = KeptCollections(self._ledger)
        for shelf in walk.shelves:
            if isinstance(shelf.server, ManagesCollections):
                self._look(kept, shelf.server, shelf.library, shelf.name, walk.down)
        if not self.scope.libraries:
            self._look_at_playlists(kept, walk.down)
        self.report.down = walk.down
        return self.report

    def __len__(self) -> int:
        """Return how many collections are due."""
        return sum(due.has is not None for due in self._due)

    @property
    def question(self) -> str:
        """Return what the owner is asked before it is done."""
        made = sum(due.has is not None and due.row.made for due in self._due)
        return f"Delete {made} collections and playlists that Posteract made, and give {len(self) - made} their old words back?"

    def carry_out(self) -> DeedReport:
        """Do what was planned; one that fails is one that failed."""
        self.report.deeds.clear()
        self.report.counts.clear()
        kept = KeptCollections(self._ledger)
        for due in self._due:
            has, row = due.has, due.row
            try:
                if has is not None and row.made:
                    due.server.delete_collection(due.library, has.item.key)
                elif has is not None:
                    due.server.edit(due.library, ItemType.COLLECTION, [has.item.key], _back(has, row))
            except ProviderError as error:
                self.report.add(_deed(due, FAILED, error=str(error)))
                continue
            kept.forget(row)
            if has is not None:
                self.report.add(_deed(due, DELETED if row.made else Act.RETURN))
        return self.report

    @property
    def _ledger(self) -> Ledger:
        return self.app.reading if self.dry_run else self.app.ledger

    def _look_at_playlists(self, kept: KeptCollections, down: dict[str, PosteractError]) -> None:
        """Look at the playlists of every server: the owner's, and those of users that were made for them."""
        known = {(row.server, row.library) for row in kept.all()}
        for name, server in self.app.servers().items():
            if not isinstance(server, ManagesPlaylists):
                continue
            for shelf in sorted(library for on, library in known if on == name and is_playlists(library)):
                try:
                    owner = server.playlists_of(user) if (user := user_of(shelf)) else server
                except ProviderError as error:
                    down[f"{shelf} on {name}"] = error
                    continue
                self._look(kept, Playlists(owner), shelf_of(name), shelf, down)

    def _look(
        self,
        kept: KeptCollections,
        server: ManagesCollections,
        library: Library,
        name: str,
        down: dict[str, PosteractError],
    ) -> None:
        """Find what the ledger knows of one place, and what is to be done about it."""
        rows = kept.of(library.server, name)
        try:
            standing = server.collections(library) if rows else ()
        except ProviderError as error:
            down[name] = error
            return
        for row in rows.values():
            if self.scope.item and self.scope.item != row.title:
                continue
            label = label_of(row.key)
            has = next((each for each in standing if label in each.item.labels), None)
            has = has or next((each for each in standing if row.server_key and each.item.key == row.server_key), None)
            due = Due(server=server, library=library, name=name, has=has, row=row)
            self._due.append(due)
            if has is not None:
                why = "" if row.made else "its words; what is in it stays"
                self.report.add(_deed(due, DELETED if row.made else Act.RETURN, why))


def _back(has: ServerCollection, row: KeptCollection) -> FieldEdit:
    """Return the edit that gives a collection back what it said; what a person has written since stays."""
    now = {name: str(getattr(has.item, name)) for name in WORDS}
    fields = {
        name: str(row.before[name])
        for name in WORDS
        if name in row.before and name in row.set_to and now[name] == row.set_to[name] != row.before[name]
    }
    labels = tuple(str(label) for label in row.before.get("label", ()))
    gone = tuple(label for label in has.item.labels if label not in labels)
    return FieldEdit(
        fields=FrozenMap(fields),
        tags=FrozenMap({"label": labels}),
        gone=FrozenMap({"label": gone}),
        locks=FrozenMap(dict.fromkeys((*fields, "label"), False)),
    )


def _deed(due: Due, status: str, reason: str = "", *, error: str = "") -> Deed:
    return Deed(
        item=due.row.title,
        kind="playlist" if is_playlists(due.name) else "collection",
        library=due.name,
        server=due.library.server,
        status=status,
        reason=reason,
        error=error,
    )
