"""Filters on items, in the grammar of collections: `label: leaving`, `year.gte: 1990`, `title.regex: ^The`.

A mapping holds when all of its members hold, a list of mappings when one of them does. Source: Kometa's `filters`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any, TypeAlias

from .errors import Problem
from .filter_parts import (
    AIRED,
    DEFAULT_PERCENT,
    OF_FILES,
    PARTS,
    Below,
    OfParts,
    counted,
    days_aired,
    enough,
    nothing_below,
)
from .model import Facts, ItemType, MediaItem, Rating

Values: TypeAlias = tuple[Any, ...]
Test: TypeAlias = Callable[[MediaItem, Facts], bool]


@dataclass(frozen=True, slots=True)
class Attribute:
    """What can be asked of an item: its class of comparison, and how to read it."""

    kind: str
    read: Callable[[MediaItem, Facts], Values]


def _some(*values: Any) -> Values:
    return tuple(value for value in values if value not in (None, "", 0))


def _resolution(item: MediaItem) -> Values:
    return tuple(name for version in item.versions for name in resolution_names(version.width_px, version.height_px))


def resolution_names(width_px: int, height_px: int) -> tuple[str, ...]:
    """Return what a frame of this size is called: `("2160", "2160p", "4k")`, `("1080", "1080p")` …; empty when unknown.

    Wide films have fewer lines, so a step is reached by width or by height.
    """
    steps = ((7000, 4000, "8k"), (3200, 1700, "4k"), (2400, 1300, "1440"), (1700, 900, "1080"), (1100, 650, "720"))
    for width, height, name in steps:
        if width_px >= width or height_px >= height:
            return {"8k": ("4320", "4320p", "8k"), "4k": ("2160", "2160p", "4k", "uhd")}.get(name, (name, f"{name}p"))
    if not (width_px or height_px):
        return ()
    return ("576", "576p", "sd") if height_px > 480 else ("480", "480p", "sd")


def _rating(name: str) -> Attribute:
    def read(item: MediaItem, facts: Facts) -> Values:
        value = facts.get(f"rating.{name}", item.facts.get(f"rating.{name}"))
        return (value.on(10),) if isinstance(value, Rating) else ()

    return Attribute("number", read)


def _people(job: str) -> Attribute:
    return Attribute("tag", lambda item, facts: tuple(person.name for person in item.people if person.job == job))


def _listed_fact(value: Any) -> Values:
    return tuple(value) if isinstance(value, tuple) else ()


def _item(kind: str, read: Callable[[MediaItem], Values]) -> Attribute:
    return Attribute(kind, lambda item, facts: read(item))


def _maximum(read: Callable[[MediaItem], Iterable[float]]) -> Attribute:
    return _item("number", lambda item: _some(max(read(item), default=None)))


def _id(service: str) -> Attribute:
    """Return an outside id: of seasons and episodes their show's, so that one rule covers all of a show."""
    return _item("tag", lambda item: _some(getattr(item.show_ids if item.show_title else item.ids, service)))


def _audio(item: MediaItem, field: str) -> Values:
    return _some(*(getattr(track, field) for version in item.versions for track in version.audio))


