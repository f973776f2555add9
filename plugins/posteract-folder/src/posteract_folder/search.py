"""Searches, answered from the listing: a folder has nobody else to ask."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from posteract_core.errors import ConfigError, ProviderError
from posteract_core.filters import ATTRIBUTES, read_filter
from posteract_core.model import ItemType, MediaItem, Rating
from posteract_core.providers import Condition, Group, Search

Holds = Callable[[MediaItem], bool]

_SAME: dict[str, tuple[str, Any]] = {
    "dovi": ("has_dolby_vision", True),
    "hdr": ("hdr.count_gt", 0),
    "duplicate": ("versions.gt", 1),
    "unplayed": ("watched", False),
}
"""Tests that are true or false, as a filter that holds when they are true."""

_UNTOLD = frozenset(("plays", "last_played", "history"))
"""What core has a filter for, and folders never tell, or searches of servers do not know."""

_NAMES = {"minutes": "duration", "episode_title": "title"}
_SINGLE = frozenset(("gt", "gte", "lt", "lte", "before", "after"))
_DAYS = {"s": 0, "m": 0, "h": 0, "d": 1, "w": 7, "o": 30, "y": 365}
"""Units of "in the last", in days; `o` is months."""


def found(provider: str, items: Iterable[MediaItem], search: Search, level: ItemType) -> list[str]:
    """Return the keys of the items of a type that a search finds, in its order.

    Raises:
        ProviderError: it asks for what no folder can tell.
        ConfigError: a value makes no sense.
    """
    if search.raw:
        raise ProviderError(provider, "folders have no addresses of searches", hint="Write it as `plex_search`.")
    holds = _group(provider, search.where) if search.where is not None else _always
    chosen = [item for item in items if item.type is level and holds(item)]
    for sort in reversed(search.sort or ("title.asc",)):
        chosen = _sorted(provider, chosen, sort)
    return [item.key for item in chosen[: search.limit]]


def _always(item: MediaItem) -> bool:
    return True


def _group(provider: str, group: Group) -> Holds:
    join = all if group.match == "all" else any
    tests: list[Holds] = []
    for part in group.parts:
        if isinstance(part, Group):
            tests.append(_group(provider, part))
        else:
            tests += [_test(provider, part, value) for value in part.values]
    return lambda item: join(test(item) for test in tests)


def _test(provider: str, condition: Condition, value: str) -> Holds:
    name = _NAMES.get(condition.attribute, condition.attribute)
    if name in _SAME:
        key, given = _SAME[name]
        holds = _filter({key: given})
        return holds if value == "true" else lambda item: not holds(item)
    if name not in ATTRIBUTES or name in _UNTOLD:
        raise ProviderError(
            provider, f"folders cannot be searched by {condition.attribute}", hint="Use a list, or `filters`."
        )
    if condition.modifier == "rated":
        read = ATTRIBUTES[name].read
        return lambda item: bool(read(item, item.facts)) == (value == "true")
    key = f"{name}.{condition.modifier}" if condition.modifier else name
    is_span = ATTRIBUTES[name].kind == "date" and condition.modifier in ("", "not")
    return _filter({key: _days(value) if is_span else value if condition.modifier in _SINGLE else [value]})


def _filter(raw: dict[str, Any]) -> Holds:
    made, problems = read_filter(raw, "")
    if problems:
        raise ConfigError(f"{next(iter(raw))}: {problems[0].message}")
    return lambda item: made.holds(item, item.facts)


def _days(value: str) -> int:
    number, unit = (value[:-1], value[-1]) if value[-1:] in _DAYS else (value, "d")
    return int(number) * _DAYS[unit] if number.isdigit() else 0


def _rating(name: str) -> Callable[[MediaItem], Any]:
    def read(item: MediaItem) -> Any:
        value = item.facts.get(f"rating.{name}")
        return value.on(10) if isinstance(value, Rating) else None

    return read


def _most(read: Callable[[Any], float]) -> Callable[[MediaItem], Any]:
    return lambda item: max((read(version) for version in item.versions), default=0) or None


_SORTS: dict[str, Callable[[MediaItem], Any]] = {
    "title": lambda item: (item.sort_title or item.title).casefold(),
    "year": lambda item: item.year,
    "release": lambda item: item.released,
    "originally_available": lambda item: item.released,
    "added": lambda item: item.added,
    "content_rating": lambda item: item.content_rating or None,
    "critic_rating": _rating("critic"),
    "audience_rating": _rating("audience"),
    "user_rating": _rating("user"),
    "duration": _most(lambda version: version.duration_s),
    "resolution": _most(lambda version: version.height_px),
    "bitrate": _most(lambda version: version.bitrate_kbps),
    "season": lambda item: item.season,
    "show": lambda item: item.show_title.casefold() or None,
}


def _sorted(provider: str, items: Sequence[MediaItem], sort: str) -> list[MediaItem]:
    """Return items in an order, those that nothing is known of at the end."""
    name, _, direction = sort.partition(".")
    if name == "random":
        return random.sample(items, len(items))
    if name not in _SORTS:
        raise ProviderError(provider, f"folders cannot be sorted by {name}", hint=f"They know {', '.join(_SORTS)}.")
    read = _SORTS[name]
    known = [item for item in items if read(item) is not None]
    known.sort(key=read, reverse=direction == "desc")
    return [*known, *(item for item in items if read(item) is None)]
