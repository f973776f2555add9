"""What Radarr, Sonarr, Tautulli and Plex post, to a `posteract serve` that really runs: what it answers, and what it keeps."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from posteract_core.app import App, Opening
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import MediaEvent
from posteract_core.store.events import Events
from services.posts import MOVIE, PLEX, RADARR, SERIES, SONARR, TAUTULLI, mangled

TOKEN = "a-token-that-is-long-enough"
PATIENCE_S = 60.0
EXAMPLES = int(os.environ.get("POSTERACT_EXAMPLES", "100"))
"""Of hostile bodies, for each sender."""

OF_NO_INTEREST = [
    ("radarr", {"eventType": name, "instanceName": "Radarr"})
    for name in ("Grab", "Health", "HealthRestored", "ApplicationUpdate", "ManualInteractionRequired", "InventedTomorrow")
] + [
    ("sonarr", {"eventType": name, "series": SERIES})
    for name in ("Grab", "Health", "HealthRestored", "ApplicationUpdate", "ManualInteractionRequired", "InventedTomorrow")
]  # fmt: skip
OF_INTEREST = [
    *(("radarr", RADARR[name]) for name in ("import", "upgrade", "rename", "added", "deleted", "test")),
    ("radarr", {"eventType": "MovieFileDelete", "movieFile": {"relativePath": "a.mkv"}, "movie": MOVIE}),
    *(("sonarr", SONARR[name]) for name in ("import", "whole import", "rename", "added", "deleted", "test")),
    ("sonarr", {"eventType": "EpisodeFileDelete", "series": SERIES, "episodes": [], "episodeFile": {"path": "/tv/a.mkv"}}),
    *(("tautulli", TAUTULLI[name]) for name in ("movie", "episode", "episodes", "trigger")),
    *(("plex", PLEX[name]) for name in ("new", "scrobble")),
]  # fmt: skip


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Served:
    """A `posteract serve` with an empty library, and who talks to it."""

    def __init__(self, folder: Path, command: list[str], environment: dict[str, str]) -> None:
        self.folder = folder
        self._words, self._environment = [*command, "serve"], environment
        port = _free_port()
        (folder / "Films").mkdir()
        config = {
            "plugins": {
                "folder": {"roots": {"Films": {"path": "Films", "type": "movie"}}, "probe": False},
                "web": {"port": port, "token": TOKEN},
                "radarr": {"url": "http://127.0.0.1:9", "api_key": "k"},
                "sonarr": {"url": "http://127.0.0.1:9", "api_key": "k"},
                "tautulli": {"url": "http://127.0.0.1:9", "api_key": "k"},
                "plex": {"url": "http://127.0.0.1:9", "token": "t"},
            },
            "libraries": {"Films": {"artwork": {"poster": {}}}},
            "run": {"retry": {"attempts": 1, "first": "10ms", "longest": "20ms"}},
            "storage": {"assets": None},
        }
        (folder / "config.yaml").write_text(json.dumps(config), encoding="utf-8")
        headers = {"authorization": f"Bearer {TOKEN}"}
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60, trust_env=False)

    def start(self) -> None:
        with (self.folder / "err").open("a") as err:
            self.process = subprocess.Popen(
                self._words, cwd=self.folder, env=self._environment, stdout=subprocess.DEVNULL, stderr=err
            )
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            assert self.process.poll() is None, self.said
            try:
                if self.http.get("/api/v1/health").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("the server does not listen")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def post(self, name: str, body: Any, **more: Any) -> httpx.Response:
        return self.http.post(f"/webhooks/{name}", json=body, **more)

    def kept(self) -> list[tuple[int, str]]:
        """Return number and webhook of everything that was ever kept."""
        with closing(sqlite3.connect(f"file:{self.folder / 'posteract.db'}?mode=ro", uri=True)) as ledger:
            return list(ledger.execute("SELECT id, name FROM event ORDER BY id"))

    @property
    def said(self) -> str:
        return (self.folder / "err").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, command: list[str], environment: dict[str, str]
) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("heard"), command, environment)
    server.start()
    yield server
    server.kill()
    server.http.close()
    assert "Traceback" not in server.said, server.said


@pytest.mark.parametrize(("name", "body"), OF_INTEREST)
def test_what_is_of_interest_is_kept_and_answered_with_its_number(served: Served, name: str, body: Any) -> None:
    answer = served.post(name, body)
    assert answer.status_code == 202, answer.text
    assert answer.json()["events"] >= 1
    assert (answer.json()["id"], name) in served.kept()


@pytest.mark.parametrize(("name", "body"), OF_NO_INTEREST)
def test_what_is_of_none_or_not_known_yet_is_taken_with_a_word_and_not_kept(
    served: Served, name: str, body: Any
) -> None:
    before = served.kept()
    answer = served.post(name, body)
    assert (answer.status_code, answer.json()["id"], answer.json()["events"]) == (202, None, 0)
    assert answer.json()["ignored"]
    assert served.kept() == before


def test_plexs_form_with_a_picture_is_read(served: Served) -> None:
    files = {"thumb": ("thumb.jpg", b"\xff\xd8\xff\xe0 picture", "image/jpeg")}
    answer = served.http.post("/webhooks/plex", data={"payload": json.dumps(PLEX["new"])}, files=files)
    assert (answer.status_code, answer.json()["events"]) == (202, 1)


@pytest.mark.parametrize(
    "credentials",
    [{"headers": {"authorization": f"Bearer {TOKEN}"}}, {"params": {"token": TOKEN}}, {"auth": ("radarr", TOKEN)}],
)
def test_the_token_comes_as_each_sender_can(served: Served, credentials: Any) -> None:
    address = f"{served.http.base_url}/webhooks/radarr"
    assert httpx.post(address, json=RADARR["grab"], trust_env=False).status_code == 401
    assert httpx.post(address, json=RADARR["grab"], trust_env=False, **credentials).status_code == 202


@pytest.mark.parametrize("name", ["radarr", "sonarr", "tautulli", "plex"])
def test_a_body_of_more_than_a_megabyte_is_refused(served: Served, name: str) -> None:
    before = served.kept()
    answer = served.post(name, {"eventType": "Download", "movie": {**MOVIE, "overview": "x" * 2**20}})
    assert answer.status_code == 413
    assert answer.json()["error"]["message"]
    assert served.kept() == before


@pytest.mark.parametrize("name", ["radarr", "sonarr", "tautulli", "plex"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000, b'{"eventType": NaN}'])
def test_what_is_no_body_of_anybodys_is_refused_with_a_reason(served: Served, name: str, body: bytes) -> None:
    before = served.kept()
    answer = served.http.post(f"/webhooks/{name}", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(f"{name}: ")
    assert served.kept() == before


def _refused_or_taken(served: Served, answer: httpx.Response, before: int) -> None:
    fresh = 0
    if answer.status_code == 202:
        fresh = 1 if answer.json()["fresh"] else 0
    else:
        assert answer.status_code == 400, (answer.status_code, answer.text)
        assert len(answer.json()["error"]["message"]) > 10
    assert len(served.kept()) == before + fresh


HOSTILE = settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize(
    ("name", "samples"), [("radarr", RADARR), ("sonarr", SONARR), ("tautulli", TAUTULLI), ("plex", PLEX)]
)
def test_whatever_is_made_of_a_body_is_taken_or_refused_with_a_reason(served: Served, name: str, samples: Any) -> None:
    @HOSTILE
    @given(mangled(samples))
    def post(body: bytes) -> None:
        before = len(served.kept())
        answer = served.http.post(f"/webhooks/{name}", content=body, headers={"content-type": "application/json"})
        _refused_or_taken(served, answer, before)

    post()


def test_whatever_is_made_of_plexs_form_is_taken_or_refused_with_a_reason(served: Served) -> None:
    wrong = st.sampled_from([b"payload", b"--x", b"\r\n", b"form-data", b'"', b"name=", b"--x--"])

    @HOSTILE
    @given(mangled(PLEX), st.lists(st.tuples(wrong, st.binary(max_size=8)), max_size=3), st.integers(0, 400))
    def post(payload: bytes, changes: list[tuple[bytes, bytes]], length: int) -> None:
        body = b'--x\r\nContent-Disposition: form-data; name="payload"\r\n\r\n' + payload + b"\r\n--x--\r\n"
        for old, new in changes:
            body = body.replace(old, new, 1)
        if length < 100:
            body = body[:length]
        before = len(served.kept())
        headers = {"content-type": "multipart/form-data; boundary=x"}
        _refused_or_taken(served, served.http.post("/webhooks/plex", content=body, headers=headers), before)

    post()


def test_what_was_answered_survives_a_kill_and_is_waited_for_by_the_next(
    tmp_path: Path, command: list[str], environment: dict[str, str]
) -> None:
    served = Served(tmp_path, command, environment)
    served.start()
    try:
        numbers = []
        for number in range(1, 201):
            movie = {**MOVIE, "id": number, "tmdbId": 10_000 + number, "imdbId": None, "title": f"Film {number}"}
            numbers.append(
                served.post("radarr", {**RADARR["import"], "movie": movie, "remoteMovie": None}).json()["id"]
            )
            if number == 100:
                served.process.send_signal(signal.SIGKILL)
                served.process.wait()
                assert [each for each, _ in served.kept()] == numbers
                served.start()
        assert [each for each, _ in served.kept()] == numbers == sorted(set(numbers))
        served.kill()
        served.start()
        assert "posteract_events_waiting 200.0" in served.http.get("/metrics").text
    finally:
        served.kill()
        served.http.close()


def test_status_tells_of_what_waits_and_of_what_was_let_go(one_film: Path, posteract: Any) -> None:
    heat = MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949), title="Heat", year=1995)
    with App.open(Opening(config=one_film / "config.yaml")) as app:
        events = Events(app.ledger)
        gone, _ = events.accept("radarr", [MediaEvent(ref=heat, what="added")])
        events.done([gone], let_go="no configured library has Heat after a day")
        events.accept("sonarr", [MediaEvent(ref=heat, what="renamed")])
    said = posteract("status", "--failed", cwd=one_film).out
    assert "is let go: no configured library has Heat after a day" in said
    assert "1 thing that other programs told waits for a media server" in said
    told = json.loads(posteract("status", "--json", cwd=one_film).out)["arrivals"]
    assert [(each["webhook"], each["titles"], each["state"]) for each in told] == [
        ("radarr", ["Heat"], "let go"),
        ("sonarr", ["Heat"], "waiting"),
    ]
