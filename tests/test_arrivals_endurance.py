"""A real `posteract serve` that is killed while it finishes what arrived."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from plex_home import PlexHome
from services import FakeFanart, FakeImdb, FakePlex, FakeTmdb, FakeTvdb, World
from services.plex.state import TOKEN as PLEX_TOKEN
from services.posts import RADARR
from services.tmdb import V4_TOKEN

pytestmark = pytest.mark.endurance

TOKEN = "a-token-that-is-long-enough"
ARRIVING = 200
PATIENCE_S = 600.0


def _imdb(number: int) -> str:
    return f"tt{1000 + number:07}"


@pytest.fixture
def home(
    tmp_path: Path, fake_imdb: FakeImdb, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart,
    fake_tvdb: FakeTvdb,
) -> PlexHome:  # fmt: skip
    """Return a home of six finished films, of which Plex has got 200 more by now."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    films = [world.add_movie(f"Film {n:03}", 1990, tmdb=1000 + n, imdb=_imdb(n)) for n in range(6 + ARRIVING)]
    for film in films:
        film.add_art("tmdb", "poster")
    library = fake_plex.add_library("Movies", films[:6])
    fake_imdb.lists["ls000000001"] = [_imdb(n) for n in range(0, 6 + ARRIVING, 3)]
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {
            "folder": {"enabled": False},
            "plex": {"url": fake_plex.url, "token": PLEX_TOKEN},
            "tmdb": {"token": V4_TOKEN, "url": fake_tmdb.url, "image_url": fake_tmdb.url},
            "imdb": {"url": fake_imdb.url, "datasets_url": fake_imdb.url},
            "radarr": {"url": "http://127.0.0.1:9", "api_key": "k"},
            "web": {"port": port, "token": TOKEN},
        },
        "libraries": {"Movies": {"artwork": {"poster": {}}}},
        "poster_preferences": {"sources": ["tmdb"], "min_width": 1},
        "collections": {"Threes": {"library": "Movies", "imdb_list": "ls000000001", "sync_mode": "sync"}},
    }
    home.run()
    for film in films[6:]:
        fake_plex.add_title(library, film)
    home.forget_requests()
    return home


@pytest.fixture
def serve(home: PlexHome, command: list[str], environment: dict[str, str]) -> Iterator[Callable[[], Any]]:
    """Start `posteract serve` and return it once it listens."""
    started: list[subprocess.Popen[bytes]] = []
    config = home.config

    def start() -> subprocess.Popen[bytes]:
        with (home.folder / "err").open("ab") as err:
            words = [*command, "--config", str(config), "serve"]
            process = subprocess.Popen(words, cwd=home.folder, env=environment, stdout=subprocess.DEVNULL, stderr=err)
        started.append(process)
        _until(lambda: _metrics(home) is not None, "the server")
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def _address(home: PlexHome) -> str:
    return f"http://127.0.0.1:{home.more['plugins']['web']['port']}"


def _metrics(home: PlexHome) -> int | None:
    """Return how many events wait; None while nobody answers."""
    try:
        headers = {"authorization": f"Bearer {TOKEN}"}
        text = httpx.get(f"{_address(home)}/metrics", headers=headers, trust_env=False, timeout=60).text
    except httpx.TransportError:
        return None
    found = re.search(r"^posteract_events_waiting ([\d.]+)$", text, re.MULTILINE)
    return int(float(found[1])) if found else None


def _until(what: Callable[[], bool], why: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {why}")


def test_two_hundred_imports_at_once_and_a_kill_in_the_middle_and_each_film_is_finished_once(
    home: PlexHome, serve: Callable[[], Any]
) -> None:
    process = serve()

    def post(number: int) -> int:
        movie = {
            "id": number,
            "title": f"Film {number:03}",
            "year": 1990,
            "tmdbId": 1000 + number,
            "imdbId": _imdb(number),
        }
        body = {**RADARR["import"], "movie": movie, "remoteMovie": None, "movieFile": {"path": f"/movies/{number}.mkv"}}
        return httpx.post(
            f"{_address(home)}/webhooks/radarr", json=body, auth=("radarr", TOKEN), trust_env=False, timeout=60
        ).status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(post, range(6, 6 + ARRIVING))) == {202}
    _until(lambda: len(home.plex.uploads) >= ARRIVING // 4, "some posters")
    process.kill()
    process.wait()
    in_the_middle = len(home.plex.uploads)
    process = serve()
    assert post(6) == 202, "a sender that repeats itself does no harm"
    _until(lambda: _metrics(home) == 0, "the end of the work")
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert in_the_middle < ARRIVING, "it was killed before it had done all"
    [library] = home.plex.libraries.values()
    fresh = {item.key for item in library.items if item.title >= "Film 006"}
    sent = Counter(key for key, _, _ in home.plex.uploads if key in fresh)
    assert (len(fresh), sent) == (ARRIVING, Counter(fresh))
    [threes] = library.collections
    assert sorted(child.title for child in threes.children) == [f"Film {n:03}" for n in range(0, 6 + ARRIVING, 3)]
    assert "Traceback" not in (home.folder / "err").read_text(encoding="utf-8")
