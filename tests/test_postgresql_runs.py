"""Whole runs on a ledger in PostgreSQL: as on SQLite, and two machines exclude each other."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from posteract_core.app import App, Opening, RunReport
from posteract_core.errors import ConfigError, LedgerBusy, LedgerLost
from posteract_core.model import RunRequest
from posteract_core.render import read_mark
from posteract_core.store.hold import SERVE_LOCK, hold_database

CONFIG = """
plugins: {folder: {probe: false, roots: {Films: films}}}
poster_preferences: {sources: [local], fallback: []}
libraries: {Films: {artwork: {poster: {style: none}}}}
storage: {assets: null, manual_assets: manual, database: "%s"}
log: {file: null}
"""
POSTERACT = (sys.executable, "-c", "from posteract_core.cli import main; main()")


class Home:
    """A few films, and a ledger in PostgreSQL."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        out = io.BytesIO()
        Image.new("RGB", (60, 90), (30, 60, 90)).save(out, "JPEG")
        for number in range(30):
            name = f"Film {number:02} (2001)"
            for place in (folder / "films" / name, folder / "manual" / "textless" / "Films" / name):
                place.mkdir(parents=True)
            (folder / "films" / name / f"{name}.mkv").touch()
            (folder / "manual" / "textless" / "Films" / name / "poster.jpg").write_bytes(out.getvalue())
        (folder / "config.yaml").write_text(CONFIG % url)

    def run(self, **more: object) -> RunReport:
        with App.open(Opening(config=self.folder / "config.yaml")) as app:
            return app.run(RunRequest(all=True, **more))  # type: ignore[arg-type]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [*POSTERACT, "--config", str(self.folder / "config.yaml"), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)

    def posters(self) -> dict[str, int]:
        return {path.parent.name: path.stat().st_mtime_ns for path in (self.folder / "films").glob("*/poster.jpg")}


@pytest.fixture
def home(tmp_path: Path, postgresql: str) -> Home:
    return Home(tmp_path, postgresql)


@pytest.fixture
def connections(postgresql: str) -> Iterator[object]:
    import psycopg

    with psycopg.connect(postgresql, autocommit=True) as admin:
        yield admin


def cut_all_others(admin) -> None:
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def test_a_second_run_writes_nothing_and_a_dry_run_leaves_no_trace_in_the_database(home):
    dry = home.run(dry_run=True)
    assert (dry.summary.planned, dry.summary.done) == (30, 0)
    assert home.run().summary.done == 30
    before = home.posters()
    assert home.run().summary.unchanged == 30
    assert home.posters() == before


def test_reset_and_status_work_on_it(home):
    home.run()
    status = json.loads(home.command("status", "--json").stdout)
    assert status["counts"] == {"uploaded": 30}
    done = home.command("reset", "--yes")
    assert done.returncode == 0, done.stderr
    assert home.posters() == {}


def test_two_machines_with_one_database_exclude_each_other_and_the_second_says_who_holds_it(home, postgresql):
    with hold_database(postgresql, wait=False, purpose="a run"):
        done = home.command("run", "--all")
    assert done.returncode == 1
    assert "another run holds the ledger: a run, process" in done.stderr
    assert "since" in done.stderr
    assert home.posters() == {}
    assert home.run().summary.done == 30


def test_one_machine_serves_a_database_the_second_is_told_who_does_and_runs_by_hand_go_on_beside_it(home, postgresql):
    with hold_database(postgresql, wait=False, purpose="`posteract serve`", lock=SERVE_LOCK):
        done = home.command("serve")
        assert done.returncode == 1
        assert "is running already: `posteract serve`, process" in done.stderr
        assert home.run().summary.done == 30


def test_who_waits_gets_the_ledger_when_it_is_free(postgresql):
    free, got = threading.Event(), threading.Event()

    def holder() -> None:
        with hold_database(postgresql, wait=False, purpose="a run"):
            got.set()
            free.wait(30)

    thread = threading.Thread(target=holder)
    thread.start()
    assert got.wait(30)
    with pytest.raises(LedgerBusy), hold_database(postgresql, wait=False, purpose="a reset"):
        pass
    free.set()
    with hold_database(postgresql, wait=True, purpose="a reset"):
        thread.join(30)
        assert not thread.is_alive()


def test_a_database_that_goes_away_in_the_middle_ends_the_run_plainly_and_the_next_goes_on(home, connections):
    seen = threading.Event()

    def cut(progress: object) -> None:
        if not seen.is_set():
            seen.set()
            cut_all_others(connections)

    with App.open(Opening(config=home.folder / "config.yaml")) as app, pytest.raises(LedgerLost, match="does not work"):
        app.run(RunRequest(all=True), progress=cut)
    half = home.posters()
    assert len(half) < 30
    assert home.run().summary.failed == 0
    now = home.posters()
    assert len(now) == 30
    assert {name: now[name] for name in half} == half, "none was made twice"
    assert all(read_mark(path.read_bytes()) for path in (home.folder / "films").glob("*/poster.jpg"))


def test_a_server_that_is_not_there_is_said_without_the_password(tmp_path):
    home = Home(tmp_path, "postgresql://me:s3cret@127.0.0.1:9/none")
    done = home.command("run", "--all")
    assert done.returncode == 2
    assert "cannot be opened" in done.stderr
    assert "s3cret" not in done.stderr + done.stdout
    with pytest.raises(ConfigError):
        home.run()
