"""The long tests on Plex: two thousand films, kills at any moment. `nox -s endurance`."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from plex_home import PlexHome
from posteract_core.render import read_mark
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, World

pytestmark = pytest.mark.endurance

POSTERACT = (sys.executable, "-c", "from posteract_core.cli import main; main()")
KILLS = 30


@pytest.fixture
def world() -> World:
    """Return a world whose pictures are quick to read."""
    return World(real_width_px=64)


@pytest.fixture
def home(
    tmp_path: Path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb
) -> PlexHome:
    return PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )


def start(home: PlexHome, *words: str) -> subprocess.Popen[str]:
    command = [*POSTERACT, "--config", str(home.config), "run", "--all", "--yes", *words]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_two_thousand_films_and_a_hundred_shows_are_finished_once_and_left_in_peace(home):
    home.populate(films=2000, shows=100)
    targets = 2000 * 2 + 100 * (2 + 2 + 16)
    summary = home.run().summary
    assert (summary.done, summary.failed, summary.missing) == (targets, 0, 0), summary.tasks[:3]
    assert set(home.uploads_per_slot().values()) == {1}
    home.forget_requests()
    summary = home.run().summary
    assert (summary.unchanged, summary.planned) == (targets, 0)
    asked = home.requests()
    assert (asked["tmdb"], asked["fanart"], asked["tvdb"], home.plex.uploads) == (0, 0, 0, [])
    assert asked["plex"] <= targets / 50 + 20


def test_a_run_killed_at_thirty_random_moments_uploads_every_picture_once_and_loses_no_original(home):
    home.populate(films=150, shows=4)
    before = {(item.key, element): home.shown_bytes(item, element) for item, element in home.slots()}
    dice = random.Random(20261126)
    for _ in range(KILLS):
        process = start(home)
        try:
            process.wait(dice.uniform(0.8, 3.5))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    process = start(home, "--json")
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    assert json.loads(out)["failed"] == 0
    assert all(read_mark(home.shown_bytes(item, element)) is not None for item, element in home.slots())
    sent_twice = {slot: count for slot, count in home.uploads_per_slot().items() if count != 1}
    assert not sent_twice
    kept = {path.read_bytes() for path in (home.folder / "originals").glob("*/*") if not path.suffix}
    assert set(before.values()) <= kept
    leftovers = [path for path in home.folder.rglob("*") if ".tmp" in path.name or ".posteract-" in path.name]
    assert [path for path in leftovers if "pictures/work" not in str(path)] == []
    done = subprocess.run([*POSTERACT, "--config", str(home.config), "reset", "--yes"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert {(item.key, element): home.shown_bytes(item, element) for item, element in home.slots()} == before
