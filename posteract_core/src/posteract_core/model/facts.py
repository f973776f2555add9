"""What layers may say about an item: ratings, services, awards, by name."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from .frozen import FrozenMap

Facts = FrozenMap[str, Hashable]
"""Fact values by dotted name: `rating.imdb` (a `Rating`), `streaming.US` (a tuple of names) …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One service's judgement of a title.

    Attributes:
        value: on a scale from 0 to `scale`.
        scale: the best value there is: 10 for IMDb and TMDB, 100 for Rotten Tomatoes, 5 for Letterboxd.
        votes: how many people; None when unknown.
        verdict: the service's own word, such as `fresh`, `rotten` or `certified`; empty when it has none.
    """

    value: float
    scale: float = 10.0
    votes: int | None = None
    verdict: str = ""

    def on(self, scale: float) -> float:
        """Return the value on another scale.

        >>> Rating(value=7.9).on(100)
        79.0
        """
        return self.value * scale / self.scale
