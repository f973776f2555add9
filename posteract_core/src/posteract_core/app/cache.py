"""`cache`: what the folder of things that can be had again holds, and what of it nobody needs any more."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..run.pins import pinned
from ..store import BlobStore, Ledger
from ..store.blobs import Blob

if TYPE_CHECKING:
    from .opened import Opened

UNUSED_FOR_S = 30 * 86_400.0
"""How old a picture that no target is made of must be before it goes: a choice may be taken back within that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of what is stored.

    Attributes:
        name: `pictures`, `http`, `plugins`; also `originals` and `pins`, which are no cache and are never pruned.
        folder: where it is.
        files: how many.
        size_bytes: of all of them.
        unused_files: how many of them no target is made of, of any age.
        unused_bytes: of those.
    """

    name: str
    folder: Path
    files: int
    size_bytes: int
    unused_files: int = 0
    unused_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What went, or in a dry run would go.

    Attributes:
        files: pictures that no target is made of.
        size_bytes: of those.
        leftovers: unfinished files and folders of runs that died.
    """

    files: int
    size_bytes: int
    leftovers: int


def info(app: Opened) -> list[Part]:
    """Return what each part holds; counts files, reads none."""
    cache = app.config.storage.cache
    needed = needed_pictures(app.reading)
    blobs = list(app.blobs.all())
    unused = [blob for blob in blobs if blob.digest not in needed]
    parts = [
        Part(
            name="pictures",
            folder=app.blobs.folder,
            files=len(blobs),
            size_bytes=sum(blob.size_bytes for blob in blobs),
            unused_files=len(unused),
            unused_bytes=sum(blob.size_bytes for blob in unused),
        )
    ]
    named = {
        "http": cache / "http",
        "plugins": cache / "plugins",
        "originals": app.originals.folder,
        "pins": app.pins.folder,
    }
    for name, folder in named.items():
        sizes = list(_sizes(folder))
        parts.append(Part(name=name, folder=folder, files=len(sizes), size_bytes=sum(sizes)))
    return parts


def prune(app: Opened, *, dry_run: bool, now: float | None = None) -> Pruned:
    """Delete pictures that no target is made of and that have been here for a month; hold the ledger around it.

    Args:
        app: whose cache it is.
        dry_run: only count.
        now: UNIX seconds; None = the clock's.

    Raises:
        OSError: one of them cannot be deleted.
    """
    moment = time.time() if now is None else now
    due = list(prunable(app.blobs, needed_pictures(app.reading), before=moment - UNUSED_FOR_S))
    stores = (app.blobs, app.pins, BlobStore(app.originals.folder))
    leftovers = sum(len(store.unfinished()) if dry_run else store.sweep() for store in stores)
    if not dry_run:
        for blob in due:
            app.blobs.drop(blob.digest)
    return Pruned(files=len(due), size_bytes=sum(blob.size_bytes for blob in due), leftovers=leftovers)


def prunable(blobs: BlobStore, needed: Collection[str], *, before: float) -> Iterator[Blob]:
    """Yield the pictures that are not `needed` and were put here before a moment in UNIX seconds."""
    return (blob for blob in blobs.all() if blob.digest not in needed and blob.kept_at < before)


def needed_pictures(ledger: Ledger) -> set[str]:
    """Return the hashes of every picture a target is made of, or is to be."""
    needed: set[str] = set()
    for target in ledger.all_targets():
        needed |= {target.base_hash, target.logo_hash}
        if (pin := pinned(target)) is not None:
            needed.add(pin.id)
    return needed


def _sizes(folder: Path) -> Iterator[int]:
    for path in folder.rglob("*"):
        try:
            if path.is_file() and not path.is_symlink():
                yield path.stat().st_size
        except FileNotFoundError:  # a run beside us has just renamed or removed it
            continue
