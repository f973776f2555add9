"""`posteract serve`: jobs run by the clock, signals and kills lose nothing, and the schedule is what the file says."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")

PATIENCE_S = 60.0
MANY = 40


def _schedule(folder: Path, text: str) -> None:
    with (folder / "config.yaml").open("a") as config:
        config.write(f"schedule:\n{text}")


def _until(what: Callable[[], Any], why: str) -> Any:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {why}")


def _job(folder: Path, name: str) -> dict[str, Any]:
    with closing(sqlite3.connect(f"file:{folder / 'posteract.db'}?mode=ro", uri=True)) as ledger:
        ledger.row_factory = sqlite3.Row
        return dict(ledger.execute("SELECT * FROM job WHERE name = ?", (name,)).fetchone() or {})


def _was_missed(folder: Path, name: str, ago_s: float = 90_000) -> None:
    with closing(sqlite3.connect(folder / "posteract.db")) as ledger, ledger:
        ledger.execute("UPDATE job SET since = since - ? WHERE name = ?", (ago_s, name))


@pytest.fixture
def serving(command: list[str], environment: dict[str, str]) -> Any:
    """Start `posteract serve` in a folder; ended with the block, if it has not ended by itself."""

    @contextmanager
    def start(folder: Path) -> Iterator[subprocess.Popen[str]]:
        words = [*command, "serve"]
        pipe = subprocess.PIPE
        with subprocess.Popen(words, cwd=folder, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("Serving: "), process.communicate()
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.kill()

    return start


def _ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, err = process.communicate(timeout=PATIENCE_S)
    assert "Traceback" not in err, err
    return process.returncode, err


def _many_films(folder: Path) -> int:
    base = folder / "manual" / "textless" / "Heat (1995)" / "poster.jpg"
    for number in range(MANY):
        for place in (folder / "Films", base.parent.parent):
            (place / f"Night {number} (1995)").mkdir()
        (folder / "Films" / f"Night {number} (1995)" / "film.mkv").write_bytes(b"")
        shutil.copy(base, base.parent.parent / f"Night {number} (1995)")
    with (folder / "config.yaml").open("a") as config:
        config.write("run: {network: 1, workers: 1, uploads: 1}\n")
    return MANY + 1


def _posters(folder: Path) -> int:
    return len(list((folder / "Films").glob("*/poster.jpg")))


def test_a_missed_night_is_run_at_the_start_and_sigterm_ends_with_0(
    one_film: Path, posteract: Any, serving: Any
) -> None:
    _schedule(one_film, '  nightly: {at: "03:00", run: {all: true}}\n  far: {every: 52w, run: {all: true}}\n')
    assert posteract("schedule", "pause", "far", cwd=one_film).code == 0
    assert posteract("schedule", "resume", "nightly", cwd=one_film).code == 0
    _was_missed(one_film, "nightly")
    rows = {row["name"]: row for row in json.loads(posteract("schedule", "list", "--json", cwd=one_film).out)}
    assert (rows["nightly"]["due"], rows["far"]["paused"], rows["far"]["next"]) == (True, True, None)
    with serving(one_film) as process:
        _until(lambda: _job(one_film, "nightly").get("outcome"), "the missed run")
        process.send_signal(signal.SIGTERM)
        code, err = _ended(process)
    assert code == 0, err
    assert (_posters(one_film), _job(one_film, "nightly")["outcome"]) == (1, "finished")
    assert _job(one_film, "far")["started_at"] == 0
    [nightly, _] = json.loads(posteract("schedule", "list", "--json", cwd=one_film).out)
    assert (nightly["due"], nightly["outcome"], nightly["said"]) == (False, "finished", "1 done, 0 unchanged, 0 failed")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_run_that_is_stopped_in_the_middle_is_taken_up_at_the_next_start(
    one_film: Path, posteract: Any, serving: Any, sent: signal.Signals, code: int
) -> None:
    films = _many_films(one_film)
    _schedule(one_film, '  nightly: {cron: "0 3 * * *", run: {all: true}}\n')
    posteract("schedule", "resume", "nightly", cwd=one_film)
    _was_missed(one_film, "nightly")
    with serving(one_film) as process:
        _until(lambda: _posters(one_film), "the first picture")
        process.send_signal(sent)
        ended, err = _ended(process)
    assert ended == code, err
    assert 0 < _posters(one_film) < films
    assert _job(one_film, "nightly")["under_way"]
    made = {path: path.stat().st_mtime_ns for path in (one_film / "Films").glob("*/poster.jpg")}
    with serving(one_film) as process:
        _until(lambda: _job(one_film, "nightly").get("outcome"), "the rest of the run")
        process.send_signal(signal.SIGTERM)
        assert _ended(process)[0] == 0
    assert _posters(one_film) == films
    again = [path for path, was in made.items() if path.stat().st_mtime_ns != was]
    assert len(again) <= (1 if sent == signal.SIGKILL else 0), "nothing is made twice but what was not recorded"


SIGNALLED = """
import os, signal
from threading import Event
from posteract_core.cli.serve import _Signals

