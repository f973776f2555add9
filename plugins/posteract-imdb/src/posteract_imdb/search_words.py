"""What `imdb_search` may say, and where each of its words goes in the question to the website."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from .events import event_of

TYPES = {
    name.lower(): name
    for name in (
        "movie", "tvSeries", "tvEpisode", "tvMiniSeries", "tvMovie", "tvSpecial", "tvShort", "short", "videoGame", "video",
        "musicVideo", "podcastSeries", "podcastEpisode",
    )
}  # fmt: skip
GENRES = {
    re.sub(r"\W", "", name.lower()): name
    for name in (
        "Action", "Adventure", "Animation", "Biography", "Comedy", "Crime", "Documentary", "Drama", "Family", "Fantasy",
        "Film-Noir", "Game-Show", "History", "Horror", "Music", "Musical", "Mystery", "News", "Reality-TV", "Romance", "Sci-Fi",
        "Short", "Sport", "Talk-Show", "Thriller", "War", "Western",
    )
}  # fmt: skip
TOPICS = {
    name.replace("_", ""): name.upper()
    for name in (
        "alternate_version", "award", "business_info", "crazy_credit", "goof", "location", "plot", "quote", "soundtrack",
        "technical", "trivia",
    )
}  # fmt: skip
"""IMDb's words, by how people write them: without signs, in small letters."""

SORTS = {
    "popularity": "POPULARITY", "title": "TITLE_REGIONAL", "rating": "USER_RATING", "votes": "USER_RATING_COUNT",
    "box_office": "BOX_OFFICE_GROSS_DOMESTIC", "runtime": "RUNTIME", "year": "YEAR", "release": "RELEASE_DATE",
}  # fmt: skip
DEFAULT_SORT = "popularity.asc"

OSCARS = {"oscar_picture": "bestPicture", "oscar_director": "bestDirector"}
"""Names of events that mean one of their awards."""

Reader = Callable[[Any], Any]


def listed(value: Any) -> list[str]:
    """Return a list of texts from one, from a text with commas, or from a single value; raises ValueError when it is empty."""
    parts = value if isinstance(value, list) else str(value).split(",")
    found = [str(part).strip() for part in parts if str(part).strip()]
    if not found or isinstance(value, Mapping):
        raise ValueError(f"{value!r} is no list")
    return found


def _text(value: Any) -> str:
    return ", ".join(listed(value))


def _words(value: Any) -> list[str]:
    return [each.lower() for each in listed(value)]


def _keywords(value: Any) -> list[str]:
    return [re.sub(r"\s+", "-", each.lower()) for each in listed(value)]


def _of(table: Mapping[str, str]) -> Reader:
    def read(value: Any) -> list[str]:
        found = []
        for each in listed(value):
            key = re.sub(r"[\W_]", "", each.lower())
            if key not in table:
                raise ValueError(f"{each!r} is none of {', '.join(table.values())}")
            found.append(table[key])
        return found

    return read


def _ids(prefix: str, wrap: Reader = lambda ident: ident) -> Reader:
    def read(value: Any) -> list[Any]:
        found = []
        for each in listed(value):
            number = re.search(rf"\b{prefix}\d+\b", each)
            if not number:
                raise ValueError(f"{each!r} is no number of IMDb's such as {prefix}0000001")
            found.append(wrap(number[0]))
        return found

    return read


def _countries(value: Any) -> list[str]:
    for each in listed(value):
        if not re.fullmatch(r"[A-Za-z]{2}", each):
            raise ValueError(f"{each!r} is no country such as US")
    return [each.upper() for each in listed(value)]


def _number(least: float, most: float, made: Callable[[float], Any]) -> Reader:
    def read(value: Any) -> Any:
        try:
            found = float(str(value))
        except ValueError:
            found = least - 1
        if isinstance(value, bool) or not least <= found <= most:
            raise ValueError(f"{value!r} is no number from {least:g} to {most:g}")
        return made(found)

    return read


_RATING = _number(0, 10, float)
_COUNT = _number(0, 10**9, int)


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if str(value).lower() == "today":
        return datetime.now().astimezone().date().isoformat()
    for pattern in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(str(value), pattern).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(f"{value!r} is no day such as 1995-12-15")


def _certificates(value: Any) -> list[dict[str, str]]:
    found = []
    for each in value if isinstance(value, list) else [value] if isinstance(value, Mapping) else listed(value):
        written = each if isinstance(each, Mapping) else {"rating": each}
        region, rating = str(written.get("region") or "US").upper(), str(written.get("rating") or "")
        if not rating or not re.fullmatch(r"[A-Z]{2}", region) or set(written) - {"region", "rating"}:
            raise ValueError(f"{each!r} is no certificate such as PG-13 or {{region: US, rating: PG-13}}")
        found.append({"region": region, "rating": rating})
    return found


def _events(*, winning: bool) -> Reader:
    def read(value: Any) -> list[dict[str, str]]:
        found = []
        for each in listed(value):
            event = event_of("oscar" if each.lower() in OSCARS else each)
            if event is None:
                raise ValueError(
                    f"{each!r} is no event; write ev and a number, or a name such as oscar, emmy, bafta, cannes"
                )
            asked = {"eventId": event}
            if award := OSCARS.get(each.lower()):
                asked["searchAwardCategoryId"] = award
            if winning:
                asked["winnerFilter"] = "WINNER_ONLY"
            found.append(asked)
        return found

    return read


