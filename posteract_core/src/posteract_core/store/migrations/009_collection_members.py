"""Who was in a collection when its members were last read, with the server's word for how it was then."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Add the columns."""
    migrator.add_fields(
        "collection",
        standing=peewee.TextField(default="[]"),
        revision=peewee.TextField(default=""),
        read_at=peewee.DoubleField(default=0.0),
    )


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Remove them."""
    migrator.remove_fields("collection", "standing", "revision", "read_at")
