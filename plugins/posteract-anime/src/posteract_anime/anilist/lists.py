"""Builders: charts, searches, studios, relations and users' lists of AniList."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any, ClassVar

from loguru import logger
from posteract_core.errors import ConfigError, ProviderUnavailable
from posteract_core.model import ItemType
from posteract_core.providers import ProviderContext

from ..builder import AnimeBuilder, chosen, how_many, ids_of, only, whole
from ..ids import Anime
from .questions import MEDIA, PAGE, Questions, anime_of
from .search import SORTS, Argument, arguments_of
from .settings import AnilistSettings

SITE = "anilist.co"

CHARTS: Mapping[str, str] = {
    "anilist_top_rated": "SCORE_DESC",
    "anilist_popular": "POPULARITY_DESC",
    "anilist_trending": "TRENDING_DESC",
}
"""Charts, the value of which is how many, and AniList's orders."""

OF_KIND: Mapping[ItemType, tuple[str, ...]] = {
    ItemType.MOVIE: ("MOVIE",),
    ItemType.SHOW: ("TV", "TV_SHORT", "OVA", "ONA", "SPECIAL"),
}
"""What AniList calls anime that belong into a library."""

RELATED = frozenset(
    ("PREQUEL", "SEQUEL", "PARENT", "SIDE_STORY", "SPIN_OFF", "ALTERNATIVE", "SUMMARY", "COMPILATION", "CONTAINS")
)
"""Relations by which anime belong together."""

MOST_RELATED = 500

LIST_SORTS = {
    "score": "SCORE_DESC", "popularity": "MEDIA_POPULARITY_DESC", "status": "STATUS", "progress": "PROGRESS_DESC",
    "priority": "PRIORITY_DESC", "started": "STARTED_ON_DESC", "completed": "FINISHED_ON_DESC", "added": "ADDED_TIME_DESC",
    "updated": "UPDATED_TIME_DESC", "title": "MEDIA_TITLE_ROMAJI",
}  # fmt: skip
"""What a user's list may be sorted by."""

LIST_KEYS = ("username", "list_name", "sort_by", "score.gt", "score.gte", "score.lt", "score.lte")


class AnilistBuilder(AnimeBuilder[AnilistSettings]):
    """What the builders have in common."""

    def __init__(self, settings: AnilistSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, context.instance)

    def found(self, arguments: list[Argument], sort: str) -> Iterator[Anime]:
        """Yield the anime that a search finds."""
        every = [*arguments, ("sort", "[MediaSort]", [sort])]
        declared = ", ".join(f"${name}: {kind}" for name, kind, _ in every)
        given = ", ".join(f"{name}: ${name}" for name, _, _ in every)
        query = (
            f"query ($page: Int, $perPage: Int, {declared}) {{ Page(page: $page, perPage: $perPage) {{ "
            f"pageInfo {{ hasNextPage }} media(type: ANIME, {given}) {{ {MEDIA} }} }} }}"
        )
        variables = {name: value for name, _, value in every}
        yield from map(anime_of, self._questions.pages(query, variables, lambda data: data.get("Page")))

    def of_ids(self, ids: list[int], fields: str = MEDIA) -> Iterator[Mapping[str, Any]]:
        """Yield what AniList has of ids, in their order."""
        query = (
            "query ($ids: [Int], $perPage: Int) { Page(page: 1, perPage: $perPage) { "
            f"media(type: ANIME, id_in: $ids) {{ {fields} }} }} }}"
        )
        for begin in range(0, len(ids), PAGE):
            some = ids[begin : begin + PAGE]
            page = self._questions.ask(query, {"ids": some, "perPage": PAGE}).get("Page")
            if not isinstance(page, Mapping) or not isinstance(page.get("media"), list):
                raise ProviderUnavailable(self.context.instance, "answered with something else than a list")
            known = {media["id"]: media for media in page["media"] if isinstance(media, Mapping) and "id" in media}
            yield from (known[ident] for ident in some if ident in known)
            for ident in some:
                if ident not in known:
                    logger.warning("{}: AniList has no anime {}", self.name, ident)


class AnilistChart(AnilistBuilder):
    """A chart; its value is how many."""

    ordered: ClassVar[bool] = True
    sort: ClassVar[str]

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield the first of the chart that are of the library's kind."""
        most = how_many(self.name, value)
        yield from islice(self.found([("format_in", "[MediaFormat]", list(OF_KIND[kind]))], self.sort), most)


class AnilistSearch(AnilistBuilder):
    """`anilist_search`: a mapping of what is looked for, with `sort_by` and `limit`; or several."""

    name = "anilist_search"
    ordered: ClassVar[bool] = True

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield what is found, of the library's kind where no format is asked for."""
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, Mapping) or not one:
                raise ConfigError(f"anilist_search takes a mapping such as {{season: winter, year: 2026}}, not {one!r}")
            written = dict(one)
            sort = chosen(self.name, "order", written.pop("sort_by", "score"), SORTS)
            limit = whole(self.name, "limit", written.pop("limit", 0))
            arguments = arguments_of(self.name, written, today=datetime.now(UTC).date())
            if not any(argument[0].startswith("format") for argument in arguments):
                arguments.append(("format_in", "[MediaFormat]", list(OF_KIND[kind])))
            yield from islice(self.found(arguments, sort), limit or None)


