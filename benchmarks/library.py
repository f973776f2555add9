"""What whole Plex libraries cost: `python benchmarks/library.py [500 2000 10000] [--episodes 35000]`.

The fakes of tests/services stand in this process, over real HTTP; each run is a process of its own, so that its memory is its
own. Printed are requests per service, items a second and peak memory of a first run, and the same of a run that finds nothing
to do, with its time as a ratio to reading and parsing the same pages with httpx and orjson alone. Time should grow with the
number of items, memory should not.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, World
from services.fanart import PROJECT_KEY
from services.plex.state import TOKEN
from services.tmdb import V4_TOKEN
from services.tvdb import API_KEY

ROUNDS = 3
PAGE = 1000
CODE = """
import atexit, sys
from pathlib import Path
from posteract_core.cli import main

def peak(file):
    lines = Path("/proc/self/status").read_text().splitlines()
    Path(file).write_text(next(line for line in lines if line.startswith("VmHWM")).split()[1])

atexit.register(peak, sys.argv.pop(1))
main()
"""
MAIN = [sys.executable, "-c", CODE]
"""Writes its own peak into a file: what `wait4` tells of a child is never less than what this process, with the fakes, takes."""


class Bench:
    """One library on one set of fakes."""

    def __init__(self, folder: Path, *, films: int = 0, episodes: int = 0) -> None:
        self.folder = folder
        self.world = World(real_width_px=64)
        self.world.populate(films=films, shows=episodes // 100, seasons=10, episodes=10)
        self.tmdb = FakeTmdb(self.world).start()
        self.services: dict[str, Any] = {
            "plex": FakePlex(self.world, image_url=self.tmdb.url).start(),
            "tmdb": self.tmdb,
            "fanart": FakeFanart(self.world).start(),
            "tvdb": FakeTvdb(self.world).start(),
        }
        self.type = 1 if films else 4
        name = "Movies" if films else "TV Shows"
        self.services["plex"].add_library(name, self.world.movies if films else self.world.shows)
        kind = "poster" if films else "title_card"
        config = {
            "plugins": {
                "folder": {"enabled": False},
                "plex": {"url": self.services["plex"].url, "token": TOKEN},
                "tmdb": {"url": self.tmdb.url, "image_url": self.tmdb.url, "token": V4_TOKEN},
                "fanart": {"url": self.services["fanart"].url, "api_key": PROJECT_KEY},
                "tvdb": {"url": self.services["tvdb"].url, "api_key": API_KEY},
            },
            "poster_preferences": {
                "sources": ["tmdb", "fanart", "tvdb"],
                "languages": ["textless", "en"],
                "fallback": [],
            },
            "libraries": {name: {"artwork": {kind: {"style": "none"}}}},
            "run": {"limits": {"redraw": "100%"}},
            "storage": {"assets": None},
            "log": {"file": None},
        }
        (folder / "config.yaml").write_text(json.dumps(config))

    def run(self) -> tuple[float, float, dict[str, Any], dict[str, int]]:
        """Return seconds, peak memory in MiB, the run's JSON and the requests it made, by service."""
        for service in self.services.values():
            service.count.clear()
        begun = time.perf_counter()
        peak = self.folder / "peak"
        words = [*MAIN, str(peak), "--config", str(self.folder / "config.yaml"), "run", "--all", "--json"]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            out = process.stdout.read() if process.stdout else b""
        seconds = time.perf_counter() - begun
        mib = int(peak.read_text()) / 1024
        return seconds, mib, json.loads(out), {k: v.total for k, v in self.services.items()}

    def bare(self) -> float:
        """Return the seconds that reading and parsing the listing's pages takes, and nothing else."""
        plex = self.services["plex"]
        begun = time.perf_counter()
        at, total = 0, 1
        with httpx.Client(base_url=plex.url, headers={"X-Plex-Token": TOKEN, "Accept": "application/json"}) as http:
            while at < total:
                headers = {"X-Plex-Container-Start": str(at), "X-Plex-Container-Size": str(PAGE)}
                asked = {"type": self.type, "includeGuids": 1}
                answer = http.get("/library/sections/1/all", params=asked, headers=headers)
                page = orjson.loads(answer.content)["MediaContainer"]
                at, total = at + page["size"], page["totalSize"]
        return time.perf_counter() - begun

    def close(self) -> None:
        """Stop the fakes."""
        for service in self.services.values():
            service.stop()


def measure(*, films: int = 0, episodes: int = 0) -> None:
    """Print a first run and runs without a change."""
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), films=films, episodes=episodes)
        try:
            seconds, mib, outcome, asked = bench.run()
            count = films or episodes
            print(
                f"{count:6} {'films' if films else 'episodes'}: first run {seconds:6.1f} s, {count / seconds:5.1f} a second, "
                f"{mib:4.0f} MiB, {outcome['done']} done, {outcome['failed']} failed, requests {asked}"
            )
            ours, bare, peak = float("inf"), float("inf"), 0.0
            for _ in range(ROUNDS):
                bare = min(bare, bench.bare())
                seconds, mib, outcome, asked = bench.run()
                ours, peak = min(ours, seconds), max(peak, mib)
            print(
                f"       no change {ours:6.2f} s = {ours / bare:4.1f} x reading the pages, {peak:4.0f} MiB, "
                f"{outcome['unchanged']} unchanged, {outcome['done']} done, requests {asked}"
            )
        finally:
            bench.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("films", nargs="*", type=int, default=[500, 2_000, 10_000])
    parser.add_argument("--episodes", type=int, default=35_000, help="0 = none")
    words = parser.parse_args()
    for count in words.films:
        measure(films=count)
    if words.episodes:
        measure(episodes=words.episodes)


if __name__ == "__main__":
    main()
