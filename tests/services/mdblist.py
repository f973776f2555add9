"""MDBList's API: many titles in one question, and a daily quota."""

from __future__ import annotations

from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import Title, World

KEY = "mdblistkey0123456789abcdef"
RESET = 1_900_000_000

_PROVIDERS = {"imdb": "imdb", "tmdb": "tmdb", "tvdb": "tvdb"}


class FakeMdblist(FakeService):
    """api.mdblist.com.

    Attributes:
        limit: requests a day; beyond it `refusal` says how that is put.
        refusal: `429`, or `200` with an error in it; both are seen.
        most_ids: in one question; more are refused.
        ratings: entries of `ratings` by id at IMDb or, where there is none, TMDB; the others have a usual set.
        details: further fields of a title, likewise.
        keywords: names, likewise; given only to those who ask for them.
        lists: titles by `user/slug`, by the number of a list, or by `external/NUMBER`.
        private: of those lists, the ones that nobody else sees.
        imported: what the account has imported from elsewhere, as MDBList lists it.
        cursors: give pages by a cursor instead of an offset; both are seen.
        page: entries of a page, at most.
    """

    def __init__(self, world: World, *, key: str = KEY, limit: int = 1000) -> None:
        super().__init__()
        self.world = world
        self.key = key
        self.limit, self.used = limit, 0
        self.refusal = 429
        self.most_ids = 100
        self.ratings: dict[str, list[dict[str, Any]]] = {}
        self.details: dict[str, dict[str, Any]] = {}
        self.keywords: dict[str, list[str]] = {}
        self.lists: dict[str, list[Title]] = {}
        self.private: set[str] = set()
        self.imported: list[dict[str, Any]] = []
        self.cursors = False
        self.page = 1000
        self.sorts: list[tuple[str, str]] = []

    def refuse(self, request: Request) -> Reply | None:
        if request.query.get("apikey") != self.key:
            return as_json({"response": False, "error": "Invalid API key!"}, 401)
        if self.used >= self.limit:
            said = {"response": False, "error": "API Limit Reached!"}
            return self._counted(as_json(said, self.refusal))
        self.used += 1
        return None

    @route("GET", "/user")
    def user(self, request: Request) -> Reply:
        return self._counted(
            as_json(
                {
                    "api_requests": self.limit, "api_requests_count": self.used, "user_id": 1, "patron_status": "",
                    "patreon_pledge": 0, "is_supporter": False,
                }
            )
        )  # fmt: skip

    @route("POST", "/{provider}/{kind}")
    def batch(self, request: Request, provider: str, kind: str) -> Reply:
        body = request.json()
        if provider not in _PROVIDERS or kind not in ("movie", "show"):
            return self.not_found(request)
        if len(body["ids"]) > self.most_ids:
            return as_json({"error": f"At most {self.most_ids} ids."}, 400)
        found = [self.world.find(kind, **{_PROVIDERS[provider]: str(ident)}) for ident in body["ids"]]
        wanted = body.get("append_to_response", [])
        return self._counted(as_json([self._media(title, "keyword" in wanted) for title in found if title is not None]))

    @route("GET", "/lists/{user}/{slug}/items")
    def named_list(self, request: Request, user: str, slug: str) -> Reply:
        return self._listed(request, f"{user}/{slug}")

    @route("GET", "/lists/{number}/items")
    def numbered_list(self, request: Request, number: str) -> Reply:
        return self._listed(request, number)

    @route("GET", "/external/lists/user")
    def external_lists(self, request: Request) -> Reply:
        return self._counted(as_json(self.imported))

    @route("GET", "/external/lists/{number}/items")
    def external_list(self, request: Request, number: str) -> Reply:
        return self._listed(request, f"external/{number}")

    def _listed(self, request: Request, name: str) -> Reply:
        if name in self.private:
            return self._counted(as_json({"detail": "You do not have permission to perform this action."}, 403))
        if name not in self.lists:
            return self._counted(as_json({"detail": "Not found."}, 404))
        if by := request.query.get("sort"):
            self.sorts.append((by, request.query.get("order", "")))
        limit = min(self.page, int(request.query.get("limit", 100)))
        begin = int(request.query.get("cursor" if self.cursors else "offset", 0))
        entries = [
            {
                "id": title.tmdb, "rank": rank, "adult": 0, "title": title.title, "imdb_id": title.imdb, "tvdb_id": title.tvdb,
                "language": "en", "mediatype": title.type, "release_year": title.year, "spoken_language": "en",
            }
            for rank, title in enumerate(self.lists[name], 1)
        ][begin : begin + limit]  # fmt: skip
        more = begin + limit < len(self.lists[name])
        body: dict[str, Any] = {
            f"{kind}s": [entry for entry in entries if entry["mediatype"] == kind] for kind in ("movie", "show")
        }
        if self.cursors:
            body["pagination"] = {"has_more": more, "next_cursor": str(begin + limit) if more else None}
        return self._counted(as_json(body, **({} if self.cursors else {"X_Has_More": str(more).lower()})))

    def _counted(self, reply: Reply) -> Reply:
        reply.headers |= {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.limit - self.used),
            "X-RateLimit-Reset": str(RESET),
        }
        return reply

    def _media(self, title: Title, with_keywords: bool) -> dict[str, Any]:
        key = title.imdb or str(title.tmdb)
        value: dict[str, Any] = {
            "title": title.title,
            "year": title.year,
            "score": 86,
            "score_average": 84,
            "ids": {"imdb": title.imdb, "trakt": None, "tmdb": title.tmdb, "tvdb": title.tvdb, "mal": None},
            "type": title.type,
            "ratings": self.ratings.get(key, usual_ratings(title.rating)),
            "country": title.country.lower(),
            "certification": title.content_rating,
            "commonsense": True,
            "age_rating": 15,
            "status": "released",
        }
        if with_keywords:
            value["keywords"] = [{"id": n, "name": word} for n, word in enumerate(self.keywords.get(key, []))]
        return value | self.details.get(key, {})


def rating(source: str, value: float | None, score: float | None, votes: int | None = None) -> dict[str, Any]:
    """Return one entry of `ratings`."""
    return {"source": source, "value": value, "score": score, "votes": votes, "url": None}


def usual_ratings(average: float) -> list[dict[str, Any]]:
    """Return an entry of each service, on its own scale, around an average of 10."""
    of_100 = round(average * 10)
    return [
        rating("imdb", average, of_100, 2_000_000),
        rating("metacritic", of_100, of_100, 36),
        rating("metacriticuser", average, of_100, 1200),
        rating("trakt", of_100, of_100, 60_000),
        rating("tomatoes", of_100, of_100, 200),
        rating("popcorn", of_100, of_100, 250_000),
        rating("tmdb", of_100, of_100, 25_000),
        rating("letterboxd", round(average / 2, 1), of_100, 2_000_000),
        rating("rogerebert", 3.0, 75),
        rating("myanimelist", None, None),
    ]
