"""Events that other programs post are kept until they are done; lists of targets are read in order."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Make the table, and the index that pages of targets go by."""

    @migrator.create_model
    class EventRow(peewee.Model):
        id = peewee.AutoField()
        name = peewee.TextField()
        content_key = peewee.TextField(index=True)
        events = peewee.TextField()
        received_at = peewee.DoubleField()
        done_at = peewee.DoubleField(index=True)

        class Meta:
            table_name = "event"

    migrator.add_index("target", "library", "item", "kind")


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop them."""
    migrator.drop_index("target", "library", "item", "kind")
    migrator.remove_model("event")
