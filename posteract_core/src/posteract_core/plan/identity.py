"""Who an item is, whatever its server calls it: by outside ids first, so that a rebuilt server loses nothing."""

from __future__ import annotations

from ..model import ExternalIds, ItemType, MediaItem

SUREST_FIRST = ("imdb", "tmdb", "tvdb", "guid", "anidb", "anilist", "mal", "trakt", "wikidata")


def aliases(item: MediaItem) -> tuple[str, ...]:
    """Return every name an item can be known by, the surest first.

    The server's key comes first, since it tells two copies of one film apart while nothing is rebuilt; outside ids find
    the item again when the key has changed. Editions of one film are different items.

    >>> aliases(MediaItem(title="Heat", year=1995, key="17", ids=ExternalIds(tmdb=949)))
    ('movie:key:17', 'movie:tmdb:949')
    """
    edition = f":{item.edition.casefold()}" if item.edition else ""
    if item.type in (ItemType.SEASON, ItemType.EPISODE):
        place = f":s{item.season}" + (f"e{item.episode}" if item.type is ItemType.EPISODE else "")
        named = [f"{item.type}:{service}:{value}{place}" for service, value in _pairs(item.show_ids)]
        if item.type is ItemType.EPISODE:
            named += [f"episode:own:{service}:{value}" for service, value in _pairs(item.ids)]
        if not item.show_ids and item.show_title:
            named.append(f"{item.type}:title:{item.show_title.casefold()} ({item.show_year}){place}")
    else:
        named = [f"{item.type}:{service}:{value}{edition}" for service, value in _pairs(item.ids)]
        if not item.ids:
            named.append(f"{item.type}:title:{item.title.casefold()} ({item.year}){edition}")
    return (f"{item.type}:key:{item.key}", *named)


def _pairs(ids: ExternalIds) -> list[tuple[str, str]]:
    known = dict(ids.pairs())
    return [(service, known[service]) for service in SUREST_FIRST if service in known]
