"""What a list of ids says: lines, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from posteract_core.model import ExternalIds, ItemType, MediaRef

FORMS = "tt0113277, 949, imdb:tt0113277, tmdb:949, tvdb:77754, tvdb_season:77754_1, tvdb_episode:77754_1_2 or plex:KEY"

_KEYS: Mapping[str, str] = {key: kind for kind in ("imdb", "tmdb", "tvdb") for key in (kind, f"{kind}_id", f"{kind}id")}
"""The keys of an object in a JSON list that hold ids, in lower case, and the kinds of those."""


class NoEntry(ValueError):
    """What stands there is no id; the message names it."""


def read(text: str, kind: ItemType) -> Iterator[tuple[str, MediaRef | None]]:
    """Yield (where, title) of each entry; None for one that is no id.

    Args:
        text: lines of ids, with comments from `#`; or JSON: a list of ids, or of objects with keys such as `imdb_id`.
        kind: of the library: MOVIE or SHOW.

    Raises:
        NoEntry: it is JSON of another shape, or broken.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith(("[", "{")):
        yield from _read_json(text, kind)
        return
    for number, line in enumerate(text.splitlines(), 1):
        written = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip()
        if written:
            yield f"line {number}: {written[:60]!r}", entry(written, kind)


def entry(written: str, kind: ItemType) -> MediaRef | None:
    """Return the title that an id stands for; None when it is none.

    >>> entry("tvdb_episode:77754_1_2", ItemType.SHOW).episode
    2
    """
    if re.fullmatch(r"(?i)tt\d+", written):
        return MediaRef(type=kind, ids=ExternalIds(imdb=written.lower()))
    if re.fullmatch(r"[1-9]\d{0,9}", written):
        number = int(written)
        return MediaRef(type=kind, ids=ExternalIds(tmdb=number) if kind is ItemType.MOVIE else ExternalIds(tvdb=number))
    name, _, value = (part.strip() for part in written.partition(":"))
    match name.lower():
        case "imdb" if re.fullmatch(r"(?i)tt\d+", value):
            return MediaRef(type=kind, ids=ExternalIds(imdb=value.lower()))
        case "tmdb" if re.fullmatch(r"[1-9]\d{0,9}", value):
            return MediaRef(type=kind, ids=ExternalIds(tmdb=int(value)))
        case "tvdb" if re.fullmatch(r"[1-9]\d{0,9}", value):
            return MediaRef(type=kind, ids=ExternalIds(tvdb=int(value)))
        case "tvdb_season" if found := re.fullmatch(r"([1-9]\d{0,9})_(\d{1,5})", value):
            return MediaRef(type=ItemType.SEASON, ids=ExternalIds(tvdb=int(found[1])), season=int(found[2]))
        case "tvdb_episode" if found := re.fullmatch(r"([1-9]\d{0,9})_(\d{1,5})_(\d{1,5})", value):
            return MediaRef(
                type=ItemType.EPISODE, ids=ExternalIds(tvdb=int(found[1])), season=int(found[2]), episode=int(found[3])
            )
        case "plex":
            return _of_plex(value, kind)
    return None


def titled(found: Mapping[str, Any], kind: ItemType) -> MediaRef | None:
    """Return the title that an object with ids stands for; None when it has none."""
    ids: dict[str, Any] = {}
    for key, value in found.items():
        service = _KEYS.get(str(key).lower())
        if service and value and not isinstance(value, bool) and (ref := entry(f"{service}:{value}", kind)) is not None:
            ids[service] = getattr(ref.ids, service)
    if not ids:
        return None
    year = found.get("year")
    return MediaRef(
        type=kind,
        ids=ExternalIds(**ids),
        title=str(found.get("title") or ""),
        year=year if isinstance(year, int) and not isinstance(year, bool) else None,
    )


def _of_plex(value: str, kind: ItemType) -> MediaRef | None:
    if value.isdigit():
        return MediaRef(type=kind, key=value)
    if re.fullmatch(r"[0-9a-f]{24}", value):
        return MediaRef(type=kind, ids=ExternalIds(guid=f"plex://{kind.value}/{value}"))
    if found := re.fullmatch(r"plex://(movie|show|season|episode)/\w+", value):
        return MediaRef(type=ItemType(found[1]), ids=ExternalIds(guid=value))
    return None


def _read_json(text: str, kind: ItemType) -> Iterator[tuple[str, MediaRef | None]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise NoEntry("it begins like JSON, and is none") from error
    if not isinstance(found, list):
        raise NoEntry("its JSON is no list")
    for number, each in enumerate(found, 1):
        where = f"entry {number}: {json.dumps(each, ensure_ascii=False)[:60]}"
        if isinstance(each, Mapping):
            yield where, titled(each, kind)
        elif isinstance(each, str | int) and not isinstance(each, bool):
            yield where, entry(str(each).strip(), kind)
        else:
            yield where, None
