"""IMDb: the daily dataset of ratings, and the website's GraphQL interface with its charts."""

from __future__ import annotations

import gzip
import hashlib
import re
from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import World

LIST_HASH = "b7caad2eba40a8fe984b8e07672098a09101b43dd532512f18768b012ee11a63"
WATCHLIST_HASH = "e5b6c089463b19f8c41439e7db0b8bf4d97125093e08cc32ddf0a85ee39a5fa0"
HEADER = "tconst\taverageRating\tnumVotes\n"
MODIFIED = "Wed, 25 Nov 2026 01:12:47 GMT"


class FakeImdb(FakeService):
    """datasets.imdbws.com and api.graphql.imdb.com on one port (`url` serves for both settings).

    Attributes:
        ratings: (average, votes) by id, over what the world's titles have by themselves; None = no such row.
        more_rows: further lines of the file, as they are.
        charts: ids by chart type, the first first.
        lists: ids of titles by the list's or the user's id.
        found: what the search finds.
        searched: the variables of each search.
        events: files of awards, by the event's number.
        private: ids of lists that are not shown.
        hashes: of the questions that are understood.
    """

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.ratings: dict[str, tuple[float, int] | None] = {}
        self.more_rows: list[str] = []
        self.charts: dict[str, list[str]] = {}
        self.lists: dict[str, list[str]] = {}
        self.found: list[str] = []
        self.searched: list[dict[str, Any]] = []
        self.events: dict[str, str] = {}
        self.private: set[str] = set()
        self.hashes = {LIST_HASH, WATCHLIST_HASH}

    def dataset(self) -> bytes:
        """Return the file as it is today; the ids are sorted as text, as IMDb does."""
        rows: dict[str, tuple[float, int] | None] = {
            title.imdb: (title.rating, 5000) for title in self.world.titles() if title.imdb
        }
        rows |= self.ratings
        lines = [f"{imdb}\t{row[0]:.1f}\t{row[1]}\n" for imdb, row in sorted(rows.items()) if row is not None]
        return gzip.compress("".join([HEADER, *lines, *self.more_rows]).encode(), mtime=0)

    @route("GET", "/title.ratings.tsv.gz")
    def title_ratings(self, request: Request) -> Reply:
        data = self.dataset()
        tag = f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'
        headers = {"ETag": tag, "Last-Modified": MODIFIED, "Cache-Control": "public, max-age=86400"}
        if request.headers.get("if-none-match") == tag:
            return Reply(304, headers=headers)
        return Reply(200, data, "binary/octet-stream", headers)

    @route("GET", "/events/{file}")
    def event(self, request: Request, file: str) -> Reply:
        text = self.events.get(file.removesuffix(".yml"))
        return self.not_found(request) if text is None else Reply(200, text.encode(), "text/plain; charset=utf-8")

    @route("POST", "/")
    def graphql(self, request: Request) -> Reply:
        if not request.headers.get("x-imdb-client-name"):
            return Reply(403, b"<html><h1>403 Forbidden</h1></html>", "text/html")
        if (operation := request.json().get("operationName")) is not None:
            return self._list(operation, request.json())
        if "advancedTitleSearch" in request.json()["query"]:
            return self._search(request.json()["variables"])
        asked = re.search(
            r"chartTitles\(\s*chart:\s*\{\s*chartType:\s*(\w+)\s*\},\s*first:\s*(\d+)", request.json()["query"]
        )
        if asked is None:
            return as_json(
                {"errors": [{"message": "Syntax Error", "extensions": {"code": "GRAPHQL_PARSE_FAILED"}}]}, 400
            )
        ids = self.charts.get(asked[1], [])[: int(asked[2])]
        edges: list[dict[str, Any]] = [{"node": {"id": each}} for each in ids]
        return as_json({"data": {"chartTitles": {"total": len(ids), "edges": edges}}})

    def _list(self, operation: str, body: dict[str, Any]) -> Reply:
        """A list of titles, by the website's own question, whose hash must be the one it knows."""
        if body["extensions"]["persistedQuery"]["sha256Hash"] not in self.hashes:
            return as_json(
                {"errors": [{"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]}
            )
        about = body["variables"]
        ident = about.get("lsConst") or about.get("urConst")
        if ident in self.private:
            error = {"message": "Access is forbidden.", "extensions": {"code": "FORBIDDEN"}}
            return as_json({"errors": [error], "data": {"list": None}})
        if ident not in self.lists:
            error = {"message": "List not found", "extensions": {"code": "RESOURCE_NOT_FOUND"}}
            return as_json({"errors": [error], "data": {"list": None}})
        ids, start, size = self.lists[ident], int(about.get("after") or 0), about["first"]
        found = {
            "total": len(ids),
            "pageInfo": {"endCursor": str(start + size), "hasNextPage": start + size < len(ids)},
            "edges": [{"listItem": {"id": each}} for each in ids[start : start + size]],
        }
        return as_json({"data": {"list" if "lsConst" in about else "predefinedList": {"titleListItemSearch": found}}})

    def _search(self, about: dict[str, Any]) -> Reply:
        """What the search finds; a condition that it does not know is an error of the whole question."""
        self.searched.append(about)
        if unknown := [name for name in about["constraints"] if not name.endswith("Constraint")]:
            error = {"message": f"Unknown field {unknown[0]}", "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}
            return as_json({"errors": [error]}, 400)
        start, size = int(about.get("after") or 0), about["first"]
        found = {
            "total": len(self.found),
            "pageInfo": {"endCursor": str(start + size), "hasNextPage": start + size < len(self.found)},
            "edges": [{"node": {"title": {"id": each}}} for each in self.found[start : start + size]],
        }
        return as_json({"data": {"advancedTitleSearch": found}})
