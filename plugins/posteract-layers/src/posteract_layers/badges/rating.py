"""The badge `rating`: one chip for each service."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Literal

from posteract_core.model import Rating
from posteract_core.providers import DrawContext, OverlayLayer, Raster, Subject
from pydantic import Field, field_validator

from ..choices import known_names
from ..plate import BadgeOptions, badge, badge_width
from ..tables import table

ALIASES = {
    "rotten_tomatoes": "rt_critics", "rt": "rt_critics", "tomatoes": "rt_critics", "tomatoes_audience": "rt_audience",
    "popcorn": "rt_audience", "myanimelist": "mal", "meta": "metacritic", "plex": "audience",
}  # fmt: skip
"""Other names of services."""

ROTTEN = "#8fbf3f"
"""Colour of a verdict of the critics against a film."""


class RatingOptions(BadgeOptions):
    """Options of `rating`."""

    show: tuple[str, ...] = Field(
        ("imdb",), description="Services, in this order: imdb, tmdb, rt_critics, rt_audience …"
    )
    scale: Literal["own", "10", "100"] = Field("own", description="own = as the service does; or all of 10, or of 100.")
    min_votes: int = Field(0, ge=0, description="Fewer votes than this are not shown.")
    at_least: float = Field(0, ge=0, le=100, description="Values below this, of 100, are not shown.")
    labels: bool = Field(True, description="The service's name over the value.")

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(given, tuple(table("rating")), ALIASES)

    @field_validator("scale", mode="before")
    @classmethod
    def _scale_as_text(cls, given: object) -> object:
        return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


class RatingBadge(OverlayLayer[RatingOptions]):
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
            rating = subject.facts.get(f"rating.{name}", subject.item.facts.get(f"rating.{name}"))
            if isinstance(rating, Rating) and self._counts(rating):
                found.append((name, self._shown(rating), "rotten" if rating.verdict == "rotten" else ""))
        return tuple(found) or None

    def draw(self, context: DrawContext) -> tuple[Raster, ...]:
        """Return one chip for each; in the middle, where they make a column, of one width, so that it is calm."""
        marks = []
        for name, shown, verdict in context.value:
            mark = replace(table("rating")[name], word=shown)
            if verdict == "rotten":
                mark = replace(mark, accent=ROTTEN)
            marks.append(mark if self.options.labels else replace(mark, over=""))
        column = (self.place or "").startswith("middle")
        width = max(badge_width(context, mark, self.options) for mark in marks) if column else 0
        return tuple(badge(context, mark, self.options, width_px=width) for mark in marks)

    def _counts(self, rating: Rating) -> bool:
        voted = rating.votes is None or rating.votes >= self.options.min_votes
        return rating.value > 0 and voted and rating.on(100) >= self.options.at_least

    def _shown(self, rating: Rating) -> str:
        scale = rating.scale if self.options.scale == "own" else float(self.options.scale)
        value = rating.on(scale)
        return f"{value:.0f}%" if scale == 100 else f"{value:.1f}"
