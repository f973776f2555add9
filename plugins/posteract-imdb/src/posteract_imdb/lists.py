"""Builders: `imdb_list`, `imdb_watchlist`, `imdb_chart`, `imdb_id`."""

from __future__ import annotations

import csv
import json
import re
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from posteract_core.errors import ConfigError, ProviderUnavailable
from posteract_core.model import ExternalIds, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder, ProviderContext
from posteract_core.providers.memory import Memory

from .settings import ImdbSettings
from .site import ask

PAGE = 100
FRESH_FOR_S = 6 * 3600
"""A list that was read is believed for so long."""

LIST_HASH = "b7caad2eba40a8fe984b8e07672098a09101b43dd532512f18768b012ee11a63"
WATCHLIST_HASH = "e5b6c089463b19f8c41439e7db0b8bf4d97125093e08cc32ddf0a85ee39a5fa0"
"""Of the questions that the website itself asks, as seen in March 2026."""

SORTS = {
    "custom": "LIST_ORDER", "popularity": "POPULARITY", "title": "TITLE_REGIONAL", "rating": "USER_RATING",
    "votes": "USER_RATING_COUNT", "runtime": "RUNTIME", "added": "DATE_ADDED", "release": "RELEASE_DATE",
}  # fmt: skip
"""What a list may be sorted by, and the website's words."""

CHARTS = {
    "popular_movies": "MOST_POPULAR_MOVIES", "top_movies": "TOP_RATED_MOVIES", "top_english": "TOP_RATED_ENGLISH_MOVIES",
    "lowest_rated": "LOWEST_RATED_MOVIES", "top_indian": "TOP_RATED_INDIAN_MOVIES", "top_tamil": "TOP_RATED_TAMIL_MOVIES",
    "top_telugu": "TOP_RATED_TELUGU_MOVIES", "top_malayalam": "TOP_RATED_MALAYALAM_MOVIES",
    "popular_shows": "MOST_POPULAR_TV_SHOWS", "top_shows": "TOP_RATED_TV_SHOWS",
}  # fmt: skip
"""Charts by the dialect's name."""


