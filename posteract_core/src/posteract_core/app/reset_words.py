"""`reset --only metadata`: gives items the words back that were there before we wrote any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..collect.metadata.difference import ItemChange, batches
from ..collect.metadata.undo import Undoing, undone
from ..errors import ProviderError
from ..model import ItemType, MediaItem
from ..plan.identity import aliases
from ..providers import EditsMetadata, ManagesCollections
from ..store import Ledger
from ..store.kept import Edited, EditedFields
from .collection_operations import MODE
from .deeds import FAILED, Deed, DeedReport
from .reset import Act
from .scope import Scope, Shelf, Walk

if TYPE_CHECKING:
    from .opened import Opened


@dataclass(slots=True, kw_only=True)
class ResetWords:
    """One reset of words: `plan` it, look at what it would do, then `carry_out`. Hold the ledger around both.

    Attributes:
        app: whose parts do it.
        scope: what it is about.
        dry_run: look only.
    """

    app: Opened
    scope: Scope
    dry_run: bool = False
    report: DeedReport = field(default_factory=DeedReport, init=False)
    _due: list[tuple[Shelf, MediaItem, Undoing]] = field(default_factory=list, init=False)
    _modes: list[tuple[Shelf, MediaItem, Edited]] = field(default_factory=list, init=False)

    def plan(self) -> DeedReport:
        """Look at every item in scope and return what would be done; nothing is changed.

        Raises:
            UsageError: no such library; the item fits none or several.
        """
        walk = Walk.of(self.app, self.scope, unconfigured=True)
        self.report = DeedReport(reached=walk.reached, dry_run=self.dry_run)
        edited = EditedFields(self._ledger)
        claimed: dict[int, set[int]] = {}
        for shelf, page in walk.pages(self.scope):
            names = [(item.type.value, aliases(item)) for item in page]
            media = self._ledger.media(shelf.library.server, shelf.name, names, claimed.setdefault(id(shelf), set()))
            rows = edited.of([each.id for each in media])
            by_id: dict[int, dict[str, Edited]] = {}
            for (media_id, name), row in rows.items():
                by_id.setdefault(media_id, {})[name] = row
            for item, each in zip(page, media, strict=True):
                if each.id in by_id:
                    self._look(shelf, item, by_id[each.id])
        self.report.down = walk.down
        return self.report

    def __len__(self) -> int:
        """Return how many items are due."""
        return len({(id(shelf), item.key) for shelf, item, _ in (*self._due, *self._modes)})

    @property
    def question(self) -> str:
        """Return what the owner is asked before it is done."""
        count = len(self)
        return f"Give {'1 item' if count == 1 else f'{count} items'} the words back that stood there before us?"

    def carry_out(self) -> DeedReport:
        """Do what was planned; one edit that fails leaves its items to the next time."""
        self.report.deeds = [deed for deed in self.report.deeds if deed.status == Act.LEAVE]
        self.report.counts.clear()
        self.report.counts.update(deed.status for deed in self.report.deeds)
        edited = EditedFields(self._ledger)
        for shelf in {id(shelf): shelf for shelf, _, _ in self._due}.values():
            self._write(shelf, edited)
        for shelf, item, row in self._modes:
            server = shelf.server
            assert isinstance(server, ManagesCollections)
            try:
                server.arrange(shelf.library, item.key, mode=str(row.before))
            except ProviderError as error:
                self.report.add(_deed(shelf, item, FAILED, error=str(error)))
            else:
                edited.forget([row])
                self.report.add(_deed(shelf, item, Act.RETURN, "mode"))
        return self.report

    @property
    def _ledger(self) -> Ledger:
        return self.app.reading if self.dry_run else self.app.ledger

    def _look(self, shelf: Shelf, item: MediaItem, known: Mapping[str, Edited]) -> None:
        undoing = undone(item, known)
        if undoing.left:
            what = ", ".join(undoing.left)
            self.report.add(_deed(shelf, item, Act.LEAVE, f"{what}: changed since, and not by us"))
        if undoing.over:
            self._due.append((shelf, item, undoing))
            if undoing.lines:
                self.report.add(_deed(shelf, item, Act.RETURN, _names(undoing)))
        if MODE in known and item.type is ItemType.COLLECTION and isinstance(shelf.server, ManagesCollections):
            self._modes.append((shelf, item, known[MODE]))
            self.report.add(_deed(shelf, item, Act.RETURN, "mode"))

    def _write(self, shelf: Shelf, edited: EditedFields) -> None:
        mine = {item.key: (item, undoing) for where, item, undoing in self._due if where is shelf}
        server = shelf.server
        if not isinstance(server, EditsMetadata):
            self.report.warnings.append(f"{shelf.name}: {shelf.library.server} cannot edit items")
            return
        failed: dict[str, str] = {}
        for batch in batches(ItemChange(item=item, lines=undoing.lines) for item, undoing in mine.values()):
            keys = [change.item.key for change in batch.changes]
            try:
                server.edit(shelf.library, batch.level, keys, batch.edit)
            except ProviderError as error:
                failed.update(dict.fromkeys(keys, str(error)))
        for key, (item, undoing) in mine.items():
            if key in failed:
                self.report.add(_deed(shelf, item, FAILED, error=failed[key]))
                continue
            edited.forget(undoing.over)
            if undoing.lines:
                self.report.add(_deed(shelf, item, Act.RETURN, _names(undoing)))


def _names(undoing: Undoing) -> str:
    return (
        ", ".join(line.name.replace("_", " ") for line in undoing.lines if not line.name.endswith(".locked")) or "locks"
    )


def _deed(shelf: Shelf, item: MediaItem, status: str, reason: str = "", *, error: str = "") -> Deed:
    return Deed(
        item=str(item),
        kind="metadata",
        library=shelf.name,
        server=shelf.library.server,
        status=status,
        reason=reason,
        error=error,
    )
