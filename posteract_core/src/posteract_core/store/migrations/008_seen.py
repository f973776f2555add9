"""What was up to date, with the server's word for how it looked then."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Make the table."""

    @migrator.create_model
    class SeenRow(peewee.Model):
        id = peewee.AutoField()
        server = peewee.TextField()
        library = peewee.TextField()
        key = peewee.TextField()
        token = peewee.TextField()
        media_id = peewee.IntegerField(index=True)
        pictures = peewee.IntegerField()

        class Meta:
            table_name = "seen"
            indexes = ((("server", "library", "key"), True),)


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop it."""
    migrator.remove_model("seen")
