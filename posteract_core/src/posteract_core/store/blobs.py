"""Pictures by content: each is kept once, under the hash of its bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..unfinished import PREFIX, is_abandoned, unfinished_name
from .files import write_whole


def digest_of(data: bytes) -> str:
    """Return the name of these bytes: SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """One picture in the store.

    Attributes:
        digest: SHA-256 of its bytes.
        size_bytes: of it.
        kept_at: when it was put here, UNIX seconds.
    """

    digest: str
    size_bytes: int
    kept_at: float


class BlobStore:
    """A folder of files named by the SHA-256 of their content, in 256 sub-folders."""

    def __init__(self, folder: Path, *, beneath: BlobStore | None = None) -> None:
        """Open a store; nothing is made before something is put.

        Args:
            folder: of the store.
            beneath: another that is looked into first and never written to: what a rehearsal works on.
        """
        self.folder = folder
        self._beneath = beneath

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their hash; nothing is written when they are here already."""
        digest = digest_of(data)
        if not self.path(digest).exists():
            write_whole(self.path(digest), data)
        return digest

    def path(self, digest: str) -> Path:
        """Return where the bytes with this hash are, or would be."""
        if self._beneath is not None and self._beneath.has(digest):
            return self._beneath.path(digest)
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
            if self._beneath is None:
                self.path(digest).unlink(missing_ok=True)
            return None
        return data

    def scratch(self) -> Path:
        """Return a new empty folder for unfinished files; delete it after use."""
        folder = self.folder / "work" / unfinished_name()
        folder.mkdir(parents=True)
        return folder

    def all(self) -> Iterator[Blob]:
        """Yield every picture that is here, in no particular order; other files in the folder are not told of."""
        for path in self.folder.glob("??/*"):
            if _DIGEST.fullmatch(path.name):
                try:
                    status = path.stat()
                except FileNotFoundError:
                    continue
                yield Blob(digest=path.name, size_bytes=status.st_size, kept_at=status.st_mtime)

    def drop(self, digest: str) -> None:
        """Delete the bytes with this hash; nothing happens when they are not here."""
        self.path(digest).unlink(missing_ok=True)

    def sweep(self) -> int:
        """Delete what dead runs left unfinished, and return how many files and folders that was."""
        import shutil

        gone = self.unfinished()
        for path in gone:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        return len(gone)

    def unfinished(self) -> list[Path]:
        """Return what dead runs left unfinished."""
        found: list[Path] = []
        for path in self.folder.glob(f"*/{PREFIX}*"):
            try:
                if is_abandoned(path.name, path.stat().st_mtime):
                    found.append(path)
            except FileNotFoundError:  # its run has just finished with it
                continue
        return found
