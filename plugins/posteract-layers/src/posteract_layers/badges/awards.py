"""The badge `award`: what a title, or people for it, got."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any, Literal

from posteract_core.model import Award
from posteract_core.providers import Subject
from pydantic import Field, field_validator

from ..badge import Badge, Entry, fact
from ..choices import known_names
from ..plate import BadgeOptions
from ..tables import Wordmark, table

ALIASES = {
    "oscar": "oscars", "academy_awards": "oscars", "academy": "oscars", "golden": "golden_globes", "globes": "golden_globes",
    "golden_globe": "golden_globes", "emmy": "emmys", "baftas": "bafta", "berlinale": "berlin", "cesars": "cesar",
}  # fmt: skip
"""Other names of families."""

SILVER = "#c9ced6"
"""Of laurels for nominations alone."""


class AwardOptions(BadgeOptions):
    """Options of `award`."""

    show: tuple[str, ...] = Field(
        ("oscars", "golden_globes", "emmys", "bafta", "cannes", "venice", "berlin"),
        description="Families of awards, in this order: oscars, golden_globes, emmys, bafta, cannes, venice, berlin …",
    )
    least: Literal["nominated", "won", "best_picture"] = Field(
        "won", description="What is worth a badge: won; also a nomination; only the first prize."
    )
    most: int = Field(2, ge=1, le=6, description="Badges at most; families that come first in `show` win.")

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(given, tuple(table("award")), ALIASES)


class AwardBadge(Badge[AwardOptions]):
    """Awards won or nominated for, a badge for each family."""

    type = "award"
    Options = AwardOptions
    place = "bottom-right"

    def needs(self) -> frozenset[str]:
        """Return the awards of the families that are shown."""
        return frozenset(f"award.{name}" for name in self.options.show)

    def value(self, subject: Subject) -> Hashable | None:
        """Return (family, `best`, `won` or `nominated`, how many) for each that is worth a badge."""
        found = []
        for name in self.options.show:
            award = fact(subject, f"award.{name}")
            if isinstance(award, Award) and (said := self._said(award)) is not None:
                found.append((name, *said))
        return tuple(found[: self.options.most]) or None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return a laurel for each family."""
        for name, what, count in value:
            yield name, laurel(table("award")[name], what, count)

    def _said(self, award: Award) -> tuple[str, int] | None:
        if award.best_picture:
            return "best", award.won
        if award.won and self.options.least != "best_picture":
            return "won", award.won
        return ("nominated", award.nominated) if award.nominated and self.options.least == "nominated" else None


def laurel(mark: Wordmark, what: str, count: int) -> Wordmark:
    """Return how an award is set: the family over what was got, gold for won, silver for nominated.

    >>> laurel(Wordmark(word="OSCAR", note="OSCARS", over="ACADEMY AWARD"), "won", 4).word
    '4 OSCARS'
    """
    if what == "best":
        return replace(mark, over="BEST PICTURE" if mark.note != mark.word else "FIRST PRIZE", note="")
    several = count > 1 and mark.note != mark.word  # a festival has no plural
    word = f"{count} {mark.note}" if several else mark.word
    if what == "won":
        return replace(mark, over="WINNER", word=word, note="")
    return replace(mark, over="NOMINEE", word=word, note="", accent=SILVER)
