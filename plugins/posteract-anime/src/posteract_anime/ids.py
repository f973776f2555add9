"""The table that turns ids of anime services into ids that libraries know. It is made by volunteers, not by the services."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from threading import Lock
from typing import Any

import httpx
from loguru import logger
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaItem, MediaRef
from posteract_core.providers import ProviderContext
from posteract_core.providers.answers import answering, json_of
from posteract_core.unfinished import unfinished_name

FILE = "anime_ids.json"
FRESH_FOR_S = 86_400.0
"""The table changes a few times a week."""

TRY_AGAIN_AFTER_S = 900.0

_LOCK = Lock()
_TRIED: dict[Path, float] = {}
"""When each file was last tried in vain; the builders of one instance share the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the table says of one anime.

    Attributes:
        films: ids of the film, or of each part of it.
        show: ids of the show that it is, or is a season of; None = it is none, or a special.
    """

    films: tuple[ExternalIds, ...]
    show: ExternalIds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anime:
    """One anime as its service names it.

    Attributes:
        service: `anilist` or `mal`.
        id: its number there.
        film: whether the service calls it a film; None = the service was not asked.
        title: for messages.
        year: likewise.
    """

    service: str
    id: int
    film: bool | None = None
    title: str = ""
    year: int | None = None


Entries = Mapping[str, Mapping[int, tuple[Entry, ...]]]
"""Entries by service, then by id there."""

Key = tuple[str | int, ...]
"""A title of a library: (`movie`, service, id), (`show`, service, id, season), or (`mal`, id)."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table, read in both directions.

    Attributes:
        entries: what an anime is elsewhere.
        anilist: AniList's ids of titles.
    """

    entries: Entries
    anilist: Mapping[Key, int]


class AnimeIds:
    """The table, fetched at most once a day and kept in a file; a table from before is used when there is no new one.

    Args:
        context: of the plugin instance.
        url: of the table.
        clock: UNIX seconds.
    """

    def __init__(self, context: ProviderContext, url: str, *, clock: Callable[[], float] = time.time) -> None:
        self._http, self._instance, self._url, self._clock = context.http, context.instance, url, clock
        self._folder = context.cache_folder

    def refs(self, anime: Anime, kind: ItemType) -> Iterator[MediaRef]:
        """Yield the titles of a kind that an anime stands for: mostly one; none when it is of the other kind.

        An anime that the table does not know is named by its service's own id, which some libraries have.
        """
        entries = self._table().entries[anime.service].get(anime.id, ())
        own = ExternalIds(mal=anime.id) if anime.service == "mal" else ExternalIds(anilist=anime.id)
        if kind is ItemType.MOVIE:
            found = [
                film.merged(own)
                for entry in entries
                if anime.film is not False or not entry.show
                for film in entry.films
            ]
            other = anime.film is False or (anime.film is None and any(entry.show for entry in entries))
        else:
            found = [entry.show for entry in entries if entry.show and not anime.film]
            other = anime.film or any(entry.films for entry in entries)
        for ids in found or ([] if other else [own]):
            yield MediaRef(type=kind, ids=ids, title=anime.title, year=anime.year)

    def anilist_of(self, item: MediaItem) -> int | None:
        """Return AniList's id of a film, a season, or a show, which is its first season; None when the table has none."""
        if item.type not in (ItemType.MOVIE, ItemType.SHOW, ItemType.SEASON):
            return None
        if item.ids.anilist is not None:
            return item.ids.anilist
        known, ids = self._table().anilist, item.ids
        if item.type is ItemType.SEASON:
            ids, keys = item.show_ids, list[Key]()
        else:
            keys = [("mal", ids.mal)] if ids.mal is not None else []
        if item.type is ItemType.MOVIE:
            keys += [("movie", "tmdb", ids.tmdb or 0), ("movie", "imdb", ids.imdb or "")]
        else:
            season = 1 if item.season is None else item.season
            keys += [("show", "tvdb", ids.tvdb or 0, season), ("show", "tmdb", ids.tmdb or 0, season)]
        return next((known[key] for key in keys if key in known), None)

    def _table(self) -> Table:
        file = self._folder / FILE
        with _LOCK:
            age_s = self._age_s(file)
            stale = age_s is None or age_s >= FRESH_FOR_S
            if stale and self._clock() - _TRIED.get(file, 0.0) >= TRY_AGAIN_AFTER_S:
                try:
                    self._fetch(file)
                except ProviderError as error:
                    if age_s is None:
                        raise
                    _TRIED[file] = self._clock()
                    logger.warning("{}; the table of anime ids that is {:.0f} days old is used", error, age_s / 86_400)
            try:
                return _read(file, file.stat().st_mtime_ns)
            except (OSError, ValueError) as error:
                with suppress(OSError):
                    file.unlink()
                raise ProviderUnavailable(self._instance, f"its table of ids cannot be read: {error}") from error

    def _age_s(self, file: Path) -> float | None:
        try:
            return max(0.0, self._clock() - file.stat().st_mtime)
        except OSError:
            return None

    def _fetch(self, file: Path) -> None:
        with answering(self._instance):
            response = self._http.get(self._url)
        if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.FORBIDDEN, httpx.codes.UNAUTHORIZED):
            raise ProviderError(
                self._instance,
                f"the table of anime ids is not at {self._url} (HTTP {response.status_code})",
                hint=f"Is `plugins.{self._instance}.ids_url` right? Any file of the same shape will do.",
            )
        table = json_of(response, self._instance)
        if not isinstance(table, Mapping) or not any(_index(table).entries.values()):
            raise ProviderUnavailable(self._instance, f"what is at {self._url} is no table of anime ids")
        unfinished = self._folder / unfinished_name()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(response.content)
            unfinished.replace(file)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise ProviderError(
                self._instance,
                f"the table of anime ids cannot be kept in {self._folder}: {error.strerror or error}",
                hint="Give Posteract permission and room there, or change `storage.cache`.",
            ) from error


