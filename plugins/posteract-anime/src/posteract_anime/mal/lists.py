"""Builders: charts, seasons, searches and users' lists of MyAnimeList."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import quote

from posteract_core.errors import ConfigError
from posteract_core.model import ItemType
from posteract_core.providers import ProviderContext

from ..builder import AnimeBuilder, chosen, how_many, ids_of, only, whole
from ..ids import Anime
from ..seasons import SEASONS, season_of
from .questions import Questions, anime_of
from .settings import MalSettings

SITE = "myanimelist.net"
PAGE = 100
MOST = 500

CHARTS: Mapping[str, str] = {
    "mal_all": "all", "mal_airing": "airing", "mal_upcoming": "upcoming", "mal_tv": "tv", "mal_ova": "ova", "mal_movie": "movie",
    "mal_special": "special", "mal_popular": "bypopularity", "mal_favorite": "favorite",
}  # fmt: skip
"""Charts, the value of which is how many, and MyAnimeList's names."""

OF_ONE_KIND = {
    "mal_movie": ItemType.MOVIE, "mal_tv": ItemType.SHOW, "mal_ova": ItemType.SHOW, "mal_special": ItemType.SHOW,
}  # fmt: skip
NAMES = {ItemType.MOVIE: "films", ItemType.SHOW: "shows"}

SEASON_SORTS = {"members": "anime_num_list_users", "score": "anime_score"}
LIST_SORTS = {
    "score": "list_score", "last_updated": "list_updated_at", "title": "anime_title", "start_date": "anime_start_date",
}  # fmt: skip
STATUSES = ("all", "watching", "completed", "on_hold", "dropped", "plan_to_watch")


class MalBuilder(AnimeBuilder[MalSettings]):
    """What the builders have in common."""

    ordered: ClassVar[bool] = True

    def __init__(self, settings: MalSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)

    def listed(
        self, path: str, params: Mapping[str, str], kind: ItemType, *, what: str, page: int = PAGE
    ) -> Iterator[Anime]:
        """Yield the anime of the library's kind at a path."""
        for node in self._questions.nodes(path, params, page=page, what=what):
            anime = anime_of(node)
            if anime.film is (kind is ItemType.MOVIE):
                yield anime


class MalChart(MalBuilder):
    """A chart; its value is how many."""

    chart: ClassVar[str]

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield the first of the chart that are of the library's kind."""
        most = how_many(self.name, value, most=MOST)
        if OF_ONE_KIND.get(self.name, kind) is not kind:
            raise ConfigError(f"{self.name} goes with libraries of {NAMES[OF_ONE_KIND[self.name]]} only")
        found = self.listed("/anime/ranking", {"ranking_type": self.chart}, kind, what=f"chart {self.chart}")
        yield from islice(found, most)


class MalSuggested(MalBuilder):
    """`mal_suggested`: how many of what MyAnimeList suggests to the owner of `access_token`."""

    name = "mal_suggested"

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield the suggestions."""
        most = how_many(self.name, value, most=100)
        if not self.settings.access_token.get_secret_value():
            raise ConfigError("mal_suggested needs `plugins.mal.access_token`: suggestions are for an account")
        yield from islice(self.listed("/anime/suggestions", {}, kind, what="suggestions"), most)


class MalSeason(MalBuilder):
    """`mal_season`: `{season: …, year: …, sort_by: members, limit: 100, starting_only: false}`."""

    name = "mal_season"

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield the anime of the season."""
        today = datetime.now(UTC).date()
        written = only(self.name, value, ("season", "year", "sort_by", "limit", "starting_only"))
        words = {**dict.fromkeys(SEASONS, ""), "current": ""}
        season = str(written.get("season", "current")).strip().lower()
        chosen(self.name, "season", season, words)
        season = season_of(today) if season == "current" else season
        year = whole(self.name, "year", written.get("year", today.year), least=1917)
        sort = chosen(self.name, "order", written.get("sort_by", "members"), SEASON_SORTS)
        limit = whole(self.name, "limit", written.get("limit", 100), least=1)
        starting = written.get("starting_only", False)
        if not isinstance(starting, bool):
            raise ConfigError(f"mal_season: starting_only must be true or false, not {starting!r}")
        nodes = self._questions.nodes(
            f"/anime/season/{year}/{season}", {"sort": sort}, page=PAGE, what=f"season {season} {year}"
        )
        begun = (
            anime_of(node)
            for node in nodes
            if not starting or node.get("start_season") == {"year": year, "season": season}
        )
        yield from islice((anime for anime in begun if anime.film is (kind is ItemType.MOVIE)), limit)


class MalUserlist(MalBuilder):
    """`mal_userlist`: `{username: …, status: all, sort_by: score, limit: 100}`."""

    name = "mal_userlist"

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield what stands in the user's list."""
        written = only(self.name, value, ("username", "status", "sort_by", "limit"))
        user = str(written.get("username") or "").strip()
        if not user:
            raise ConfigError("mal_userlist needs username")
        status = chosen(self.name, "status", written.get("status", "all"), {name: name for name in STATUSES})
        params = {"sort": chosen(self.name, "order", written.get("sort_by", "score"), LIST_SORTS)}
        params |= {} if status == "all" else {"status": status}
        limit = whole(self.name, "limit", written.get("limit", 100), least=1)
        found = self.listed(
            f"/users/{quote(user, safe='@')}/animelist", params, kind, what=f"list of {user}", page=1000
        )
        yield from islice(found, limit)


class MalSearch(MalBuilder):
    """`mal_search`: words of a title, or `{query: …, limit: 10}`."""

    name = "mal_search"

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield what is found."""
        written = only(self.name, value if isinstance(value, Mapping) else {"query": value}, ("query", "limit"))
        query = str(written.get("query") or "").strip()
        if len(query) < 3:
            raise ConfigError(f"mal_search needs words of at least three letters, not {query!r}")
        limit = how_many(self.name, written.get("limit"))
        yield from islice(self.listed("/anime", {"q": query}, kind, what=f"title like {query!r}"), limit)


class MalId(MalBuilder):
    """`mal_id`: numbers or addresses; they cost no question, for the table knows them."""

    name = "mal_id"
    ordered = False

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield the anime."""
        yield from (Anime(service="mal", id=ident) for ident in ids_of(self.name, value, SITE))


BUILDERS: tuple[type[MalBuilder], ...] = (
    MalSuggested,
    MalSeason,
    MalUserlist,
    MalSearch,
    MalId,
    *(
        type(name, (MalChart,), {"name": name, "chart": chart, "__doc__": MalChart.__doc__})
        for name, chart in CHARTS.items()
    ),
)
"""Every builder of MyAnimeList's."""
