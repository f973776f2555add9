"""IMDb: the daily dataset of ratings, and the website's GraphQL interface with its charts."""

from __future__ import annotations

import gzip
import hashlib
import re
from typing import Any

from .server import FakeService, Reply, Request, as_json, route
from .world import World

HEADER = "tconst\taverageRating\tnumVotes\n"
MODIFIED = "Wed, 25 Nov 2026 01:12:47 GMT"


class FakeImdb(FakeService):
    """datasets.imdbws.com and api.graphql.imdb.com on one port (`url` serves for both settings).

    Attributes:
        ratings: (average, votes) by id, over what the world's titles have by themselves; None = no such row.
        more_rows: further lines of the file, as they are.
        charts: ids by chart type, the first first.
    """

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.ratings: dict[str, tuple[float, int] | None] = {}
        self.more_rows: list[str] = []
        self.charts: dict[str, list[str]] = {}

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

    @route("POST", "/")
    def graphql(self, request: Request) -> Reply:
        if not request.headers.get("x-imdb-client-name"):
            return Reply(403, b"<html><h1>403 Forbidden</h1></html>", "text/html")
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
