"""Pictures of ours that a media server keeps though it no longer shows them: counted, and deleted from its data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..model import ArtworkKind
from ..providers import KeepsUploads, Upload

if TYPE_CHECKING:
    from .opened import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What went, or in a dry run would go.

    Attributes:
        files: how many.
        size_bytes: of all of them.
    """

    files: int = 0
    size_bytes: int = 0


def count(app: Opened) -> dict[str, int]:
    """Return, by server, how many of our earlier pictures it still keeps; asks the ledger alone."""
    servers = (name for name, server in app.servers().items() if isinstance(server, KeepsUploads))
    counted = {name: app.reading.superseded(name) for name in servers}
    return {name: number for name, number in counted.items() if number}


def clear(app: Opened, folder: Path, *, dry_run: bool) -> Cleared:
    """Delete what servers keep of ours in their data folder and no longer show.

    Args:
        app: knows the servers, and what was uploaded to them.
        folder: a server's own data folder; with several such servers, of whichever it is.
        dry_run: only count.

    Raises:
        UsageError: no such folder, or no server that keeps uploads.
        ProviderError: a server cannot be asked what it shows.
        OSError: a file cannot be deleted.
    """
    keeping = {name: server for name, server in app.servers().items() if isinstance(server, KeepsUploads)}
    if not keeping:
        raise UsageError("no media server is configured that keeps uploads", hint="Only Plex does.")
    files = size = 0
    for name, server in keeping.items():
        uploads = [
            Upload(key=key, item=item, kind=ArtworkKind(kind), sha1=sha1)
            for key, item, kind, sha1 in app.reading.uploads(name)
        ]
        for path in server.superseded(folder, uploads):
            files, size = files + 1, size + path.stat().st_size
            if not dry_run:
                path.unlink()
    return Cleared(files=files, size_bytes=size)
