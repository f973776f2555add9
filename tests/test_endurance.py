"""The long tests: kills at any moment, a full disk, a read-only folder, ten thousand films. `nox -s endurance`."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from posteract_core.render import read_mark

pytestmark = pytest.mark.endurance

POSTERACT = (sys.executable, "-c", "from posteract_core.cli import main; main()")
CONFIG = """
plugins: {{folder: {{probe: false, roots: {{Films: films}}}}}}
poster_preferences: {{sources: [local], fallback: []}}
libraries: {{Films: {{artwork: {{poster: {{style: minimal}}}}}}}}
storage: {{assets: null, database: "sqlite:///{data}/posteract.db", cache: {data}/cache, manual_assets: manual}}
log: {{file: null}}
"""
KILLS = 30
FILMS = 300


def picture(colour: tuple[int, int, int], size: tuple[int, int] = (500, 750)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def library(folder: Path, count: int, *, data: str = "data") -> Path:
    """Make films with textless bases of the owner's, and return the configuration."""
    base = folder / "base.jpg"
    folder.mkdir(parents=True, exist_ok=True)
    base.write_bytes(picture((70, 90, 120)))
    for number in range(count):
        name = f"Film {number:05} (2001)"
        film, manual = folder / "films" / name, folder / "manual" / "textless" / "Films" / name
        film.mkdir(parents=True)
        manual.mkdir(parents=True)
        (film / f"{name}.mkv").touch()
        (manual / "poster.jpg").hardlink_to(base)
    (folder / data).mkdir(exist_ok=True)
    config = folder / "config.yaml"
    config.write_text(CONFIG.format(data=data))
    return config


def start(config: Path, *words: str, **options: object) -> subprocess.Popen[str]:
    command = [*POSTERACT, "--config", str(config), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def run(config: Path, *words: str, **options: object) -> tuple[int, dict[str, object], str]:
    process = start(config, "run", "--all", "--json", *words, **options)
    out, err = process.communicate(timeout=900)
    return process.returncode, json.loads(out) if out.strip() else {}, err


def posters(config: Path) -> dict[str, tuple[int, int]]:
    """Return the finished posters with what changes when one is written again."""
    return {
        path.parent.name: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in (config.parent / "films").glob("*/poster.jpg")
    }


def rubbish(config: Path) -> list[Path]:
    return [path for path in (config.parent / "films").rglob("*") if ".posteract" in path.name or path.suffix == ".tmp"]


def test_a_run_killed_at_thirty_random_moments_finishes_every_poster_once_and_loses_nothing(tmp_path):
    config = library(tmp_path, FILMS)
    original = picture((200, 30, 30))
    found = sorted((tmp_path / "films").iterdir())[::6]
    for film in found:
        (film / "poster.jpg").write_bytes(original)
    config.write_text(config.read_text() + "owner_pictures: adopt\n")
    dice = random.Random(20261123)
    before = {film.name: (film / "poster.jpg").read_bytes() for film in found}
    done: dict[str, tuple[int, int]] = {}
    for _ in range(KILLS):
        process = start(config, "run", "--all", stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(dice.uniform(0.4, 2.2))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        now = {
            name: state
            for name, state in posters(config).items()
            if read_mark((tmp_path / "films" / name / "poster.jpg").read_bytes())
        }
        again = [name for name, state in done.items() if now.get(name) != state]
        assert not again, f"made twice: {again}"
        done = now
    code, _, err = run(config)
    assert code == 0, err
    assert len(posters(config)) == FILMS
    assert all(read_mark(path.read_bytes()) for path in (tmp_path / "films").glob("*/poster.jpg"))
    assert not [name for name, state in done.items() if posters(config)[name] != state]
    assert run(config)[1]["unchanged"] == FILMS
    assert rubbish(config) == []
    kept = {path.read_bytes() for path in (tmp_path / "data" / "originals").glob("*/*") if not path.suffix}
    assert set(before.values()) <= kept


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_full_disk_is_said_plainly_and_nothing_is_left_half_written(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        config = library(tmp_path / "library", 60)
        shutil.copytree(tmp_path / "library" / "films", disk / "films")
        config.write_text(config.read_text().replace("Films: films", f"Films: {disk / 'films'}"))
        (disk / "ballast").write_bytes(b"x" * 2_600_000)
        code, outcome, err = run(config)
        assert code == 1
        assert outcome["failed"]
        assert "space" in json.dumps(outcome["tasks"]).lower()
        assert "Traceback" not in err
        whole = list((disk / "films").glob("*/poster.jpg"))
        assert all(read_mark(path.read_bytes()) for path in whole)
        assert list((disk / "films").rglob(".posteract*")) == []
        (disk / "ballast").unlink()
        assert run(config, "--force")[0] == 0
    finally:
        subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting takes root")
def test_a_library_on_a_read_only_mount_is_said_plainly_and_left_as_it_is(tmp_path):
    config = library(tmp_path, 5)
    films = str(tmp_path / "films")
    if subprocess.run(["mount", "--bind", films, films], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", films], check=True)
        code, outcome, err = run(config)
        assert code == 1, err
        assert outcome["failed"] == 5
        assert "read-only" in json.dumps(outcome["tasks"]).lower()
        assert posters(config) == {}
        assert rubbish(config) == []
    finally:
        subprocess.run(["umount", films], check=False)


def test_ten_thousand_films_without_a_change_cost_no_pixel_no_write_and_little_memory(tmp_path):
    config = library(tmp_path, 10_000)
    config.write_text(config.read_text().replace("style: minimal", "style: none"))
    assert run(config)[0] == 0
    before = posters(config)
    script = (
        "import resource, sys; from posteract_core.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    words = [sys.executable, "-c", script, "--config", str(config), "run", "--all", "--json"]
    process = subprocess.run(words, capture_output=True, text=True, check=True, timeout=600)
    outcome = json.loads(process.stdout)
    assert (outcome["unchanged"], outcome["done"], outcome["planned"]) == (10_000, 0, 0)
    assert posters(config) == before
    assert int(process.stderr.split()[-1]) / 1024 <= 250
