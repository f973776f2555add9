"""`poster_preferences`, resolved for one library and kind."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Literal

from ..model import ArtworkKind

RankBy = Literal["votes", "rating", "resolution", "newest", "provider"]

MANUAL_SOURCE = "manual"
"""The `source` of a pinned picture."""

WIDTH_OF_WIDE = 1.92
WIDTH_OF_LOGO = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What decides between candidates. The words are those of config.example.yaml."""

    sources: tuple[str, ...] = ("local", "tmdb", "fanart", "server")
    languages: tuple[str, ...] = ("textless", "original", "en")
    min_width_px: int = 1000
    rank_by: RankBy = "votes"
    fallback: tuple[str, ...] = ("server", "drawn")
    unknown_language: Literal["has_text", "textless"] = "has_text"

    def least_width_px(self, kind: ArtworkKind) -> float:
        """Return the width below which a candidate for `kind` is disqualified."""
        if kind.is_wide:
            return self.min_width_px * WIDTH_OF_WIDE
        return self.min_width_px * (WIDTH_OF_LOGO if kind is ArtworkKind.LOGO else 1)

    def digest(self) -> str:
        """Return a short hash, the same in every process, that changes when any preference does."""
        return _digest(self)


@lru_cache(maxsize=1024)
def _digest(preferences: Preferences) -> str:
    text = json.dumps(asdict(preferences), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
