"""The badge `rating`: one chip for each service."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any, Literal

from posteract_core.model import Rating
from posteract_core.providers import Subject
from pydantic import Field, field_validator

from ..badge import Badge, Entry, fact
from ..choices import known_names
from ..plate import BadgeOptions
from ..tables import table

ALIASES = {
    "rotten_tomatoes": "rt_critics", "rt": "rt_critics", "tomatoes": "rt_critics", "tomatoes_audience": "rt_audience",
    "popcorn": "rt_audience", "myanimelist": "mal", "meta": "metacritic", "plex": "audience", "ebert": "rogerebert",
}  # fmt: skip
"""Other names of services."""

GOOD, FAIR = 70, 50
"""Of 100: what counts as good, and as fair, where colours go by value."""


class RatingOptions(BadgeOptions):
    """Options of `rating`."""

    show: tuple[str, ...] = Field(
        ("imdb",), description="Services, in this order: imdb, tmdb, rt_critics, rt_audience …"
    )
    scale: Literal["own", "10", "100"] = Field("own", description="own = as the service does; or all of 10, or of 100.")
    min_votes: int = Field(0, ge=0, description="Fewer votes than this are not shown.")
    at_least: float = Field(0, ge=0, le=100, description="Values below this, of 100, are not shown.")
    decimals: int | None = Field(
        None, ge=0, le=2, description="Digits after the point; left out = one, and none of a scale of 100."
    )
    by_value: bool = Field(False, description="The shape's colour says how good it is: green, yellow, red.")
    labels: bool = Field(True, description="The service's name over the value.")

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(given, tuple(table("rating")), ALIASES)

    @field_validator("scale", mode="before")
    @classmethod
    def _scale_as_text(cls, given: object) -> object:
        return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


class RatingBadge(Badge[RatingOptions]):
    """What services think of a title."""

    type = "rating"
    Options = RatingOptions
    place = "middle-left"

    def needs(self) -> frozenset[str]:
        """Return the ratings of the services that are shown."""
        return frozenset(f"rating.{name}" for name in self.options.show)

    def value(self, subject: Subject) -> Hashable | None:
        """Return (service, value as shown, verdict that colours it) for each that is known; None when none is."""
        found = []
        for name in self.options.show:
            rating = fact(subject, f"rating.{name}")
            if isinstance(rating, Rating) and self._counts(rating):
                found.append((name, self._shown(rating), self._verdict(rating)))
        return tuple(found) or None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return one chip for each."""
        for name, shown, verdict in value:
            mark = replace(table("rating")[name], word=shown)
            if verdict:
                own = table("verdict")[verdict]
                mark = replace(mark, accent=own.accent, glyph=own.glyph or mark.glyph)
            yield name, mark if self.options.labels else replace(mark, over="")

    def _verdict(self, rating: Rating) -> str:
        if self.options.by_value:
            share = rating.on(100)
            return "good" if share >= GOOD else "fair" if share >= FAIR else "poor"
        return rating.verdict if rating.verdict in ("rotten", "certified") else ""

    def _counts(self, rating: Rating) -> bool:
        voted = rating.votes is None or rating.votes >= self.options.min_votes
        return rating.value > 0 and voted and rating.on(100) >= self.options.at_least

    def _shown(self, rating: Rating) -> str:
        scale = rating.scale if self.options.scale == "own" else float(self.options.scale)
        value = rating.on(scale)
        if scale == 100:
            return f"{value:.{self.options.decimals or 0}f}%"
        return f"{value:.{1 if self.options.decimals is None else self.options.decimals}f}"
