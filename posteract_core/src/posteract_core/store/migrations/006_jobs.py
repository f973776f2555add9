"""Last runs and pauses of the jobs of `schedule`."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Make the table."""

    @migrator.create_model
    class JobRow(peewee.Model):
        name = peewee.TextField(primary_key=True)
        timing = peewee.TextField()
        since = peewee.DoubleField()
        paused = peewee.BooleanField()
        under_way = peewee.BooleanField()
        started_at = peewee.DoubleField()
        ended_at = peewee.DoubleField()
        outcome = peewee.TextField()
        said = peewee.TextField()

        class Meta:
            table_name = "job"


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop it."""
    migrator.remove_model("job")
