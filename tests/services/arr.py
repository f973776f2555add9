"""Radarr's and Sonarr's API of version 3, as far as it is used; `arr_shapes` says what must be asked and answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from jsonschema import Draft202012Validator

from .arr_shapes import RADARR, RADARR_EVENTS, SONARR, SONARR_EVENTS, many
from .server import FakeService, Reply, Request, as_json, route
from .world import Title, World

KEY = "0123456789abcdef0123456789abcdef"


class _FakeArr(FakeService):
    """What the two have in common.

    Attributes:
        tags: labels; each one's number is its place, from 1.
        tagged: labels by title.
        unmonitored: titles it has and does not watch.
        folders, profiles: paths of root folders, names of quality profiles; numbered likewise.
        fields: of the form of webhooks.
        notifications: connections, by number.
        added: bodies of titles that were added, in order.
        edited: bodies of changes to several titles, in order.
        removed: bodies of removals of several titles, in order.
        excluded: ids that may not be added by lists.
        known: titles that can be looked up, beside those it has.
        refusals: errors that the next post of a connection or a title is refused with.
        wrong: what was asked or answered and has not the shape it should have.
    """

    shapes: ClassVar[Mapping[str, dict[str, Any]]]
    events: ClassVar[tuple[str, ...]]

    def __init__(self, world: World, *, key: str = KEY) -> None:
        super().__init__()
        self.world = world
        self.key = key
        self.tags: list[str] = []
        self.tagged: dict[Title, list[str]] = {}
        self.unmonitored: list[Title] = []
        self.folders = ["/media/a"]
        self.profiles = ["Any", "HD-1080p"]
        self.fields = ["url", "method", "username", "password", "headers"]
        self.notifications: dict[int, dict[str, Any]] = {}
        self.added: list[dict[str, Any]] = []
        self.edited: list[dict[str, Any]] = []
        self.removed: list[dict[str, Any]] = []
        self.excluded: list[int] = []
        self.known: list[Title] = []
        self.refusals: list[dict[str, str]] = []
        self.wrong: list[str] = []

    def refuse(self, request: Request) -> Reply | None:
        return Reply(401, b"", "") if request.headers.get("x-api-key") != self.key else None

    def not_found(self, request: Request) -> Reply:
        return as_json({"message": "NotFound"}, 404)

    @route("GET", "/api/v3/tag")
    def all_tags(self, request: Request) -> Reply:
        return self.told("tag", [{"label": label, "id": number} for number, label in enumerate(self.tags, 1)])

    @route("POST", "/api/v3/tag")
    def new_tag(self, request: Request) -> Reply:
        self.tags.append(str(self.taken("tag", request)["label"]).lower())
        return self.told("tag", {"label": self.tags[-1], "id": len(self.tags)}, 201)

    @route("GET", "/api/v3/system/status")
    def status(self, request: Request) -> Reply:
        return as_json({"appName": "Arr", "version": "5.26.2.10099"})

    @route("GET", "/api/v3/rootfolder")
    def root_folders(self, request: Request) -> Reply:
        return self.told(
            "rootfolder",
            [{"id": number, "path": path, "accessible": True} for number, path in enumerate(self.folders, 1)],
        )

    @route("GET", "/api/v3/qualityprofile")
    def quality_profiles(self, request: Request) -> Reply:
        return self.told("qualityprofile", [{"id": n, "name": name} for n, name in enumerate(self.profiles, 1)])

    @route("GET", "/api/v3/notification/schema")
    def forms(self, request: Request) -> Reply:
        return self.told("notification", [self._form("Email", []), self._form("Webhook", self.fields)])

    @route("GET", "/api/v3/notification")
    def all_notifications(self, request: Request) -> Reply:
        return self.told("notification", list(self.notifications.values()))

    @route("POST", "/api/v3/notification")
    def new_notification(self, request: Request) -> Reply:
        body = self.taken("notification", request)
        if self.refusals:
            return as_json([self.refusals.pop(0)], 400)
        number = len(self.notifications) + 1
        self.notifications[number] = {**body, "id": number}
        return self.told("notification", self.notifications[number], 201)

    @route("PUT", "/api/v3/notification/{number}")
    def changed_notification(self, request: Request, number: str) -> Reply:
        self.notifications[int(number)] = self.taken("notification", request)
        return self.told("notification", self.notifications[int(number)], 202)

    def told(self, shape: str, value: Any, status: int = 200) -> Reply:
        """Return an answer that has the shape of a part of the API, or is a list of such."""
        self._check(
            f"answer {shape}", many(self.shapes[shape]) if isinstance(value, list) else self.shapes[shape], value
        )
        return as_json(value, status)

    def taken(self, shape: str, request: Request) -> Any:
        """Return what was sent, which has to have the shape."""
        self._check(f"{request.method} {shape}", self.shapes[shape], request.json())
        return request.json()

    def _check(self, what: str, shape: dict[str, Any], value: Any) -> None:
        for error in Draft202012Validator(shape).iter_errors(value):
            self.wrong.append(f"{what}: {error.json_path}: {error.message}")

    def _form(self, name: str, fields: list[str]) -> dict[str, Any]:
        choices = [{"value": 1, "name": "POST", "order": 1}, {"value": 2, "name": "PUT", "order": 2}]
        return {
            "name": "",
            "fields": [
                {
                    "name": field,
                    "type": "textbox",
                    **({"selectOptions": choices, "value": 2} if field == "method" else {}),
                    **({"value": []} if field == "headers" else {}),
                }
                for field in fields
            ],
            "implementation": name,
            "implementationName": name,
            "configContract": f"{name}Settings",
            "tags": [],
            "presets": [],
            **{f"on{event}": False for event in self.events},
            **{f"supportsOn{event}": event != "Upgrade" or name == "Webhook" for event in self.events},
        }

    def _add(self, shape: str, request: Request) -> Reply:
        body = self.taken(shape, request)
        if self.refusals:
            return as_json([self.refusals.pop(0)], 400)
        self.added.append(body)
        return self.told(shape, {**body, "id": 1000 + len(self.added)}, 201)

    def _edit(self, shape: str, request: Request) -> Reply:
        self.edited.append(self.taken(shape, request))
        return as_json([], 202)

    def _remove(self, shape: str, request: Request) -> Reply:
        self.removed.append(self.taken(shape, request))
        return Reply(200, b"", "")

    def _left(self, numbers: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        gone = {number for body in self.removed for number in body[numbers]}
        return [entry for entry in entries if entry["id"] not in gone]

    def _looked_up(self, term: str, titles: list[Title]) -> Title | None:
        service, _, number = term.partition(":")
        return next((title for title in [*titles, *self.known] if str(getattr(title, service)) == number), None)

    def _common(self, number: int, title: Title) -> dict[str, Any]:
        return {
            "id": number,
            "title": title.title,
            "sortTitle": title.title.lower(),
            "year": title.year or 0,
            "monitored": title not in self.unmonitored,
            "genres": list(title.genres),
            "tags": [self.tags.index(label) + 1 for label in self.tagged.get(title, [])],
            **({"imdbId": title.imdb} if title.imdb else {}),
        }


class FakeRadarr(_FakeArr):
    """Radarr. A film without an IMDb id has no such field."""

    shapes = RADARR
    events = RADARR_EVENTS

    @route("GET", "/api/v3/movie")
    def movies(self, request: Request) -> Reply:
        entries = [self._film(number, film) for number, film in enumerate(self.world.movies, 1)]
        more = [{**body, "id": 1000 + number} for number, body in enumerate(self.added, 1)]
        return self.told("movie", self._left("movieIds", entries + more))

    @route("POST", "/api/v3/movie")
    def new_movie(self, request: Request) -> Reply:
        return self._add("movie", request)

    @route("PUT", "/api/v3/movie/editor")
    def changed_movies(self, request: Request) -> Reply:
        return self._edit("movie/editor", request)

    @route("DELETE", "/api/v3/movie/editor")
    def removed_movies(self, request: Request) -> Reply:
        return self._remove("movie/editor", request)

    @route("GET", "/api/v3/movie/lookup")
    def lookup(self, request: Request) -> Reply:
        found = self._looked_up(request.query["term"], self.world.movies)
        return self.told("movie", [{**self._film(0, found), "titleSlug": str(found.tmdb)}] if found else [])

    @route("GET", "/api/v3/exclusions")
    def exclusions(self, request: Request) -> Reply:
        return self.told("exclusions", [{"id": n, "tmdbId": each} for n, each in enumerate(self.excluded, 1)])

    def _film(self, number: int, film: Title) -> dict[str, Any]:
        return {**self._common(number, film), "tmdbId": film.tmdb or 0, "hasFile": True, "qualityProfileId": 1}


class FakeSonarr(_FakeArr):
    """Sonarr; `old` = of version 3, which knows no TMDB ids and has profiles of languages."""

    shapes = SONARR
    events = SONARR_EVENTS
    old = False

    @property
    def documented(self) -> bool:  # type: ignore[override]
        return not self.old

    @route("GET", "/api/v3/series")
    def series(self, request: Request) -> Reply:
        entries = [self._show(number, show) for number, show in enumerate(self.world.shows, 1)]
        more = [{**body, "id": 1000 + number} for number, body in enumerate(self.added, 1)]
        return self.told("series", self._left("seriesIds", entries + more))

    @route("POST", "/api/v3/series")
    def new_series(self, request: Request) -> Reply:
        return self._add("series", request)

    @route("PUT", "/api/v3/series/editor")
    def changed_series(self, request: Request) -> Reply:
        return self._edit("series/editor", request)

    @route("DELETE", "/api/v3/series/editor")
    def removed_series(self, request: Request) -> Reply:
        return self._remove("series/editor", request)

    @route("GET", "/api/v3/series/lookup")
    def lookup(self, request: Request) -> Reply:
        found = self._looked_up(request.query["term"], self.world.shows)
        return self.told("series", [self._show(0, found)] if found else [])

    @route("GET", "/api/v3/importlistexclusion")
    def exclusions(self, request: Request) -> Reply:
        return self.told("importlistexclusion", [{"id": n, "tvdbId": each} for n, each in enumerate(self.excluded, 1)])

    @route("GET", "/api/v3/languageprofile")
    def language_profiles(self, request: Request) -> Reply:
        if not self.old:
            return self.told("languageprofile", [{"id": 1, "name": "Deprecated"}])
        return self.told("languageprofile", [{"id": 1, "name": "English"}, {"id": 2, "name": "German"}])

    def _show(self, number: int, show: Title) -> dict[str, Any]:
        entry = {
            **self._common(number, show),
            "tvdbId": show.tvdb or 0,
            "seriesType": "standard",
            "qualityProfileId": 1,
        }
        return entry if self.old else {**entry, "tmdbId": show.tmdb or 0}
