"""The pictures found before our first upload, each with a sidecar that says whose it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from .blobs import BlobStore
from .files import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """Whose picture it was: enough to give it back when the database is lost.

    Attributes:
        server, library, key, item, kind: as in `Target`.
        ids: outside ids as (service, id).
    """

    server: str
    library: str
    key: str
    item: str
    kind: str
    ids: tuple[tuple[str, str], ...] = ()


class Originals:
    """Kept for ever: the cache may be emptied, this not."""

    def __init__(self, folder: Path, *, beneath: Originals | None = None) -> None:
        """Open the folder; `beneath` is another that is looked into first and never written to."""
        self.folder = folder
        self._blobs: BlobStore = BlobStore(folder, beneath=None if beneath is None else beneath._blobs)
        self._lock = Lock()  # two items that had the same picture share a sidecar

    def keep(self, data: bytes, sidecar: Sidecar) -> str:
        """Keep a picture and whose it was; return its hash. Nothing is written when both are here already."""
        with self._lock:
            digest = self._blobs.put(data)
            owners = self.owners(digest)
            if sidecar not in owners:
                text = json.dumps([asdict(each) for each in (*owners, sidecar)], ensure_ascii=True, indent=1)
                write_whole(self._sidecar_path(digest), text.encode())
            return digest

    def get(self, digest: str) -> bytes | None:
        """Return a kept picture, or None when it is not here."""
        return self._blobs.get(digest) if digest else None

    def path(self, digest: str) -> Path:
        """Return where a kept picture is."""
        return self._blobs.path(digest)

    def has(self, digest: str) -> bool:
        """Return whether the picture is here."""
        return self._blobs.has(digest)

    def owners(self, digest: str) -> tuple[Sidecar, ...]:
        """Return whose picture it was: several items may have had the same one."""
        try:
            entries = json.loads(self._sidecar_path(digest).read_text())
        except (FileNotFoundError, ValueError):
            return ()
        return tuple(
            Sidecar(**{**entry, "ids": tuple((service, value) for service, value in entry["ids"])}) for entry in entries
        )

    def owned(self) -> Iterator[tuple[str, Sidecar]]:
        """Yield every (hash, whose it was), the first kept first: the way back when the ledger is lost."""
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob("??/*.json"), key=lambda path: path.stat().st_mtime_ns):
            for sidecar in self.owners(path.stem):
                yield path.stem, sidecar

    def _sidecar_path(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest}.json"