stop = Event()
_Signals().caught(stop)
with stop._cond:  # where the main thread is for a moment whenever it waits or tells others
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGTERM)
assert stop.wait(10)
"""


def test_signals_in_a_row_or_at_a_bad_moment_end_it_all_the_same(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", SIGNALLED], env=environment, check=True, timeout=20)


def test_the_file_may_be_edited_while_it_serves_and_a_mistake_ends_nothing(
    one_film: Path, posteract: Any, serving: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = (one_film / "config.yaml").read_text()
    with serving(one_film) as process:
        (one_film / "config.yaml").write_text(good + "schedule: {soon: {evry: 1s}}\n")
        _until(lambda: "is wrong" in (one_film / "logs" / "posteract.log").read_text(), "the mistake to be said")
        (one_film / "config.yaml").write_text(good + "schedule: {soon: {every: 1s, run: {all: true}}}\n")
        _until(lambda: _posters(one_film), "the new job")
        process.send_signal(signal.SIGTERM)
        assert _ended(process)[0] == 0


def test_a_second_one_on_the_same_ledger_is_refused(one_film: Path, posteract: Any, serving: Any) -> None:
    with serving(one_film) as process:
        ended = posteract("serve", cwd=one_film)
        assert (ended.code, "is running already: process" in ended.err) == (1, True)
        process.send_signal(signal.SIGTERM)
        assert _ended(process)[0] == 0
    assert posteract("--all", cwd=one_film).code == 0


def test_without_a_plugin_that_listens_it_says_which_to_install(one_film: Path, posteract: Any) -> None:
    ended = posteract("--no-plugins", "serve", cwd=one_film)
    assert ended.code == 2
    assert "posteract-schedule" in ended.err


def test_a_job_can_be_run_by_hand(one_film: Path, posteract: Any) -> None:
    _schedule(one_film, '  nightly: {at: "03:00", run: {all: true}}\n')
    assert "nightly  at 03:00" in posteract("schedule", "list", cwd=one_film).out
    ended = posteract("schedule", "run", "nightly", "--json", cwd=one_film)
    assert (ended.code, json.loads(ended.out)["done"]) == (0, 1)
    assert "finished: 1 done" in posteract("schedule", "list", cwd=one_film).out
    wrong = posteract("schedule", "run", "nigthly", cwd=one_film)
    assert (wrong.code, "did you mean 'nightly'" in wrong.err) == (2, True)


def test_nothing_scheduled_is_no_mistake(one_film: Path, posteract: Any) -> None:
    ended = posteract("schedule", "list", cwd=one_film)
    assert (ended.code, "Nothing is scheduled" in ended.out) == (0, True)


def _watched(folder: Path, settings: str) -> None:
    path = folder / "config.yaml"
    path.write_text(path.read_text().replace("libraries:", f"  watch: {settings}\nlibraries:", 1))


def _stopped(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGTERM)
    code, err = _ended(process)
    assert code == 0, err
    return err


def test_a_film_that_is_moved_into_a_watched_folder_gets_its_poster_and_causes_one_run(
    one_film: Path, serving: Any
) -> None:
    shutil.copytree(one_film / "Films" / "Heat (1995)", one_film / "Night (1995)")
    shutil.copytree(one_film / "manual" / "textless" / "Heat (1995)", one_film / "manual" / "textless" / "Night (1995)")
    (one_film / "Night (1995)" / "movie.nfo").unlink()
    _watched(one_film, "{folders: {Films: Films}, quiet_s: 0.5}")
    with serving(one_film) as process:
        time.sleep(1)
        assert _posters(one_film) == 0
        (one_film / "Night (1995)").rename(one_film / "Films" / "Night (1995)")
        _until(lambda: _posters(one_film) == 2, "the posters")
        time.sleep(3)
        err = _stopped(process)
    assert err.count("files have changed") == 1, err


def test_a_queue_file_finishes_its_film_and_is_deleted(one_film: Path, serving: Any) -> None:
    _watched(one_film, "{queue: watcher, manual_assets: false}")
    (one_film / "watcher").mkdir()
    said = "[arr_platform]: Radarr\n[event]: Download\n[arr_movie_title]: Heat\n[arr_movie_year]: 1995\n"
    (one_film / "watcher" / "recently_added_20261127040000123_ab12cd.posterizarr").write_text(said)
    with serving(one_film) as process:
        _until(lambda: _posters(one_film) == 1, "the poster")
        assert list((one_film / "watcher").iterdir()) == []
        _stopped(process)


TOKEN = "a-token-of-enough-length"


def _answers(folder: Path) -> httpx.Client:
    """Return a client of the web server that has just begun to listen."""
    log = folder / "logs" / "posteract.log"
    said = _until(lambda: re.findall(r"the web server listens at (\S+)", log.read_text()), "the web server")
    return httpx.Client(base_url=said[-1], headers={"authorization": f"Bearer {TOKEN}"}, timeout=PATIENCE_S)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_runs_that_were_accepted_over_http_are_done_after_whatever_end(
    one_film: Path, serving: Any, sent: signal.Signals
) -> None:
    films = _many_films(one_film)
    path = one_film / "config.yaml"
    path.write_text(path.read_text().replace("libraries:", f"  web: {{port: 0, token: {TOKEN}}}\nlibraries:", 1))
    with serving(one_film) as process, _answers(one_film) as client:
        going = client.post("/api/v1/runs", json={"all": True}).json()["id"]
        _until(lambda: _posters(one_film), "the first picture")
        waiting = client.post("/api/v1/runs", json={"all": True, "dry_run": True}).json()["id"]
        assert client.get(f"/api/v1/runs/{waiting}").json()["state"] == "queued"
        process.send_signal(sent)
        _ended(process)
    assert 0 < _posters(one_film) < films
    (one_film / "logs" / "posteract.log").unlink()
    with serving(one_film) as process, _answers(one_film) as client:
        for run in (going, waiting):
            _until(lambda run=run: client.get(f"/api/v1/runs/{run}").json()["state"] == "finished", "the run")
        assert client.get(f"/api/v1/runs/{waiting}").json()["unchanged"] == films
        process.send_signal(signal.SIGTERM)
        assert _ended(process)[0] == 0
    assert _posters(one_film) == films


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program has."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_told_and_the_rest_is_served(
    one_film: Path, command: list[str], environment: dict[str, str], taken: int
) -> None:
    path = one_film / "config.yaml"
    path.write_text(path.read_text().replace("libraries:", f"  web: {{port: {taken}}}\nlibraries:", 1))
    _schedule(one_film, "  soon: {every: 1s, run: {all: true}}\n")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*command, "serve"], cwd=one_film, env=environment, stdout=pipe, stderr=pipe, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert ("schedule" in said, "web" in said) == (True, False), said
        _until(lambda: _posters(one_film), "the scheduled run")
        process.send_signal(signal.SIGTERM)
        code, err = _ended(process)
    assert code == 0
    assert f"nobody can listen at 127.0.0.1:{taken}: Address already in use" in err


def test_where_nothing_can_start_it_ends_and_says_why(one_film: Path, posteract: Any, taken: int) -> None:
    path = one_film / "config.yaml"
    off = "".join(f"  {name}: {{enabled: false}}\n" for name in ("schedule", "watch"))
    path.write_text(path.read_text().replace("libraries:", f"  web: {{port: {taken}}}\n{off}libraries:", 1))
    ended = posteract("serve", cwd=one_film)
    assert (ended.code, ended.out) == (1, "")
    assert f"nothing that starts runs could be started: web: nobody can listen at 127.0.0.1:{taken}" in ended.err
    assert "set `plugins.web.port` to another one" in ended.err
