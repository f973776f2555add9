"""Collections that are kept, and what stood in fields before they were edited."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Make the tables."""

    @migrator.create_model
    class CollectionRow(peewee.Model):
        id = peewee.AutoField()
        server = peewee.TextField()
        library = peewee.TextField()
        key = peewee.TextField()
        server_key = peewee.TextField()
        title = peewee.TextField()
        made = peewee.BooleanField()
        members = peewee.TextField()
        set_to = peewee.TextField()
        before = peewee.TextField()
        error = peewee.TextField()
        built_at = peewee.DoubleField()

        class Meta:
            table_name = "collection"
            indexes = ((("server", "library", "key"), True),)

    @migrator.create_model
    class EditRow(peewee.Model):
        id = peewee.AutoField()
        media_id = peewee.IntegerField()
        server = peewee.TextField()
        library = peewee.TextField()
        field = peewee.TextField()
        before = peewee.TextField()
        set_to = peewee.TextField()
        edited_at = peewee.DoubleField()

        class Meta:
            table_name = "edit"
            indexes = ((("media_id", "field"), True), (("server", "library"), False))


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop them."""
    migrator.remove_model("edit")
    migrator.remove_model("collection")
