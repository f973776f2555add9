"""The words of an item that can be edited: what each is called, which items have it, and what it says now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from ...model import ItemType, MediaItem, Rating
from ..dialect.values import as_day
from .preferences import PREFERENCES

TOP = frozenset({ItemType.MOVIE, ItemType.SHOW})
EVERY = frozenset({*TOP, ItemType.SEASON, ItemType.EPISODE})
NOT_SEASONS = EVERY - {ItemType.SEASON}

UNLOCKED = frozenset({"user_rating", *PREFERENCES})
"""Fields that servers do not lock: nobody but a person writes them."""


def _rating(name: str) -> Callable[[MediaItem], str]:
    def now(item: MediaItem) -> str:
        found = item.facts.get(name)
        return as_rating(found.on(10)) if isinstance(found, Rating) else ""

    return now


def as_rating(value: float) -> str:
    """Return a rating from 0 to 10 as it is written and compared.

    >>> as_rating(7.94), as_rating(8)
    ('7.9', '8.0')
    """
    return f"{value:.1f}"


def as_stars(written: object) -> str:
    """Return a rating as people write it.

    Raises:
        ValueError: it is no number from 0 to 10.
    """
    try:
        value = float(str(written))
    except ValueError:
        raise ValueError(f"must be a number from 0 to 10, not {written!r}") from None
    if isinstance(written, bool) or not 0 <= value <= 10:
        raise ValueError(f"must be a number from 0 to 10, not {written!r}")
    return as_rating(value)


def as_date(written: object) -> str:
    """Return a day as YYYY-MM-DD.

    Raises:
        ValueError: it is none.
    """
    return as_day(written).isoformat()


def as_moment(written: object) -> str:
    """Return when an item counts as added: noon of a day, which is that day nearly everywhere.

    Raises:
        ValueError: it is none.
    """
    return datetime.combine(as_day(written), time(12), UTC).isoformat()


def _added(item: MediaItem) -> str:
    return item.added.astimezone(UTC).isoformat() if item.added is not None else ""


def _released(item: MediaItem) -> str:
    return item.released.isoformat() if isinstance(item.released, date) else ""


FIELDS: Mapping[str, tuple[frozenset[ItemType], Callable[[MediaItem], str], Callable[[object], str]]] = {
    "title": (EVERY, lambda item: item.title, str),
    "sort_title": (EVERY, lambda item: item.sort_title or item.title, str),
    "original_title": (TOP, lambda item: item.original_title, str),
    "originally_available": (NOT_SEASONS, _released, as_date),
    "content_rating": (NOT_SEASONS, lambda item: item.content_rating, str),
    "edition": (frozenset({ItemType.MOVIE}), lambda item: item.edition, str),
    "user_rating": (EVERY, _rating("rating.user"), as_stars),
    "critic_rating": (NOT_SEASONS, _rating("rating.critic"), as_stars),
    "audience_rating": (NOT_SEASONS, _rating("rating.audience"), as_stars),
    "studio": (TOP, lambda item: item.studios[0] if item.studios else "", str),
    "tagline": (TOP, lambda item: item.tagline, str),
    "summary": (EVERY, lambda item: item.summary, str),
    "added_at": (EVERY, _added, as_moment),
    **PREFERENCES,
}
"""Single values: which items have one, what it is now, how what people write is read."""


def _people(job: str) -> Callable[[MediaItem], tuple[str, ...]]:
    return lambda item: tuple(person.name for person in item.people if person.job == job)


TAGS: Mapping[str, tuple[frozenset[ItemType], Callable[[MediaItem], tuple[str, ...]]]] = {
    "genre": (TOP, lambda item: item.genres),
    "label": (EVERY, lambda item: item.labels),
    "collection": (TOP, lambda item: item.collections),
    "country": (TOP, lambda item: item.countries),
    "director": (frozenset({ItemType.MOVIE, ItemType.EPISODE}), _people("director")),
    "writer": (frozenset({ItemType.MOVIE, ItemType.EPISODE}), _people("writer")),
    "producer": (frozenset({ItemType.MOVIE}), _people("producer")),
}
"""Lists: which items have one, and what is in it now."""


def has(level: ItemType, name: str) -> bool:
    """Return whether items of a type have a field or a list of this name."""
    known = FIELDS.get(name) or TAGS.get(name)
    return known is not None and level in known[0]


def field_of(item: MediaItem, name: str) -> str:
    """Return what a field of an item says now; empty where it says nothing."""
    return FIELDS[name][1](item)


def tags_of(item: MediaItem, name: str) -> tuple[str, ...]:
    """Return a list of an item as it is now."""
    return TAGS[name][1](item)


def same_tags(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two lists hold the same, whatever the order and the case."""
    return folded(one) == folded(other)


def folded(tags: Sequence[str]) -> frozenset[str]:
    """Return a list as what it holds, without regard to case."""
    return frozenset(tag.casefold() for tag in tags)
