"""The builder `imdb_award`: titles that were nominated at an event, or won."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any, ClassVar

from posteract_core.errors import ConfigError
from posteract_core.providers import ProviderContext

from .events import EVENTS, Category, Events, event_of
from .lists import ImdbBuilder
from .settings import ImdbSettings

ATTRIBUTES = ("event_id", "event_year", "award_filter", "category_filter", "winning")


class ImdbAward(ImdbBuilder):
    """`imdb_award: {event_id: ev0000003, event_year: latest, category_filter: best picture, winning: true}`, or several."""

    name = "imdb_award"
    ordered: ClassVar[bool] = True

    def __init__(self, settings: ImdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._events = Events(self.http, settings, context, lambda: self.clock())

    def close(self) -> None:
        """Close what is kept."""
        self._events.close()
        super().close()

    def read(self, value: Any, limit: int | None) -> list[str]:
        """Return the ids that one value stands for, the newest year's first."""
        if not isinstance(value, Mapping):
            raise ConfigError("imdb_award takes a mapping, such as `{event_id: oscar, event_year: latest}`")
        given = {str(key).lower(): each for key, each in value.items() if each is not None}
        for key in given:
            if key not in ATTRIBUTES:
                near = get_close_matches(key, ATTRIBUTES, n=1, cutoff=0.5)
                advice = f"; did you mean `{near[0]}`?" if near else ""
                raise ConfigError(f"imdb_award: `{key}` is not understood{advice}")
        winning = str(given.get("winning", False)).lower()
        if winning not in ("true", "false"):
            raise ConfigError(f"imdb_award: winning is true or false, not {given['winning']!r}")
        number = event_of(given.get("event_id", ""))
        if number is None:
            raise ConfigError(
                f"imdb_award: event_id is {given.get('event_id', 'missing')}; write ev and a number, "
                f"or one of {', '.join(EVENTS)}"
            )
        this_year = datetime.now().astimezone().year
        years_of(given.get("event_year"), [], this_year)
        event = self._events.get(number, self.name)
        years = years_of(given.get("event_year"), list(event), this_year)
        awards = _known(given.get("award_filter"), "award_filter", {a for year in event.values() for a in year})
        categories = _known(
            given.get("category_filter"),
            "category_filter",
            {category for year in event.values() for award in year.values() for category in award},
        )
        return list(_chosen([event[year] for year in years], awards, categories, winning=winning == "true"))


def years_of(written: Any, known: list[str], this_year: int) -> list[str]:
    """Return the years that are meant, of those that an event had; the newest first.

    Args:
        written: a year, a list of years, `all`, `latest`, `-1` (last year), `1990-2000`, `1990-current`.
        known: the event's, the newest first; some have a number behind them: `1930-2`.
        this_year: what `current` and `-1` are counted from.

    Raises:
        ConfigError: it is none of those.

    >>> years_of("1990-1994", ["1995", "1994", "1991", "1989"], 2026)
    ['1994', '1991']
    """
    chosen: set[str] = set()
    for each in written if isinstance(written, list) else [written]:
        text = str(each).strip().lower()
        span = re.fullmatch(r"(\d{4})-(\d{4}|current)", text)
        if text == "all":
            chosen.update(known)
        elif text == "latest":
            chosen.update(known[:1])
        elif span:
            last = this_year if span[2] == "current" else int(span[2])
            chosen.update(year for year in known if int(span[1]) <= int(year[:4]) <= last)
        elif re.fullmatch(r"-\d{1,3}", text):
            chosen.update(year for year in known if int(year[:4]) == this_year + int(text))
        elif re.fullmatch(r"\d{4}(-\d)?", text):
            chosen.update(year for year in known if year in (text, text[:4] if "-" not in text else text))
        else:
            raise ConfigError(
                f"imdb_award: event_year is {'missing' if each is None else repr(each)}; "
                "write a year, 1990-2000, 1990-current, all, latest, or -1 for last year"
            )
    return [year for year in known if year in chosen]


def _known(written: Any, name: str, known: set[str]) -> set[str]:
    """Return awards or categories as they are written in the file; empty = all."""
    if written is None:
        return set()
    lower = {each.lower(): each for each in known}
    found = set()
    for each in written if isinstance(written, list) else [written]:
        key = str(each).strip().lower()
        if key not in lower:
            near = get_close_matches(key, lower, n=2, cutoff=0.5)
            advice = f"; did you mean {' or '.join(f'`{word}`' for word in near)}?" if near else ""
            raise ConfigError(f"imdb_award: {name}: the event has no {str(each)!r}{advice}")
        found.add(lower[key])
    return found


def _chosen(
    years: list[dict[str, dict[str, Category]]], awards: set[str], categories: set[str], *, winning: bool
) -> Iterator[str]:
    for year in years:
        for award, given in year.items():
            for category, people in given.items():
                if (not awards or award in awards) and (not categories or category in categories):
                    yield from people.get("winner", [])
                    yield from () if winning else people.get("nominee", [])
