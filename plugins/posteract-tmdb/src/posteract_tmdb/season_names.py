"""Names of seasons that say no more than their number, which TMDB puts where nobody wrote a name."""

from __future__ import annotations

import re

SEASON = frozenset(
    (
        "season", "series", "staffel", "saison", "temporada", "stagione", "seizoen", "säsong", "sæson", "sesong", "kausi",
        "sezon", "seria", "série", "řada", "sezóna", "séria", "évad", "sezonul", "sezona", "сезон",
        "σεζόν", "κύκλος", "עונה", "الموسم", "シーズン", "第シーズン", "시즌", "第季", "mùa", "musim",
    )
)  # fmt: skip
"""What is left of such a name in the languages of most libraries, lower case, without number, spaces and punctuation."""

SPECIALS = frozenset(
    (
        "specials", "special", "extras", "épisodesspéciaux", "especiales", "episodiosespeciales", "especiais", "speciali",
        "odcinkispecjalne", "speciály", "спецматериалы", "スペシャル", "特別編", "特别篇", "특별편",
    )
)  # fmt: skip
"""Likewise of season 0."""


def is_default(number: int, name: str) -> bool:
    """Return whether a season's name is only what any season of its number is called.

    >>> is_default(1, "Season 1"), is_default(2, "2. évad"), is_default(0, "Specials"), is_default(1, "第 1 季")
    (True, True, True, True)
    >>> is_default(1, "Chapter One"), is_default(1, "Season 2"), is_default(1, "Season 1: The Fall")
    (False, False, False)
    """
    rest, found = re.subn(rf"(?<!\d)0*{number}(?!\d)", "", name, count=1)
    left = "".join(re.findall(r"\w+", rest)).casefold()
    return (bool(found) and left in SEASON) or (number == 0 and left in SPECIALS)
