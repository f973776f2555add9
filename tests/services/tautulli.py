"""Tautulli's API, as far as collections need it."""

from __future__ import annotations

from typing import Any

from .server import FakeService, Reply, Request, as_json, route

KEY = "tautulli0123456789abcdef01234567"
STATS = ("top_movies", "popular_movies", "top_tv", "popular_tv", "top_music", "popular_music")


class FakeTautulli(FakeService):
    """Tautulli.

    Attributes:
        rows: of each chart, in its order.
        old: an old version: 200 for errors, a list though one chart was asked for, and all sections.
        queries: of every request.
    """

    def __init__(self, *, key: str = KEY) -> None:
        super().__init__()
        self.key = key
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.old = False
        self.queries: list[dict[str, str]] = []

    def watch(
        self, stat: str, title: str, key: int, *, plays: int = 1, users: int = 1, section: int = 1, guid: str = ""
    ) -> None:
        """Put one more row at the end of a chart."""
        show = stat.endswith("tv")
        self.rows.setdefault(stat, []).append(
            {
                "title": title,
                "year": "" if show else 1995,
                "total_plays": plays,
                "users_watched": users if stat.startswith("popular") else "",
                "rating_key": key,
                "grandparent_rating_key": key if show else "",
                "section_id": section,
                "media_type": "episode" if show else "movie",
                "guid": guid or f"plex://{'episode' if show else 'movie'}/{key:024x}",
                "user": "",
                "platform": "",
                "live": 0,
            }
        )

    @route("GET", "/api/v2")
    def api(self, request: Request) -> Reply:
        query = request.query
        self.queries.append(query)
        if query.get("apikey") != self.key:
            return self._said({}, "Invalid apikey")
        if query.get("cmd") == "get_tautulli_info":
            return self._said({"tautulli_version": "v2.15.2"})
        if query.get("cmd") != "get_home_stats":
            return self._said({}, f"Unknown command: {query.get('cmd')}")
        charts = [
            {"stat_id": stat, "stat_title": stat, "rows": self._of(stat, query)}
            for stat in STATS
            if query.get("stat_id") in (None, "", stat)
        ]
        return self._said(charts if self.old or not query.get("stat_id") else charts[0] if charts else {})

    def _of(self, stat: str, query: dict[str, str]) -> list[dict[str, Any]]:
        section = "" if self.old else query.get("section_id", "")
        rows = [row for row in self.rows.get(stat, []) if section in ("", str(row["section_id"]))]
        return rows[: int(query.get("stats_count", 10))]

    def _said(self, data: object, error: str | None = None) -> Reply:
        response = {"result": "error" if error else "success", "message": error, "data": data}
        return as_json({"response": response}, 400 if error and not self.old else 200)
