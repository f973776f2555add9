"""What was told before: nobody wants to read every night that the same poster is missing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from loguru import logger

T = TypeVar("T")

DAY_S = 86_400.0


class Told:
    """A file of what was told, and when. One that cannot be read or written costs no more than being told twice."""

    def __init__(self, file: Path, *, again_after_days: float, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._again_after_s = again_after_days * DAY_S
        self._clock = clock

    def fresh(self, things: Iterable[T], name: Callable[[T], str]) -> tuple[T, ...]:
        """Return those of `things` that were not told lately, and keep that they are told now."""
        now = self._clock()
        known = {key: at for key, at in self._read().items() if now - at < self._again_after_s}
        new = {name(thing): thing for thing in things if name(thing) not in known}
        if new:
            self._write({**known, **dict.fromkeys(new, now)})
        return tuple(new.values())

    def _read(self) -> dict[str, float]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(key): float(at) for key, at in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, told: dict[str, float]) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            logger.debug("{} cannot be written: {}", self._file, error.strerror)
