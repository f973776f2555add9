"""Lists on the web: StevenLu's popular films, and text that anybody put somewhere."""

from __future__ import annotations

from .server import FakeService, Reply, Request, as_json, route
from .world import Title, World


class FakeLists(FakeService):
    """A host of lists.

    Attributes:
        popular: StevenLu's, in its order.
        texts: (text, kind of content) by the name of a file.
        moved: names of files that are elsewhere now, by their old ones.
        private: names of files that are not for everybody.
    """

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.popular: list[Title] = []
        self.texts: dict[str, tuple[str, str]] = {}
        self.moved: dict[str, str] = {}
        self.private: set[str] = set()

    @route("GET", "/movies.json")
    def movies(self, request: Request) -> Reply:
        films = [
            {"title": film.title, "imdb_id": film.imdb, "tmdb_id": film.tmdb, "poster_url": "https://example.org/a.jpg"}
            for film in self.popular
        ]
        return as_json(films)

    @route("GET", "/text/{name}")
    def text(self, request: Request, name: str) -> Reply:
        if name in self.moved:
            return Reply(302, b"", headers={"Location": f"{self.url}/text/{self.moved[name]}"})
        if name in self.private:
            return Reply(403, b"", "text/plain")
        if name not in self.texts:
            return self.not_found(request)
        text, kind = self.texts[name]
        return Reply(200, text.encode(), kind)
