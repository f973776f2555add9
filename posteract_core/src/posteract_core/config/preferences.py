"""Which artwork wins: `poster_preferences`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .section import Section
from .values import Language, Names

RankBy = Literal["votes", "rating", "resolution", "newest", "provider"]
Fallback = Literal["server", "drawn", "show", "background", "keep"]
UnknownLanguage = Literal["has_text", "textless"]
OwnerPictures = Literal["keep", "adopt"]

Fallbacks = Annotated[tuple[Fallback, ...], AfterValidator(lambda names: tuple(dict.fromkeys(names)))]
Languages = Annotated[
    tuple[Language, ...], AfterValidator(lambda names: tuple(dict.fromkeys(names))), Field(min_length=1)
]


class Preferences(Section):
    """Which artwork wins. Ranked by: manual picture; language; source; `rank_by`; pixels.

    May stand at the top, in a library and in a kind of a library: each key that is given replaces the more general one.
    """

    sources: Names = Field(
        default=("local", "tmdb", "fanart", "server"),
        min_length=1,
        description="Where to look, the best first: artwork sources by name, `server` (what the media server offers), "
        "`current` (the clean picture found at first sight).",
    )
    languages: Languages = Field(
        default=("textless", "original", "en"),
        description="Languages that may win, the best first: `textless`, `original` (of the title), `any`, or ISO 639-1 "
        "codes. A language that is not listed disqualifies.",
    )
    min_width: int = Field(
        default=1000,
        ge=0,
        le=100_000,
        description="Least width in pixels of poster kinds and square; × 1.92 for wide kinds, × 0.4 for logos. What is "
        "narrower is disqualified.",
    )
    rank_by: RankBy = Field(
        default="votes",
        description="What decides within a language and source: `votes`, `rating`, `resolution`, `newest`, or `provider` "
        "(its own order).",
    )
    fallback: Fallbacks = Field(
        default=("server", "drawn"),
        description="What is used when nothing qualifies, the first that there is: `server`, `drawn`, `show` (for a season "
        "its show's poster), `background` (for a title card), `keep`.",
    )
    unknown_language: UnknownLanguage = Field(
        default="has_text",
        description="What a picture is taken for that says no language: `has_text` (no title is set over it) or `textless`.",
    )

    def overridden_by(self, *others: Preferences) -> Preferences:
        """Return these preferences with every key that the others were given, the last of them winning."""
        update: dict[str, object] = {}
        for other in others:
            update |= other.given()
        return self.model_copy(update=update) if update else self
