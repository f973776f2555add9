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
from ..store.pages import NOT_OURS, WANTS_A_LOOK

COLUMNS = (
    "media_id", "item", "kind", "library", "server", "status", "tmdb_id", "imdb_id", "tvdb_id", "source", "poster_type",
    "quality", "attempts", "next_try", "error", "review", "page_url", "created", "updated", "checked",
)  # fmt: skip
"""What `status` tells of each target."""

FAILED = (Status.FAILED.value, Status.WAITING.value)


def rows(ledger: Ledger, *, failed: bool = False, review: bool = False) -> Iterator[dict[str, Any]]:
    """Yield targets as rows of `COLUMNS`; with `failed`, `review` or both only those that failed, want a look, or either."""
    for target in ledger.all_targets():
        if not (failed or review) or (failed and _failed(target)) or (review and _review(target)):
            yield row(target)


def write_csv(tasks: Sequence[dict[str, Any]], path: Path) -> None:
    """Write rows as a CSV file, whole or not at all; raises OSError."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(_harmless(tasks))
    write_whole(path, out.getvalue().encode())


def row(target: Target) -> dict[str, Any]:
    """Return a target as a row of `COLUMNS`."""
    quality = f"{target.width_px} × {target.height_px}" if target.width_px else ""
    values = (
        target.media_id, target.item, target.kind, target.library, target.server, target.status, target.tmdb_id,
        target.imdb_id, target.tvdb_id, target.source_used, target.poster_type, quality, target.attempts,
        moment(target.next_try_at), target.error, _review(target), target.page_url, moment(target.created_at),
        moment(target.updated_at), moment(target.checked_at),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _failed(target: Target) -> bool:
    return target.status in FAILED or (target.status == Status.UPLOADING and bool(target.error))


def _review(target: Target) -> str:
    """Return what a person should look at, a note a line; empty for nothing."""
    if target.status in WANTS_A_LOOK:
        return f"{target.status}: {target.error}"
    return "" if target.status in NOT_OURS else target.review


def moment(seconds: float) -> str | None:
    """Return a time of the ledger as ISO 8601 with time zone; None for never."""
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone().isoformat(timespec="seconds") if seconds else None


def _harmless(tasks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows in which no text is taken for a formula by a spreadsheet program."""
    for task in tasks:
        yield {
            name: f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
            for name, value in task.items()
        }
