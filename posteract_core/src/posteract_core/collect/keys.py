"""What a library has of genres, years, people …, counted from its listing: works with any server."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from ..filters import ATTRIBUTES, resolution_names
from ..model import MediaItem

CODES = {"original_language": "languages", "origin_country": "countries"}
"""Kinds whose keys are codes of ISO 639-1 and 3166-1, and which names they have."""


@cache
def _names(section: str) -> Mapping[str, str]:
    table: dict[str, dict[str, str]] = json.loads((files(__package__) / "codes.json").read_text("utf-8"))
    return table[section]


def keys_of(items: Iterable[MediaItem], kind: str) -> Mapping[str, str]:
    """Return what there is of a kind, name by key, sorted by name; years and decades the latest first.

    Args:
        items: films or shows.
        kind: `genre`, `year`, `decade`, `country`, `content_rating`, `studio`, `network`, `resolution`, `audio_language`,
            `subtitle_language`, `edition`, `original_language`, `origin_country`; of episodes `episode_year`.
    """
    found = {value for item in items for value in _values(item, kind) if value}
    if kind == "decade":
        return {decade: f"{decade}s" for decade in sorted(found, reverse=True)}
    if kind in CODES:
        names = _names(CODES[kind])
        return dict(
            sorted(((value, names.get(value, value)) for value in found), key=lambda named: named[1].casefold())
        )
    return {value: value for value in sorted(found, key=str.casefold, reverse=kind in ("year", "episode_year"))}


def people_of(items: Iterable[MediaItem], job: str, *, depth: int, minimum: int, limit: int) -> Mapping[str, str]:
    """Return the people who are in most titles, name by name, most titles first.

    Args:
        items: films or shows.
        job: actor, director, writer, producer.
        depth: of each title only so many count.
        minimum: in fewer titles one does not count.
        limit: people at most.
    """
    counted: Counter[str] = Counter()
    for item in items:
        counted.update(list(dict.fromkeys([person.name for person in item.people if person.job == job][:depth])))
    often = sorted(
        (name for name, count in counted.items() if count >= minimum), key=lambda name: (-counted[name], name)
    )
    return {name: name for name in often[:limit]}


def _values(item: MediaItem, kind: str) -> Iterable[str]:
    match kind:
        case "genre":
            return item.genres
        case "original_language" | "origin_country":
            return tuple(map(str, ATTRIBUTES[kind].read(item, item.facts)))
        case "episode_year":
            return [str(item.released.year if item.released else item.year or "")]
        case "year":
            return [str(item.year or "")]
        case "decade":
            return [str(item.year // 10 * 10)] if item.year else []
        case "country":
            return item.countries
        case "content_rating":
            return [item.content_rating]
        case "studio":
            return item.studios
        case "network":
            return [item.network]
        case "edition":
            return [item.edition]
        case "resolution":
            return [
                names[0]
                for version in item.versions
                if (names := resolution_names(version.width_px, version.height_px))
            ]
        case "audio_language":
            return [track.language for version in item.versions for track in version.audio]
        case "subtitle_language":
            return [language for version in item.versions for language in version.subtitles]
        case _:
            return []
