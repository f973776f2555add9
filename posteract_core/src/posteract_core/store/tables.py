"""The ledger's tables. Bound to no database: every query is given the one it is for."""

from __future__ import annotations

import peewee


class MediaRow(peewee.Model):
    """An item of a library, known by its aliases."""

    id = peewee.AutoField()
    server = peewee.TextField()
    library = peewee.TextField()
    type = peewee.TextField()

    class Meta:
        table_name = "media"
        indexes = ((("server", "library"), False),)


class AliasRow(peewee.Model):
    """One name of an item: `movie:imdb:tt0113277`, `movie:key:Heat (1995)`."""

    id = peewee.AutoField()
    server = peewee.TextField()
    library = peewee.TextField()
    name = peewee.TextField()
    media_id = peewee.IntegerField(index=True)

    class Meta:
        table_name = "alias"
        indexes = ((("server", "library", "name"), True),)


class TargetRow(peewee.Model):
    """See `target.Target`, whose fields these are."""

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
    logo_hash = peewee.TextField(default="")

    class Meta:
        table_name = "target"
        indexes = (
            (("media_id", "kind"), True),
            (("server", "library"), False),
            (("library", "item", "kind"), False),
        )


class SourceBlobRow(peewee.Model):
    """Which bytes a source's candidate turned out to be: saves downloading it again."""

    id = peewee.AutoField()
    source = peewee.TextField()
    candidate = peewee.TextField()
    hash = peewee.TextField(index=True)
    used_at = peewee.DoubleField()

    class Meta:
        table_name = "source_blob"
        indexes = ((("source", "candidate"), True),)


class FactRow(peewee.Model):
    """What one source said of one title: all its facts, as `facts.facts_to_json` writes them."""

    id = peewee.AutoField()
    source = peewee.TextField()
    title = peewee.TextField()
    facts = peewee.TextField()
    asked_at = peewee.BigIntegerField()

    class Meta:
        table_name = "fact"
        indexes = ((("source", "title"), True),)


class NoteRow(peewee.Model):
    """A small lasting value by name."""

    name = peewee.TextField(primary_key=True)
    value = peewee.TextField()

    class Meta:
        table_name = "note"


class UploadRow(peewee.Model):
    """One picture that was uploaded to a slot, ever."""

    id = peewee.AutoField()
    media_id = peewee.IntegerField()
    server = peewee.TextField(index=True)
    kind = peewee.TextField()
    sha1 = peewee.TextField()
    uploaded_at = peewee.DoubleField()

    class Meta:
        table_name = "upload"
        indexes = ((("media_id", "kind", "sha1"), True),)


class CollectionRow(peewee.Model):
    """See `collections.KeptCollection`, whose fields these are; lists and mappings as JSON."""

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
    standing = peewee.TextField(default="[]")
    revision = peewee.TextField(default="")
    read_at = peewee.DoubleField(default=0.0)

    class Meta:
        table_name = "collection"
        indexes = ((("server", "library", "key"), True),)


class EditRow(peewee.Model):
    """One field of an item that we edited: what stood there before, and what we wrote last, as JSON."""

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


class JobRow(peewee.Model):
    """See `jobs.KeptJob`, whose fields these are."""

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


class EventRow(peewee.Model):
    """What one program posted to a webhook; see `events.Delivery`."""

    id = peewee.AutoField()
    name = peewee.TextField()
    content_key = peewee.TextField(index=True)
    events = peewee.TextField()
    received_at = peewee.DoubleField()
    done_at = peewee.DoubleField(index=True)
    let_go = peewee.TextField(default="")

    class Meta:
        table_name = "event"


class RunRow(peewee.Model):
    """A run that was asked for and is not done; see `runs.AskedRun`. Its name is the id that was given out."""

    id = peewee.AutoField()
    name = peewee.TextField(unique=True)
    request = peewee.TextField()
    job = peewee.TextField()
    asked_at = peewee.DoubleField()
    begun = peewee.IntegerField()

    class Meta:
        table_name = "run"


class SeenRow(peewee.Model):
    """An item whose pictures were all up to date when its server said `token` of it; gone as soon as one of them changes."""

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


TABLES: tuple[type[peewee.Model], ...] = (
    MediaRow,
    AliasRow,
    TargetRow,
    SourceBlobRow,
    FactRow,
    NoteRow,
    UploadRow,
    CollectionRow,
    EditRow,
    JobRow,
    EventRow,
    SeenRow,
    RunRow,
)
