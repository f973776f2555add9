"""Facts that were looked up are kept with the time at which that was."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Make the table."""

    @migrator.create_model
    class FactRow(peewee.Model):
        id = peewee.AutoField()
        source = peewee.TextField()
        title = peewee.TextField()
        facts = peewee.TextField()
        asked_at = peewee.BigIntegerField()

        class Meta:
            table_name = "fact"
            indexes = ((("source", "title"), True),)


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop it."""
    migrator.remove_model("fact")
