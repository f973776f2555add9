"""The ledger as rows for people, tables and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..store import Ledger, Status, Target
from ..store.files import write_whole

COLUMNS = (
    "media_id", "item", "kind", "library", "server", "status", "tmdb_id", "imdb_id", "tvdb_id", "source", "poster_type",
    "quality", "attempts", "next_try", "error", "review", "page_url", "created", "updated", "checked",
)  # fmt: skip
"""What `status` tells of each target."""

FAILED = (Status.FAILED.value, Status.WAITING.value)
WANTS_A_LOOK = (Status.MISSING.value, Status.CONTESTED.value)


def rows(ledger: Ledger, *, failed: bool = False, review: bool = False) -> Iterator[dict[str, Any]]:
    """Yield targets as rows of `COLUMNS`; with `failed` or `review` only those that failed or want a look."""
    for target in ledger.all_targets(where={"status": (*FAILED, Status.UPLOADING.value)} if failed else None):
        if failed and not target.error:
            continue
        if review and not (target.review or target.status in WANTS_A_LOOK):
            continue
        yield _row(target)


def write_csv(tasks: Sequence[dict[str, Any]], path: Path) -> None:
    """Write rows as a CSV file, whole or not at all; raises OSError."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(_harmless(tasks))
    write_whole(path, out.getvalue().encode())


def _row(target: Target) -> dict[str, Any]:
    quality = f"{target.width_px} × {target.height_px}" if target.width_px else ""
    review = target.review or (target.error if target.status in WANTS_A_LOOK else "")
    values = (
        target.media_id, target.item, target.kind, target.library, target.server, target.status, target.tmdb_id,
        target.imdb_id, target.tvdb_id, target.source_used, target.poster_type, quality, target.attempts,
        _time(target.next_try_at), target.error, review, target.page_url, _time(target.created_at),
        _time(target.updated_at), _time(target.checked_at),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _time(seconds: float) -> str | None:
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone().isoformat(timespec="seconds") if seconds else None


def _harmless(tasks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows in which no text is taken for a formula by a spreadsheet program."""
    for task in tasks:
        yield {
            name: f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
            for name, value in task.items()
        }
