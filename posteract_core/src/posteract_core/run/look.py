"""What does the server show, and whose is it? Asked before the first upload, and whenever the picture has changed."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Any

from ..model import ShownArtwork
from ..providers import MediaServer
from ..render import foreign_mark, read_mark
from ..store import Originals
from ..store.originals import Sidecar
from .job import Job

TIMES_REPLACED = 2
"""After another tool has replaced our picture this often in a row, it is left alone."""


class Shown(StrEnum):
    """Whose picture is shown."""

    NOTHING = "nothing"
    OURS = "ours"
    OWNERS = "owners"
    AGENTS = "agents"
    TOOLS = "tools"


def look(job: Job, server: MediaServer[Any], originals: Originals, *, keep_originals: bool) -> Shown:
    """Look at the picture shown, note it in the job's row, keep it as the original, and return whose it is.

    Raises:
        ProviderError: could not look.
    """
    target, task = job.target, job.task
    shown = server.artwork(task.item, task.kind)
    if shown is None:
        target.server_revision = ""
        return Shown.NOTHING
    target.server_revision = shown.revision
    digest = hashlib.sha256(shown.data).hexdigest()
    job.shown_mark = read_mark(shown.data)
    if job.shown_mark is not None or digest == target.picture_hash:
        target.replaced = 0
        if job.shown_mark is not None:
            target.original_hash = target.original_hash or job.shown_mark.original_hash.strip("-")
        return Shown.OURS
    if keep_originals and not target.original_hash:
        target.original_hash = originals.keep(shown.data, _sidecar(job))
    if tool := foreign_mark(shown.data):
        if target.fingerprint:
            target.replaced += 1
            target.replaced_by = tool
        return Shown.TOOLS
    return Shown.OWNERS if _owners(shown) else Shown.AGENTS


def is_contested(job: Job) -> bool:
    """Return whether another tool has replaced our picture too often."""
    return job.target.replaced >= TIMES_REPLACED


def _owners(shown: ShownArtwork) -> bool:
    return shown.chosen or shown.locked


def _sidecar(job: Job) -> Sidecar:
    task = job.task
    return Sidecar(
        server=task.server,
        library=task.library,
        key=task.item.key,
        item=str(task.item),
        kind=task.kind.value,
        ids=(task.item.ids or task.item.show_ids).pairs(),
    )
