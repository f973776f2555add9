"""The first ledger: media, their aliases, targets, what was downloaded, notes."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Make the tables."""

    @migrator.create_model
    class MediaRow(peewee.Model):
        id = peewee.AutoField()
        server = peewee.TextField()
        library = peewee.TextField()
        type = peewee.TextField()

        class Meta:
            table_name = "media"
            indexes = ((("server", "library"), False),)

    @migrator.create_model
    class AliasRow(peewee.Model):
        id = peewee.AutoField()
        server = peewee.TextField()
        library = peewee.TextField()
        name = peewee.TextField()
        media_id = peewee.IntegerField(index=True)

        class Meta:
            table_name = "alias"
            indexes = ((("server", "library", "name"), True),)

    @migrator.create_model
    class TargetRow(peewee.Model):
        id = peewee.AutoField()
        media_id = peewee.IntegerField()
        server = peewee.TextField()
        library = peewee.TextField()
        kind = peewee.TextField()
        item = peewee.TextField()
        key = peewee.TextField()
        imdb_id = peewee.TextField()
        tmdb_id = peewee.TextField()
        tvdb_id = peewee.TextField()
        status = peewee.TextField(index=True)
        source_used = peewee.TextField()
        candidate = peewee.TextField()
        poster_type = peewee.TextField()
        width_px = peewee.IntegerField()
        height_px = peewee.IntegerField()
        votes = peewee.IntegerField()
        fingerprint = peewee.TextField()
        inputs = peewee.TextField()
        choice = peewee.TextField()
        base_hash = peewee.TextField()
        picture_hash = peewee.TextField()
        original_hash = peewee.TextField()
        server_revision = peewee.TextField()
        replaced = peewee.IntegerField()
        replaced_by = peewee.TextField()
        pinned = peewee.TextField()
        review = peewee.TextField()
        page_url = peewee.TextField()
        attempts = peewee.IntegerField()
        next_try_at = peewee.DoubleField()
        error = peewee.TextField()
        created_at = peewee.DoubleField()
        updated_at = peewee.DoubleField()
        checked_at = peewee.DoubleField()
        facts_at = peewee.DoubleField()

        class Meta:
            table_name = "target"
            indexes = ((("media_id", "kind"), True), (("server", "library"), False))

    @migrator.create_model
    class SourceBlobRow(peewee.Model):
        id = peewee.AutoField()
        source = peewee.TextField()
        candidate = peewee.TextField()
        hash = peewee.TextField(index=True)
        used_at = peewee.DoubleField()

        class Meta:
            table_name = "source_blob"
            indexes = ((("source", "candidate"), True),)

    @migrator.create_model
    class NoteRow(peewee.Model):
        name = peewee.TextField(primary_key=True)
        value = peewee.TextField()

        class Meta:
            table_name = "note"


def rollback(migrator: Any, database: peewee.Database, *, fake: bool = False) -> None:
    """Drop the tables."""
    for name in ("note", "source_blob", "target", "alias", "media"):
        migrator.remove_model(name)
