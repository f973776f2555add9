"""`plex_search`, `smart_filter` and the like: from what was written to a `Search`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ...config.names import nearest
from ...errors import Problem
from ...model import ItemType
from ...providers import Condition, Group, Search
from .values import as_bool, as_day, as_int, as_list
from .words import DATES, split

TEXTS = frozenset(("title", "studio", "edition", "episode_title"))
TAGS = frozenset(
    ("actor", "episode_actor", "audio_language", "collection", "content_rating", "country", "director", "genre", "label",
     "season_label", "episode_label", "network", "producer", "resolution", "studio", "subtitle_language", "writer",
     "season_collection", "episode_collection", "edition")
)  # fmt: skip
YEARS = frozenset(("year", "episode_year", "decade"))
COUNTS = frozenset(("plays", "episode_plays"))
RATINGS = frozenset(f"{owner}{kind}_rating" for owner in ("", "episode_") for kind in ("user", "critic", "audience"))
DURATIONS = frozenset(("duration", "minutes"))
BOOLS = frozenset(
    ("hdr", "dovi", "unmatched", "duplicate", "unplayed", "progress", "trash", "unplayed_episodes", "episode_unplayed",
     "episode_duplicate", "episode_progress", "episode_unmatched", "show_unmatched")
)  # fmt: skip
SEARCHED_DATES = frozenset(
    ("added", "episode_added", "release", "episode_air_date", "last_played", "episode_last_played")
)

MODIFIERS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset(("studio", "edition")), frozenset(("", "not", "is", "isnot", "begins", "ends", "regex"))),
    (TEXTS, frozenset(("", "not", "is", "isnot", "begins", "ends"))),
    (frozenset(("resolution",)), frozenset(("", "regex", "and"))),
    (TAGS, frozenset(("", "not", "regex", "and"))),
    (frozenset(("decade",)), frozenset(("", "not"))),
    (YEARS, frozenset(("", "not", "gt", "gte", "lt", "lte"))),
    (SEARCHED_DATES, frozenset(("", "not", "before", "after"))),
    (COUNTS | DURATIONS, frozenset(("gt", "gte", "lt", "lte"))),
    (RATINGS, frozenset(("gt", "gte", "lt", "lte", "rated"))),
    (BOOLS, frozenset(("",))),
)
"""What may follow each attribute; the first row that has it counts."""

ATTRIBUTES = frozenset().union(*(names for names, _ in MODIFIERS))
"""Everything that can be searched for."""

CONTROLS = frozenset(("sort_by", "limit", "validate", "type", "any", "all"))

MOVIE_ONLY = frozenset(("director", "producer", "writer", "decade", "duplicate", "unplayed", "progress"))
SHOW_ONLY = frozenset(("network", "unplayed_episodes")) | frozenset(
    name for name in ATTRIBUTES if name.startswith(("episode_", "season_", "show_"))
)

SORTS: Mapping[ItemType, frozenset[str]] = {
    ItemType.MOVIE: frozenset(
        ("title", "year", "originally_available", "release", "critic_rating", "audience_rating", "user_rating",
         "content_rating", "duration", "progress", "plays", "added", "viewed", "resolution", "bitrate")
    ),
    ItemType.SHOW: frozenset(
        ("title", "year", "originally_available", "episode_originally_available", "release", "episode_release",
         "critic_rating", "audience_rating", "user_rating", "content_rating", "unplayed", "added", "episode_added", "viewed")
    ),
    ItemType.SEASON: frozenset(("season", "show", "user_rating", "added")),
}  # fmt: skip
"""What can be sorted by; episodes know what films do, and three more."""


class _Reader:
    def __init__(self, path: str, library: ItemType) -> None:
        self.path = path
        self.library = library
        self.problems: list[Problem] = []

    def wrong(self, key: str, message: str) -> None:
        self.problems.append(Problem(path=f"{self.path}.{key}" if key else self.path, message=message))

    def condition(self, key: str, value: Any) -> Condition | None:
        name, modifier = split(key, self.library)
        if name not in ATTRIBUTES:
            near = nearest(name, ATTRIBUTES)
            self.wrong(key, "cannot be searched for" + (f"; did you mean `{near.name}`?" if near else ""))
            return None
        other = SHOW_ONLY if self.library is ItemType.MOVIE else MOVIE_ONLY
        if name in other:
            self.wrong(key, f"goes with libraries of {'shows' if self.library is ItemType.MOVIE else 'films'} only")
            return None
        known = next(modifiers for names, modifiers in MODIFIERS if name in names)
        if modifier not in known:
            listed = ", ".join(f"`.{word}`" if word else "nothing" for word in sorted(known))
            self.wrong(
                key,
                f"`.{modifier}` does not go with {name}; after it goes {listed}"
                if modifier
                else f"needs {listed} after it",
            )
            return None
        try:
            values = tuple(self._values(name, modifier, value))
        except ValueError as error:
            self.wrong(key, str(error))
            return None
        return (
            Condition(attribute=name, modifier="" if modifier == "and" else modifier, values=values) if values else None
        )

    def _values(self, name: str, modifier: str, value: Any) -> Iterable[str]:
        if name in BOOLS or modifier == "rated":
            return [str(as_bool(value)).lower()]
        if name in TEXTS and (name not in TAGS or modifier in ("is", "isnot", "begins", "ends", "", "not")):
            return as_list(value, split=False)
        if name in DATES:
            return [as_day(value).isoformat()] if modifier in ("before", "after") else [_span(value)]
        if name in YEARS:
            return [_year(each) for each in as_list(value)]
        if name in RATINGS:
            text = str(value).strip()
            if not re.fullmatch(r"\d+(\.\d+)?", text) or float(text) > 10:
                raise ValueError(f"must be a number from 0 to 10, not {value!r}")
            return [f"{float(text):g}"]
        if name in COUNTS | DURATIONS:
            return [str(as_int(value, least=0))]
        return as_list(value)

    def group(self, match: str, written: Any, key: str) -> Group | None:
        """Return what stands under `any` or `all`: a mapping; or mappings, each in brackets of its own joined by the word."""
        parts: list[Condition | Group] = []
        for mapping in written if isinstance(written, list) else [written]:
            if not isinstance(mapping, Mapping):
                self.wrong(key, "must be a mapping of attributes, or a list of such")
                continue
            for name, value in mapping.items():
                lower = str(name).lower()
                if lower in ("any", "all"):
                    inner = value if isinstance(value, list) else [value]
                    parts += [
                        group for each in inner if (group := self.group(lower, each, f"{key}.{name}")) is not None
                    ]
                elif (condition := self.condition(str(name), value)) is not None:
                    parts.append(condition)
        return Group(match="any" if match == "any" else "all", parts=tuple(parts)) if parts else None

    def bare(self, written: Mapping[str, Any]) -> Group | None:
        """Return attributes without `any` or `all`: those that may be one of several are a group each; all must hold."""
        parts: list[Condition | Group] = []
        for key, value in written.items():
            if str(key).lower() in CONTROLS:
                continue
            condition = self.condition(str(key), value)
            if condition is None:
                continue
            name, modifier = split(str(key), self.library)
            either = name in TEXTS | TAGS | YEARS and modifier in ("", "is", "begins", "ends")
            parts.append(Group(match="any", parts=(condition,)) if either and modifier != "and" else condition)
        ordered = [part for part in parts if isinstance(part, Condition)] + [
            part for part in parts if isinstance(part, Group)
        ]
        return Group(match="all", parts=tuple(ordered)) if ordered else None


def read_search(
    written: Any, path: str, *, library: ItemType, level: ItemType, default_sort: str = ""
) -> tuple[Search, tuple[Problem, ...]]:
    """Return the search somebody wrote, and every mistake in it.

    Args:
        written: a mapping with `any` or `all`, or attributes without.
        path: the dotted path it stands at.
        library: MOVIE or SHOW.
        level: what is looked for.
        default_sort: where none is written; empty = the server's.
    """
    reader = _Reader(path, library)
    if not isinstance(written, Mapping):
        reader.wrong("", "must be a mapping, such as `any: {genre: Drama}`")
        return Search(), tuple(reader.problems)
    lower = {str(key).lower(): value for key, value in written.items()}
    if "any" in lower and "all" in lower:
        reader.wrong("", "has both `any` and `all`; put one into the other")
    base = next((word for word in ("any", "all") if word in lower), "")
    where = reader.group(base, lower[base], base) if base else reader.bare(written)
    if base:
        for key in written:
            if str(key).lower() not in CONTROLS:
                reader.wrong(str(key), f"stands beside `{base}`; put it inside")
    limit = None
    if lower.get("limit") not in (None, "all"):
        try:
            limit = as_int(lower["limit"])
        except ValueError as error:
            reader.wrong("limit", str(error))
    sorts, mistakes = read_sorts(as_list(lower.get("sort_by", default_sort or None)), level)
    for mistake in mistakes:
        reader.wrong("sort_by", mistake)
    validate = True
    try:
        validate = as_bool(lower.get("validate", True))
    except ValueError as error:
        reader.wrong("validate", str(error))
    return Search(where=where, sort=sorts, limit=limit, validate=validate), tuple(reader.problems)


def read_sorts(
    written: Sequence[Any], level: ItemType, more: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (what to sort by, as in `Search.sort`; a sentence for each mistake).

    Args:
        written: names of orders, `.asc` or `.desc` behind them.
        level: what is sorted.
        more: other words that could have been meant.
    """
    known = SORTS.get(level, SORTS[ItemType.MOVIE] | {"show", "episode_release", "episode_originally_available"})
    sorts: list[str] = []
    mistakes: list[str] = []
    for each in written:
        name, _, direction = str(each).lower().partition(".")
        if name == "random" and not direction:
            sorts.append("random")
        elif name in known and direction in ("", "asc", "desc"):
            sorts.append(f"{name}.{direction or 'asc'}")
        else:
            words = [*more, *(f"{word}.asc" for word in known), "random"]
            near = nearest(str(each), words) or nearest(f"{name}.asc", words)
            there = ", ".join([*more, *sorted(known), "random"])
            mistakes.append(
                f"`{each}` is no order; " + (f"did you mean `{near.name}`?" if near else f"there are {there}")
            )
    return tuple(sorts), tuple(mistakes)


def _span(value: Any) -> str:
    text = str(value).strip().lower()
    if not re.fullmatch(r"\d+[smhdwoy]?", text):
        raise ValueError(f"must be a number of days, or a number with s, m, h, d, w, o (months) or y, not {value!r}")
    return text if text[-1].isalpha() else f"{text}d"


def _year(value: Any) -> str:
    text = str(value).strip().lower()
    found = re.fullmatch(r"current_year(?:\s*-\s*(\d+))?", text)
    if found:
        return str(date.today().year - int(found[1] or 0))  # noqa: DTZ011 - the owner's year
    return str(as_int(value))