class AnilistId(AnilistBuilder):
    """`anilist_id`: numbers or addresses; they cost no question, for the table knows them."""

    name = "anilist_id"

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield the anime."""
        yield from (Anime(service="anilist", id=ident) for ident in ids_of(self.name, value, SITE))


class AnilistRelations(AnilistBuilder):
    """`anilist_relations`: anime by number or address, with all that belong to them, and to those, and so on."""

    name = "anilist_relations"

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield the anime, the nearest relatives first."""
        fields = f"{MEDIA} relations {{ edges {{ relationType node {{ id type }} }} }}"
        waiting = ids_of(self.name, value, SITE)
        seen = set(waiting)
        while waiting:
            next_ones: list[int] = []
            for media in self.of_ids(waiting, fields):
                yield anime_of(media)
                for edge in (media.get("relations") or {}).get("edges") or ():
                    node = edge.get("node") or {}
                    wanted = edge.get("relationType") in RELATED and node.get("type") == "ANIME"
                    if wanted and node["id"] not in seen and len(seen) < MOST_RELATED:
                        seen.add(node["id"])
                        next_ones.append(node["id"])
            waiting = next_ones


class AnilistStudio(AnilistBuilder):
    """`anilist_studio`: numbers or addresses of studios."""

    name = "anilist_studio"

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield all that the studios made."""
        query = (
            "query ($id: Int, $page: Int, $perPage: Int) { Studio(id: $id) { media(page: $page, perPage: $perPage, "
            f"sort: [POPULARITY_DESC]) {{ pageInfo {{ hasNextPage }} nodes {{ type {MEDIA} }} }} }} }}"
        )
        for ident in ids_of(self.name, value, SITE, "studio"):
            nodes = self._questions.pages(
                query, {"id": ident}, lambda data: (data.get("Studio") or {}).get("media"), what=f"studio {ident}"
            )
            yield from (anime_of(node) for node in nodes if node.get("type") in (None, "ANIME"))


class AnilistUserlist(AnilistBuilder):
    """`anilist_userlist`: `{username: …, list_name: …, sort_by: …, score.gte: …}`, scores of 10."""

    name = "anilist_userlist"
    ordered: ClassVar[bool] = True

    def anime(self, value: Any, kind: ItemType) -> Iterator[Anime]:
        """Yield what stands in the users' lists."""
        for one in value if isinstance(value, list) else [value]:
            written = only(self.name, one, LIST_KEYS)
            user, wanted = (str(written.get(key) or "").strip() for key in ("username", "list_name"))
            if not user or not wanted:
                raise ConfigError("anilist_userlist needs username and list_name")
            sort = chosen(self.name, "order", written.get("sort_by", "score"), LIST_SORTS)
            bounds = {key.partition(".")[2]: _score(key, written[key]) for key in written if key.startswith("score")}
            for entry in self._entries(user, wanted, sort):
                media = entry.get("media")
                if isinstance(media, Mapping) and _within(float(entry.get("score") or 0), bounds):
                    yield anime_of(media)

    def _entries(self, user: str, wanted: str, sort: str) -> list[Mapping[str, Any]]:
        query = (
            "query ($user: String, $sort: [MediaListSort]) { MediaListCollection(userName: $user, type: ANIME, sort: $sort) "
            f"{{ lists {{ name entries {{ score(format: POINT_10_DECIMAL) media {{ {MEDIA} }} }} }} }} }}"
        )
        data = self._questions.ask(query, {"user": user, "sort": [sort]}, what=f"user {user}")
        lists = (data.get("MediaListCollection") or {}).get("lists")
        if not isinstance(lists, list):
            raise ProviderUnavailable(self.context.instance, "answered with something else than lists")
        named = {str(each.get("name")): each.get("entries") or [] for each in lists if isinstance(each, Mapping)}
        found = next((entries for name, entries in named.items() if name.casefold() == wanted.casefold()), None)
        if found is None:
            raise ConfigError(
                f"anilist_userlist: {user} has no list {wanted!r}; there are {', '.join(named) or 'none'}"
            )
        return [entry for entry in found if isinstance(entry, Mapping)]


def _score(key: str, value: Any) -> float:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d+(\.\d+)?", text) or float(text) > 10:
        raise ConfigError(f"anilist_userlist: {key} must be a number from 0 to 10, not {value!r}")
    return float(text)


def _within(score: float, bounds: Mapping[str, float]) -> bool:
    return (
        score > bounds.get("gt", -1)
        and score >= bounds.get("gte", 0)
        and score < bounds.get("lt", 11)
        and score <= bounds.get("lte", 10)
    )


BUILDERS: tuple[type[AnilistBuilder], ...] = (
    AnilistSearch,
    AnilistId,
    AnilistRelations,
    AnilistStudio,
    AnilistUserlist,
    *(
        type(name, (AnilistChart,), {"name": name, "sort": sort, "__doc__": AnilistChart.__doc__})
        for name, sort in CHARTS.items()
    ),
)
"""Every builder of AniList's."""
