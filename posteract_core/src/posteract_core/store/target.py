"""The PosterTask: one row of the ledger, and the states it goes through."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Where a target stands; the arrows are in docs/architecture.md."""

    PLANNED = "planned"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    MISSING = "missing"
    FAILED = "failed"
    WAITING = "waiting"
    KEPT = "kept"
    CONTESTED = "contested"
    RESET = "reset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """Who a target belongs to, whatever its server calls it today.

    Attributes:
        id: our own number for the item.
        fresh: it was not known before.
    """

    id: int
    fresh: bool = False


@dataclass(slots=True, kw_only=True)
class Target:
    """One picture slot's row. Times are UNIX seconds; hashes are SHA-256 in hex; empty = nothing yet.

    Attributes:
        media_id: of `Media`.
        server: plugin instance.
        library: the library's name as configured.
        kind: of `ArtworkKind`.
        item: the item as a person names it, for listings.
        key: the server's key when last seen.
        imdb_id, tmdb_id, tvdb_id: of the item, or of its show; for listings and links.
        status: of `Status`.
        source_used: the artwork source of the base.
        candidate: the chosen `Artwork`, as JSON.
        poster_type: `textless`, a language, `unknown` or `finished`.
        width_px, height_px, votes: of the base as its source states them.
        fingerprint: of the inputs of what was last uploaded.
        inputs: those inputs, as JSON, to say what changed.
        choice: what the choice of the base depended on: preferences and local revisions.
        base_hash: of the base picture.
        picture_hash: of what was last uploaded.
        logo_hash: of the title's own lettering that the look shows; `-` = looked for, there is none.
        original_hash: of the picture found before our first upload.
        server_revision: the slot's token when last seen or set by us.
        replaced: how often another tool replaced our picture in a row.
        replaced_by: which tool.
        pinned: the pinned `Artwork`, as JSON.
        review: what a person should look at: notes, one a line.
        page_url: where the base can be looked at at its source.
        attempts: failures in a row.
        next_try_at: not to be tried before; 0 = any time.
        error: what went wrong last.
        created_at, updated_at, checked_at, facts_at: when the row was made, last changed, its sources last asked, and
            its facts last drawn (0: a fact source did not answer then).
    """

    media_id: int
    server: str
    library: str
    kind: str
    item: str = ""
    key: str = ""
    imdb_id: str = ""
    tmdb_id: str = ""
    tvdb_id: str = ""
    status: str = Status.PLANNED
    source_used: str = ""
    candidate: str = ""
    poster_type: str = ""
    width_px: int = 0
    height_px: int = 0
    votes: int = 0
    fingerprint: str = ""
    inputs: str = ""
    choice: str = ""
    base_hash: str = ""
    picture_hash: str = ""
    original_hash: str = ""
    server_revision: str = ""
    replaced: int = 0
    replaced_by: str = ""
    pinned: str = ""
    review: str = ""
    page_url: str = ""
    attempts: int = 0
    next_try_at: float = 0
    error: str = ""
    created_at: float = 0
    updated_at: float = 0
    checked_at: float = 0
    facts_at: float = 0
    logo_hash: str = ""

    def row(self) -> dict[str, Any]:
        """Return the columns and their values."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(field.name for field in fields(Target))
"""The columns of the table, in the order of the dataclass."""