@lru_cache(maxsize=4)
def _read(file: Path, changed_ns: int) -> Table:
    """Return a file's table; `changed_ns` tells one state of the file from another."""
    return _index(json.loads(file.read_bytes()))


def _index(table: Mapping[str, Any]) -> Table:
    found: dict[str, dict[int, tuple[Entry, ...]]] = {"anilist": {}, "mal": {}}
    for anidb, row in table.items():
        if not isinstance(row, Mapping):
            continue
        entry = _entry(row, int(anidb) if anidb.isdecimal() else None)
        for service, ids in found.items():
            for number in _numbers(row.get(f"{service}_id")):
                ids[number] = (*ids.get(number, ()), entry)
    return Table(found, _anilist(row for row in table.values() if isinstance(row, Mapping)))


def _anilist(rows: Iterable[Mapping[str, Any]]) -> dict[Key, int]:
    """Return AniList's ids by title; of a season in several parts the first one stands for it."""
    found: dict[Key, int] = {}
    for row in sorted(rows, key=lambda row: (_numbers(row.get("tvdb_epoffset")) or [0])[0]):
        if not (numbers := _numbers(row.get("anilist_id"))):
            continue
        keys: list[Key] = [("mal", each) for each in _numbers(row.get("mal_id"))]
        shows = [(name, each) for name in ("tvdb", "tmdb") for each in _numbers(row.get(_SHOW_IDS[name]))]
        season = str(row.get("tvdb_season"))
        if season != "0":  # a special, which is no season
            keys += [("show", name, each, int(season) if season.isdecimal() else 1) for name, each in shows]
        keys += [("movie", "tmdb", each) for each in _numbers(row.get("tmdb_movie_id"))]
        if not shows:
            keys += [("movie", "imdb", each) for each in re.findall(r"\btt\d+\b", str(row.get("imdb_id") or ""))]
        for key in keys:
            found.setdefault(key, numbers[0])
    return found


_SHOW_IDS = {"tvdb": "tvdb_id", "tmdb": "tmdb_show_id"}


def _entry(row: Mapping[str, Any], anidb: int | None) -> Entry:
    """Return what a row stands for: a show or a season of one, films, or a special, which is neither."""
    imdb = re.findall(r"\btt\d+\b", str(row.get("imdb_id") or ""))
    films, shows, tvdb = (_numbers(row.get(name)) for name in ("tmdb_movie_id", "tmdb_show_id", "tvdb_id"))
    show = None
    if (tvdb or shows) and str(row.get("tvdb_season")) != "0":
        show = ExternalIds(tvdb=tvdb[0] if tvdb else None, tmdb=shows[0] if shows else None)
        imdb = []
    pairs = zip_longest(films, imdb)
    return Entry(tuple(ExternalIds(tmdb=film, imdb=title, anidb=anidb) for film, title in pairs), show)


def _numbers(value: Any) -> list[int]:
    """Return the ids in a cell: a number, or several in a text."""
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return [int(part) for part in map(str, parts) if part.strip().isdecimal() and int(part)]
