"""Trakt's API, as far as it is public."""

from __future__ import annotations

from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import Title, World

CLIENT_ID = "trakt-client-id-0123456789abcdef"
CLIENT_SECRET = "trakt-client-secret-0123456789abcdef"
LIFE_S = 86400
ACCESS_TOKEN = "trakt-access-token-0123456789abcdef"


class FakeTrakt(FakeService):
    """api.trakt.tv. Titles are found by their IMDb id; other ids are to be looked up first.

    Attributes:
        ratings: (of 10, votes) by IMDb id, over the usual ones.
        charts: titles by the end of a chart's path: `trending`, `watched/weekly`.
        lists: titles by `user/slug`, or by the number of a list.
        entered: what is answered while a login waits for its code: 400 until somebody enters it, 200 then.
        valid: access tokens that hold, with the refresh token that goes with each.
        private: of those lists, and users, the ones that nobody else sees.
        words: (name, description) of lists, likewise.
        marked: titles by `user/watchlist`, `user/favorites`, `user/collection`, `user/watched`; the token is of the user `me`.
        recommended: to the owner of the token.
        rated: by the owner of the token, from 1 to 10.
        people: numbers at TMDB by name, by list.
        liked: names of lists that a user likes, by user.
        wanted: the filters that charts were asked for with, the last ones last.
    """

    def __init__(self, world: World, *, client_id: str = CLIENT_ID) -> None:
        super().__init__()
        self.world = world
        self.client_id = client_id
        self.ratings: dict[str, tuple[float, int]] = {}
        self.charts: dict[str, list[Title]] = {}
        self.lists: dict[str, list[Title]] = {}
        self.private: set[str] = set()
        self.entered = 400
        self.valid: dict[str, str] = {}
        self.issued = 0
        self.words: dict[str, tuple[str, str]] = {}
        self.marked: dict[str, list[Title]] = {}
        self.recommended: list[Title] = []
        self.rated: list[tuple[Title, int]] = []
        self.people: dict[str, dict[str, int]] = {}
        self.liked: dict[str, list[str]] = {}
        self.wanted: list[dict[str, str]] = []

    def refuse(self, request: Request) -> Reply | None:
        if request.headers.get("trakt-api-key") != self.client_id or request.headers.get("trakt-api-version") != "2":
            return Reply(403, b"", "text/plain")
        if "authorization" in request.headers and not self._is_owner(request):
            return Reply(401, b"", "text/plain")
        return None

    def _is_owner(self, request: Request) -> bool:
        sent = request.headers.get("authorization", "").removeprefix("Bearer ")
        return sent == ACCESS_TOKEN or sent in self.valid

    def not_found(self, request: Request) -> Reply:
        return Reply(404, b"", "text/plain")

    def issue(self) -> dict[str, Any]:
        """Return new tokens, which hold from now on."""
        self.issued += 1
        access, refresh = f"access-token-{self.issued:04}", f"refresh-token-{self.issued:04}"
        self.valid[access] = refresh
        return {
            "access_token": access,
            "token_type": "bearer",
            "expires_in": LIFE_S,
            "refresh_token": refresh,
            "scope": "public",
            "created_at": 1487889741,
        }

    def _knows(self, body: Any, *more: str) -> bool:
        return body["client_id"] == self.client_id and body["client_secret"] == CLIENT_SECRET and body.keys() >= {*more}

    @route("POST", "/oauth/device/code")
    def device_code(self, request: Request) -> Reply:
        assert request.json() == {"client_id": self.client_id}
        url = "https://trakt.tv/activate"
        code = {"device_code": "device-code-0123", "user_code": "5055CC52", "verification_url": url}
        return as_json({**code, "expires_in": 600, "interval": 5})

    @route("POST", "/oauth/device/token")
    def device_token(self, request: Request) -> Reply:
        body = request.json()
        if not self._knows(body, "code"):
            return Reply(401, b"", "text/plain")
        if body["code"] != "device-code-0123":
            return Reply(404, b"", "text/plain")
        return as_json(self.issue()) if self.entered == 200 else Reply(self.entered, b"", "text/plain")

    @route("POST", "/oauth/token")
    def new_token(self, request: Request) -> Reply:
        body = request.json()
        old = [access for access, refresh in self.valid.items() if refresh == body["refresh_token"]]
        if not self._knows(body, "redirect_uri") or body["grant_type"] != "refresh_token" or not old:
            return as_json({"error": "invalid_grant", "error_description": "it is invalid"}, 401)
        del self.valid[old[0]]
        return as_json(self.issue())

    @route("POST", "/oauth/revoke")
    def revoke(self, request: Request) -> Reply:
        body = request.json()
        if not self._knows(body, "token"):
            return Reply(401, b"", "text/plain")
        self.valid.pop(body["token"], None)
        return as_json({})

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

    @route("GET", "/sync/ratings/{kind}")
    def own_ratings(self, request: Request, kind: str) -> Reply:
        if not self._is_owner(request):
            return Reply(401, b"", "text/plain")
        page, limit = int(request.query.get("page", 1)), int(request.query.get("limit", 100))
        rated = [(title, value) for title, value in self.rated if title.type == kind.removesuffix("s")]
        entries = [_rated(title, value) for title, value in rated[(page - 1) * limit : page * limit]]
        return as_json(entries, X_Pagination_Page_Count=str(max(1, -(-len(rated) // limit))))

    @route("GET", "/recommendations/{kind}")
    def recommendations(self, request: Request, kind: str) -> Reply:
        if not self._is_owner(request):
            return Reply(401, b"", "text/plain")
        return self._paged(request, self.recommended, kind.removesuffix("s"), bare=True)

    @route("GET", *(f"/users/{{user}}/{what}/{{kind}}/{{by}}/{{how}}" for what in ("watchlist", "favorites")))
    def sorted_marks(self, request: Request, user: str, kind: str, by: str, how: str) -> Reply:
        what = request.path.split("/")[3]
        titles = sorted(self.marked.get(f"{user}/{what}", []), key=lambda title: title.title if by == "title" else "")
        return self._marks(request, user, what, kind, titles[::-1] if how == "desc" else titles)

    @route("GET", *(f"/users/{{user}}/{what}/{{kind}}" for what in ("collection", "watched")))
    def marks(self, request: Request, user: str, kind: str) -> Reply:
        what = request.path.split("/")[3]
        return self._marks(request, user, what, kind, self.marked.get(f"{user}/{what}", []))

    def _marks(self, request: Request, user: str, what: str, kind: str, titles: list[Title]) -> Reply:
        if not self._is_owner(request) and (user == "me" or user in self.private):
            return Reply(401, b"", "text/plain")
        if f"{user}/{what}" not in self.marked:
            return self.not_found(request)
        kind = kind.removesuffix("s")
        return self._paged(request, [title for title in titles if title.type == kind], kind)

    @route("GET", "/users/{user}/lists")
    def lists_of(self, request: Request, user: str) -> Reply:
        names = [name for name in self.lists if name.startswith(f"{user}/")]
        return as_json([self._described(name) for name in names]) if names else self.not_found(request)

    @route("GET", "/users/{user}/likes/lists")
    def liked_by(self, request: Request, user: str) -> Reply:
        if user == "me" and not self._is_owner(request):
            return Reply(401, b"", "text/plain")
        return as_json([{"type": "list", "list": self._described(name)} for name in self.liked.get(user, [])])

    @route("GET", "/users/{user}/lists/{slug}")
    def about_a_users_list(self, request: Request, user: str, slug: str) -> Reply:
        return self._about(request, f"{user}/{slug}")

    @route("GET", "/lists/{number}")
    def about_a_list(self, request: Request, number: str) -> Reply:
        return self._about(request, number)

    def _about(self, request: Request, name: str) -> Reply:
        if name in self.private:
            return Reply(401, b"", "text/plain")
        return as_json(self._described(name)) if name in self.lists else self.not_found(request)

    def _described(self, name: str) -> dict[str, Any]:
        user, _, slug = name.rpartition("/")
        title, description = self.words.get(name, (slug.capitalize(), ""))
        return {
            "name": title,
            "description": description or None,
            "ids": {"trakt": int(slug) if slug.isdigit() else 55, "slug": slug},
            "user": {"username": user, "ids": {"slug": user}},
        }

    @route(
        "GET",
        "/{kind}/trending",
        "/{kind}/popular",
        "/{kind}/anticipated",
        "/{kind}/boxoffice",
        "/{kind}/{what}/{period}",
    )
    def chart(self, request: Request, kind: str, *more: str) -> Reply:
        name = request.path.partition(f"/{kind}/")[2]
        self.wanted.append({key: value for key, value in request.query.items() if key not in ("page", "limit")})
        return self._paged(request, self.charts.get(name, []), kind.removesuffix("s"), bare=name == "popular")

    @route("GET", "/users/{user}/lists/{slug}/items/{kind}")
    def user_list(self, request: Request, user: str, slug: str, kind: str) -> Reply:
        return self._listed(request, f"{user}/{slug}", kind)

    @route("GET", "/lists/{number}/items/{kind}")
    def numbered_list(self, request: Request, number: str, kind: str) -> Reply:
        return self._listed(request, number, kind)

    def _listed(self, request: Request, name: str, kind: str) -> Reply:
        if kind == "person" and name in self.people:
            people = [{"name": who, "ids": {"trakt": 1, "tmdb": number}} for who, number in self.people[name].items()]
            return as_json([{"rank": 1, "type": "person", "person": person} for person in people])
        if name in self.private:
            return Reply(401, b"", "text/plain")
        if name not in self.lists:
            return self.not_found(request)
        return self._paged(request, [title for title in self.lists[name] if title.type == kind], kind)

    def _paged(self, request: Request, titles: list[Title], kind: str, *, bare: bool = False) -> Reply:
        page, limit = int(request.query.get("page", 1)), int(request.query.get("limit", 100))
        entries = []
        for title in titles[(page - 1) * limit : page * limit]:
            ids = {"trakt": 1, "slug": "a-slug", "imdb": title.imdb, "tmdb": title.tmdb}
            value = {"title": title.title, "year": title.year, "ids": ids}
            entries.append(value if bare else {"rank": 1, "type": kind, kind: value})
        return as_json(entries, X_Pagination_Page_Count=str(max(1, -(-len(titles) // limit))))


def _rated(title: Title, value: int) -> dict[str, Any]:
    """Return an entry of one's own ratings: a part of a show comes with its show."""
    entry = {"rated_at": "2014-09-01T09:10:11.000Z", "rating": value, "type": title.type}
    if title.type in ("movie", "show"):
        return {**entry, title.type: _known(title)}
    numbers = {"number": title.season} if title.type == "season" else {"season": title.season, "number": title.episode}
    return {
        **entry,
        title.type: {**numbers, "ids": {"tvdb": title.tvdb, "tmdb": title.tmdb}},
        "show": _known(title.show),
    }


def _known(title: Title) -> dict[str, Any]:
    ids = {"slug": "a-slug", "imdb": title.imdb, "tmdb": title.tmdb, "tvdb": title.tvdb}
    return {"title": title.title, "year": title.year, "ids": ids}
