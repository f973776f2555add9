"""The Movie Database, v3."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import Art, Title, World

V3_KEY = "0123456789abcdef0123456789abcdef"
V4_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJmYWtlIiwic2NvcGVzIjpbImFwaV9yZWFkIl19.c2lnbmF0dXJl"

_KINDS = {
    "movie": {"backdrops": "background", "logos": "logo", "posters": "poster"},
    "show": {"backdrops": "background", "logos": "logo", "posters": "poster"},
    "season": {"posters": "season"},
    "episode": {"stills": "title_card"},
    "collection": {"backdrops": "background", "posters": "collection"},
}
_MOST_APPENDED = 20


class FakeTmdb(FakeService):
    """api.themoviedb.org and image.tmdb.org on one port (`url` serves for both settings).

    Takes the v3 key as `api_key` or the v4 token as bearer. Answers carry an ETag and may be kept for `max_age_s`; pictures are
    under /t/p/. Append `images`, `external_ids`, `release_dates`, `keywords`, `credits`, `season/N`, `season/N/images` and so on.
    """

    def __init__(self, world: World, *, keys: tuple[str, ...] = (V3_KEY, V4_TOKEN), max_age_s: int = 0) -> None:
        super().__init__()
        self.world = world
        self.keys = set(keys)
        self.max_age_s = max_age_s
        self.charts: dict[str, list[Title]] = {}
        self.lists: dict[str, list[Title]] = {}
        self.people: dict[str, list[tuple[Title, str]]] = {}
        self.popular: dict[str, int] = {}
        self.companies: dict[str, str] = {}
        self.portraits: dict[str, tuple[str, str, Art]] = {}
        self.lives: dict[str, tuple[str | None, str | None]] = {}
        """First and last day of people, by id."""
        self.list_words: dict[str, str] = {}

    def refuse(self, request: Request) -> Reply | None:
        if request.path.startswith("/t/p/"):
            return None
        given = request.headers.get("authorization", "").removeprefix("Bearer ") or request.query.get("api_key", "")
        if given in self.keys:
            return None
        return _failure(401, 7, "Invalid API key: You must be granted a valid key.")

    def not_found(self, request: Request) -> Reply:
        return _failure(404, 34, "The resource you requested could not be found.")

    @route("GET", "/t/p/{size}/{file}")
    def image(self, request: Request, size: str, file: str) -> Reply:
        art = self.world.art.get(file.partition(".")[0])
        if art is None:
            return Reply(404, b"<h1>File not Found</h1>", "text/html")
        kind = "image/png" if art.format == "png" else "image/jpeg"
        return Reply(
            200, self.world.bytes_of(art), kind, {"Cache-Control": "public, max-age=31536000", "ETag": f'"{art.id}"'}
        )

    @route("GET", "/3/authentication")
    def authentication(self, request: Request) -> Reply:
        return as_json({"success": True, "status_code": 1, "status_message": "Success."})

    @route(
        "GET",
        "/3/movie/popular",
        "/3/movie/top_rated",
        "/3/movie/now_playing",
        "/3/movie/upcoming",
        "/3/tv/popular",
        "/3/tv/top_rated",
        "/3/tv/airing_today",
        "/3/tv/on_the_air",
    )
    def chart(self, request: Request) -> Reply:
        name = request.path.rpartition("/")[2]
        return self._page(request, self.charts.get(f"{name} {request.query.get('region')}", self.charts.get(name, [])))

    @route("GET", "/3/trending/{kind}/{period}")
    def trending(self, request: Request, kind: str, period: str) -> Reply:
        return self._page(request, self.charts.get(f"trending_{period}", []), media_type=True)

    @route("GET", "/3/discover/{kind}")
    def discover(self, request: Request, kind: str) -> Reply:
        titles = self.world.movies if kind == "movie" else self.world.shows
        wanted = request.query.get("with_companies", request.query.get("with_networks", ""))
        names = [self.companies.get(number, "") for number in wanted.split("|")] if wanted else []
        return self._page(request, [title for title in titles if not names or title.studio in names])

    @route("GET", "/3/list/{id}")
    def user_list(self, request: Request, ident: str) -> Reply:
        if ident not in self.lists:
            return self.not_found(request)
        reply = self._page(request, self.lists[ident], key="items", media_type=True)
        poster = next((_first(title, "posters") for title in self.lists[ident]), None)
        about = {"id": ident, "description": self.list_words.get(ident, ""), "poster_path": poster}
        return as_json({**json.loads(reply.body), **about})

    @route("GET", "/3/person/popular")
    def popular_people(self, request: Request) -> Reply:
        page, people = int(request.query.get("page", 1)), list(self.popular.items())
        some = [{"id": number, "name": name} for name, number in people[(page - 1) * 20 : page * 20]]
        return as_json(
            {"page": page, "results": some, "total_pages": max(1, -(-len(people) // 20)), "total_results": len(people)}
        )

    @route("GET", "/3/person/{id}")
    def person(self, request: Request, ident: str) -> Reply:
        if ident not in self.portraits:
            return self.not_found(request)
        name, biography, art = self.portraits[ident]
        profile = {**_image(art), "iso_639_1": None}
        return as_json(
            {"id": int(ident), "name": name, "biography": biography, "profile_path": profile["file_path"],
             **dict(zip(("birthday", "deathday"), self.lives.get(ident, (None, None)), strict=True)),
             "images": {"profiles": [profile]}}
        )  # fmt: skip

    @route("GET", "/3/search/person")
    def people_by_name(self, request: Request) -> Reply:
        words = request.query.get("query", "").casefold()
        found = [
            {"id": int(ident), "name": name} for ident, (name, *_) in self.portraits.items() if words in name.casefold()
        ]
        return as_json({"page": 1, "results": found, "total_pages": 1, "total_results": len(found)})

    @route("GET", "/3/person/{id}/combined_credits")
    def credits_of(self, request: Request, ident: str) -> Reply:
        if ident not in self.people:
            return self.not_found(request)
        crew = [{**_short(title), "media_type": _media(title), "job": job} for title, job in self.people[ident]]
        return as_json({"id": int(ident), "cast": [], "crew": crew})

    def _page(self, request: Request, titles: list[Title], *, key: str = "results", media_type: bool = False) -> Reply:
        page = int(request.query.get("page", 1))
        some = titles[(page - 1) * 20 : page * 20]
        found = [{**_short(title), **({"media_type": _media(title)} if media_type else {})} for title in some]
        return as_json(
            {"page": page, key: found, "total_pages": max(1, -(-len(titles) // 20)), "total_results": len(titles)}
        )

    @route("GET", "/3/configuration")
    def configuration(self, request: Request) -> Reply:
        images = {
            "base_url": f"{self.url}/t/p/",
            "secure_base_url": f"{self.url}/t/p/",
            "backdrop_sizes": ["w300", "w780", "w1280", "original"],
            "logo_sizes": ["w45", "w92", "w154", "w185", "w300", "w500", "original"],
            "poster_sizes": ["w92", "w154", "w185", "w342", "w500", "w780", "original"],
            "profile_sizes": ["w45", "w185", "h632", "original"],
            "still_sizes": ["w92", "w185", "w300", "original"],
        }
        return as_json({"change_keys": ["images", "title"], "images": images})

    @route("GET", "/3/find/{id}")
    def find(self, request: Request, ident: str) -> Reply:
        source = request.query.get("external_source", "")
        fields = {"imdb_id": "imdb", "tvdb_id": "tvdb"}
        if source not in fields:
            return _failure(400, 5, "Invalid parameters: Your request parameters are incorrect.")
        results: dict[str, list[Any]] = {
            f"{kind}_results": [] for kind in ("movie", "person", "tv", "tv_episode", "tv_season")
        }
        words = {
            "movie": "movie_results",
            "show": "tv_results",
            "season": "tv_season_results",
            "episode": "tv_episode_results",
        }
        for kind, word in words.items():
            if (title := self.world.find(kind, **{fields[source]: ident})) is not None and title.tmdb:
                results[word].append(_brief(title))
        return self._kept(request, results)

    @route("GET", "/3/search/{kind}")
    def search(self, request: Request, kind: str) -> Reply:
        wanted = {"movie": self.world.movies, "tv": self.world.shows, "collection": self.world.collections}.get(kind)
        if wanted is None:
            return self.not_found(request)
        words = request.query.get("query", "").casefold()
        year = request.query.get("year") or request.query.get("first_air_date_year")
        found = [
            _brief(title)
            for title in wanted
            if title.tmdb and words in title.title.casefold() and (not year or str(title.year) == year)
        ]
        page = int(request.query.get("page", "1"))
        if not 1 <= page <= 500:
            return _failure(
                400, 22, "Invalid page: Pages start at 1 and max at 500. They are expected to be an integer."
            )
        return self._kept(
            request,
            {
                "page": page,
                "results": found[(page - 1) * 20 : page * 20],
                "total_pages": -(-len(found) // 20),
                "total_results": len(found),
            },
        )

    @route(
        "GET",
        "/3/{kind}/{id}",
        "/3/{kind}/{id}/{part}",
        "/3/tv/{id}/season/{n}",
        "/3/tv/{id}/season/{n}/{part}",
        "/3/tv/{id}/season/{n}/episode/{m}",
        "/3/tv/{id}/season/{n}/episode/{m}/{part}",
    )
    def details(self, request: Request, *_: str) -> Reply:
        appended = [part for part in request.query.get("append_to_response", "").split(",") if part]
        if len(appended) > _MOST_APPENDED:
            return _failure(400, 27, "Too many append to response objects: The maximum number of remote calls is 20.")
        path = request.path.removeprefix("/3/").rstrip("/")
        value = self._value(path, request)
        if value is None:
            return self.not_found(request)
        for part in appended:
            if (more := self._value(f"{path}/{part}", request)) is not None:
                value[part] = {name: entry for name, entry in more.items() if name != "id" or "season" in part}
        return self._kept(request, value)

    def _value(self, path: str, request: Request) -> dict[str, Any] | None:
        """Return what stands at a path below /3/; None when there is nothing."""
        kind, ident, *rest = path.split("/")
        title = self.world.find({"tv": "show"}.get(kind, kind), tmdb=ident)
        if title is not None and title.type in ("season", "episode"):
            return None
        while title is not None and len(rest) >= 2 and rest[0] in ("season", "episode"):
            number, rest = rest[1], rest[2:]
            title = next((child for child in title.children if str(_number(child)) == number), None)
        part = "/".join(rest)
        if title is None or (len(rest) > 1 and part not in _PARTS):
            return None
        if not rest:
            return _full(title)
        make = _PARTS.get(part)
        return make(title, request) if make else None

    def _kept(self, request: Request, value: Any) -> Reply:
        reply = as_json(value, Cache_Control=f"public, max-age={self.max_age_s}")
        tag = f'W/"{hashlib.md5(reply.body, usedforsecurity=False).hexdigest()}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(304, headers={"ETag": tag, "Cache-Control": f"public, max-age={self.max_age_s}"})
        reply.headers["ETag"] = tag
        return reply


def _failure(status: int, code: int, message: str) -> Reply:
    return as_json({"success": False, "status_code": code, "status_message": message}, status)


def _number(title: Title) -> int | None:
    return title.season if title.type == "season" else title.episode


def _image(art: Art) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "aspect_ratio": round(art.width_px / art.height_px, 3),
        "height": art.height_px,
        "iso_3166_1": None,
        "iso_639_1": art.language,
        "file_path": f"/{art.id}.{art.suffix}",
        "vote_average": art.rating,
        "vote_count": art.votes,
        "width": art.width_px,
    }
    return entry | ({"file_type": ".png"} if art.kind == "logo" else {})


def _images(title: Title, request: Request) -> dict[str, Any]:
    """Without parameters all; with a language only that one, and those included by name (`null` = without words)."""
    included = request.query.get("include_image_language")
    language = request.query.get("language", "")[:2]
    wanted = set(included.split(",")) if included else {language} if language else None

    def fits(art: Art) -> bool:
        return wanted is None or ("null" if art.language is None else art.language) in wanted

    lists = {
        word: [_image(art) for art in sorted(title.art_at("tmdb", kind), key=lambda art: -art.votes) if fits(art)]
        for word, kind in _KINDS[title.type].items()
    }
    return {"id": title.tmdb, **lists}


def _first(title: Title, word: str) -> str | None:
    kind = _KINDS[title.type].get(word, "")
    best = max(title.art_at("tmdb", kind), key=lambda art: art.votes, default=None)
    return f"/{best.id}.{best.suffix}" if best else None


def _external_ids(title: Title, _: Request) -> dict[str, Any]:
    ids: dict[str, Any] = {"id": title.tmdb, "imdb_id": title.imdb, "wikidata_id": None}
    if title.type == "movie":
        return ids | {"facebook_id": None, "instagram_id": None, "twitter_id": None}
    return ids | {"freebase_mid": None, "freebase_id": None, "tvdb_id": title.tvdb, "tvrage_id": None}


def _release_dates(title: Title, _: Request) -> dict[str, Any] | None:
    if title.type != "movie":
        return None
    release = {
        "certification": title.content_rating,
        "descriptors": [],
        "iso_639_1": "",
        "note": "",
        "release_date": f"{title.year}-06-15T00:00:00.000Z",
        "type": 3,
    }
    return {"id": title.tmdb, "results": [{"iso_3166_1": title.country, "release_dates": [release]}]}


def _content_ratings(title: Title, _: Request) -> dict[str, Any] | None:
    if title.type != "show":
        return None
    return {
        "id": title.tmdb,
        "results": [{"descriptors": [], "iso_3166_1": title.country, "rating": title.content_rating}],
    }


def _keywords(title: Title, _: Request) -> dict[str, Any]:
    words = [{"id": 100 + number, "name": genre.lower()} for number, genre in enumerate(title.genres)]
    return {"id": title.tmdb, "keywords" if title.type == "movie" else "results": words}


def _credits(title: Title, _: Request) -> dict[str, Any]:
    return {"id": title.tmdb, "cast": [], "crew": []}


def _watch_providers(title: Title, _: Request) -> dict[str, Any]:
    def offer(number: int, name: str) -> dict[str, Any]:
        logo = f"/{logos[0].id}.png" if (logos := title.art_at("tmdb", "logo")) else None
        return {"logo_path": logo, "provider_id": number, "provider_name": name, "display_priority": number}

    link = f"https://www.themoviedb.org/movie/{title.tmdb}/watch"
    return {
        "id": title.tmdb,
        "results": {
            region: {
                "link": link,
                "flatrate": [offer(100 + at, name) for at, name in enumerate(names)],
                "rent": [offer(2, "Apple TV")],
            }
            for region, names in title.streaming.items()
        },
    }


_PARTS: dict[str, Callable[[Title, Request], dict[str, Any] | None]] = {
    "images": _images,
    "external_ids": _external_ids,
    "release_dates": _release_dates,
    "content_ratings": _content_ratings,
    "keywords": _keywords,
    "credits": _credits,
    "watch/providers": _watch_providers,
}


def _brief(title: Title) -> dict[str, Any]:
    if title.type in ("season", "episode"):
        return (_season(title, brief=True) if title.type == "season" else _episode(title)) | {
            "show_id": title.show.tmdb,
            "media_type": f"tv_{title.type}",
        }
    value: dict[str, Any] = {
        "adult": False,
        "backdrop_path": _first(title, "backdrops"),
        "id": title.tmdb,
        "original_language": title.original_language,
        "overview": title.summary,
        "poster_path": _first(title, "posters"),
    }
    if title.type == "collection":
        return value | {"name": title.title, "original_name": title.title}
    value |= {"genre_ids": [80], "popularity": 20.5, "vote_average": title.rating, "vote_count": 5000}
    original = title.original_title or title.title
    if title.type == "movie":
        release = {"media_type": "movie", "release_date": f"{title.year}-06-15", "video": False}
        return value | {"title": title.title, "original_title": original} | release
    aired = {"media_type": "tv", "first_air_date": f"{title.year}-06-15", "origin_country": [title.country]}
    return value | {"name": title.title, "original_name": original} | aired


def _full(title: Title) -> dict[str, Any]:
    if title.type == "season":
        return _season(title, brief=False)
    if title.type == "episode":
        return _episode(title) | {"crew": [], "guest_stars": []}
    value = {name: entry for name, entry in _brief(title).items() if name not in ("genre_ids", "media_type")}
    if title.type == "collection":
        parts = [_brief(child) for child in title.children]
        return {name: entry for name, entry in value.items() if name != "adult"} | {"parts": parts}
    value |= {
        "genres": [{"id": 80 + number, "name": genre} for number, genre in enumerate(title.genres)],
        "homepage": "",
        "origin_country": [title.country],
        "production_companies": [{"id": 508, "logo_path": None, "name": title.studio, "origin_country": title.country}],
        "production_countries": [{"iso_3166_1": title.country, "name": title.country}],
        "spoken_languages": [{"english_name": "English", "iso_639_1": "en", "name": "English"}],
        "tagline": "",
    }
    if title.type == "movie":
        group = next((group for group in title.world.collections if title in group.children), None)
        belongs = group and {
            "id": group.tmdb,
            "name": group.title,
            "poster_path": _first(group, "posters"),
            "backdrop_path": _first(group, "backdrops"),
        }
        money = {"budget": 60_000_000, "revenue": 187_436_818, "runtime": 170}
        return value | money | {"belongs_to_collection": belongs, "imdb_id": title.imdb, "status": "Released"}
    seasons = [_season(season, brief=True) for season in title.children]
    return value | {
        "created_by": [],
        "episode_run_time": [60],
        "in_production": False,
        "languages": [title.original_language],
        "last_air_date": f"{title.year}-12-15",
        "last_episode_to_air": None,
        "next_episode_to_air": None,
        "networks": [{"id": 49, "logo_path": None, "name": title.studio, "origin_country": title.country}],
        "number_of_episodes": sum(len(season.children) for season in title.children if season.season),
        "number_of_seasons": sum(1 for season in title.children if season.season),
        "seasons": seasons,
        "status": "Ended",
        "type": "Scripted",
    }


def _season(title: Title, *, brief: bool) -> dict[str, Any]:
    value: dict[str, Any] = {
        "air_date": f"{title.year}-06-15",
        "id": title.tmdb,
        "name": title.title,
        "overview": title.summary,
        "poster_path": _first(title, "posters"),
        "season_number": title.season,
        "vote_average": title.rating,
    }
    if brief:
        return value | {"episode_count": len(title.children)}
    episodes = [_episode(child) | {"crew": [], "guest_stars": []} for child in title.children]
    return {"_id": f"{title.tmdb:024x}", "networks": [], "episodes": episodes} | value


def _episode(title: Title) -> dict[str, Any]:
    return {
        "air_date": f"{title.year}-06-15",
        "episode_number": title.episode,
        "episode_type": "standard",
        "id": title.tmdb,
        "name": title.title,
        "overview": title.summary,
        "production_code": "",
        "runtime": 60,
        "season_number": title.season,
        "show_id": title.show.tmdb,
        "still_path": _first(title, "stills"),
        "vote_average": title.rating,
        "vote_count": 300,
    }


def _short(title: Title) -> dict[str, Any]:
    """Return a title as it stands in lists."""
    name, day = ("title", "release_date") if title.type == "movie" else ("name", "first_air_date")
    return {"id": title.tmdb, name: title.title, day: f"{title.year}-06-01", "vote_average": title.rating}


def _media(title: Title) -> str:
    return "movie" if title.type == "movie" else "tv"
