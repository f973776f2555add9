"""Targets remember which lettering of the title they show."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Add the column."""
    migrator.add_fields("target", logo_hash=peewee.TextField(default=""))


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop it."""
    migrator.remove_fields("target", "logo_hash")
