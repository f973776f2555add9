"""The builder `trakt_chart`: any of Trakt's charts, narrowed down by Trakt's own filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from posteract_core.errors import ConfigError
from posteract_core.model import MediaRef
from posteract_core.providers import BuildContext

from .lists import PERIODS, TraktBuilder, first, kind_of, most_of

PATHS: Mapping[str, str] = {
    "trending": "trending",
    "popular": "popular",
    "anticipated": "anticipated",
    "watched": "watched/{period}",
    "collected": "collected/{period}",
    "recommended": "favorited/{period}",
}
"""Where each chart stands below `/movies` or `/shows`."""

DEFAULT_PERIOD = "weekly"

RANGES: Mapping[str, float] = {
    "runtimes": 10_000, "ratings": 100, "votes": 1_000_000, "tmdb_ratings": 10, "tmdb_votes": 1_000_000, "imdb_ratings": 10,
    "imdb_votes": 10_000_000, "rt_meters": 100, "rt_user_meters": 100, "metascores": 100,
}  # fmt: skip
"""Filters that are written `from-to`, and the most that can be."""

WORDS = ("genres", "languages", "countries", "certifications")
OF_SHOWS = ("network_ids", "studio_ids", "status")
"""Filters that take words or numbers, some or with commas; the last ones of shows only."""

ATTRIBUTES = ("chart", "limit", "time_period", "query", "years", *RANGES, *WORDS, *OF_SHOWS)


class TraktChart(TraktBuilder):
    """`trakt_chart: {chart: watched, time_period: monthly, limit: 20, genres: crime}`, or several."""

    name = "trakt_chart"

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the first titles of each chart."""
        kind = kind_of(context)
        for written in value if isinstance(value, list) else [value]:
            path, params, most = read_chart(written, kind)
            yield from first(self.pages(f"/{kind}s/{path}", kind, params), most)


def read_chart(written: Any, kind: str) -> tuple[str, dict[str, str], int]:
    """Return a chart's path, the filters on it and how many titles are wanted.

    Raises:
        ConfigError: what is written is no chart.
    """
    if not isinstance(written, Mapping):
        raise ConfigError("trakt_chart takes a mapping, such as `{chart: watched, limit: 20}`")
    given = {str(key).lower(): value for key, value in written.items() if value is not None}
    for key in given:
        if key not in ATTRIBUTES:
            near = get_close_matches(key, ATTRIBUTES, n=1)
            raise ConfigError(
                f"trakt_chart: `{key}` is not understood" + (f"; did you mean `{near[0]}`?" if near else "")
            )
        if key in OF_SHOWS and kind != "show":
            raise ConfigError(f"trakt_chart: `{key}` goes with libraries of shows only")
    chart = str(given.pop("chart", "")).lower()
    if chart not in PATHS:
        raise ConfigError(f"trakt_chart: chart is {chart or 'missing'}; there are {', '.join(PATHS)}")
    if "time_period" in given and "{period}" not in PATHS[chart]:
        raise ConfigError(f"trakt_chart: `time_period` does not go with {chart}")
    period = str(given.pop("time_period", DEFAULT_PERIOD)).lower()
    if period not in PERIODS:
        raise ConfigError(f"trakt_chart: time_period is one of {', '.join(PERIODS)}, not {period!r}")
    most = most_of(given.pop("limit", None), "trakt_chart: limit")
    return PATHS[chart].format(period=period), {key: _filter(key, value) for key, value in given.items()}, most


def _filter(key: str, value: Any) -> str:
    if key == "years":
        return _years(value)
    if key in RANGES:
        return _range(key, value)
    text = ",".join(str(each).strip() for each in value) if isinstance(value, list) else str(value).strip()
    if not text or isinstance(value, Mapping):
        raise ConfigError(f"trakt_chart: `{key}` takes words, or a list of them, not {value!r}")
    return text if key == "query" else re.sub(r"\s*,\s*", ",", text).lower()


def _years(value: Any) -> str:
    text = str(value).replace(" ", "")
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    if not found or (found[2] and int(found[2]) < int(found[1])):
        raise ConfigError(f"trakt_chart: `years` takes a year or years such as 1999-2010, not {value!r}")
    return text


def _range(key: str, value: Any) -> str:
    text = str(value).replace(" ", "")
    found = re.fullmatch(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", text)
    if not found or not float(found[1]) <= float(found[2]) <= RANGES[key]:
        raise ConfigError(f"trakt_chart: `{key}` takes a range such as 0-{RANGES[key]:g}, not {value!r}")
    return text
