"""The Open Movie Database: one title a question, everything as text, a thousand questions a day."""

from __future__ import annotations

from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import Title, World

KEY = "0m1d2b3k"


class FakeOmdb(FakeService):
    """www.omdbapi.com.

    Attributes:
        limit: requests a day; beyond it 401.
        details: fields of a title by its IMDb id, over the usual ones.
    """

    def __init__(self, world: World, *, key: str = KEY, limit: int = 1000) -> None:
        super().__init__()
        self.world = world
        self.key = key
        self.limit, self.used = limit, 0
        self.details: dict[str, dict[str, Any]] = {}

    def refuse(self, request: Request) -> Reply | None:
        given = request.query.get("apikey")
        if given != self.key:
            return _failure("Invalid API key!" if given else "No API key provided.", 401)
        if self.used >= self.limit:
            return _failure("Request limit reached!", 401)
        self.used += 1
        return None

    @route("GET", "/")
    def title(self, request: Request) -> Reply:
        ident = request.query.get("i", "")
        if not ident.startswith("tt"):
            return _failure("Incorrect IMDb ID.")
        kinds = ("movie", "show", "episode")
        title = next((found for kind in kinds if (found := self.world.find(kind, imdb=ident)) is not None), None)
        return _failure("Error getting data.") if title is None else as_json(_full(title) | self.details.get(ident, {}))


def _failure(message: str, status: int = 200) -> Reply:
    return as_json({"Response": "False", "Error": message}, status)


def _full(title: Title) -> dict[str, Any]:
    percent = round(title.rating * 10)
    return {
        "Title": title.title,
        "Year": str(title.year) if title.type == "movie" else f"{title.year}–",
        "Rated": title.content_rating or "N/A",
        "Released": f"31 Mar {title.year}",
        "Awards": "N/A",
        "Ratings": [
            {"Source": "Internet Movie Database", "Value": f"{title.rating}/10"},
            {"Source": "Rotten Tomatoes", "Value": f"{percent}%"},
            {"Source": "Metacritic", "Value": f"{percent}/100"},
        ],
        "Metascore": str(percent),
        "imdbRating": str(title.rating),
        "imdbVotes": "2,000,000",
        "imdbID": title.imdb,
        "Type": {"show": "series"}.get(title.type, title.type),
        "Response": "True",
    }
