"""`reset --only collections`: deletes the collections we made, and gives those we took over their words back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..collect.wanted import label_of
from ..errors import ProviderError
from ..model import FrozenMap, ItemType
from ..providers import FieldEdit, ManagesCollections, ServerCollection
from ..store import Ledger
from ..store.kept import KeptCollection, KeptCollections
from .deeds import FAILED, Deed, DeedReport
from .reset import Act
from .scope import Scope, Shelf, Walk

if TYPE_CHECKING:
    from .opened import Opened

DELETED = "deleted"
WORDS = ("title", "sort_title", "summary", "content_rating")


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
    _due: list[tuple[Shelf, ServerCollection | None, KeptCollection]] = field(default_factory=list, init=False)

    def plan(self) -> DeedReport:
        """Look at the collections that the ledger knows and return what would be done; nothing is changed.

        Raises:
            UsageError: no such library.
        """
        walk = Walk.of(self.app, self.scope, unconfigured=True)
        self.report = DeedReport(reached=walk.reached, dry_run=self.dry_run)
        kept = KeptCollections(self._ledger)
        for shelf in walk.shelves:
            rows = kept.of(shelf.library.server, shelf.name)
            if not rows or not isinstance(shelf.server, ManagesCollections):
                continue
            try:
                standing = shelf.server.collections(shelf.library)
            except ProviderError as error:
                walk.down[shelf.name] = error
                continue
            for row in rows.values():
                if not self.scope.item or self.scope.item == row.title:
                    self._look(shelf, row, standing)
        self.report.down = walk.down
        return self.report

    def __len__(self) -> int:
        """Return how many collections are due."""
        return sum(has is not None for _, has, _ in self._due)

    @property
    def question(self) -> str:
        """Return what the owner is asked before it is done."""
        made = sum(has is not None and row.made for _, has, row in self._due)
        return f"Delete {made} collections that Posteract made, and give {len(self) - made} their old words back?"

    def carry_out(self) -> DeedReport:
        """Do what was planned; one that fails is one that failed."""
        self.report.deeds.clear()
        self.report.counts.clear()
        kept = KeptCollections(self._ledger)
        for shelf, has, row in self._due:
            server = shelf.server
            assert isinstance(server, ManagesCollections)
            try:
                if has is not None and row.made:
                    server.delete_collection(shelf.library, has.item.key)
                elif has is not None:
                    server.edit(shelf.library, ItemType.COLLECTION, [has.item.key], _back(has, row))
            except ProviderError as error:
                self.report.add(_deed(shelf, row, FAILED, error=str(error)))
                continue
            kept.forget(row)
            if has is not None:
                self.report.add(_deed(shelf, row, DELETED if row.made else Act.RETURN))
        return self.report

    @property
    def _ledger(self) -> Ledger:
        return self.app.reading if self.dry_run else self.app.ledger

    def _look(self, shelf: Shelf, row: KeptCollection, standing: Sequence[ServerCollection]) -> None:
        label = label_of(row.key)
        has = next((each for each in standing if label in each.item.labels), None)
        has = has or next((each for each in standing if row.server_key and each.item.key == row.server_key), None)
        self._due.append((shelf, has, row))
        if has is not None:
            why = "" if row.made else "its words; what is in it stays"
            self.report.add(_deed(shelf, row, DELETED if row.made else Act.RETURN, why))


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


def _deed(shelf: Shelf, row: KeptCollection, status: str, reason: str = "", *, error: str = "") -> Deed:
    return Deed(
        item=row.title,
        kind="collection",
        library=shelf.name,
        server=shelf.library.server,
        status=status,
        reason=reason,
        error=error,
    )
