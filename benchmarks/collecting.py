"""What collections cost on Plex: `python benchmarks/collecting.py [films [collections]]` (10,000 and 300).

A fake Plex stands in this process, over real HTTP. Printed are requests and writes of a run from scratch and of an unchanged one:
the listing is read once; from scratch at most 6 writes for a collection and 3 for each hundred of its members; unchanged none,
and at most one request for a collection besides the listing.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from posteract_core.app import App, Opening
from posteract_core.model import RunRequest
from services import FakePlex, World
from services.plex.state import TOKEN

GENRES = ("Action", "Comedy", "Crime", "Drama", "Horror", "Romance", "War", "Western")


def measured(config: Path, plex: FakePlex) -> tuple[float, Counter[str], dict[str, int]]:
    """Return seconds, the outcomes by status, and (listing, reads, writes) of one run."""
    plex.count.clear()
    begun = time.perf_counter()
    with App.open(Opening(config=config)) as app:
        report = app.run(RunRequest(all=True, only=frozenset({"collections"})))
    seconds = time.perf_counter() - begun
    outcomes = Counter(each.status for each in report.collections)
    listing = sum(count for name, count in plex.count.items() if name == "GET /library/sections/{id}/all")
    writes = sum(count for name, count in plex.count.items() if not name.startswith("GET"))
    return seconds, outcomes, {"listing": listing, "reads": plex.total - listing - writes, "writes": writes}


def main() -> None:
    """Measure and print."""
    films, many = (*map(int, sys.argv[1:]), 10_000, 300)[:2] if len(sys.argv) != 2 else (int(sys.argv[1]), 300)
    world = World(real_width_px=64)
    for number in range(films):
        world.add_movie(f"Film {number:05}", 1930 + number % 95, genres=(GENRES[number % len(GENRES)],))
    plex = FakePlex(world, image_url="").start()
    plex.add_library("Movies", world.movies)
    collections = {
        f"Collection {number:03}": {
            "plex_search": {"all": {"year": 1930 + number % 95, "genre": GENRES[number % len(GENRES)]}},
            "sync_mode": "sync", "sort_title": f"!{number:03}", "collection_mode": "hide_items", "collection_order": "alpha",
            "visible_home": number < 10, "label": "made", "minimum_items": 1,
        }
        for number in range(many)
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        config.write_text(
            json.dumps(
                {
                    "plugins": {"folder": {"enabled": False}, "plex": {"url": plex.url, "token": TOKEN}},
                    "libraries": {"Movies": {"artwork": {}}},
                    "collections": collections,
                    "log": {"file": None},
                }
            )
        )
        for what in ("from scratch", "unchanged"):
            seconds, outcomes, asked = measured(config, plex)
            members = sum(len(item.children) for item in plex.libraries[1].collections)
            print(
                f"{films} films, {many} collections, {what}: {seconds:.1f} s, {dict(outcomes)}, {members} members, {asked}; "
                f"{asked['writes'] / many:.1f} writes and {asked['reads'] / many:.1f} reads a collection"
            )
    plex.stop()


if __name__ == "__main__":
    main()
