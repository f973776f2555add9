"""Badges of who may see it: `content_rating` of a country, `commonsense`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any

from posteract_core.providers import Subject
from pydantic import Field, field_validator

from ..badge import Badge, Entry, fact
from ..plate import BadgeOptions
from ..tables import Wordmark, table

COUNTRIES = {"UK": "GB"}
"""Codes that people write, and ISO 3166-1's."""


class ContentRatingOptions(BadgeOptions):
    """Options of `content_rating`."""

    country: str = Field("US", description="ISO 3166-1: US, UK, DE, AU, NZ, FR, CA …")
    unrated: bool = Field(False, description="Also when it is not rated (NR).")

    @field_validator("country", mode="before")
    @classmethod
    def _as_iso(cls, given: object) -> object:
        code = str(given).strip().upper()
        if len(code) != 2 or not code.isalpha():
            raise ValueError(f"{given!r} is no country's code of two letters, such as US, UK or DE")
        return COUNTRIES.get(code, code)


class ContentRatingBadge(Badge[ContentRatingOptions]):
    """The age rating of a country, with the colour that goes with it."""

    type = "content_rating"
    Options = ContentRatingOptions
    place = "bottom-left"

    def needs(self) -> frozenset[str]:
        """Return the country's rating."""
        return frozenset({f"content_rating.{self.options.country}"})

    def value(self, subject: Subject) -> Hashable | None:
        """Return its key in the table, or the rating itself when it is in none.

        What the server says counts for the country it names (`de/16`), or where it names none, for a rating the table has.
        """
        country = self.options.country.lower()
        known = fact(subject, f"content_rating.{self.options.country}")
        text = str(known) if known else _own(subject.item.content_rating, country)
        if not text:
            return None
        key = f"{country}:{text.casefold()}"
        if text.casefold() in ("nr", "not rated", "unrated", "none"):
            return f"{country}:nr" if self.options.unrated else None
        return key if key in table("content_rating") else text if known else None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        mark = table("content_rating").get(value)
        name = value.rpartition(":")[2]
        if mark is None:
            mark = Wordmark(word=name.upper())
        yield name, replace(mark, glyph="bar") if mark.accent != "#ffffff" else mark


class CommonSenseBadge(Badge[BadgeOptions]):
    """From which age on Common Sense Media recommends it."""

    type = "commonsense"
    Options = BadgeOptions
    place = "bottom-left"

    def needs(self) -> frozenset[str]:
        """Return the age."""
        return frozenset({"age_rating"})

    def value(self, subject: Subject) -> Hashable | None:
        """Return the age, 1 to 18."""
        age = fact(subject, "age_rating")
        return age if isinstance(age, int) and 1 <= age <= 18 else None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one; green for children, yellow for teenagers, red for adults."""
        colour = "#5fd07a" if value <= 9 else "#f2c53d" if value <= 14 else "#ff6b57"
        yield str(value), Wordmark(over="COMMON SENSE", word=f"{value}+", glyph="check", accent=colour)


def _own(text: str, country: str) -> str:
    """Return the server's rating without the country before it; empty when it is another country's."""
    before, slash, after = text.partition("/")
    if slash:
        return after if COUNTRIES.get(before.upper(), before.upper()).lower() == country else ""
    return text
