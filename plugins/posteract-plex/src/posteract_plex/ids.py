"""Outside ids, as new and old agents give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from posteract_core.model import ExternalIds

_OLD_AGENT = re.compile(r"com\.plexapp\.agents\.(\w+)://([^?/]+)")
_HAMA = re.compile(r"(anidb|tvdb|tmdb|imdb)\d?-(\w+)")
_SERVICES = {"imdb": "imdb", "tmdb": "tmdb", "themoviedb": "tmdb", "tvdb": "tvdb", "thetvdb": "tvdb"}


def ids_of(entry: Mapping[str, Any]) -> ExternalIds:
    """Return what an entry says of itself: its `Guid` list, or what an old agent put into `guid`.

    An old agent's id on a season or episode is its show's; see `show_ids_of`.
    """
    guid = entry.get("guid", "")
    found = dict(_pairs(tag.get("id", "") for tag in entry.get("Guid", ())))
    if not found and entry.get("type") in ("movie", "show"):
        found = _old(guid)
    lasting = guid if guid.startswith(("plex://", "collection://")) else None
    return _ids(found, lasting)


def show_ids_of(entry: Mapping[str, Any]) -> ExternalIds:
    """Return the ids of the show that an old agent's `guid` of a season or episode names; empty for new agents."""
    return _ids(_old(entry.get("guid", "")), None)


def _pairs(guids: Iterable[str]) -> Iterable[tuple[str, str]]:
    for guid in guids:
        service, _, value = guid.partition("://")
        if service in _SERVICES and value:
            yield _SERVICES[service], value


def _old(guid: str) -> dict[str, str]:
    match = _OLD_AGENT.match(guid)
    if match is None:
        return {}
    agent, value = match.groups()
    if agent == "hama":
        hama = _HAMA.match(value)
        return {hama.group(1): hama.group(2)} if hama else {}
    return {_SERVICES[agent]: value} if agent in _SERVICES else {}


def _ids(found: Mapping[str, str], guid: str | None) -> ExternalIds:
    imdb = found.get("imdb")
    return ExternalIds(
        imdb=imdb if imdb and imdb.startswith("tt") else None,
        tmdb=_number(found.get("tmdb")),
        tvdb=_number(found.get("tvdb")),
        anidb=_number(found.get("anidb")),
        guid=guid,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
