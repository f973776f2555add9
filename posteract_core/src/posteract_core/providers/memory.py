"""What a provider once learnt and may need again, such as what is in an NFO file, kept with a token that says how old it is.

A small SQLite file, safe with several threads and processes, also on shares (which a write-ahead log is not). It only
holds what can be read again: when it is broken it is thrown away and begun anew, and when it cannot be had at all the
server works without, more slowly.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from loguru import logger

_FORMAT = 1
"""Raise it when what is kept changes shape; a file of another format is begun anew."""
_DAY_S = 86400
_REFRESH_AFTER_DAYS = 30
_FORGET_AFTER_DAYS = 180
_AT_ONCE = 400
_WAIT_S = 30
_BROKEN = (sqlite3.Error, OSError)
ResultT = TypeVar("ResultT")


class Memory:
    """A store of bytes by kind and key, each valid as long as its token is.

    Args:
        path: of the file; its folder is made when needed.
        looking_only: write nothing, for dry runs: what is known is used, what is learnt is forgotten.
    """

    def __init__(self, path: Path, *, looking_only: bool = False) -> None:
        self._path = path
        self._looking_only = looking_only
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self._given_up = False

    def get_many(self, kind: str, tokens: Mapping[str, str]) -> dict[str, bytes]:
        """Return what is known, by key, for those keys whose token is still the one it was kept with."""
        with self._lock:
            return self._guarded(lambda database: _read(database, kind, tokens, touch=not self._looking_only)) or {}

    def put_many(self, kind: str, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep (key, token, value) rows, replacing what was there."""
        today = _today()
        kept = [(kind, key, token, value, today) for key, token, value in rows]
        if kept and not self._looking_only:
            with self._lock:
                self._guarded(lambda database: _write(database, kept))

    def forget(self, kind: str, keys: Iterable[str]) -> None:
        """Forget what is known of these keys."""
        gone = [(kind, key) for key in keys]
        if gone and not self._looking_only:
            with self._lock:
                self._guarded(lambda database: _forget(database, gone))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _guarded(self, work: Callable[[sqlite3.Connection], ResultT]) -> ResultT | None:
        """Return what `work` does with the open file; begin the file anew once when it is broken, then go without."""
        for attempt in (1, 2):
            if self._given_up or (self._looking_only and not self._path.exists()):
                return None
            try:
                if self._database is None:
                    self._database = (_open_to_look if self._looking_only else _open)(self._path)
                return work(self._database)
            except _BROKEN as error:
                if "locked" in str(error) or "busy" in str(error):
                    logger.debug("{}: busy, done without this once", self._path)
                    return None
                if self._looking_only:
                    logger.debug("{}: {}; done without it", self._path, error)
                    self._given_up = True
                    return None
                self._discard()
                if attempt == 1:
                    logger.warning("{}: {}; what was kept there is read again", self._path, error)
                else:
                    logger.warning(
                        "{}: cannot be used ({}); what would be kept there is read each time", self._path, error
                    )
                    self._given_up = True
        return None

    def _discard(self) -> None:
        try:
            if self._database is not None:
                self._database.close()
            for suffix in ("", "-journal"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        except _BROKEN as error:
            logger.debug("{}: {}", self._path, error)
        self._database = None


def _open_to_look(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_WAIT_S, check_same_thread=False
    )
    if _version(database) != _FORMAT:
        database.close()
        raise sqlite3.DatabaseError("of another format")
    return database


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA synchronous = normal")
        if _version(database) != _FORMAT:
            _begin(database)
        old = (_today() - _FORGET_AFTER_DAYS,)
        if database.execute("SELECT 1 FROM known WHERE used < ? LIMIT 1", old).fetchone():
            with _at_once(database):
                database.execute("DELETE FROM known WHERE used < ?", old)
    except BaseException:
        database.close()
        raise
    return database


def _begin(database: sqlite3.Connection) -> None:
    with _at_once(database):
        if _version(database) not in (0, _FORMAT):
            database.execute("DROP TABLE IF EXISTS known")
        database.execute(
            "CREATE TABLE IF NOT EXISTS known (kind TEXT, key TEXT, token TEXT, value BLOB, used INTEGER,"
            " PRIMARY KEY (kind, key)) WITHOUT ROWID"
        )
        database.execute(f"PRAGMA user_version = {_FORMAT}")


@contextmanager
def _at_once(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _today() -> int:
    return int(time.time() // _DAY_S)


def _read(database: sqlite3.Connection, kind: str, tokens: Mapping[str, str], *, touch: bool) -> dict[str, bytes]:
    today = _today()
    found: dict[str, bytes] = {}
    aged: list[tuple[int, str, str]] = []
    keys = list(tokens)
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        rows = database.execute(
            f"SELECT key, token, value, used FROM known WHERE kind = ? AND key IN ({marks})",  # noqa: S608 - only marks
            (kind, *some),
        )
        for key, token, value, used in rows:
            if token == tokens[key]:
                found[key] = value
                if used < today - _REFRESH_AFTER_DAYS:
                    aged.append((today, kind, key))
    if aged and touch:
        with _at_once(database):
            database.executemany("UPDATE known SET used = ? WHERE kind = ? AND key = ?", aged)
    return found


def _write(database: sqlite3.Connection, rows: list[tuple[str, str, str, bytes, int]]) -> None:
    with _at_once(database):
        database.executemany("INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?, ?)", rows)


def _forget(database: sqlite3.Connection, rows: list[tuple[str, str]]) -> None:
    with _at_once(database):
        database.executemany("DELETE FROM known WHERE kind = ? AND key = ?", rows)
