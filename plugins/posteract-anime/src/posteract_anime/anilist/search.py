"""What `anilist_search` may say, as AniList's own arguments: a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from posteract_core.errors import ConfigError

from ..builder import chosen, whole
from ..seasons import SEASONS, season_of

FORMATS = {
    "tv": "TV", "short": "TV_SHORT", "tv_short": "TV_SHORT", "movie": "MOVIE", "special": "SPECIAL", "ova": "OVA",
    "ona": "ONA", "music": "MUSIC",
}  # fmt: skip
STATUSES = {
    "finished": "FINISHED", "airing": "RELEASING", "releasing": "RELEASING", "not_yet_aired": "NOT_YET_RELEASED",
    "not_yet_released": "NOT_YET_RELEASED", "cancelled": "CANCELLED", "hiatus": "HIATUS",
}  # fmt: skip
SOURCES = {
    name.lower(): name
    for name in (
        "ORIGINAL", "MANGA", "LIGHT_NOVEL", "VISUAL_NOVEL", "VIDEO_GAME", "OTHER", "NOVEL", "DOUJINSHI", "ANIME", "WEB_NOVEL",
        "LIVE_ACTION", "GAME", "COMIC", "MULTIMEDIA_PROJECT", "PICTURE_BOOK",
    )
}  # fmt: skip
SORTS = {
    "score": "SCORE_DESC", "popular": "POPULARITY_DESC", "popularity": "POPULARITY_DESC", "trending": "TRENDING_DESC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that may be searched by.

    Attributes:
        argument: AniList's.
        type: of the argument in GraphQL.
        modifiers: the modifiers it may have, with what each adds to the argument.
        words: what may be said, and AniList's words for it; None = anything.
        many: whether several may be said.
    """

    argument: str
    type: str
    modifiers: Mapping[str, str]
    words: Mapping[str, str] | None = None
    many: bool = False


_LISTED = {"": "_in", "not": "_not_in"}
_COMPARED = {"": "", "not": "_not", "gt": "_greater", "gte": "_greater", "lt": "_lesser", "lte": "_lesser"}
_COUNTED = {name: end for name, end in _COMPARED.items() if name != "not"}
_DATED = {"": "", "before": "_lesser", "after": "_greater"}

ATTRIBUTES: Mapping[str, Attribute] = {
    "search": Attribute("search", "String", {"": ""}),
    "season": Attribute("season", "MediaSeason", {"": ""}, {season: season.upper() for season in SEASONS}),
    "year": Attribute("seasonYear", "Int", {"": ""}),
    "adult": Attribute("isAdult", "Boolean", {"": ""}),
    "country": Attribute("countryOfOrigin", "CountryCode", {"": ""}),
    "source": Attribute("source", "MediaSource", {"": "_in"}, SOURCES, many=True),
    "format": Attribute("format", "MediaFormat", _LISTED, FORMATS, many=True),
    "status": Attribute("status", "MediaStatus", _LISTED, STATUSES, many=True),
    "genre": Attribute("genre", "String", _LISTED, many=True),
    "tag": Attribute("tag", "String", _LISTED, many=True),
    "tag_category": Attribute("tagCategory", "String", _LISTED, many=True),
    "min_tag_percent": Attribute("minimumTagRank", "Int", {"": ""}),
    "start": Attribute("startDate", "FuzzyDateInt", _DATED),
    "end": Attribute("endDate", "FuzzyDateInt", _DATED),
    "episodes": Attribute("episodes", "Int", _COUNTED),
    "duration": Attribute("duration", "Int", _COUNTED),
    "score": Attribute("averageScore", "Int", _COMPARED),
    "popularity": Attribute("popularity", "Int", _COMPARED),
}

Argument = tuple[str, str, Any]
"""(name, type in GraphQL, value)."""


def arguments_of(name: str, written: Mapping[str, Any], *, today: date) -> list[Argument]:
    """Return what a search's attributes mean; raises ConfigError."""
    found: dict[str, Argument] = {}
    for key, value in written.items():
        attribute, _, modifier = str(key).partition(".")
        known = ATTRIBUTES.get(attribute)
        if known is None or modifier not in known.modifiers:
            ends = ", ".join(f".{end}" for end in known.modifiers if end) if known else ""
            there = f"`{attribute}` may have {ends or 'no modifier'}" if known else f"there are {', '.join(ATTRIBUTES)}"
            raise ConfigError(f"{name}: `{key}` is not understood; {there}, sort_by and limit")
        argument = known.argument + known.modifiers[modifier]
        if argument in found:
            raise ConfigError(f"{name}: `{key}` is said twice, in other words")
        found[argument] = (
            argument,
            f"[{known.type}]" if known.many else known.type,
            _value(name, str(key), known, value, today),
        )
    if written.get("season") is not None and written.get("year") is None:
        found["seasonYear"] = ("seasonYear", "Int", today.year)
    return list(found.values())


def _value(name: str, key: str, known: Attribute, value: Any, today: date) -> Any:
    modifier = key.partition(".")[2]
    if known.many:
        texts = value if isinstance(value, list) else str(value).split(",")
        words = [str(text).strip() for text in texts if str(text).strip()]
        return [chosen(name, key, word, known.words) for word in words] if known.words else words
    if known.argument == "season" and str(value).strip().lower() == "current":
        return season_of(today).upper()
    if known.argument == "seasonYear" and str(value).strip().lower() == "current":
        return today.year
    if known.words:
        return chosen(name, key, value, known.words)
    match known.type:
        case "Int":
            return whole(name, key, value) + {"gte": -1, "lte": 1}.get(modifier, 0)
        case "Boolean":
            if not isinstance(value, bool):
                raise ConfigError(f"{name}: {key} must be true or false, not {value!r}")
            return value
        case "FuzzyDateInt":
            return _day(name, key, value, today)
        case "CountryCode":
            if not re.fullmatch("[A-Za-z]{2}", str(value).strip()):
                raise ConfigError(f"{name}: {key} must be a country's code of two letters such as JP, not {value!r}")
            return str(value).strip().upper()
        case _:
            return str(value)


def _day(name: str, key: str, value: Any, today: date) -> int:
    text = str(value).strip()
    if text.lower() == "today":
        return int(f"{today:%Y%m%d}")
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        day = date(int(american[3]), int(american[1]), int(american[2])) if american else date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"{name}: {key} must be a day such as 2026-03-31, not {value!r}") from error
    return int(f"{day:%Y%m%d}")
