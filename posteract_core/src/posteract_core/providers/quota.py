"""What is left of a service's daily allowance, remembered between runs.

quota = Quota(context.instance, context.cache_folder / "quota.json", most=1000, remember=not context.dry_run)
quota.spend()                       # before each question; raises when there is none left
raise quota.used_up(retry_at=None)  # when the service says so itself
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from ..errors import ProviderUnavailable
from ..unfinished import unfinished_name

DAY_S = 86_400


class Quota:
    """Counts questions by the day (UTC) and stops in time. Safe to use from many threads.

    Args:
        provider: the plugin instance, for messages.
        file: where the count is kept; may be deleted.
        most: questions a day; None = as many as the service lets us.
        remember: write the file. A dry run must not, and counts for itself alone.
        clock: UNIX seconds.
    """

    def __init__(
        self,
        provider: str,
        file: Path,
        *,
        most: int | None = None,
        remember: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._provider, self._file, self._most = provider, file, most
        self._remember, self._clock = remember, clock
        self._lock = Lock()
        self._state: dict[str, Any] | None = None

    def spend(self) -> None:
        """Take one question from the allowance.

        Raises:
            ProviderUnavailable: there is none left, here or by the service's own word; `retry_after_s` says when there is.
        """
        with self._lock:
            state = self._today()
            if self._most is not None and state["used"] >= self._most:
                state["until"] = max(state["until"], self._tomorrow())
            if state["until"] > self._clock():
                raise self._exhausted(state["until"])
            state["used"] += 1
            if self._most is not None:
                self._write(state)

    def used_up(self, retry_at: float | None = None) -> ProviderUnavailable:
        """Note that the service refuses further questions, and return the error that says so.

        Args:
            retry_at: when it takes them again, in UNIX seconds; None or what cannot be = at the end of the day (UTC).
        """
        with self._lock:
            now, state = self._clock(), self._today()
            sensible = retry_at is not None and now < retry_at <= now + 31 * DAY_S
            state["until"] = retry_at if sensible else self._tomorrow()
            self._write(state)
            return self._exhausted(state["until"])

    def _exhausted(self, until: float) -> ProviderUnavailable:
        moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(until))
        return ProviderUnavailable(
            self._provider,
            f"its daily limit of questions is used up; it is asked again from {moment} on",
            hint="What it has told so far is kept, and the rest follows by itself.",
            retry_after_s=until - self._clock(),
        )

    def _today(self) -> dict[str, Any]:
        if self._state is None:
            self._state = self._read()
        day = int(self._clock() // DAY_S)
        if self._state["day"] != day:
            self._state.update(day=day, used=0)
        if self._state["most"] != self._most:  # another allowance was configured: the old verdict is void
            self._state.update(most=self._most, until=0.0)
        return self._state

    def _tomorrow(self) -> float:
        return float((self._clock() // DAY_S + 1) * DAY_S)

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._file.read_bytes())
            return {
                "day": int(kept["day"]),
                "used": int(kept["used"]),
                "until": float(kept["until"]),
                "most": kept["most"],
            }
        except (OSError, ValueError, TypeError, KeyError):
            return {"day": 0, "used": 0, "until": 0.0, "most": self._most}

    def _write(self, state: dict[str, Any]) -> None:
        """Keep the count; where that cannot be, it holds for this run."""
        if not self._remember:
            return
        unfinished = self._file.with_name(unfinished_name())
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(state), encoding="utf-8")
            unfinished.replace(self._file)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()
