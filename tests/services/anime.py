"""AniList, MyAnimeList, and the table of volunteers that says what their anime are elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .server import FakeService, Reply, Request, as_json, route

CLIENT_ID = "mal-client-id-0123456789abcdef"
TOKEN = "mal-token-0123456789abcdef"
TABLE = "/anime_ids.json"

ARGUMENTS = {
    "search": "String", "season": "MediaSeason", "seasonYear": "Int", "isAdult": "Boolean", "countryOfOrigin": "CountryCode",
    "source_in": "[MediaSource]", "format_in": "[MediaFormat]", "format_not_in": "[MediaFormat]", "status_in": "[MediaStatus]",
    "status_not_in": "[MediaStatus]", "genre_in": "[String]", "genre_not_in": "[String]", "tag_in": "[String]",
    "tag_not_in": "[String]", "tagCategory_in": "[String]", "tagCategory_not_in": "[String]", "minimumTagRank": "Int",
    "startDate": "FuzzyDateInt", "startDate_greater": "FuzzyDateInt", "startDate_lesser": "FuzzyDateInt",
    "endDate": "FuzzyDateInt", "endDate_greater": "FuzzyDateInt", "endDate_lesser": "FuzzyDateInt", "episodes": "Int",
    "episodes_greater": "Int", "episodes_lesser": "Int", "duration": "Int", "duration_greater": "Int", "duration_lesser": "Int",
    "averageScore": "Int", "averageScore_not": "Int", "averageScore_greater": "Int", "averageScore_lesser": "Int",
    "popularity": "Int", "popularity_not": "Int", "popularity_greater": "Int", "popularity_lesser": "Int", "sort": "[MediaSort]",
}  # fmt: skip
"""What AniList's searches take, by GraphQL type; anything else is refused, as there."""


@dataclass(eq=False, slots=True, kw_only=True)
class Anime:
    """One anime; `row` is what the table says of it, None = nothing."""

    id: int
    title: str
    format: str = "TV"
    year: int = 2020
    season: str = "winter"
    row: dict[str, Any] | None = None
    related: list[tuple[str, Anime]] = field(default_factory=list)
    genres: tuple[int, ...] = ()
    studios: tuple[int, ...] = ()
    score: int | None = 80


class _WithTable(FakeService):
    """Serves the table too: any host may.

    Attributes:
        anime: all there are, the best first.
    """

    service = ""

    def __init__(self) -> None:
        super().__init__()
        self.anime: list[Anime] = []

    def add(self, ident: int, title: str, **details: Any) -> Anime:
        """Add an anime at the end."""
        made = Anime(id=ident, title=title, **details)
        self.anime.append(made)
        return made

    @property
    def ids_url(self) -> str:
        return self.url + TABLE

    @route("GET", TABLE)
    def table(self, request: Request) -> Reply:
        rows = {
            str(10_000 + number): {f"{self.service}_id": anime.id, **anime.row}
            for number, anime in enumerate(self.anime)
            if anime.row is not None
        }
        return as_json(rows, ETag='"1"', Cache_Control="max-age=300")


class FakeAnilist(_WithTable):
    """graphql.anilist.co: the questions we ask, told apart by what they ask for.

    Attributes:
        asked_for: the variables of each question.
        studios: anime by studio.
        users: by name, lists of (anime, score of 10) by name.
        largest_page: AniList gives no more.
    """

    service = "anilist"

    def __init__(self) -> None:
        super().__init__()
        self.asked_for: list[dict[str, Any]] = []
        self.studios: dict[int, list[Anime]] = {}
        self.users: dict[str, dict[str, list[tuple[Anime, float]]]] = {}
        self.largest_page = 50

    @route("POST", "/")
    def graphql(self, request: Request) -> Reply:
        body = request.json()
        query, values = body["query"], body["variables"]
        self.asked_for.append(values)
        declared = dict(re.findall(r"\$(\w+): (\[?\w+\]?)", query.partition("{")[0]))
        if set(values) - set(declared):
            return _error(400, "Variable is not declared")
        if "MediaListCollection(" in query:
            return self._user(values)
        if "Studio(" in query:
            return self._studio(values)
        if "id_in: $ids" in query:
            found = [anime for anime in self.anime if anime.id in values["ids"]][:50]
            return _data({"Page": {"media": [_media(anime, "relations" in query) for anime in found]}})
        for name, kind in declared.items():
            if name not in ("page", "perPage") and ARGUMENTS.get(name) != kind:
                return _error(400, f'Unknown argument "{name}" on field "media" of type "Page".')
        found = [anime for anime in self.anime if anime.format in values.get("format_in", [anime.format])]
        return _data({"Page": self._page(found, values, "media")})

    def _page(self, found: list[Anime], values: dict[str, Any], name: str) -> dict[str, Any]:
        size = min(values["perPage"], self.largest_page)
        begin = (values["page"] - 1) * size
        more = begin + size < len(found)
        return {"pageInfo": {"hasNextPage": more}, name: [_media(anime) for anime in found[begin : begin + size]]}

    def _studio(self, values: dict[str, Any]) -> Reply:
        if values["id"] not in self.studios:
            return _error(404, "Not Found.")
        return _data({"Studio": {"media": self._page(self.studios[values["id"]], values, "nodes")}})

    def _user(self, values: dict[str, Any]) -> Reply:
        if values["user"] not in self.users:
            return _error(404, "User not found")
        lists = [
            {"name": name, "entries": [{"score": score, "media": _media(anime)} for anime, score in entries]}
            for name, entries in self.users[values["user"]].items()
        ]
        return _data({"MediaListCollection": {"lists": lists}})


