"""What can be asked of an item, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..model import STINGERS, Facts, MediaItem, Rating

Values: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """What can be asked of an item.

    Attributes:
        kind: its class of comparison.
        read: its values, from the item and what was looked up.
        facts: what has to be looked up for it, where the item does not say it itself.
        plugin: the distribution that can look it up; empty = none that we know of.
        of_titles: only films and shows have it, not the parts of a show.
        told_by_some: some servers tell it of their items, others of none.
    """

    kind: str
    read: Callable[[MediaItem, Facts], Values]
    facts: tuple[str, ...] = ()
    plugin: str = ""
    of_titles: bool = False
    told_by_some: bool = False


TMDB, TVDB = "posteract-tmdb", "posteract-tvdb"

_RATERS = {"imdb": "posteract-imdb", "tmdb": TMDB}

_KOMETAS_STATUS = {"in_production": "production", "cancelled": "canceled"}
"""How Kometa writes where a show stands, where it writes it otherwise."""


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

    plugin = _RATERS.get(name, "")
    return Attribute("number", read, (f"rating.{name}",) if plugin else (), plugin)


def _fact(kind: str, name: str, plugin: str = "", *, of_titles: bool = True) -> Attribute:
    """Return an attribute that only a service knows: a text, a number or a tuple of texts."""

    def read(item: MediaItem, facts: Facts) -> Values:
        value = facts.get(name)
        return value if isinstance(value, tuple) else _some(value)

    return Attribute(kind, read, (name,), plugin, of_titles)


def _status(item: MediaItem, facts: Facts) -> Values:
    status = facts.get("status")
    return _some(status, _KOMETAS_STATUS.get(str(status)))


def _stinger(item: MediaItem, facts: Facts) -> Values:
    known = facts.get("keywords")
    return (isinstance(known, tuple) and not STINGERS.keys().isdisjoint(known),)


def _people(job: str) -> Attribute:
    return Attribute("tag", lambda item, facts: tuple(person.name for person in item.people if person.job == job))


def _item(kind: str, read: Callable[[MediaItem], Values]) -> Attribute:
    return Attribute(kind, lambda item, facts: read(item))


def _told(kind: str, read: Callable[[MediaItem], Values]) -> Attribute:
    """Return an attribute that some servers tell, and others of no item."""
    return Attribute(kind, lambda item, facts: read(item), told_by_some=True)


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
    "subtitle_track_title": _told(
        "text", lambda item: tuple(title for version in item.versions for title in version.subtitle_titles)
    ),
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
        "tag",
        lambda item, facts: _some(facts.get("original_language") or item.original_language),
        ("original_language",),
        TMDB,
    ),
    "origin_country": _fact("tag", "origin_countries", TMDB),
    "status": _item("tag", lambda item: _some(item.status)),
    "actor": _people("actor"),
    "director": _people("director"),
    "writer": _people("writer"),
    "producer": _people("producer"),
    "resolution": _item("tag", _resolution),
    "hdr": _item("tag", lambda item: tuple(name for version in item.versions for name in version.hdr)),
    "audio_codec": _item("tag", lambda item: _audio(item, "codec")),
    "audio_language": _item("tag", lambda item: _audio(item, "language")),
    "audio_profile": _told("tag", lambda item: _audio(item, "profile")),
    "video_profile": _told("tag", lambda item: _some(*(version.video_profile for version in item.versions))),
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
    "has_overlay": _item("bool", lambda item: (any(label.casefold() == "overlay" for label in item.labels),)),
    "tmdb_title": _fact("text", "tmdb.title", TMDB),
    "tmdb_year": _fact("number", "tmdb.year", TMDB),
    "tmdb_genre": _fact("tag", "tmdb.genres", TMDB),
    "tmdb_keyword": _fact("tag", "keywords", TMDB),
    "tmdb_type": _fact("tag", "tmdb.type", TMDB),
    "tmdb_status": Attribute("tag", _status, ("status",), TMDB, of_titles=True),
    "tmdb_vote_average": _rating("tmdb"),
    "tmdb_vote_count": _fact("number", "tmdb.votes", TMDB),
    "tvdb_title": _fact("text", "tvdb.title", TVDB),
    "tvdb_status": _fact("tag", "tvdb.status", TVDB),
    "tvdb_genre": _fact("tag", "tvdb.genres", TVDB),
    "imdb_keyword": _fact("tag", "imdb.keywords"),
    "has_stinger": Attribute("bool", _stinger, ("keywords",), TMDB, of_titles=True),
    "stinger_rating": _fact("number", "stinger.rating"),
}
"""Every attribute a filter may name."""

ALIASES: dict[str, str] = {
    "actors": "actor", "collections": "collection", "content_ratings": "content_rating", "countries": "country",
    "directors": "director", "genres": "genre", "labels": "label", "producers": "producer", "writers": "writer",
    "studios": "studio", "networks": "network", "years": "year", "rating": "critic_rating",
    "video_resolution": "resolution", "originally_available": "release", "released": "release",
}  # fmt: skip
"""Other names that people use, from Kometa's dialect."""
