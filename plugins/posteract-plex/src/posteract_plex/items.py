"""From Plex's entries to items."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from posteract_core.model import (
    ArtworkKind,
    ExternalIds,
    Facts,
    FrozenMap,
    ItemType,
    MediaItem,
    Person,
    Rating,
)
from posteract_core.model.media import KINDS_OF_TYPE

from .collections import WORDS
from .ids import ids_of, show_ids_of
from .preferences import preferences_of
from .slots import ELEMENTS, shown_in
from .streams import versions_of

_KINDS_OF_FIELD: dict[str, tuple[ArtworkKind, ...]] = {
    element.field: tuple(kind for kind, other in ELEMENTS.items() if other is element) for element in ELEMENTS.values()
}
_JOBS = (("Role", "actor"), ("Director", "director"), ("Writer", "writer"), ("Producer", "producer"))
_MOST_ACTORS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowNote:
    """What seasons and episodes need to know of their show."""

    title: str
    year: int | None
    ids: ExternalIds
    folder: str
    genres: tuple[str, ...]


def item_of(
    entry: Mapping[str, Any], *, server: str, library: str, show: ShowNote | None = None, season_key: str = ""
) -> MediaItem:
    """Return an entry, with its details, as an item.

    Args:
        entry: of a listing, with what details add.
        server, library: where it is.
        show: of seasons and episodes.
        season_key: of episodes; the entry's own word is preferred.
    """
    kind = ItemType(entry["type"])
    is_part = kind in (ItemType.SEASON, ItemType.EPISODE)
    show_ids = show.ids if show is not None and show.ids else show_ids_of(entry) if is_part else ExternalIds()
    return MediaItem(
        title=entry.get("title", ""),
        year=entry.get("year"),
        type=kind,
        key=entry["ratingKey"],
        parent_key=entry.get("parentRatingKey", season_key) if is_part else "",
        server=server,
        library=library,
        ids=ids_of(entry),
        show_title=_show_title(entry, kind, show),
        season_title=entry.get("parentTitle", "") if kind is ItemType.EPISODE else "",
        show_year=(show.year if show else entry.get("parentYear")) if is_part else None,
        show_ids=show_ids,
        season=entry.get("index" if kind is ItemType.SEASON else "parentIndex") if is_part else None,
        episode=entry.get("index") if kind is ItemType.EPISODE else None,
        folder=show.folder if show is not None else folder_of(entry),
        revision=str(entry.get("updatedAt", "")),
        shown=_shown(entry, kind),
        locked=_locked(entry, kind),
        locked_words=frozenset(WORDS.get(name, name) for name in _locked_fields(entry)),
        versions=versions_of(entry),
        preferences=preferences_of(entry),
        facts=_facts(entry),
        original_title=entry.get("originalTitle", ""),
        sort_title=entry.get("titleSort", ""),
        edition=entry.get("editionTitle", ""),
        summary=entry.get("summary", ""),
        tagline=entry.get("tagline", ""),
        genres=show.genres if show is not None else tags(entry, "Genre"),
        labels=tags(entry, "Label"),
        collections=tags(entry, "Collection"),
        studios=(entry["studio"],) if entry.get("studio") else (),
        countries=tags(entry, "Country"),
        people=tuple(_people(entry)),
        content_rating=entry.get("contentRating", ""),
        released=_date(entry.get("originallyAvailableAt")),
        added=_moment(entry.get("addedAt")),
        watched=_watched(entry, kind),
        progress=_progress(entry, kind),
        plays=int(entry.get("viewCount") or 0),
        last_played=_moment(entry.get("lastViewedAt")),
    )


def _moment(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), tz=UTC) if seconds else None


def note_of(entry: Mapping[str, Any]) -> ShowNote:
    """Return what the parts of a show need to know of it."""
    return ShowNote(
        title=entry.get("title", ""),
        year=entry.get("year"),
        ids=ids_of(entry),
        folder=folder_of(entry),
        genres=tags(entry, "Genre"),
    )


def tags(entry: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a list of tags: genres, labels …"""
    return tuple(tag["tag"] for tag in entry.get(name, ()) if tag.get("tag"))


