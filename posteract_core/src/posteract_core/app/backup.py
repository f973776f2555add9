"""`backup` and `restore`: every current picture to a folder tree in Kometa's shape, and from one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING

from ..errors import PosteractError, UsageError
from ..model import Picture
from ..render import decode_check, read_mark
from ..run.look import sidecar_of
from ..store import Ledger, Status
from ..store.backup import BackupTree, backup_path, known_paths, suffix_of
from ..store.blobs import digest_of
from .deeds import Deed, DeedReport, each, workers_for
from .scope import Scope, Shelf, Slot, Walk

if TYPE_CHECKING:
    from .opened import Opened

SAVED, RESTORED, SAME, NONE = "saved", "restored", "the same already", ""


@dataclass(kw_only=True)
class Backup:
    """Copies what servers show into a tree, byte for byte; what is there already is not written again.

    Attributes:
        app: whose servers.
        folder: the tree's root.
        scope: what is copied; all libraries, configured or not, when it names none.
        dry_run: compare only.
    """

    app: Opened
    folder: Path
    scope: Scope = field(default_factory=Scope)
    dry_run: bool = False

    def __post_init__(self) -> None:
        self._tree = BackupTree(self.folder)
        self._taken: dict[PurePosixPath, str] = {}
        self._lock = Lock()

    def carry_out(self) -> DeedReport:
        """Copy; return what became of the pictures: those that failed one by one, the others counted.

        Raises:
            UsageError: the folder cannot be made, or is one of Posteract's own; no such library or item.
        """
        self._refuse_own_folders()
        walk = Walk.of(self.app, self.scope, unconfigured=True)
        report = DeedReport(reached=walk.reached, dry_run=self.dry_run)
        if not self.dry_run:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UsageError(f"{self.folder} cannot be made: {error.strerror}") from error
        workers = workers_for(walk.shelves, self.app.config.run.network)

        def copy(slot: Slot) -> Deed:
            return self._copy(slot, tree_name(slot.shelf, walk))

        for deed in each(self._slots(walk), copy, lambda slot: slot, workers=workers):
            if deed.status != NONE:
                report.add(deed, tell=False)
        report.down = walk.down
        return report

    def _slots(self, walk: Walk) -> Iterator[Slot]:
        for shelf, page in walk.pages(self.scope):
            for item in page:
                for kind in item.kinds:
                    if kind in item.shown and (not self.scope.kinds or kind in self.scope.kinds):
                        yield Slot(shelf=shelf, item=item, kind=kind, media_id=0, target=None)

    def _copy(self, slot: Slot, library: str) -> Deed:
        shown = slot.shelf.server.artwork(slot.item, slot.kind)
        if shown is None:
            return Deed.of(slot, NONE)
        suffix = suffix_of(decode_check(shown.data)[2])
        place = backup_path(slot.item, slot.kind, library=library)
        with self._lock:
            other = self._taken.setdefault(place, slot.item.key)
        if other != slot.item.key:
            raise PosteractError(f"{place} is the place of another item's picture already ({other}): not copied")
        if self.dry_run:
            return Deed.of(slot, SAME if self._tree.holds(place, shown.data, suffix) else SAVED)
        return Deed.of(slot, SAVED if self._tree.save(place, shown.data, suffix) else SAME)

    def _refuse_own_folders(self) -> None:
        storage = self.app.config.storage
        own = {
            "storage.assets": storage.assets,
            "storage.manual_assets": storage.manual_assets,
            "storage.cache": storage.cache,
        }
        wanted = self.folder.resolve()
        for name, folder in own.items():
            if folder is not None and wanted.is_relative_to(folder.resolve()):
                raise UsageError(
                    f"{self.folder} is in {name}, where runs read and write", hint="Back up into a folder of its own."
                )


@dataclass(kw_only=True)
class Restore:
    """Shows the pictures of a tree again, byte for byte; what it has no picture of is left alone. Hold the ledger.

    Attributes:
        app: whose servers.
        folder: the tree's root: a backup, or any tree in the shape of Kometa or Posterizarr.
        scope: what is restored; all libraries, configured or not, when it names none.
        dry_run: compare only.
    """

    app: Opened
    folder: Path
    scope: Scope = field(default_factory=Scope)
    dry_run: bool = False

    def __post_init__(self) -> None:
        self._tree = BackupTree(self.folder)

    @cached_property
    def _ledger(self) -> Ledger:
        return self.app.reading if self.dry_run else self.app.ledger

    def carry_out(self) -> DeedReport:
        """Restore; return what became of the pictures: those that failed one by one, the others counted.

        Raises:
            UsageError: there is no such folder, library or item.
        """
        if not self.folder.is_dir():
            raise UsageError(f"{self.folder} is no folder", hint="`posteract backup DIR` makes one.")
        walk = Walk.of(self.app, self.scope, unconfigured=True)
        report = DeedReport(reached=walk.reached, dry_run=self.dry_run)
        workers = workers_for(walk.shelves, self.app.config.run.uploads)
        if walk.shelves:
            for deed in each(self._found(walk), lambda pair: self._show(*pair), lambda pair: pair[0], workers=workers):
                report.add(deed, tell=False)
            self._ledger.flush()
        if not report.counts and not walk.down:
            report.warnings.append(f"{self.folder} has no picture of any item in scope")
        report.down = walk.down
        return report

    def _found(self, walk: Walk) -> Iterator[tuple[Slot, Path]]:
        for page in walk.slots(self.scope, self._ledger):
            for slot in page:
                libraries = tuple(
                    dict.fromkeys((tree_name(slot.shelf, walk), slot.shelf.library.name, slot.shelf.name))
                )
                path = self._tree.find(known_paths(slot.item, slot.kind, libraries=libraries))
                if path is not None:
                    yield slot, path

    def _show(self, slot: Slot, path: Path) -> Deed:
        try:
            data = path.read_bytes()
            width_px, height_px, picture_format = decode_check(data)
        except (OSError, PosteractError) as error:
            raise PosteractError(f"{path}: {error}") from error
        shown = slot.shelf.server.artwork(slot.item, slot.kind)
        if shown is not None and shown.data == data:
            return Deed.of(slot, SAME)
        if self.dry_run:
            return Deed.of(slot, RESTORED)
        if shown is not None:
            self._keep(slot, shown.data)
        picture = Picture(data=data, format=picture_format, width_px=width_px, height_px=height_px)
        token = slot.shelf.server.restore(slot.item, slot.kind, picture)
        self._note(slot, data, token)
        return Deed.of(slot, RESTORED)

    def _note(self, slot: Slot, data: bytes, token: str) -> None:
        """Tell the ledger when the picture last made is shown again, or a reset is over; the rest the next run sees."""
        target, mark = slot.target, read_mark(data)
        if target is None:
            return
        if mark is not None and target.fingerprint == mark.fingerprint:
            target.status, target.error = Status.UPLOADED, ""
            target.picture_hash, target.server_revision = digest_of(data), token
        elif target.status == Status.RESET:
            target.status, target.error = Status.PLANNED, ""
        self._ledger.save_soon(target)

    def _keep(self, slot: Slot, data: bytes) -> None:
        """Keep a picture that is not ours before another is shown in its place."""
        ours = read_mark(data) is not None or (slot.target is not None and digest_of(data) == slot.target.picture_hash)
        if ours or not self.app.config.storage.keep_originals:
            return
        library = slot.shelf.library
        sidecar = sidecar_of(slot.item, slot.kind, server=library.server, library=slot.shelf.name)
        digest = self.app.originals.keep(data, sidecar)
        row = slot.row()
        if not row.original_hash:
            row.original_hash = digest
            self._ledger.save(row)


def tree_name(shelf: Shelf, walk: Walk) -> str:
    """Return the folder of a library in the tree: its name, and where several servers have one of that name also the server's."""
    name = shelf.library.name
    return f"{name} ({shelf.library.server})" if name in walk.ambiguous else name
