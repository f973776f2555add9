"""Earlier uploads of ours in Plex's data folder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from posteract_core.errors import ProviderError, UsageError
from posteract_core.model import ArtworkKind
from posteract_core.providers import Upload
from posteract_core.render import read_mark

from .connection import Connection
from .slots import ELEMENTS, Entry, entries_of

_SHA1 = re.compile(r"[0-9a-f]{40}")


def superseded(connection: Connection, folder: Path, uploads: Iterable[Upload]) -> Iterator[Path]:
    """Yield files of `uploads` that are ours by their mark, and that Plex lists as not selected.

    One request for each slot that has such a file. What Plex does not list, or has no longer, is left alone.

    Raises:
        UsageError: the folder has no `Metadata` in it.
        ProviderError: Plex cannot be asked.
    """
    metadata = folder / "Metadata"
    if not metadata.is_dir():
        raise UsageError(
            f"{folder} is not Plex's data folder: there is no Metadata in it",
            hint='It is called "Plex Media Server", and Cache, Logs and Metadata are in it.',
        )
    files = {path.name: path for path in metadata.rglob("*") if _SHA1.fullmatch(path.name) and "Uploads" in path.parts}
    slots: defaultdict[tuple[str, ArtworkKind], list[str]] = defaultdict(list)
    for upload in uploads:
        if upload.sha1 in files:
            slots[upload.key, upload.kind].append(upload.sha1)
    for (key, kind), hashes in slots.items():
        listed = {entry.rating_key.rpartition("/")[2]: entry for entry in _entries(connection, key, kind)}
        for sha1 in hashes:
            entry = listed.get(sha1)
            if entry is not None and entry.is_upload and not entry.selected and _is_ours(files[sha1]):
                yield files[sha1]


def _entries(connection: Connection, key: str, kind: ArtworkKind) -> list[Entry]:
    try:
        return entries_of(connection.get(f"/library/metadata/{key}/{ELEMENTS[kind].many}"))
    except ProviderError as error:
        if "HTTP 404" in str(error):  # the item is gone; what is left of it is Plex's affair
            return []
        raise


def _is_ours(path: Path) -> bool:
    return read_mark(path.read_bytes()) is not None