class FakeMal(_WithTable):
    """api.myanimelist.net, version 2.

    Attributes:
        users: anime by user's name; a name in `private` is nobody's business.
        asked_for: path and parameters of each question.
    """

    service = "mal"

    def __init__(self) -> None:
        super().__init__()
        self.users: dict[str, list[Anime]] = {}
        self.private: set[str] = set()
        self.asked_for: list[tuple[str, dict[str, str]]] = []

    def refuse(self, request: Request) -> Reply | None:
        if request.path == TABLE:
            return None
        if request.path.startswith("/v4/"):  # Jikan takes no key
            self.asked_for.append((request.path, request.query))
            return None
        if request.headers.get("x-mal-client-id") != CLIENT_ID:
            return as_json({"message": "Invalid client id", "error": "bad_request"}, 400)
        self.asked_for.append((request.path, request.query))
        return None

    @route("GET", "/v2/anime/ranking")
    def ranking(self, request: Request) -> Reply:
        kinds = ("tv", "ova", "movie", "special")
        wanted = request.query["ranking_type"]
        return self._listed(
            request, (each for each in self.anime if wanted not in kinds or each.format.lower() == wanted)
        )

    @route("GET", "/v2/anime/season/{year}/{season}")
    def season(self, request: Request, year: str, season: str) -> Reply:
        return self._listed(request, (each for each in self.anime if each.year <= int(year)))

    @route("GET", "/v2/anime/suggestions")
    def suggestions(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return as_json({"error": "invalid_token", "message": "token is invalid"}, 401)
        return self._listed(request, self.anime)

    @route("GET", "/v2/anime")
    def search(self, request: Request) -> Reply:
        word = request.query["q"].casefold()
        return self._listed(request, (each for each in self.anime if word in each.title.casefold()))

    @route("GET", "/v2/users/{user}/animelist")
    def user_list(self, request: Request, user: str) -> Reply:
        if user in self.private:
            return as_json({"error": "not_permitted"}, 403)
        if user not in self.users:
            return as_json({"error": "not_found"}, 404)
        return self._listed(request, self.users[user])

    @route("GET", "/v4/anime")
    def jikan(self, request: Request) -> Reply:
        asked = request.query
        found = [
            each
            for each in self.anime
            if int(asked.get("genres", 0)) in (0, *each.genres) and int(asked.get("producers", 0)) in (0, *each.studios)
        ]
        size, page = int(asked["limit"]), int(asked["page"])
        if size > 25:
            return as_json({"status": 400, "type": "ValidationException", "message": "limit"}, 400)
        data = [
            {
                "mal_id": anime.id,
                "title": anime.title,
                "type": {"MOVIE": "Movie"}.get(anime.format, anime.format),
                "year": None if anime.format == "MOVIE" else anime.year,
                "aired": {"from": f"{anime.year}-01-05T00:00:00+00:00"},
            }
            for anime in found[(page - 1) * size : page * size]
        ]
        pages = -(-len(found) // size)
        pagination = {"last_visible_page": pages, "has_next_page": page < pages, "current_page": page}
        return as_json({"pagination": pagination, "data": data})

    def _listed(self, request: Request, found: Iterable[Anime]) -> Reply:
        every = list(found)
        limit, offset = int(request.query["limit"]), int(request.query["offset"])
        data = [
            {
                "node": {
                    "id": anime.id,
                    "title": anime.title,
                    "media_type": anime.format.lower(),
                    "start_season": {"year": anime.year, "season": anime.season},
                    "start_date": f"{anime.year}-01-05",
                }
            }
            for anime in every[offset : offset + limit]
        ]
        paging = {"next": f"{self.url}{request.path}?offset={offset + limit}"} if offset + limit < len(every) else {}
        return as_json({"data": data, "paging": paging})


def _data(data: dict[str, Any]) -> Reply:
    return as_json({"data": data})


def _error(status: int, message: str) -> Reply:
    errors = [{"message": message, "status": status, "locations": [{"line": 1, "column": 2}]}]
    return as_json({"errors": errors, "data": None}, status)


def _media(anime: Anime, related: bool = False) -> dict[str, Any]:
    value: dict[str, Any] = {
        "id": anime.id,
        "type": "ANIME",
        "format": anime.format,
        "title": {"romaji": anime.title, "english": None},
        "startDate": {"year": anime.year},
        "averageScore": anime.score,
    }
    if related:
        edges = [
            {"relationType": kind, "node": {"id": other.id, "type": "MANGA" if kind == "ADAPTATION" else "ANIME"}}
            for kind, other in anime.related
        ]
        value["relations"] = {"edges": edges}
    return value
