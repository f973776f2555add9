"""What layers may say about an item: ratings, services, awards, by name."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from .frozen import FrozenMap

Facts = FrozenMap[str, Hashable]
"""Fact values by dotted name. Which source answers which is said by `FactSource.provides`; the names are shared by all:

- `rating.imdb`, `rating.rt_critics` …: a `Rating`
- `streaming.US` (an ISO 3166-1 region), `networks`, `studios`: a tuple of `Brand`, the service's own order
- `award.oscars`, `award.golden_globes` …: an `Award`
- `content_rating.US`: text, as the country writes it; `age_rating`: the age Common Sense Media names, an int
- `status`: `returning`, `ended`, `cancelled`, `in_production`, `planned`, `pilot`; `next_episode`: a date
- `keywords`: a tuple of text, lower case; `STINGERS` are among them
- `original_language`: an ISO 639-1 code; `origin_countries`: a tuple of ISO 3166-1 codes
- `film_set`: the `Brand` of the set of films that a film belongs to
- `tmdb.title`, `tmdb.year`, `tmdb.genres`, `tmdb.votes`, `tmdb.type`, `tvdb.title`, `tvdb.status`, `tvdb.genres`: what one
  service says, for filters by its name
- `rank.imdb_top250`: an int from 1
"""

STINGERS = {"aftercreditsstinger": "after", "duringcreditsstinger": "during"}
"""Keywords of TMDB's that tell of a scene, and where it is in the credits."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A streaming service, network or studio, by its name and, where somebody has it, its logo.

    Attributes:
        name: as the source writes it, `Disney Plus`.
        source: the plugin instance that knows it, and that `logo` is to be asked of.
        id: lasting within the source; empty where it has none.
        logo: what its source's `read` understands as a picture's `url`; empty when there is none.
    """

    name: str
    source: str = ""
    id: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """What a title, or people for it, got from one family of awards.

    Attributes:
        won: how many.
        nominated: how many nominations, those that won included; never less than `won`.
        best_picture: whether the first prize for the work as a whole is among those won.
        best_director: whether the prize for its direction is among those won.
    """

    won: int = 0
    nominated: int = 0
    best_picture: bool = False
    best_director: bool = False
