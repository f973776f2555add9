"""Opens the ledger's database, SQLite or PostgreSQL, and brings its tables up to date."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import peewee
from playhouse.db_url import connect

from ..errors import ConfigError

SQLITE_PRAGMAS: dict[str, Any] = {
    "journal_mode": "wal",
    "synchronous": "normal",
    "busy_timeout": 30_000,
    "foreign_keys": 1,
    "cache_size": -4_000,
}
"""WAL lets readers go on while one writes; NORMAL survives a killed process (only a power cut may lose the last commit)."""


IN_MEMORY = ":memory:"

DAMAGED = (
    "If the file is another program's, name another one in storage.database. Else it is damaged: put a copy of it back, or move "
    "it away. Our pictures say themselves that they are ours and are not made anew; pins, resets and pauses go with it."
)
"""What to do about a ledger in which something else stands than SQLite wrote."""

LONGEST_REASON = 200
"""Characters of what a database says is wrong; of a damaged one whole rows may come along."""


def open_database(url: str, *, base: Path) -> peewee.Database:
    """Return a connected, migrated database; one connection that may be used from any thread, one at a time.

    Args:
        url: `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://user:password@host/name`.
        base: what a relative SQLite path is taken from.

    Raises:
        ConfigError: the address is wrong, the file cannot be written, the server cannot be reached, or the tables are of a
            later version.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        database: peewee.Database = _sqlite(url, base)
    elif scheme in ("postgresql", "postgres"):
        database = connect(url, thread_safe=False)  # type: ignore[no-untyped-call]
    else:
        raise ConfigError(
            f"storage.database is {scheme or 'no address'}://…, which is no kind of database known here",
            hint="Use sqlite:///posteract.db or postgresql://user:password@host/name.",
        )
    try:
        database.connect()
        _migrate(database)
    except (peewee.DatabaseError, peewee.InterfaceError, sqlite3.Error, UnicodeDecodeError, ImportError) as error:
        database.close()
        raise cannot_open(url, error, base=base) from error
    except ConfigError:
        database.close()
        raise
    return database


def cannot_open(url: str, error: Exception, *, base: Path | None = None) -> ConfigError:
    """Return the error that says so of a database, with the way out and without its password."""
    parts = urlsplit(url)
    path = sqlite_path(url, base) if base is not None else None
    where = path or f"{parts.scheme}://{parts.hostname or 'local socket'}{parts.path}"
    driver_is_missing = isinstance(error, ImportError) or "psycopg" in str(error)
    return ConfigError(
        f"the database {where} cannot be opened: {first_line(error)}",
        hint=(
            "Install `posteract-core[postgresql]`."
            if driver_is_missing
            else DAMAGED
            if is_damage(error)
            else "Check that it exists, is no other program's, and may be written; storage.database names it."
        ),
    )


def open_copy(url: str, *, base: Path) -> peewee.Database:
    """Return a database for a dry run: it reads like the one at `url`, and nothing done to it lasts.

    Raises:
        ConfigError: as `open_database`.
    """
    path = sqlite_path(url, base)
    if path is None and not url.endswith(IN_MEMORY):
        database = open_database(url, base=base)
        database.transaction().__enter__()  # ended, undone, when the ledger is closed
        return database
    memory = peewee.SqliteDatabase(IN_MEMORY, thread_safe=False, check_same_thread=False)
    memory.connect()
    if path is not None and path.exists():
        source = open_database(url, base=base)
        source.connection().backup(memory.connection())  # type: ignore[no-untyped-call]
        source.close()
    _migrate(memory)
    return memory


def sqlite_path(url: str, base: Path) -> Path | None:
    """Return the file an `sqlite:` address means, or None for other databases."""
    parts = urlsplit(url)
    name = parts.path.removeprefix("/")
    return base / name if parts.scheme == "sqlite" and name != IN_MEMORY else None


def rows_in(
    database: peewee.Database,
    table: type[peewee.Model],
    columns: Sequence[str],
    column: str,
    values: Sequence[Any],
    **where: Any,
) -> list[tuple[Any, ...]]:
    """Return the rows of a table whose `column` is one of `values`, and whose others are as `where` says.

    Asked for every item in every run: peewee's own query costs several times as much for so many values and rows.
    """
    mark = database.param
    tests = [f'"{name}" = {mark}' for name in where]
    tests.append(f'"{column}" IN ({",".join([mark] * len(values))})')
    names = ", ".join(f'"{name}"' for name in columns)
    text = f'SELECT {names} FROM "{table._meta.table_name}" WHERE {" AND ".join(tests)}'  # noqa: S608 - names are ours
    cursor = database.execute_sql(text, [*where.values(), *values])  # type: ignore[no-untyped-call]
    return list(cursor.fetchall())


def _sqlite(url: str, base: Path) -> peewee.SqliteDatabase:
    path = sqlite_path(url, base)
    if path is None:
        return peewee.SqliteDatabase(IN_MEMORY, thread_safe=False, check_same_thread=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"the database's folder {path.parent} cannot be made: {error.strerror}",
            hint="Name a place that can be written in storage.database.",
        ) from error
    return peewee.SqliteDatabase(str(path), pragmas=SQLITE_PRAGMAS, thread_safe=False, check_same_thread=False)


def _migrate(database: peewee.Database) -> None:
    from peewee_migrate import Router

    logging.getLogger("peewee_migrate").setLevel(logging.WARNING)
    with database.atomic():
        router = Router(database, migrate_dir=Path(__file__).with_name("migrations"))
        known, done = max(router.todo), max(router.done, default="")
        if done > known:
            raise ConfigError(
                f"the ledger's tables are of a later version of Posteract: {done}, where this one knows {known}",
                hint="Install that version again, or put the ledger back as it was before it.",
            )
        router.run()


def first_line(error: BaseException) -> str:
    """Return what a database says is wrong, without its explanations."""
    line = (str(error).strip() or type(error).__name__).splitlines()[0]
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 1]}…"


def is_damage(error: BaseException) -> bool:
    """Return whether an error says that an SQLite file holds something else than SQLite wrote."""
    said = str(error).lower()
    return isinstance(error, UnicodeDecodeError) or any(
        words in said for words in ("malformed", "not a database", "could not decode")
    )