ATTRIBUTES: dict[str, Attribute] = {
    "title": _item("text", lambda item: _some(item.title)),
    "original_title": _item("text", lambda item: _some(item.original_title)),
    "show_title": _item("text", lambda item: _some(item.show_title)),
    "summary": _item("text", lambda item: _some(item.summary)),
    "studio": _item("text", lambda item: item.studios),
    "edition": _item("text", lambda item: _some(item.edition, *(version.edition for version in item.versions))),
    "filepath": _item("text", lambda item: tuple(version.path for version in item.versions)),
    "folder": _item("text", lambda item: _some(item.folder)),
    "audio_track_title": _item("text", lambda item: _audio(item, "title")),
    "imdb": _id("imdb"),
    "tmdb": _id("tmdb"),
    "tvdb": _id("tvdb"),
    "type": _item("tag", lambda item: (item.type.value,)),
    "library": _item("tag", lambda item: _some(item.library)),
    "label": _item("tag", lambda item: item.labels),
    "genre": _item("tag", lambda item: item.genres),
    "collection": _item("tag", lambda item: item.collections),
    "country": _item("tag", lambda item: item.countries),
    "network": _item("tag", lambda item: _some(item.network)),
    "content_rating": _item("tag", lambda item: _some(item.content_rating)),
    "original_language": Attribute(
        "tag", lambda item, facts: _some(facts.get("original_language") or item.original_language)
    ),
    "origin_country": Attribute("tag", lambda item, facts: _listed_fact(facts.get("origin_countries"))),
    "status": _item("tag", lambda item: _some(item.status)),
    "actor": _people("actor"),
    "director": _people("director"),
    "writer": _people("writer"),
    "producer": _people("producer"),
    "resolution": _item("tag", _resolution),
    "hdr": _item("tag", lambda item: tuple(name for version in item.versions for name in version.hdr)),
    "audio_codec": _item("tag", lambda item: _audio(item, "codec")),
    "audio_language": _item("tag", lambda item: _audio(item, "language")),
    "subtitle_language": _item("tag", lambda item: tuple(x for version in item.versions for x in version.subtitles)),
    "video_codec": _item("tag", lambda item: _some(*(version.video_codec for version in item.versions))),
    "source": _item("tag", lambda item: _some(*(version.source for version in item.versions))),
    "has_dolby_vision": _item("bool", lambda item: (any("dolby_vision" in version.hdr for version in item.versions),)),
    "has_collection": _item("bool", lambda item: (bool(item.collections),)),
    "has_edition": _item("bool", lambda item: (bool(ATTRIBUTES["edition"].read(item, Facts())),)),
    "watched": _item("bool", lambda item: () if item.watched is None else (item.watched,)),
    "year": _item("number", lambda item: _some(item.year)),
    "decade": _item("number", lambda item: _some(item.year // 10 * 10 if item.year else None)),
    "season": _item("number", lambda item: () if item.season is None else (item.season,)),
    "episode": _item("number", lambda item: () if item.episode is None else (item.episode,)),
    "duration": _maximum(lambda item: (version.duration_s / 60 for version in item.versions)),
    "height": _maximum(lambda item: (version.height_px for version in item.versions)),
    "width": _maximum(lambda item: (version.width_px for version in item.versions)),
    "aspect": _maximum(lambda item: (version.aspect for version in item.versions)),
    "channels": _maximum(lambda item: (track.channels for version in item.versions for track in version.audio)),
    "plays": _item("number", lambda item: () if item.plays is None else (item.plays,)),
    "versions": _item("number", lambda item: (len(item.versions),)),
    "critic_rating": _rating("critic"),
    "audience_rating": _rating("audience"),
    "user_rating": _rating("user"),
    "imdb_rating": _rating("imdb"),
    "tmdb_rating": _rating("tmdb"),
    "added": _item("date", lambda item: _some(item.added)),
    "release": _item("date", lambda item: _some(item.released)),
    "last_played": _item("date", lambda item: _some(item.last_played)),
    "history": _item("history", lambda item: _some(item.released)),
}
"""Every attribute a filter may name."""

ALIASES: dict[str, str] = {
    "actors": "actor", "collections": "collection", "content_ratings": "content_rating", "countries": "country",
    "directors": "director", "genres": "genre", "labels": "label", "producers": "producer", "writers": "writer",
    "studios": "studio", "networks": "network", "years": "year", "rating": "critic_rating",
    "video_resolution": "resolution", "originally_available": "release", "released": "release",
}  # fmt: skip
"""Other names that people use, from Kometa's dialect."""

MODIFIERS: dict[str, tuple[str, ...]] = {
    "text": ("", "not", "is", "isnot", "begins", "ends", "regex"),
    "tag": ("", "not", "regex", "count_gt", "count_gte", "count_lt", "count_lte"),
    "bool": ("",),
    "number": ("", "not", "gt", "gte", "lt", "lte"),
    "date": ("", "not", "before", "after", "regex"),
    "history": ("",),
}
"""What may follow an attribute after a dot, by its class of comparison."""

_MODIFIER_ALIASES = {"greater": "gt", "less": "lt"}
_DATE_ALIASES = {"gt": "after", "gte": "after", "lt": "before", "lte": "before"}
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter ready to be asked; one of its alternatives must hold, with all of its tests.

    Attributes:
        raw: what it was read from; by it filters are compared and pickled.
        level: of the items it is for, where it may look at their parts; None = of any.
        default_percent: of an item's parts that must pass where it is not said.
    """

    raw: object = None
    alternatives: tuple[tuple[Test | OfParts, ...], ...] = field(default=(), compare=False, repr=False)
    level: ItemType | None = None
    default_percent: int = DEFAULT_PERCENT

    def holds(self, item: MediaItem, facts: Facts, below: Below = nothing_below) -> bool:
        """Return whether the item passes; a filter without alternatives lets everything pass."""
        return not self.alternatives or any(
            all(test.holds(item, below) if isinstance(test, OfParts) else test(item, facts) for test in tests)
            for tests in self.alternatives
        )

    @property
    def reads_dates(self) -> bool:
        """Return whether it asks for a date, and so may hold tomorrow of what it does not hold of today."""
        mappings = [self.raw] if isinstance(self.raw, Mapping) else self.raw
        if not isinstance(mappings, Sequence) or isinstance(mappings, str):
            return False
        names = (str(key).lower().partition(".")[0] for each in mappings if isinstance(each, Mapping) for key in each)
        return any(
            ATTRIBUTES[found].kind in ("date", "history")
            for name in names
            if (found := ALIASES.get(name, name)) in ATTRIBUTES
        )

    def __reduce__(self) -> tuple[Callable[..., Filter], tuple[object, ...]]:
        return _read_again, (self.raw, self.level, self.default_percent)


def _read_again(raw: object, level: ItemType | None = None, percent: int = DEFAULT_PERCENT) -> Filter:
    return read_filter(raw, "", level=level, default_percent=percent)[0] if raw is not None else Filter()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What filters are read with: see `read_filter`."""

    today: Callable[[], date]
    level: ItemType | None
    default_percent: int


def read_filter(
    raw: object,
    path: str,
    *,
    today: Callable[[], date] = date.today,
    level: ItemType | None = None,
    default_percent: int = DEFAULT_PERCENT,
) -> tuple[Filter, tuple[Problem, ...]]:
    """Return the filter somebody wrote, and every mistake in it.

    Args:
        raw: a mapping, or a list of mappings.
        path: the dotted path it stands at, for the problems.
        today: what "within the last N days" is counted from.
        level: of the items it is for, where `holds` is given what is below them; None = filters on parts are mistakes.
        default_percent: of an item's parts that must pass where it is not said.
    """
    reading = _Reading(today, level, default_percent)
    mappings = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
    problems: list[Problem] = []
    alternatives = []
    for position, mapping in enumerate(mappings):
        here = path if mappings is not raw else f"{path}.{position}"
        if not isinstance(mapping, Mapping):
            problems.append(Problem(path=here, message="must be a mapping such as `label: leaving`, or a list of such"))
            continue
        tests = []
        for key, given in mapping.items():
            test = _test(str(key), given, f"{here}.{key}", reading)
            if isinstance(test, Problem):
                problems.append(test)
            else:
                tests.append(test)
        alternatives.append(tuple(tests))
    return Filter(raw, tuple(alternatives), level, default_percent), tuple(problems)


def _test(key: str, given: object, path: str, reading: _Reading) -> Test | OfParts | Problem:
    name, _, modifier = key.lower().rpartition(".") if "." in key else (key.lower(), "", "")
    name = ALIASES.get(name, name)
    if name in PARTS:
        return _parts_test(name, modifier, given, path, reading)
    if name not in ATTRIBUTES and name not in AIRED:
        near = get_close_matches(name, [*ATTRIBUTES, *ALIASES, *PARTS, *AIRED], n=1)
        return Problem(path=path, message="is not a filter" + (f"; did you mean `{near[0]}`?" if near else ""))
    attribute = ATTRIBUTES[name] if name in ATTRIBUTES else Attribute("date", _day_of_episode(AIRED[name]))
    modifier = _MODIFIER_ALIASES.get(modifier, modifier)
    if attribute.kind == "date":
        modifier = _DATE_ALIASES.get(modifier, modifier)
    if modifier not in MODIFIERS[attribute.kind]:
        known = ", ".join(f"`.{word}`" for word in MODIFIERS[attribute.kind] if word)
        return Problem(
            path=path, message=f"`.{modifier}` does not go with {name}" + (f"; it knows {known}" if known else "")
        )
    if name in AIRED and reading.level is not ItemType.SHOW:
        return Problem(path=path, message="is a filter of collections of shows")
    try:
        test = _COMPILERS[attribute.kind](attribute.read, modifier, given, reading.today)
    except (ValueError, TypeError, re.error) as error:
        return Problem(path=path, message=str(error))
    if name in AIRED:
        return _aired_test(name, test)
    if name in OF_FILES and reading.level in (ItemType.SHOW, ItemType.SEASON):
        check = enough(lambda part, below: test(part, part.facts), count=None, percentage=reading.default_percent)
        return OfParts(ItemType.EPISODE, check)
    return test


def _parts_test(name: str, modifier: str, given: object, path: str, reading: _Reading) -> OfParts | Problem:
    """Return a test on seasons or episodes: `episodes: {percentage: 80, height.gte: 1000}`."""
    level, owners = PARTS[name]
    if reading.level not in owners:
        where = " and ".join(sorted(f"{owner.value}s" for owner in owners))
        return Problem(path=path, message=f"is a filter of collections of {where}")
    if modifier or not isinstance(given, Mapping):
        return Problem(path=path, message="must be a mapping such as `{percentage: 80, height.gte: 1000}`")
    try:
        count, percentage, rest = counted(given, reading.default_percent)
    except ValueError as error:
        return Problem(path=path, message=str(error))
    inner, problems = read_filter(rest, path, today=reading.today, level=level, default_percent=reading.default_percent)
    if problems:
        return problems[0]
    return OfParts(
        level, enough(lambda part, below: inner.holds(part, part.facts, below), count=count, percentage=percentage)
    )


def _day_of_episode(place: int) -> Callable[[Any, Any], Values]:
    return lambda parts, facts: days_aired(parts, place)


def _aired_test(name: str, test: Any) -> OfParts:
    """Return a test on the day of an episode; one that was never aired passes only where the name says so."""
    never = name.endswith("_or_never")
    return OfParts(
        ItemType.EPISODE, lambda parts, below: test(parts, Facts()) or (never and not days_aired(parts, AIRED[name]))
    )


def _listed(given: object) -> tuple[object, ...]:
    if isinstance(given, str):
        return tuple(part.strip() for part in given.split(",")) if "," in given else (given,)
    return tuple(given) if isinstance(given, Sequence) else (given,)


def _whole(given: object) -> tuple[object, ...]:
    return tuple(given) if isinstance(given, Sequence) and not isinstance(given, str) else (given,)


def _text_test(read: Any, modifier: str, given: object, today: Any) -> Test:
    if modifier == "regex":
        patterns = [re.compile(str(pattern)) for pattern in _whole(given)]
        return lambda item, facts: any(p.search(str(value)) for p in patterns for value in read(item, facts))
    wanted = [str(word).casefold() for word in _whole(given)]
    compare: dict[str, Callable[[str, str], bool]] = {
        "": lambda value, word: word in value,
        "is": lambda value, word: value == word,
        "begins": str.startswith,
        "ends": str.endswith,
    }
    fits = compare[{"not": "", "isnot": "is"}.get(modifier, modifier)]
    negated = modifier in ("not", "isnot")

    def test(item: MediaItem, facts: Facts) -> bool:
        return any(fits(str(value).casefold(), word) for value in read(item, facts) for word in wanted) != negated

    return test


def _tag_test(read: Any, modifier: str, given: object, today: Any) -> Test:
    if modifier == "regex":
        return _text_test(read, modifier, given, today)
    if modifier.startswith("count_"):
        limit, order = _number(given), _ORDER[modifier.removeprefix("count_")]
        return lambda item, facts: order(len(read(item, facts)), limit)
    wanted = {str(word).casefold() for word in _listed(given)}

    def test(item: MediaItem, facts: Facts) -> bool:
        return bool(wanted & {str(value).casefold() for value in read(item, facts)}) != (modifier == "not")

    return test


def _bool_test(read: Any, modifier: str, given: object, today: Any) -> Test:
    if not isinstance(given, bool):
        raise TypeError("must be true or false")
    return lambda item, facts: read(item, facts) == (given,)


def _number(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise TypeError(f"{given!r} is not a number")
    try:
        return float(given)
    except ValueError:
        raise ValueError(f"{given!r} is not a number") from None


def _number_test(read: Any, modifier: str, given: object, today: Any) -> Test:
    if modifier in _ORDER:
        limit, order = _number(given), _ORDER[modifier]
        return lambda item, facts: any(order(value, limit) for value in read(item, facts))
    wanted = {_number(value) for value in _listed(given)}

    def test(item: MediaItem, facts: Facts) -> bool:
        values = read(item, facts)
        return bool(values) and bool(wanted & set(values)) != (modifier == "not")

    return test


def _date_test(read: Any, modifier: str, given: object, today: Callable[[], date]) -> Test:
    def days(item: MediaItem, facts: Facts) -> list[date]:
        return [value.date() if isinstance(value, datetime) else value for value in read(item, facts)]

    if modifier == "regex":
        patterns = [re.compile(str(pattern)) for pattern in _whole(given)]
        return lambda item, facts: any(
            pattern.search(day.strftime("%m/%d/%Y")) for pattern in patterns for day in days(item, facts)
        )
    if modifier in ("before", "after"):
        limit = _date(given)
        earlier = modifier == "before"
        return lambda item, facts: any((day < limit) if earlier else (day > limit) for day in days(item, facts))
    if isinstance(given, bool) or not isinstance(given, int):
        raise TypeError("must be a number of days; `.before` and `.after` take a date")
    span = timedelta(days=given)

    def test(item: MediaItem, facts: Facts) -> bool:
        known = days(item, facts)
        return bool(known) and any(today() - span <= day for day in known) != (modifier == "not")

    return test


def _history_test(read: Any, modifier: str, given: object, today: Callable[[], date]) -> Test:
    """Return whether it came out on this day of a year, in this month, or on a day of the last N."""
    word = str(given).strip().lower()
    if word not in ("day", "month") and (isinstance(given, bool) or not word.isdigit() or not 1 <= int(word) <= 30):
        raise ValueError(f"must be day, month, or a number of days from 1 to 30, not {given!r}")

    def test(item: MediaItem, facts: Facts) -> bool:
        now = today()
        if word == "month":
            return any(day.month == now.month for day in read(item, facts))
        spans = [now] if word == "day" else [now - timedelta(days=back) for back in range(int(word))]
        wanted = {(day.month, day.day) for day in spans}
        return any((day.month, day.day) in wanted for day in read(item, facts))

    return test


def _date(given: object) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    for pattern in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(str(given), pattern).date()  # noqa: DTZ007 - a day of the calendar has no zone
        except ValueError:
            continue
    raise ValueError(f"{given!r} is not a date such as 1995-12-15")


_COMPILERS: dict[str, Callable[[Any, str, object, Callable[[], date]], Test]] = {
    "text": _text_test,
    "tag": _tag_test,
    "bool": _bool_test,
    "number": _number_test,
    "date": _date_test,
    "history": _history_test,
}
