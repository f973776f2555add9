"""Who an item is, whatever its server calls it: by outside ids first, so that a rebuilt server loses nothing."""

from __future__ import annotations

from ..model import ExternalIds, ItemType, MediaItem, MediaRef

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


def names_of(ref: MediaRef) -> tuple[str, ...]:
    """Return the names of the film or show that a reference means, the surest first; of an episode its show's.

    >>> names_of(MediaRef(type=ItemType.EPISODE, ids=ExternalIds(tvdb=81189), season=1, episode=2))
    ('show:tvdb:81189',)
    """
    kind = ItemType.MOVIE if ref.type is ItemType.MOVIE else ItemType.SHOW
    return tuple(f"{kind}:{service}:{value}" for service, value in _pairs(ref.ids))


def title_key(item: MediaItem) -> str:
    """Return the name of what an item is a copy of: equal for two copies or editions, new when its ids change.

    What is known of a title hangs on this; a corrected id asks anew.

    >>> title_key(MediaItem(title="Heat", year=1995, key="17", ids=ExternalIds(tmdb=949, imdb="tt0113277")))
    'movie imdb:tt0113277 tmdb:949'
    """
    parts = [item.type.value, *_names(item.ids)]
    if item.type in (ItemType.SEASON, ItemType.EPISODE):
        parts += ["of", *_names(item.show_ids)]
        if not item.show_ids:
            parts.append(f"title:{item.show_title.casefold()} ({item.show_year})")
        parts.append(f"s{item.season}" + (f"e{item.episode}" if item.type is ItemType.EPISODE else ""))
    elif not item.ids:
        parts.append(f"title:{item.title.casefold()} ({item.year})")
    return " ".join(parts)


def _names(ids: ExternalIds) -> list[str]:
    """Return the ids that all the world understands; a server's own name only where there is no other."""
    pairs = _pairs(ids)
    return [f"{service}:{value}" for service, value in pairs if service != "guid" or len(pairs) == 1]


def _pairs(ids: ExternalIds) -> list[tuple[str, str]]:
    known = dict(ids.pairs())
    return [(service, known[service]) for service in SUREST_FIRST if service in known]
