"""What collections cost on Plex: `python benchmarks/collecting.py [films [collections]]` (10,000 and 300).

A fake Plex and a fake IMDb stand in this process, over real HTTP. A third each of the collections is made of lists, by dynamic
entries for years and studios (smart ones), and of searches. Printed are requests and writes of a run from scratch and of an
unchanged one, for each kind alone, then all kinds together: the listing is read once; from scratch at most 6 writes for a
collection and 3 for each hundred of its members; unchanged none, and at most one request for a collection besides the listing
(of films and of collections, in pages, with their details, and what searches and rows can be: asked once).
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from posteract_core.app import App, Opening
from posteract_core.model import RunRequest
from services import FakeImdb, FakePlex, World
from services.plex.state import TOKEN

GENRES = ("Action", "Comedy", "Crime", "Drama", "Horror", "Romance", "War", "Western")
IN_A_LIST = 50
PAGES, MEMBERS = "GET /library/sections/{id}/all", "GET /library/collections/{key}/items"


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of one run: seconds, the outcomes by status, and Plex's requests besides those for the listing."""

    seconds: float
    outcomes: Counter[str]
    listing: int
    reads: int
    writes: int

    def line(self, many: int) -> str:
        """Return it in words, by collection."""
        return (
            f"{self.seconds:6.1f} s  {dict(self.outcomes)}  listing {self.listing}, "
            f"{self.reads / many:.2f} reads and {self.writes / many:.2f} writes a collection"
        )


def measured(config: Path, plex: FakePlex, pages: int) -> Cost:
    """Return what one run costs; `pages` = the requests that listing films and collections takes."""
    plex.count.clear()
    begun = time.perf_counter()
    with App.open(Opening(config=config)) as app:
        report = app.run(RunRequest(all=True, yes=True, only=frozenset({"collections"})))
    seconds = time.perf_counter() - begun
    writes = sum(count for name, count in plex.count.items() if not name.startswith("GET"))
    reads = plex.count[MEMBERS] + plex.count[PAGES] - pages
    return Cost(
        seconds=seconds,
        outcomes=Counter(each.status for each in report.collections),
        listing=plex.total - reads - writes,
        reads=reads,
        writes=writes,
    )


def kept(number: int) -> dict[str, Any]:
    """Return how each collection is kept: every kind of write occurs."""
    return {
        "sync_mode": "sync", "sort_title": f"!{number:03}", "collection_mode": "hide_items", "collection_order": "alpha",
        "visible_home": number < 10, "label": "made",
    }  # fmt: skip


def kinds(imdb: FakeImdb, films: int, many: int) -> dict[str, dict[str, Any]]:
    """Return the configurations: lists, dynamic ones, searches, and all of them together."""
    each = many // 3
    for number in range(each):
        imdb.lists[f"ls{number + 1:09}"] = [f"tt{(number * 37 + at * 11) % films + 1:07}" for at in range(IN_A_LIST)]
    lists = {f"List {number:03}": {"imdb_list": f"ls{number + 1:09}", **kept(number)} for number in range(each)}
    searches = {
        f"Search {number:03}": {
            "plex_search": {"all": {"year": 1930 + number % 95, "genre": GENRES[number % len(GENRES)]}},
            **kept(number),
        }
        for number in range(each)
    }
    dynamic = {
        "Years": {"type": "year", "title_format": "Films of <<key_name>>", "include": list(range(1930, 1930 + each // 2))},
        "Studios": {
            "type": "studio", "title_format": "Films by <<key_name>>", "sync": True,
            "include": [f"Studio {number:03}" for number in range(each - each // 2)],
        },
    }  # fmt: skip
    return {
        "list": {"collections": lists},
        "dynamic": {"dynamic_collections": dynamic},
        "plex_search": {"collections": searches},
        "all": {"collections": lists | searches, "dynamic_collections": dynamic},
    }


def library(films: int) -> World:
    """Return a world of films, each with a year, a genre and a studio."""
    world = World(real_width_px=64)
    for number in range(films):
        film = world.add_movie(
            f"Film {number:05}", 1930 + number % 95, imdb=f"tt{number + 1:07}", genres=(GENRES[number % len(GENRES)],)
        )
        film.studio = f"Studio {number % 200:03}"
    return world


def main() -> None:
    """Measure and print."""
    films, many = (*map(int, sys.argv[1:]), 10_000, 300)[:2] if len(sys.argv) != 2 else (int(sys.argv[1]), 300)
    for name in ("list", "dynamic", "plex_search", "all"):
        world = library(films)
        plex, imdb = FakePlex(world, image_url="").start(), FakeImdb(world).start()
        plex.add_library("Movies", world.movies)
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder) / "config.yaml"
            about = {
                "plugins": {
                    "folder": {"enabled": False},
                    "plex": {"url": plex.url, "token": TOKEN},
                    "imdb": {"url": imdb.url, "datasets_url": imdb.url},
                },
                "libraries": {"Movies": {"artwork": {}}},
                "log": {"file": None},
            }
            config.write_text(json.dumps(about | {"collections": {"Nothing": {"imdb_id": "tt9999999"}}}))
            measured(config, plex, 0)
            pages = plex.count[PAGES]
            config.write_text(json.dumps(about | kinds(imdb, films, many)[name]))
            first, then = measured(config, plex, pages), measured(config, plex, pages)
        total = sum(first.outcomes.values())
        members = sum(len(item.children) for item in plex.libraries[1].collections)
        print(f"{name}: {films} films, {total} collections, {members} members")
        print(f"  from scratch  {first.line(total)}")
        print(f"  unchanged     {then.line(total)}")
        plex.stop()
        imdb.stop()


if __name__ == "__main__":
    main()