class ImdbBuilder(CollectionBuilder[ImdbSettings]):
    """What the builders have in common: answers kept for some hours, ids as titles of the library's kind."""

    def __init__(self, settings: ImdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.clock: Callable[[], float] = time.time
        self._memory = Memory(context.cache_folder / "lists.sqlite", looking_only=context.dry_run)

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles, in the list's order."""
        ids: list[str] = []
        for one in value if isinstance(value, list) else [value]:
            ids += self._kept(one, context.limit)
        kind = context.library.type
        return [MediaRef(type=kind, ids=ExternalIds(imdb=each)) for each in dict.fromkeys(ids)]

    @abstractmethod
    def read(self, value: Any, limit: int | None) -> list[str]:
        """Return the ids that one value stands for."""

    def close(self) -> None:
        """Close what is kept."""
        self._memory.close()

    def _kept(self, value: Any, limit: int | None) -> list[str]:
        key = json.dumps([value, limit], sort_keys=True, default=str)
        token = str(int(self.clock() // FRESH_FOR_S))
        known = self._memory.get_many(self.name, {key: token})
        if key in known:
            found: list[str] = json.loads(known[key])
            return found
        ids = self.read(value, limit)
        self._memory.put_many(self.name, [(key, token, json.dumps(ids).encode())])
        return ids


class ImdbList(ImdbBuilder):
    """`imdb_list`: `ls…`, an address, `{list_id: …, limit: …, sort_by: …}`, or a CSV file exported from IMDb."""

    name = "imdb_list"
    ordered: ClassVar[bool] = True
    prefix: ClassVar[str] = "ls"
    operation: ClassVar[tuple[str, str, str]] = ("TitleListMainPage", LIST_HASH, "lsConst")
    id_keys: ClassVar[tuple[str, ...]] = ("list_id", "url", "id")

    def read(self, value: Any, limit: int | None) -> list[str]:
        """Return the ids of one list."""
        if isinstance(value, str) and value.strip().lower().endswith(".csv"):
            return self._exported(value.strip())
        ident, own_limit, sort = self._understood(value)
        most = min((each for each in (own_limit, limit) if each), default=None)
        ids: list[str] = []
        for page in self._pages(ident, sort):
            ids += page
            if most is not None and len(ids) >= most:
                return ids[:most]
        return ids

    def _understood(self, value: Any) -> tuple[str, int | None, tuple[str, str]]:
        """Return (id, limit, sort) of a value; raises ConfigError."""
        written = dict(value) if isinstance(value, Mapping) else {"id": value}
        unknown = set(written) - {*self.id_keys, "limit", "sort_by"}
        if unknown:
            raise ConfigError(
                f"{self.name}: `{min(unknown)}` is not understood; there are {self.id_keys[0]}, url, limit, sort_by"
            )
        text = str(next((written[key] for key in self.id_keys if written.get(key)), ""))
        found = re.search(rf"\b({self.prefix}\d+|p\.\w+)", text)
        if not found or (found[1].startswith("p.") and self.prefix == "ls"):
            raise ConfigError(
                f"{self.name}: {text!r} is no list; write {self.prefix} and a number, or the list's address"
            )
        by, _, direction = str(written.get("sort_by", "custom.asc")).partition(".")
        if by not in SORTS or direction not in ("", "asc", "desc"):
            raise ConfigError(
                f"{self.name}: `{written['sort_by']}` is no order; there are {', '.join(SORTS)}, with .asc or .desc"
            )
        limit = written.get("limit")
        if limit is not None and (isinstance(limit, bool) or not str(limit).isdigit()):
            raise ConfigError(f"{self.name}: limit must be a number, not {limit!r}")
        return (
            found[1],
            int(limit) or None if limit is not None else None,
            (SORTS[by], "DESC" if direction == "desc" else "ASC"),
        )

    def _pages(self, ident: str, sort: tuple[str, str]) -> Iterator[list[str]]:
        operation, digest, variable = self.operation
        after: str | None = None
        while True:
            variables: dict[str, Any] = {
                "locale": "en-US", "first": PAGE, variable: ident, "isInPace": False, "sort": {"by": sort[0], "order": sort[1]},
            }  # fmt: skip
            if after:
                variables["after"] = after
            body = {
                "operationName": operation,
                "variables": variables,
                "extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}},
            }
            data = ask(self.http, self.context.instance, body)
            try:
                items = (data.get("list") or data["predefinedList"])["titleListItemSearch"]
                yield [edge["listItem"]["id"] for edge in items["edges"]]
                more, after = items["pageInfo"]["hasNextPage"], items["pageInfo"]["endCursor"]
            except (KeyError, TypeError) as error:
                raise ProviderUnavailable(
                    self.context.instance, "its website answered with another kind of list"
                ) from error
            if not more:
                return

    def _exported(self, name: str) -> list[str]:
        path = self.context.config_folder / name
        try:
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
                rows = list(csv.DictReader(file))
        except OSError as error:
            raise ConfigError(f"{self.name}: {path} cannot be read: {error.strerror}") from error
        ids = [row.get("Const") or "" for row in rows]
        if rows and not any(ids):
            raise ConfigError(f"{self.name}: {path} has no column Const, as IMDb's exports have")
        return [each for each in ids if re.fullmatch(r"tt\d+", each)]


class ImdbWatchlist(ImdbList):
    """`imdb_watchlist`: `ur…`, a profile `p.…`, or its address."""

    name = "imdb_watchlist"
    prefix = "ur"
    operation = ("WatchListPageRefiner", WATCHLIST_HASH, "urConst")
    id_keys = ("user_id", "url", "id")

    def _understood(self, value: Any) -> tuple[str, int | None, tuple[str, str]]:
        ident, limit, sort = super()._understood(value)
        if ident.startswith("p."):
            query = f'{{ userProfile(input: {{profileId: "{ident}"}}) {{ userId }} }}'
            profile = ask(self.http, self.context.instance, {"query": query}).get("userProfile") or {}
            ident = str(profile.get("userId") or "")
            if not ident:
                raise ConfigError(f"{self.name}: IMDb knows no such profile")
        return ident, limit, sort


class ImdbChart(ImdbBuilder):
    """`imdb_chart`: top_movies, popular_shows … or a list of such."""

    name = "imdb_chart"
    ordered: ClassVar[bool] = True

    def read(self, value: Any, limit: int | None) -> list[str]:
        """Return the ids of one or more charts."""
        names = [part.strip() for part in str(value).split(",")]
        unknown = [name for name in names if name not in CHARTS]
        if unknown:
            raise ConfigError(f"imdb_chart: there is no chart `{unknown[0]}`; there are {', '.join(CHARTS)}")
        ids: list[str] = []
        for name in names:
            query = f"{{ chartTitles(chart: {{chartType: {CHARTS[name]}}}, first: 250) {{ edges {{ node {{ id }} }} total }} }}"
            data = ask(self.http, self.context.instance, {"query": query})
            try:
                ids += [edge["node"]["id"] for edge in data["chartTitles"]["edges"]]
            except (KeyError, TypeError) as error:
                raise ProviderUnavailable(
                    self.context.instance, "its website no longer tells its charts as it did"
                ) from error
        return ids


class ImdbId(ImdbBuilder):
    """`imdb_id`: `tt…`, or a list of such."""

    name = "imdb_id"

    def read(self, value: Any, limit: int | None) -> list[str]:
        """Return the ids themselves."""
        found = re.findall(r"\btt\d{5,}\b", str(value))
        if not found:
            raise ConfigError(f"imdb_id: {value!r} is no id such as tt0113277")
        return found
