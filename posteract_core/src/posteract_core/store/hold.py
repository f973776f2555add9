"""Who may write: one run at a time on one ledger, let go by the system itself when its process dies."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from ..errors import LedgerBusy
from .database import cannot_open
from .files import write_whole

if TYPE_CHECKING:
    import psycopg

FOREVER_S = -1.0
WAIT_HINT = "Wait for it, or start this one with --wait."
LOCK = 1_886_352_500
"""Our number among a PostgreSQL database's advisory locks: "post" in ASCII."""

SERVE_LOCK = LOCK + 1
"""That of whoever serves, which writes nothing by itself."""

LONGEST_NAME = 63
"""Bytes of a connection's name that PostgreSQL keeps (NAMEDATALEN - 1)."""


@contextmanager
def hold_database(url: str, *, wait: bool, purpose: str, lock: int = LOCK) -> Iterator[None]:
    """Hold a ledger in PostgreSQL while the block runs, against every machine that uses it.

    The lock is the server's, on a connection of its own: it is free when that is gone, however it ended. The connection's name
    says who holds it.

    Args:
        url: of the database.
        wait: for another holder, instead of refusing.
        purpose: what the holder does, for the message others get.
        lock: which of our locks.

    Raises:
        LedgerBusy: another run holds it, and `wait` is false.
        ConfigError: the server cannot be reached.
    """
    named = f"posteract {purpose}, process {os.getpid()} on {platform.node()}"[:LONGEST_NAME]
    try:
        import psycopg
    except ImportError as error:
        raise cannot_open(url, error) from error
    try:
        connection = psycopg.connect(url, autocommit=True, application_name=named)
    except psycopg.Error as error:
        raise cannot_open(url, error) from error
    with connection:
        taken = connection.execute("SELECT pg_try_advisory_lock(%s)", (lock,)).fetchone()
        if not (taken and taken[0]):
            if not wait:
                raise LedgerBusy(f"another run holds the ledger: {_holder_in(connection, lock)}", hint=WAIT_HINT)
            connection.execute("SELECT pg_advisory_lock(%s)", (lock,))
        yield


def _holder_in(connection: psycopg.Connection[Any], lock: int) -> str:
    found = connection.execute(
        "SELECT a.application_name, a.backend_start FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
        "WHERE l.locktype = 'advisory' AND l.granted AND l.objid = %s AND l.database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database())",
        (lock,),
    ).fetchone()
    if found is None or not found[0]:
        return "a process that has only just begun or ended"
    since = found[1].astimezone().isoformat(timespec="seconds") if found[1] else "some time ago"
    return f"{found[0].removeprefix('posteract ')}, since {since}"


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
            hint=WAIT_HINT,
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
