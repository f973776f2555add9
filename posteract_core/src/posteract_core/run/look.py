"""What does the server show, and whose is it? Asked before the first upload, and whenever the picture has changed."""

from __future__ import annotations

from typing import Any

from ..model import ArtworkKind, MediaItem
from ..plan.whose import Shown, whose
from ..providers import MediaServer
from ..render import foreign_mark, read_mark
from ..store import Originals
from ..store.originals import Sidecar
from .job import Job

TIMES_REPLACED = 2
"""After another tool has replaced our picture this often in a row, it is left alone."""


def look(job: Job, server: MediaServer[Any], originals: Originals, *, keep_originals: bool) -> Shown:
    """Look at the picture shown, note it in the job's row, keep it as the original, and return whose it is.

    Raises:
        ProviderError: could not look.
    """
    target, task = job.target, job.task
    shown = server.artwork(task.item, task.kind)
    owner = whose(shown, target.picture_hash)
    if shown is None:
        target.server_revision = ""
        return owner
    target.server_revision = shown.revision
    if owner is Shown.OURS:
        target.replaced = 0
        job.shown_mark = read_mark(shown.data)
        if job.shown_mark is not None:
            target.original_hash = target.original_hash or job.shown_mark.original_hash.strip("-")
        return owner
    if keep_originals and not target.original_hash:
        target.original_hash = originals.keep(
            shown.data, sidecar_of(task.item, task.kind, server=task.server, library=task.library)
        )
    if owner is Shown.TOOLS and target.fingerprint:
        target.replaced += 1
        target.replaced_by = foreign_mark(shown.data) or ""
    return owner


def is_contested(job: Job) -> bool:
    """Return whether another tool has replaced our picture too often."""
    return job.target.replaced >= TIMES_REPLACED


def sidecar_of(item: MediaItem, kind: ArtworkKind, *, server: str, library: str) -> Sidecar:
    """Return what an original's sidecar says of the slot it was found in: plugin instance and configured name of the library."""
    return Sidecar(
        server=server,
        library=library,
        key=item.key,
        item=str(item),
        kind=kind.value,
        ids=(item.ids or item.show_ids).pairs(),
    )
