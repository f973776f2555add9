"""Pictures by content: each is kept once, under the hash of its bytes."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .files import TEMPORARY_PREFIX, write_whole

ABANDONED_AFTER_S = 3600.0
"""Unfinished files older than this belong to no living run."""


def digest_of(data: bytes) -> str:
    """Return the name of these bytes: SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


class BlobStore:
    """A folder of files named by the SHA-256 of their content, in 256 sub-folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their hash; nothing is written when they are here already."""
        digest = digest_of(data)
        if not self.path(digest).exists():
            write_whole(self.path(digest), data)
        return digest

    def path(self, digest: str) -> Path:
        """Return where the bytes with this hash are, or would be."""
        return self.folder / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Return whether the bytes with this hash are here."""
        return bool(digest) and self.path(digest).is_file()

    def get(self, digest: str) -> bytes | None:
        """Return the bytes with this hash, or None when they are not here (or not whole: then they are dropped)."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError:
            return None
        if digest_of(data) != digest:
            self.path(digest).unlink(missing_ok=True)
            return None
        return data

    def scratch(self) -> Path:
        """Return a new empty folder for unfinished files; delete it after use."""
        work = self.folder / "work"
        work.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=work))

    def sweep(self) -> int:
        """Delete what dead runs left unfinished, and return how many files and folders that was."""
        import shutil

        gone = 0
        for path in self._unfinished():
            if time.time() - path.stat().st_mtime > ABANDONED_AFTER_S:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _unfinished(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from self.folder.glob(f"*/{TEMPORARY_PREFIX}*")
