"""Who may write: one run at a time on one ledger, let go by the system itself when its process dies."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import LedgerBusy
from .files import write_whole

FOREVER_S = -1.0


@contextmanager
def hold(lock_file: Path, *, wait: bool, purpose: str) -> Iterator[None]:
    """Hold the ledger while the block runs.

    Args:
        lock_file: beside the database; a second file beside it says who holds it.
        wait: for another holder, instead of refusing.
        purpose: what the holder does, for the message others get.

    Raises:
        LedgerBusy: another run holds it, and `wait` is false; names process, machine and start.
    """
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    holder_file = lock_file.with_suffix(".holder")
    lock = FileLock(lock_file)
    try:
        lock.acquire(timeout=FOREVER_S if wait else 0)
    except Timeout as error:
        raise LedgerBusy(
            f"another run holds the ledger: {_holder(holder_file)}",
            hint="Wait for it, or start this one with --wait.",
        ) from error
    try:
        about = {
            "pid": os.getpid(),
            "host": platform.node(),
            "since": datetime.now().astimezone().isoformat(timespec="seconds"),
            "purpose": purpose,
        }
        write_whole(holder_file, json.dumps(about).encode())
        yield
    finally:
        holder_file.unlink(missing_ok=True)
        lock.release()


def _holder(path: Path) -> str:
    try:
        about = json.loads(path.read_text())
        return f"process {about['pid']} on {about['host']}, {about['purpose']}, since {about['since']}"
    except (OSError, ValueError, KeyError):
        return "a process that has only just begun"
