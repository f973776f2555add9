"""Of what other programs posted and nobody could act on, it is kept why."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Add the column."""
    migrator.add_fields("event", let_go=peewee.TextField(default=""))


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop it."""
    migrator.remove_fields("event", "let_go")
