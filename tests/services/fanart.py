"""Fanart.tv, v3, v3.1 and v3.2."""

from __future__ import annotations

import zlib
from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import Art, Title, World

PROJECT_KEY = "fedcba9876543210fedcba9876543210"

_MOVIE_TYPES = {
    "poster": "movieposter",
    "background": "moviebackground",
    "logo": "hdmovielogo",
    "collection": "movieposter",
}
_TV_TYPES = {"poster": "tvposter", "background": "showbackground", "logo": "hdtvlogo", "season": "seasonposter"}


class FakeFanart(FakeService):
    """webservice.fanart.tv, and its assets under /fanart/ on the same port.

    Every value is a string; what there is none of has no key; nothing at all is 404. Films answer to TMDB and IMDb ids, sets to
    TMDB's collection id where no film has that number, shows to TheTVDB's id alone.
    """

    def __init__(self, world: World, *, keys: tuple[str, ...] = (PROJECT_KEY,)) -> None:
        super().__init__()
        self.world = world
        self.keys = set(keys)

    def refuse(self, request: Request) -> Reply | None:
        if request.path.startswith("/fanart/"):
            return None
        key = request.query.get("api_key") or request.headers.get("api-key", "")
        if key in self.keys:
            return None
        message = "Invalid API key" if key else "API key is required"
        return as_json({"status": "error", "error message": message}, 401)

    def not_found(self, request: Request) -> Reply:
        return as_json({"status": "error", "error message": "Not found"}, 404)

    @route("GET", "/fanart/{file}")
    def asset(self, request: Request, file: str) -> Reply:
        art = self.world.art.get(file.partition(".")[0].rpartition("-")[2])
        if art is None:
            return Reply(404, b"<h1>Not Found</h1>", "text/html")
        return Reply(200, self.world.bytes_of(art), "image/png" if art.format == "png" else "image/jpeg")

    @route("GET", "/v3/movies/{id}", "/v3.1/movies/{id}", "/v3.2/movies/{id}")
    def movie(self, request: Request, ident: str) -> Reply:
        find = self.world.find
        title = find("movie", imdb=ident) or find("movie", tmdb=ident) or find("collection", tmdb=ident)
        entries = self._entries(title, _MOVIE_TYPES, _version(request)) if title else {}
        if not title or not entries:
            return self.not_found(request)
        ids = {"name": title.title, "tmdb_id": str(title.tmdb or ""), "imdb_id": title.imdb or ""}
        return as_json(ids | _counts(entries, _version(request)) | entries)

    @route("GET", "/v3/tv/{id}", "/v3.1/tv/{id}", "/v3.2/tv/{id}")
    def show(self, request: Request, ident: str) -> Reply:
        title = self.world.find("show", tvdb=ident)
        version = _version(request)
        entries = self._entries(title, _TV_TYPES, version) if title else {}
        if title:
            for season in title.children:
                for word, arts in self._entries(season, _TV_TYPES, version).items():
                    entries.setdefault(word, []).extend(art | {"season": str(season.season)} for art in arts)
        if not title or not entries:
            return self.not_found(request)
        return as_json({"name": title.title, "thetvdb_id": str(title.tvdb)} | _counts(entries, version) | entries)

    def _entries(self, title: Title, types: dict[str, str], version: str) -> dict[str, list[dict[str, str]]]:
        entries: dict[str, list[dict[str, str]]] = {}
        for art in sorted(title.art_at("fanart", *types), key=lambda art: -art.votes):
            entries.setdefault(types[art.kind], []).append(self._entry(title, art, version))
        return entries

    def _entry(self, title: Title, art: Art, version: str) -> dict[str, str]:
        slug = title.show.title.lower().replace(" ", "-")
        entry = {
            "id": str(zlib.crc32(art.id.encode()) % 900_000 + 1),
            "url": f"{self.url}/fanart/{slug}-{art.id}.{art.suffix}",
            "lang": art.language or "00",
            "likes": str(art.votes),
        }
        if version != "v3":
            entry["added"] = art.added
        if version == "v3.2":
            entry |= {"width": str(art.width_px), "height": str(art.height_px)}
        return entry


def _version(request: Request) -> str:
    return request.path.split("/")[1]


def _counts(entries: dict[str, list[dict[str, str]]], version: str) -> dict[str, Any]:
    if version != "v3.2":
        return {}
    counts = {f"{word}_count": len(arts) for word, arts in entries.items()}
    return {"image_count": sum(counts.values())} | counts
