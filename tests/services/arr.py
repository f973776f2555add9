"""Radarr's and Sonarr's API of version 3, as far as collections need it."""

from __future__ import annotations

from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import Title, World

KEY = "0123456789abcdef0123456789abcdef"


class _FakeArr(FakeService):
    """What the two have in common.

    Attributes:
        tags: labels; each one's number is its place, from 1.
        tagged: labels by title.
    """

    def __init__(self, world: World, *, key: str = KEY) -> None:
        super().__init__()
        self.world = world
        self.key = key
        self.tags: list[str] = []
        self.tagged: dict[Title, list[str]] = {}

    def refuse(self, request: Request) -> Reply | None:
        return Reply(401, b"", "") if request.headers.get("x-api-key") != self.key else None

    def not_found(self, request: Request) -> Reply:
        return as_json({"message": "NotFound"}, 404)

    @route("GET", "/api/v3/tag")
    def all_tags(self, request: Request) -> Reply:
        return as_json([{"label": label, "id": number} for number, label in enumerate(self.tags, 1)])

    @route("GET", "/api/v3/system/status")
    def status(self, request: Request) -> Reply:
        return as_json({"appName": "Arr", "version": "5.26.2.10099"})

    def _common(self, number: int, title: Title) -> dict[str, Any]:
        return {
            "id": number,
            "title": title.title,
            "sortTitle": title.title.lower(),
            "year": title.year or 0,
            "monitored": True,
            "genres": list(title.genres),
            "tags": [self.tags.index(label) + 1 for label in self.tagged.get(title, [])],
            **({"imdbId": title.imdb} if title.imdb else {}),
        }


class FakeRadarr(_FakeArr):
    """Radarr. A film without an IMDb id has no such field."""

    @route("GET", "/api/v3/movie")
    def movies(self, request: Request) -> Reply:
        entries = [
            {**self._common(number, film), "tmdbId": film.tmdb or 0, "hasFile": True}
            for number, film in enumerate(self.world.movies, 1)
        ]
        return as_json(entries)


class FakeSonarr(_FakeArr):
    """Sonarr; `old` = of version 3, which knows no TMDB ids."""

    old = False

    @route("GET", "/api/v3/series")
    def series(self, request: Request) -> Reply:
        entries = []
        for number, show in enumerate(self.world.shows, 1):
            entry = {**self._common(number, show), "tvdbId": show.tvdb or 0, "seriesType": "standard"}
            entries.append(entry if self.old else {**entry, "tmdbId": show.tmdb or 0})
        return as_json(entries)
