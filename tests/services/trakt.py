"""Trakt's API, as far as it is public."""

from __future__ import annotations

from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import Title, World

CLIENT_ID = "trakt-client-id-0123456789abcdef"


class FakeTrakt(FakeService):
    """api.trakt.tv. Titles are found by their IMDb id; other ids are to be looked up first.

    Attributes:
        ratings: (of 10, votes) by IMDb id, over the usual ones.
    """

    def __init__(self, world: World, *, client_id: str = CLIENT_ID) -> None:
        super().__init__()
        self.world = world
        self.client_id = client_id
        self.ratings: dict[str, tuple[float, int]] = {}

    def refuse(self, request: Request) -> Reply | None:
        if request.headers.get("trakt-api-key") != self.client_id or request.headers.get("trakt-api-version") != "2":
            return Reply(403, b"", "text/plain")
        return None

    def not_found(self, request: Request) -> Reply:
        return Reply(404, b"", "text/plain")

    @route("GET", "/movies/{id}/ratings", "/shows/{id}/ratings")
    def of_a_title(self, request: Request, ident: str) -> Reply:
        kind = "movie" if request.path.startswith("/movies") else "show"
        return self._ratings(request, self.world.find(kind, imdb=ident))

    @route("GET", "/shows/{id}/seasons/{n}/ratings", "/shows/{id}/seasons/{n}/episodes/{m}/ratings")
    def of_a_part(self, request: Request, ident: str, *numbers: str) -> Reply:
        title = self.world.find("show", imdb=ident)
        for number, field in zip(numbers, ("season", "episode"), strict=False):
            parts = title.children if title is not None else []
            title = next((part for part in parts if str(getattr(part, field)) == number), None)
        return self._ratings(request, title)

    @route("GET", "/search/{service}/{id}")
    def search(self, request: Request, service: str, ident: str) -> Reply:
        kind = request.query.get("type", "movie")
        if service not in ("imdb", "tmdb", "tvdb"):
            return as_json([])
        title = self.world.find(kind, **{service: ident})
        if title is None:
            return as_json([])
        ids = {"trakt": 1, "slug": "a-slug", "imdb": title.imdb, "tmdb": title.tmdb}
        value: dict[str, Any] = {"title": title.title, "year": title.year, "ids": ids}
        if request.query.get("extended") == "full":
            rating, votes = self._of(title)
            value |= {"rating": rating, "votes": votes}
        return as_json([{"type": kind, "score": None, kind: value}])

    def _of(self, title: Title) -> tuple[float, int]:
        return self.ratings.get(title.imdb or "", (title.rating, 7866))

    def _ratings(self, request: Request, title: Title | None) -> Reply:
        if title is None:
            return self.not_found(request)
        rating, votes = self._of(title)
        return as_json({"rating": rating, "votes": votes, "distribution": {str(n): 1 for n in range(1, 11)}})
