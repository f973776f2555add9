"""guessit's opinion of names that our own patterns do not understand: half a second to import, some 11 ms a name.

So it is asked last, and what it said is kept, by name and guessit's version.
"""

from __future__ import annotations

import importlib.metadata
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from loguru import logger
from posteract_core.providers.memory import Memory
from pydantic import TypeAdapter, ValidationError

_KIND = "guess/1"
"""Raise the number when more of guessit's answer is kept."""
_MOST_IN_MEMORY = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What guessit makes of a name; empty and None where it says nothing."""

    title: str = ""
    year: int | None = None
    edition: str = ""
    season: int | None = None
    episodes: tuple[int, ...] = ()
    episode_title: str = ""


class Guesser(Protocol):
    """Whoever may be asked about a name that is not understood."""

    def guess(self, text: str, kind: str) -> Guess:
        """Return an opinion of `text`, the name of a `movie` or an `episode`."""
        ...


_SHAPE = TypeAdapter(Guess)


class Guesses:
    """guessit with a memory.

    Args:
        memory: where opinions are kept between runs.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._version = importlib.metadata.version("guessit")
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], Guess] = {}

    def guess(self, text: str, kind: str) -> Guess:
        """Return guessit's opinion; an empty one where it has none."""
        with self._lock:
            known = self._known.get((text, kind))
        if known is not None:
            return known
        found = self._remembered(text, kind)
        if found is None:
            found = _ask(text, kind)
            self._memory.put_many(_KIND, [(f"{kind}:{text}", self._version, _SHAPE.dump_json(found))])
        with self._lock:
            if len(self._known) >= _MOST_IN_MEMORY:
                self._known.clear()
            self._known[text, kind] = found
        return found

    def _remembered(self, text: str, kind: str) -> Guess | None:
        for value in self._memory.get_many(_KIND, {f"{kind}:{text}": self._version}).values():
            try:
                return _SHAPE.validate_json(value)
            except ValidationError:
                logger.debug("{}: what was kept of it makes no sense; guessit is asked again", text)
        return None


def _ask(text: str, kind: str) -> Guess:
    from guessit import guessit

    try:
        found: Mapping[str, object] = guessit(text, {"type": kind, "no_user_config": True})
    except Exception as error:  # noqa: BLE001 - another project's border: GuessitException wraps whatever went wrong inside it
        logger.debug("guessit could not read {}: {}", text, type(error).__name__)
        return Guess()
    episodes = found.get("episode")
    return Guess(
        title=_text(found.get("title")),
        year=_number(found.get("year")),
        edition=_text(found.get("edition")),
        season=_number(found.get("season")),
        episodes=tuple(
            number for number in (episodes if isinstance(episodes, list) else [episodes]) if isinstance(number, int)
        ),
        episode_title=_text(found.get("episode_title")),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
