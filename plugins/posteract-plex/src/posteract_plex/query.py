"""From a search of the dialect to Plex's query string.

The grammar of Plex's media queries (push and pop, operators at the end of a field's name) is described in its own API
documentation; the names and rules of the dialect are Kometa's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from posteract_core.errors import ConfigError
from posteract_core.model import ItemType
from posteract_core.providers import Condition, Group, Search

from .slots import TYPE_NUMBERS

Resolve = Callable[[str, str], Sequence[str]]
"""Returns the library's keys for a value of a field that has choices; none when it has no such value."""

NAMES = {
    "critic_rating": "rating", "audience_rating": "audienceRating", "user_rating": "userRating",
    "content_rating": "contentRating", "release": "originallyAvailableAt", "added": "addedAt", "plays": "viewCount",
    "last_played": "lastViewedAt", "unplayed": "unwatched", "progress": "inProgress", "subtitle_language": "subtitleLanguage",
    "audio_language": "audioLanguage", "edition": "editionTitle", "unplayed_episodes": "show.unwatchedLeaves",
    "network": "show.network", "episode_air_date": "episode.originallyAvailableAt",
}  # fmt: skip
"""Plex's names of attributes, where they differ."""

TAGS = frozenset(
    ("actor", "audio_language", "collection", "content_rating", "country", "director", "genre", "label", "network", "producer",
     "resolution", "subtitle_language", "writer", "season_label", "season_collection", "episode_label", "episode_collection",
     "episode_actor")
)  # fmt: skip
"""Attributes with choices. `studio` and `edition` are texts as well, and are compared as texts."""

DATES = frozenset(("added", "episode_added", "release", "episode_air_date", "last_played", "episode_last_played"))
TEXTS = frozenset(("title", "studio", "edition", "episode_title"))
BOOLS = frozenset(
    ("hdr", "dovi", "unmatched", "duplicate", "unplayed", "progress", "trash", "unplayed_episodes", "episode_unplayed",
     "episode_duplicate", "episode_progress", "episode_unmatched", "show_unmatched")
)  # fmt: skip

OPERATORS = {
    "": "=", "not": "!=", "is": "%3D=", "isnot": "!%3D=", "gt": "%3E%3E=", "after": "%3E%3E=", "gte": "%3E=", "lt": "%3C%3C=",
    "before": "%3C%3C=", "lte": "%3C=", "begins": "%3C=", "ends": "%3E=",
}  # fmt: skip

UNITS = {"s": "s", "m": "m", "h": "h", "d": "d", "w": "w", "o": "mon", "y": "y"}
"""Units of "in the last", and Plex's: `o` is months."""

SORTS = {
    "title": "titleSort", "originally_available": "originallyAvailableAt", "release": "originallyAvailableAt",
    "critic_rating": "rating", "audience_rating": "audienceRating", "user_rating": "userRating",
    "content_rating": "contentRating", "progress": "viewOffset", "plays": "viewCount", "added": "addedAt",
    "viewed": "lastViewedAt", "resolution": "mediaHeight", "bitrate": "mediaBitrate", "unplayed": "unviewedLeafCount",
    "episode_added": "episode.addedAt", "episode_originally_available": "episode.originallyAvailableAt",
    "episode_release": "episode.originallyAvailableAt", "season": "season.index,season.titleSort", "show": "show.titleSort",
}  # fmt: skip
"""Plex's names of what is sorted by, where they differ."""

_OF_EPISODES = frozenset(("resolution", "hdr", "dovi", "audio_language", "subtitle_language", "trash"))
_SHOW_FIELDS = frozenset(
    ("title", "studio", "actor", "collection", "content_rating", "country", "genre", "label", "year", "decade", "added",
     "release", "last_played", "plays", "critic_rating", "audience_rating", "user_rating", "director", "writer", "producer")
)  # fmt: skip


def query_of(search: Search, *, library: ItemType, level: ItemType, resolve: Resolve) -> str:
    """Return the query, beginning with `?`.

    Args:
        search: what to look for.
        library: MOVIE or SHOW, what the section holds.
        level: what is found: films, shows, seasons or episodes.
        resolve: asked for values of attributes with choices.

    Raises:
        ConfigError: the library has no such value, and the search says that it must.
    """
    if search.raw:
        return search.raw
    limit = f"limit={search.limit}&" if search.limit else ""
    default = "season.index,season.titleSort" if level is ItemType.SEASON else "titleSort"
    sort = quote(",".join(_sort(each) for each in search.sort) or default, safe=",.")
    terms = _Terms(library, resolve, validate=search.validate)
    parts = f"&{terms.outer(search.where)}" if search.where is not None else ""
    return f"?type={TYPE_NUMBERS[level]}&{limit}sort={sort}{parts}"


class _Terms:
    def __init__(self, library: ItemType, resolve: Resolve, *, validate: bool) -> None:
        self._shows = library is ItemType.SHOW
        self._resolve = resolve
        self._validate = validate

    def outer(self, group: Group) -> str:
        """Return the whole: `any` is put into brackets of its own."""
        inner = self._group(group)
        return f"push=1&{inner}&pop=1" if group.match == "any" and inner else inner

    def _group(self, group: Group) -> str:
        joint = "&and=1&" if group.match == "all" else "&or=1&"
        parts: list[str] = []
        for part in group.parts:
            if isinstance(part, Group):
                inner = self._group(part)
                parts += [f"push=1&{inner}&pop=1"] if inner else []
            else:
                parts += self._condition(part)
        return joint.join(parts)

    def _condition(self, condition: Condition) -> Iterator[str]:
        name, modifier = condition.attribute, condition.modifier
        field = self._field(name)
        for value in condition.values:
            if name in TAGS:
                yield from (f"{field}{OPERATORS[modifier]}{quote(key)}" for key in self._keys(name, value))
            elif name in BOOLS:
                yield f"{field}=1" if value == "true" else f"{field}!=1"
            elif modifier == "rated":
                yield f"{field}!=-1" if value == "true" else f"{field}=-1"
            elif name in DATES and modifier in ("", "not"):
                yield f"{field}{'%3E%3E' if not modifier else '%3C%3C'}=-{_span(value)}"
            elif name in ("duration", "minutes"):
                yield f"{field}{OPERATORS[modifier]}{float(value) * 60000}"
            else:
                yield f"{field}{OPERATORS[modifier]}{quote(value)}"

    def _field(self, name: str) -> str:
        if name in ("duration", "minutes"):
            return "duration"
        if name.startswith("episode_") and name not in NAMES:
            inner = name.removeprefix("episode_")
            return f"episode.{NAMES.get(inner, inner)}"
        if name.startswith(("season_", "show_")) and name not in NAMES:
            owner, _, inner = name.partition("_")
            return f"{owner}.{NAMES.get(inner, inner)}"
        field = NAMES.get(name, name)
        if self._shows and "." not in field:
            if name in _OF_EPISODES:
                return f"episode.{field}"
            if name in _SHOW_FIELDS:
                return f"show.{field}"
        return field

    def _keys(self, name: str, value: str) -> Sequence[str]:
        keys = self._resolve(name, value)
        if not keys and self._validate:
            raise ConfigError(
                f"{name}: the library has no {value!r}", hint="`validate: false` leaves out what it has not."
            )
        return keys


def _span(value: str) -> str:
    number, unit = (value[:-1], value[-1]) if value[-1:] in UNITS else (value, "d")
    return f"{number}{UNITS[unit]}"


def _sort(text: str) -> str:
    name, _, direction = text.partition(".")
    if name == "random":
        return "random"
    field = SORTS.get(name, name)
    return f"{field}:desc" if direction == "desc" else field
