"""The end of the log file, for those who cannot look at it where it lies."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..redaction import redact

LEVELS = ("TRACE", "DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL")
FURTHEST_BYTES = 4 * 2**20
"""How much of the file is looked at, from its end."""

_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) \| (\w+) *\| (?:(\S+:\d+) \| )?(.*)")


def log_lines(file: Path | None, *, most: int, level: str = "", text: str = "") -> list[dict[str, Any]]:
    """Return the last entries of a log file, the latest last: `at`, `level`, `where`, `message`; secrets are hidden once more.

    Args:
        file: which; None, or one that is not there, has no entries.
        most: how many.
        level: only this one and those above it.
        text: only those with this text in them, in any case.
    """
    least = LEVELS.index(level) if level in LEVELS else 0
    found: deque[dict[str, Any]] = deque(maxlen=most)
    for entry in _entries(_end_of(file)):
        known = entry["level"] in LEVELS
        if (not known or LEVELS.index(entry["level"]) >= least) and text.casefold() in entry["message"].casefold():
            found.append(entry)
    return [{**entry, "message": redact(entry["message"])} for entry in found]


def _end_of(file: Path | None) -> str:
    try:
        if file is None:
            return ""
        with file.open("rb") as lines:
            size = lines.seek(0, 2)
            lines.seek(max(0, size - FURTHEST_BYTES))
            return lines.read().decode("utf-8", "replace")
    except OSError:
        return ""


def _entries(text: str) -> Iterator[dict[str, Any]]:
    """Yield entries; lines that begin none (of a traceback) belong to the one before."""
    entry: dict[str, Any] | None = None
    for line in text.splitlines():
        if (match := _LINE.fullmatch(line)) is not None:
            if entry is not None:
                yield entry
            entry = {"at": match[1], "level": match[2], "where": match[3] or "", "message": match[4]}
        elif entry is not None:
            entry["message"] += f"\n{line}"
    if entry is not None:
        yield entry