def _ranked(which: str, end: str) -> Reader:
    return lambda value: [{"rankRange": {end: _COUNT(value)}, "rankedTitleListType": which}]


def _adult(value: Any) -> str | None:
    if str(value).lower() not in ("true", "false", "yes", "no"):
        raise ValueError(f"{value!r} is neither true nor false")
    return "INCLUDE_ADULT" if str(value).lower() in ("true", "yes") else None


def _family(
    name: str, constraint: str, what: str, read: Reader, *, exclude: bool = True
) -> dict[str, tuple[str, Reader]]:
    """Return an attribute that means all of its words, with its `.any` and its `.not`."""
    ways = {"": f"all{what}", ".any": f"any{what}"} | ({".not": f"exclude{what}"} if exclude else {})
    return {f"{name}{modifier}": (f"{constraint}.{field}", read) for modifier, field in ways.items()}


_MATCHED = {
    "alternate_version": "AlternateVersion", "crazy_credit": "CrazyCredit", "goof": "Goof", "plot": "Plot", "quote": "Quote",
    "soundtrack": "Soundtrack", "trivia": "Trivia",
}  # fmt: skip

ATTRIBUTES: Mapping[str, tuple[str, Reader]] = {
    "title": ("titleTextConstraint.searchTerm", _text),
    "type": ("titleTypeConstraint.anyTitleTypeIds", _of(TYPES)),
    "type.not": ("titleTypeConstraint.excludeTitleTypeIds", _of(TYPES)),
    "release.after": ("releaseDateConstraint.releaseDateRange.start", _day),
    "release.before": ("releaseDateConstraint.releaseDateRange.end", _day),
    "rating.gte": ("userRatingsConstraint.aggregateRatingRange.min", _RATING),
    "rating.lte": ("userRatingsConstraint.aggregateRatingRange.max", _RATING),
    "votes.gte": ("userRatingsConstraint.ratingsCountRange.min", _COUNT),
    "votes.lte": ("userRatingsConstraint.ratingsCountRange.max", _COUNT),
    "runtime.gte": ("runtimeConstraint.runtimeRangeMinutes.min", _COUNT),
    "runtime.lte": ("runtimeConstraint.runtimeRangeMinutes.max", _COUNT),
    **_family("genre", "genreConstraint", "GenreIds", _of(GENRES)),
    **_family("interests", "interestConstraint", "InterestIds", _ids("in")),
    **_family("keyword", "keywordConstraint", "Keywords", _keywords),
    **_family("country", "originCountryConstraint", "Countries", _countries),
    "country.origin": ("originCountryConstraint.anyPrimaryCountries", _countries),
    **_family("language", "languageConstraint", "Languages", _words),
    "language.primary": ("languageConstraint.anyPrimaryLanguages", _words),
    **_family("cast", "titleCreditsConstraint", "Credits", _ids("nm", lambda ident: {"nameId": ident})),
    "topic": ("withTitleDataConstraint.allDataAvailable", _of(TOPICS)),
    "topic.any": ("withTitleDataConstraint.anyDataAvailable", _of(TOPICS)),
    "topic.not": ("withTitleDataConstraint.noDataAvailable", _of(TOPICS)),
    "series": ("episodicConstraint.anySeriesIds", _ids("tt")),
    "series.not": ("episodicConstraint.excludeSeriesIds", _ids("tt")),
    "list": ("listConstraint.inAllLists", _ids("ls")),
    "list.any": ("listConstraint.inAnyList", _ids("ls")),
    "list.not": ("listConstraint.notInAnyList", _ids("ls")),
    "company": ("creditedCompanyConstraint.anyCompanyIds", _ids("co")),
    "content_rating": ("certificateConstraint.anyRegionCertificateRatings", _certificates),
    "event": ("awardConstraint.allEventNominations", _events(winning=False)),
    "event.winning": ("awardConstraint.allEventNominations", _events(winning=True)),
    "imdb_top": ("rankedTitleListConstraint.allRankedTitleLists", _ranked("TOP_RATED_MOVIES", "max")),
    "imdb_bottom": ("rankedTitleListConstraint.allRankedTitleLists", _ranked("LOWEST_RATED_MOVIES", "max")),
    "popularity.gte": ("rankedTitleListConstraint.allRankedTitleLists", _ranked("TITLE_METER", "min")),
    "popularity.lte": ("rankedTitleListConstraint.allRankedTitleLists", _ranked("TITLE_METER", "max")),
    "adult": ("explicitContentConstraint.explicitContentFilter", _adult),
    "character": ("characterConstraint.anyCharacterNames", _words),
    **_family("location", "filmingLocationConstraint", "Locations", _words, exclude=False),
    **{
        key: each
        for name, word in _MATCHED.items()
        for key, each in _family(
            name, f"{word[0].lower()}{word[1:]}MatchingConstraint", f"{word}TextTerms", _words, exclude=False
        ).items()
    },
}
"""Where each attribute goes below `constraints`, and what makes the website's words of its value."""

NO_NOT = frozenset(f"{name}.not" for name in (*_MATCHED, "location"))
"""Attributes of the dialect that IMDb's search has no answer to."""
