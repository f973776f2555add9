"""Searches in a media server's own library, as `plex_search` and `smart_filter` write them; a server makes its query of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One test.

    Attributes:
        attribute: by the dialect's name: `genre`, `year`, `added`, `user_rating` …
        modifier: after the dot: empty, `not`, `is`, `isnot`, `begins`, `ends`, `gt`, `gte`, `lt`, `lte`, `before`, `after`,
            `rated`, `regex`.
        values: as text, ready for comparison: `4k`, `2000`, `true`, `6o` (in the last six months), `2020-01-31`.
    """

    attribute: str
    modifier: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tests and groups of tests that all must hold, or one of which must.

    Attributes:
        match: `all` or `any`; it also joins the values of one test.
        parts: at least one.
    """

    match: Literal["all", "any"]
    parts: tuple[Part, ...]


Part: TypeAlias = "Condition | Group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for.

    Attributes:
        where: what must hold; None = everything is found.
        sort: `title.asc`, `release.desc` …, the most important first; empty = the kind's own order.
        limit: no more than this many; None = all.
        validate: a value that the library does not have is a mistake; else it is left out.
        raw: the whole search in the server's own words, copied from it; then nothing else counts.
    """

    where: Group | None = None
    sort: tuple[str, ...] = ()
    limit: int | None = None
    validate: bool = True
    raw: str = ""
