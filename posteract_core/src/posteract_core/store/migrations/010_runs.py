"""Runs that were asked for are kept until they are done."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Make the table."""

    @migrator.create_model
    class RunRow(peewee.Model):
        id = peewee.AutoField()
        name = peewee.TextField(unique=True)
        request = peewee.TextField()
        job = peewee.TextField()
        asked_at = peewee.DoubleField()
        begun = peewee.IntegerField()

        class Meta:
            table_name = "run"


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop it."""
    migrator.remove_model("run")
