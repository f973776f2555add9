"""What OMDb's texts mean. All of its values are text, and what it does not know is `N/A`."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

from posteract_core.model import Award, Rating

FRESH_FROM = 60
"""Percent. Rotten Tomatoes calls a film fresh from here on."""

FAMILIES = {
    "award.oscars": r"Oscars?|Academy Awards?",
    "award.emmys": r"(?:Primetime )?Emmys?(?: Awards?)?",
    "award.golden_globes": r"Golden Globes?(?: Awards?)?",
    "award.bafta": r"BAFTA(?: Film)?(?: Awards?)?",
}
"""How the sentence about awards names each family; it names the greatest only, and counts wins or nominations, not both."""

_RATINGS = {"Rotten Tomatoes": "rating.rt_critics", "Metacritic": "rating.metacritic"}
_NONE = frozenset({"", "n/a"})


def facts_of(answer: Mapping[str, Any]) -> dict[str, Hashable]:
    """Return all facts in one title's answer, by name."""
    found: dict[str, Hashable] = {}
    average = _number(answer.get("imdbRating"))
    if average is not None and 0 < average <= 10:
        votes = _number(str(answer.get("imdbVotes", "")).replace(",", ""))
        found["rating.imdb"] = Rating(value=average, votes=None if votes is None else int(votes))
    for entry in answer.get("Ratings") or ():
        name = _RATINGS.get(str(entry.get("Source", ""))) if isinstance(entry, dict) else None
        percent = _number(re.sub(r"%|/100", "", str(entry.get("Value", "")))) if name else None
        if name is not None and percent is not None and 0 <= percent <= 100:
            judged = ("fresh" if percent >= FRESH_FROM else "rotten") if name == "rating.rt_critics" else ""
            found[name] = Rating(value=percent, scale=100, verdict=judged)
    if (
        "rating.metacritic" not in found
        and (score := _number(answer.get("Metascore"))) is not None
        and 0 <= score <= 100
    ):
        found["rating.metacritic"] = Rating(value=score, scale=100)
    found |= awards_of(str(answer.get("Awards", "")))
    rated = str(answer.get("Rated", "")).strip()
    if rated.casefold() not in _NONE:
        found["content_rating.US"] = rated
    return found


def awards_of(text: str) -> dict[str, Hashable]:
    """Return the awards that a sentence names: `Won 4 Oscars. 312 wins & 275 nominations total`.

    >>> awards_of("Nominated for 2 Oscars. 20 wins & 43 nominations total")
    {'award.oscars': Award(won=0, nominated=2, best_picture=False)}
    """
    found: dict[str, Hashable] = {}
    for name, words in FAMILIES.items():
        won = _count(rf"\bWon (\d+) (?:{words})\b", text)
        nominated = _count(rf"\bNominated for (\d+) (?:{words})\b", text)
        if won or nominated:
            found[name] = Award(won=won, nominated=max(won, nominated))
    return found


def _count(pattern: str, text: str) -> int:
    return sum(int(number) for number in re.findall(pattern, text, re.IGNORECASE))


def _number(value: Any) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None
