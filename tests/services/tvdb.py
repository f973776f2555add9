"""TheTVDB, v4."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import SIZES, Art, Title, World

API_KEY = "11112222-3333-4444-5555-666677778888"

_TYPES = (
    # id, record type, name, our kind
    (2, "series", "Poster", "poster"),
    (3, "series", "Background", "background"),
    (7, "season", "Poster", "season"),
    (8, "season", "Background", "season_background"),
    (11, "episode", "16:9 Screencap", "title_card"),
    (14, "movie", "Poster", "poster"),
    (15, "movie", "Background", "background"),
    (23, "series", "ClearLogo", "logo"),
    (25, "movie", "ClearLogo", "logo"),
)
_RECORD = {"movie": "movie", "show": "series", "season": "season", "episode": "episode"}
_LANGUAGES = {"en": "eng", "de": "deu", "fr": "fra", "ja": "jpn", "es": "spa", "it": "ita", "ko": "kor", "nl": "nld"}


class FakeTvdb(FakeService):
    """api4.thetvdb.com (all below /v4), and its pictures under /banners/ on the same port.

    `lists`: titles by (number, slug) of a list; `list_words`: (overview, picture or none) by a list's number.
    `overviews`: texts in languages of three letters, by a title.

    Log in with the key to get a token; `expire_tokens` makes all tokens so far worth nothing, as after a month.
    """

    def __init__(self, world: World, *, keys: tuple[str, ...] = (API_KEY,)) -> None:
        super().__init__()
        self.world = world
        self.lists: dict[tuple[int, str], list[Title]] = {}
        self.list_words: dict[int, tuple[str, str | None]] = {}
        self.overviews: dict[str, dict[str, str]] = {}
        self.next_aired: dict[str, str] = {}
        self.keys = set(keys)
        self._tokens: set[str] = set()

    def expire_tokens(self) -> None:
        """Refuse all tokens given out so far."""
        self._tokens.clear()

    def refuse(self, request: Request) -> Reply | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if request.path.startswith("/banners/") or request.path == "/v4/login" or token in self._tokens:
            return None
        return as_json({"status": "failure", "message": "Unauthorized", "data": None}, 401)

    def not_found(self, request: Request) -> Reply:
        return as_json({"status": "failure", "message": "Not Found", "data": None}, 404)

    @route("GET", "/banners/{file}")
    def banner(self, request: Request, file: str) -> Reply:
        art = self.world.art.get(file.partition(".")[0].removesuffix("_t"))
        if art is None:
            return Reply(404, b"<h1>Not Found</h1>", "text/html")
        return Reply(200, self.world.bytes_of(art), "image/png" if art.format == "png" else "image/jpeg")

    @route("POST", "/v4/login")
    def login(self, request: Request) -> Reply:
        if request.json().get("apikey") not in self.keys:
            return as_json(
                {"status": "failure", "message": "InvalidAPIKey: apikey invalid or expired", "data": None}, 401
            )
        token = f"eyJhbGciOiJSUzI1NiJ9.eyJuIjoi{len(self._tokens):04d}In0.ZmFrZQ{self.count['POST /v4/login']:04d}"
        self._tokens.add(token)
        return _data({"token": token})

    @route("GET", "/v4/artwork/types")
    def artwork_types(self, request: Request) -> Reply:
        return _data([_type_record(*entry) for entry in _TYPES])

    @route("GET", "/v4/languages")
    def languages(self, request: Request) -> Reply:
        return _data(
            [{"id": long, "name": long, "nativeName": long, "shortCode": short} for short, long in _LANGUAGES.items()]
        )

    @route("GET", "/v4/search/remoteid/{id}")
    def by_remote_id(self, request: Request, ident: str) -> Reply:
        keys = {"movie": "movie", "show": "series", "episode": "episode"}
        found = (
            (key, self.world.find(kind, imdb=ident) or self.world.find(kind, tmdb=ident)) for kind, key in keys.items()
        )
        results = [{key: self._base(title)} for key, title in found if title is not None and title.tvdb]
        return _data(results) if results else self.not_found(request)

    @route("GET", "/v4/search")
    def search(self, request: Request) -> Reply:
        words = request.query.get("query", "").casefold()
        wanted = {"movie": self.world.movies, "series": self.world.shows}.get(
            request.query.get("type", ""), [*self.world.shows, *self.world.movies]
        )
        results = [
            {
                "objectID": f"{_RECORD[title.type]}-{title.tvdb}",
                "id": f"{_RECORD[title.type]}-{title.tvdb}",
                "tvdb_id": str(title.tvdb),
                "name": title.title,
                "type": _RECORD[title.type],
                "year": str(title.year),
                "remote_ids": _remote_ids(title),
            }
            for title in wanted
            if title.tvdb and words in title.title.casefold()
        ]
        links = {"prev": None, "self": request.path, "next": None, "total_items": len(results), "page_size": 500}
        return as_json({"status": "success", "data": results, "links": links})

    @route("GET", "/v4/{records}/slug/{slug}")
    def by_slug(self, request: Request, records: str, slug: str) -> Reply:
        if records == "lists":
            found = next(({"id": number, "name": name} for number, name in self.lists if name == slug), None)
        else:
            titles = self.world.movies if records == "movies" else self.world.shows
            found = next((record for record in map(self._base, titles) if record["slug"] == slug), None)
        return _data(found) if found else self.not_found(request)

    @route("GET", "/v4/lists/{id}/extended")
    def extended_list(self, request: Request, ident: str) -> Reply:
        titles = next((titles for (number, _), titles in self.lists.items() if str(number) == ident), None)
        if titles is None:
            return self.not_found(request)
        entities = [
            {
                "order": place,
                "seriesId": title.tvdb if title.type == "show" else None,
                "movieId": title.tvdb if title.type == "movie" else None,
            }
            for place, title in enumerate(titles, 1)
        ]
        overview, image = self.list_words.get(int(ident), ("", None))
        about = {"id": int(ident), "name": "A list", "isOfficial": True, "overview": overview, "image": image}
        return _data(about | {"entities": entities[::-1]})

    @route("GET", "/v4/movies/{id}/extended")
    def movie(self, request: Request, ident: str) -> Reply:
        return self._extended(request, "movie", ident)

    @route("GET", "/v4/series/{id}/extended")
    def series(self, request: Request, ident: str) -> Reply:
        return self._extended(request, "show", ident)

    @route("GET", "/v4/seasons/{id}/extended")
    def season(self, request: Request, ident: str) -> Reply:
        return self._extended(request, "season", ident)

    @route("GET", "/v4/episodes/{id}/extended")
    def episode(self, request: Request, ident: str) -> Reply:
        return self._extended(request, "episode", ident)

    @route("GET", "/v4/series/{id}/artworks")
    def series_artworks(self, request: Request, ident: str) -> Reply:
        title = self.world.find("show", tvdb=ident)
        if title is None:
            return self.not_found(request)
        wanted_type, language = request.query.get("type"), request.query.get("lang")
        arts = [
            record
            for record in self._artworks([title, *title.children])
            if wanted_type in (None, str(record["type"])) and language in (None, record["language"])
        ]
        return _data(self._base(title) | {"artworks": arts})

    @route("GET", "/v4/series/{id}/episodes/{order}", "/v4/series/{id}/episodes/{order}/{language}")
    def episodes(self, request: Request, ident: str, order: str, language: str = "") -> Reply:
        title = self.world.find("show", tvdb=ident)
        if title is None or order not in ("default", "official"):
            return self.not_found(request)
        page = int(request.query.get("page", "0"))
        every = [self._base(episode) for season in title.children for episode in season.children]
        links = {"prev": None, "self": request.path, "next": None, "total_items": len(every), "page_size": 500}
        data = {"series": self._base(title), "episodes": every[page * 500 : (page + 1) * 500]}
        return as_json({"status": "success", "data": data, "links": links})

    def _extended(self, request: Request, kind: str, ident: str) -> Reply:
        title = self.world.find(kind, tvdb=ident)
        if title is None:
            return self.not_found(request)
        record = self._base(title)
        short = request.query.get("short") == "true"
        if kind == "season":
            episodes = [self._base(episode) for episode in title.children]
            return _data(record | {"artwork": self._artworks([title]), "episodes": episodes, "trailers": []})
        if kind == "episode":
            return _data(record | {"remoteIds": _remote_ids(title), "characters": [], "seasons": []})
        record |= {"remoteIds": _remote_ids(title), "characters": None if short else [], "genres": []}
        record["artworks"] = None if short else self._artworks([title, *(title.children if kind == "show" else ())])
        if kind == "show":
            record["seasons"] = [self._base(season) for season in title.children]
        if request.query.get("meta") == "translations":
            texts = self.overviews.get(title.title, {"eng": title.summary} if title.summary else {})
            overviews = [{"language": code, "overview": text} for code, text in texts.items()]
            record["translations"] = {"nameTranslations": [], "overviewTranslations": overviews, "alias": None}
        if kind == "show" and request.query.get("meta") == "episodes":
            record["episodes"] = [self._base(episode) for season in title.children for episode in season.children]
        return _data(record)

    def _base(self, title: Title) -> dict[str, Any]:
        record: dict[str, Any] = {
            "id": title.tvdb,
            "name": title.title,
            "image": self._image(title),
            "nameTranslations": [_LANGUAGES.get(title.original_language, "eng")],
            "overviewTranslations": [],
            "lastUpdated": "2024-03-01 12:00:00",
            "year": str(title.year),
        }
        if title.type == "season":
            kind = {"id": 1, "name": "Aired Order", "type": "official", "alternateName": None}
            numbers = {"number": title.season, "seriesId": title.show.tvdb, "type": kind, "imageType": 7}
            return record | numbers
        if title.type == "episode":
            numbers = {"number": title.episode, "seasonNumber": title.season, "seriesId": title.show.tvdb}
            still = {
                "imageType": 11 if record["image"] else None,
                "isMovie": 0,
                "runtime": 60,
                "aired": f"{title.year}-06-15",
            }
            return record | numbers | still | {"overview": title.summary, "seasons": None}
        status = {"id": 2, "keepUpdated": False, "name": "Ended", "recordType": _RECORD[title.type]}
        slug = title.title.lower().replace(" ", "-")
        record |= {"slug": slug, "aliases": [], "score": 5000.0, "status": status}
        if title.type == "show":
            record |= {
                "nextAired": self.next_aired.get(title.title, ""),
                "originalNetwork": {"id": 1, "name": title.studio},
            }
            record["status"] = status | {"name": "Continuing" if title.title in self.next_aired else "Ended"}
        record["contentRatings"] = [
            {"id": 1, "name": title.content_rating, "country": "usa", "contentType": "", "order": 0}
        ]
        return record | ({"originalCountry": "usa", "originalLanguage": _LANGUAGES.get(title.original_language, "eng")})

    def _image(self, title: Title) -> str | None:
        best = max(title.art_at("tvdb", *SIZES), key=lambda art: art.votes, default=None)
        return f"{self.url}/banners/{best.id}.{best.suffix}" if best else None

    def _artworks(self, titles: Iterable[Title]) -> list[dict[str, Any]]:
        return [self._artwork(title, art) for title in titles for art in title.art_at("tvdb", *SIZES)]

    def _artwork(self, title: Title, art: Art) -> dict[str, Any]:
        owner = _RECORD[title.type]
        number = next(ident for ident, record, _, kind in _TYPES if (record, kind) == (owner, art.kind))
        return {
            "id": 60_000_000 + zlib.crc32(art.id.encode()) % 9_000_000,
            "image": f"{self.url}/banners/{art.id}.{art.suffix}",
            "thumbnail": f"{self.url}/banners/{art.id}_t.{art.suffix}",
            "language": _LANGUAGES[art.language] if art.language else None,
            "type": number,
            "score": 100_000 + art.votes,
            "width": art.width_px,
            "height": art.height_px,
            "includesText": art.language is not None,
            "thumbnailWidth": art.width_px // 4,
            "thumbnailHeight": art.height_px // 4,
            "updatedAt": 1_709_294_400,
            "status": {"id": 0, "name": None},
            "tagOptions": None,
        } | ({"seasonId": title.tvdb} if title.type == "season" else {})


def _data(value: Any) -> Reply:
    return as_json({"status": "success", "data": value})


def _type_record(ident: int, record: str, name: str, kind: str) -> dict[str, Any]:
    width_px, height_px = SIZES[kind]
    return {
        "id": ident,
        "name": name,
        "recordType": record,
        "slug": f"{name.lower().replace(' ', '-')}s",
        "imageFormat": "PNG" if kind == "logo" else "JPG",
        "width": width_px,
        "height": height_px,
        "thumbWidth": width_px // 4,
        "thumbHeight": height_px // 4,
    }


def _remote_ids(title: Title) -> list[dict[str, Any]]:
    ids = [{"id": title.imdb, "type": 2, "sourceName": "IMDB"}] if title.imdb else []
    return [*ids, {"id": str(title.tmdb), "type": 12, "sourceName": "TheMovieDB.com"}] if title.tmdb else ids