def folder_of(entry: Mapping[str, Any]) -> str:
    """Return the folder of a film's first file, or a show's first location, as the server sees it; empty when unknown."""
    for location in entry.get("Location", ()):
        if location.get("path"):
            return str(location["path"])
    if entry.get("type") != "movie":
        return ""
    for media in entry.get("Media", ()):
        for part in media.get("Part", ()):
            path = str(part.get("file", ""))
            return path.rpartition("\\" if "\\" in path and "/" not in path else "/")[0]
    return ""


def _show_title(entry: Mapping[str, Any], kind: ItemType, show: ShowNote | None) -> str:
    if kind is ItemType.SEASON:
        return entry.get("parentTitle") or (show.title if show else "")
    if kind is ItemType.EPISODE:
        return entry.get("grandparentTitle") or (show.title if show else "")
    return ""


def _shown(entry: Mapping[str, Any], kind: ItemType) -> FrozenMap[ArtworkKind, str]:
    found = ((each, shown_in(entry, ELEMENTS[each])) for each in KINDS_OF_TYPE[kind])
    return FrozenMap({each: address for each, address in found if address})


def _locked(entry: Mapping[str, Any], kind: ItemType) -> frozenset[ArtworkKind]:
    return frozenset(
        each for name in _locked_fields(entry) for each in _KINDS_OF_FIELD.get(name, ()) if each in KINDS_OF_TYPE[kind]
    )


def _locked_fields(entry: Mapping[str, Any]) -> set[str]:
    return {str(field.get("name")) for field in entry.get("Field", ()) if field.get("locked")}


def _watched(entry: Mapping[str, Any], kind: ItemType) -> bool | None:
    if kind in (ItemType.SHOW, ItemType.SEASON):
        return bool(entry.get("leafCount")) and entry.get("viewedLeafCount") == entry.get("leafCount")
    return None if kind is ItemType.COLLECTION else bool(entry.get("viewCount"))


def _progress(entry: Mapping[str, Any], kind: ItemType) -> float | None:
    """Return how much of an item was seen: of shows and seasons by episodes, else by where watching was broken off."""
    if kind in (ItemType.SHOW, ItemType.SEASON):
        return entry.get("viewedLeafCount", 0) / entry["leafCount"] if entry.get("leafCount") else None
    if kind is ItemType.COLLECTION:
        return None
    if entry.get("viewOffset") and entry.get("duration"):
        return min(1.0, float(entry["viewOffset"]) / float(entry["duration"]))
    return 1.0 if entry.get("viewCount") else 0.0


def _people(entry: Mapping[str, Any]) -> Iterable[Person]:
    for name, job in _JOBS:
        for tag in entry.get(name, ())[:_MOST_ACTORS]:
            if tag.get("tag"):
                yield Person(name=tag["tag"], job=job, role=tag.get("role", ""))


_RATINGS = {
    "imdb://image.rating": ("rating.imdb", 10.0, ""),
    "themoviedb://image.rating": ("rating.tmdb", 10.0, ""),
    "thetvdb://image.rating": ("rating.tvdb", 10.0, ""),
    "rottentomatoes://image.rating.ripe": ("rating.rt_critics", 100.0, "fresh"),
    "rottentomatoes://image.rating.rotten": ("rating.rt_critics", 100.0, "rotten"),
    "rottentomatoes://image.rating.certified": ("rating.rt_critics", 100.0, "certified"),
    "rottentomatoes://image.rating.upright": ("rating.rt_audience", 100.0, "fresh"),
    "rottentomatoes://image.rating.spilled": ("rating.rt_audience", 100.0, "rotten"),
}
"""By the picture Plex would show beside a rating: the fact's name, the service's own scale (Plex's is always 10), its verdict."""


def _facts(entry: Mapping[str, Any]) -> Facts:
    found: dict[str, Hashable] = {}
    listed = (
        (entry.get("ratingImage", ""), entry.get("rating")),
        (entry.get("audienceRatingImage", ""), entry.get("audienceRating")),
        *((one.get("image", ""), one.get("value")) for one in entry.get("Rating", ())),
    )
    for image, value in listed:
        if image in _RATINGS and value:
            name, scale, verdict = _RATINGS[image]
            found[name] = Rating(value=round(float(value) * scale / 10, 2), scale=scale, verdict=verdict)
    for name, field in (
        ("rating.critic", "rating"),
        ("rating.audience", "audienceRating"),
        ("rating.user", "userRating"),
    ):
        if entry.get(field):
            found[name] = Rating(value=float(entry[field]))
    return FrozenMap(found)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
