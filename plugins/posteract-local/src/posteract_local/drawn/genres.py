"""What a title's genres suggest, read from genres.toml once."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Moods of palettes, and families, that suit a genre."""

    moods: frozenset[str] = frozenset()
    families: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[frozenset[str], Suggestion], ...]:
    entries = tomllib.loads((files(__package__) / "genres.toml").read_text(encoding="utf-8")).values()
    return tuple(
        (
            frozenset(entry["words"]),
            Suggestion(moods=frozenset(entry["moods"]), families=tuple(entry["families"])),
        )
        for entry in entries
    )


def suggestion(genres: Sequence[str]) -> Suggestion:
    """Return what suits a title; nothing in particular when no genre is known.

    >>> sorted(suggestion(["Drama", "Horror"]).moods)
    ['horror']
    """
    said = {genre.strip().casefold() for genre in genres}
    return next((suits for words, suits in _table() if said & words), Suggestion())
