"""Every upload is remembered, for servers that keep them all."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Make the table."""

    @migrator.create_model
    class UploadRow(peewee.Model):
        id = peewee.AutoField()
        media_id = peewee.IntegerField()
        server = peewee.TextField(index=True)
        kind = peewee.TextField()
        sha1 = peewee.TextField()
        uploaded_at = peewee.DoubleField()

        class Meta:
            table_name = "upload"
            indexes = ((("media_id", "kind", "sha1"), True),)


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop it."""
    migrator.remove_model("upload")
