"""What a library's owner relies on, on real folders: own pictures, renamed folders, unmounted drives, originals."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from posteract_core.app import App, Opening, RunReport
from posteract_core.model import RunRequest
from posteract_core.plan.limits import PlanTooLarge
from posteract_core.render import read_mark

CONFIG = """
plugins: {folder: {probe: false, roots: {Films: films}}}
poster_preferences: {sources: [local], fallback: []}
owner_pictures: %s
libraries: {Films: {artwork: {poster: {style: minimal}}}}
storage: {assets: null, manual_assets: manual}
log: {file: null}
"""


def picture(number: int) -> bytes:
    out = io.BytesIO()
    colour = tuple(hashlib.sha256(bytes([number % 256])).digest()[:3])
    Image.new("RGB", (100, 150), colour).save(out, "JPEG")
    return out.getvalue()


@dataclass(frozen=True)
class Home:
    """A library of films with textless bases."""

    folder: Path

    @property
    def films(self) -> Path:
        return self.folder / "films"

    def add(self, name: str, *, base: bool = True) -> Path:
        film = self.films / name
        film.mkdir(parents=True)
        (film / f"{name}.mkv").touch()
        if base:
            manual = self.folder / "manual" / "textless" / "Films" / name
            manual.mkdir(parents=True)
            (manual / "poster.jpg").write_bytes(picture(7))
        return film

    def configure(self, owner_pictures: str = "keep") -> None:
        (self.folder / "config.yaml").write_text(CONFIG % owner_pictures)

    def run(self, *, yes: bool = False) -> RunReport:
        with App.open(Opening(config=self.folder / "config.yaml")) as app:
            return app.run(RunRequest(all=True, yes=yes))

    def state(self) -> dict[str, tuple[int, str]]:
        """Return every picture with its inode and content."""
        return {
            str(path.relative_to(self.films)): (path.stat().st_ino, hashlib.sha256(path.read_bytes()).hexdigest())
            for path in sorted(self.films.rglob("poster.*"))
        }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.configure()
    return made


def ours(film: Path) -> bool:
    return read_mark((film / "poster.jpg").read_bytes()) is not None


def test_posters_placed_by_hand_before_the_first_run_and_after_it_are_left_alone(home):
    films = [home.add(f"Film {number:03} (2001)") for number in range(100)]
    before = films[:50]
    for number, film in enumerate(before):
        (film / "poster.jpg").write_bytes(picture(number))
    first = home.run().summary
    assert (first.kept, first.done) == (50, 50)
    for number, film in enumerate(films[50:]):
        (film / "poster.jpg").write_bytes(picture(100 + number))
    placed = home.state()
    for _ in range(2):
        summary = home.run().summary
        assert (summary.kept, summary.done, summary.failed) == (100, 0, 0)
    assert home.state() == placed


def test_adopting_draws_once_on_the_clean_picture_and_keeps_it(home):
    film = home.add("Heat (1995)", base=False)
    clean = picture(1)
    (film / "poster.jpg").write_bytes(clean)
    home.configure("adopt")
    assert home.run().summary.done == 1
    finished = home.state()
    for _ in range(2):
        assert home.run().summary.unchanged == 1
    assert home.state() == finished
    mark = read_mark((film / "poster.jpg").read_bytes())
    assert mark is not None
    assert mark.original_hash == hashlib.sha256(clean).hexdigest()


def test_a_renamed_folder_and_a_replaced_file_cost_no_second_look_for_artwork(home):
    film = home.add("Heat (1995) {tmdb-949}")
    home.run()
    base = home.folder / "manual" / "textless" / "Films" / film.name
    moved = film.rename(home.films / "Heat [1995] {tmdb-949}")
    shutil.move(base, base.with_name(moved.name))
    (moved / f"{film.name}.mkv").rename(moved / "Heat - Remux.mkv")
    (moved / "Heat - Remux.mkv").write_bytes(b"another file")
    before = home.state()
    summary = home.run().summary
    assert (summary.done, summary.failed) == (0, 0)
    assert home.state() == before
    with App.open(Opening(config=home.folder / "config.yaml")) as app:
        assert sum(app.reading.counts().values()) == 1, "it is the same film"


def test_a_film_whose_pictures_were_lost_gets_them_back(home):
    film = home.add("Heat (1995) {tmdb-949}")
    home.run()
    finished = (film / "poster.jpg").read_bytes()
    (film / "poster.jpg").unlink()
    assert home.run().summary.done == 1
    assert (film / "poster.jpg").read_bytes() == finished


def test_a_root_that_is_suddenly_empty_stops_the_plan_and_changes_nothing(home):
    home.add("Heat (1995)")
    home.run()
    away = home.films.rename(home.folder / "away")
    home.films.mkdir()
    with pytest.raises(PlanTooLarge, match="lists nothing"):
        home.run()
    home.films.rmdir()
    away.rename(home.films)
    assert home.run().summary.unchanged == 1


def test_a_root_that_is_gone_is_said_and_everything_is_there_when_it_is_back(home):
    film = home.add("Heat (1995)")
    home.run()
    away = home.films.rename(home.folder / "away")
    report = home.run()
    assert report.down
    assert report.summary.done == 0
    away.rename(home.films)
    assert home.run().summary.unchanged == 1
    assert ours(film)


def test_with_the_ledger_lost_no_picture_is_written_again(home):
    for number in range(5):
        home.add(f"Film {number} (2001)")
    home.run()
    finished = home.state()
    for file in home.folder.glob("posteract.db*"):
        file.unlink()
    summary = home.run().summary
    assert (summary.done, summary.unchanged) == (0, 5)
    assert home.state() == finished


def test_a_whole_library_under_new_names_asks_first_and_with_yes_gets_its_pictures_and_originals_back(home):
    config = home.folder / "config.yaml"
    config.write_text(
        (CONFIG % "adopt").replace(
            "sources: [local], fallback: []", "sources: [drawn], languages: [textless], fallback: []"
        )
    )
    films = [home.add(f"Film {number:02} (2001) {{tmdb-{number + 1}}}", base=False) for number in range(12)]
    for number, film in enumerate(films[:4]):
        (film / "poster.jpg").write_bytes(picture(number))
    assert home.run().summary.done == 12
    finished = sorted((film / "poster.jpg").read_bytes() for film in films)
    bases = {path: path.stat().st_mtime_ns for path in (home.folder / "cache" / "pictures").glob("*/*")}
    for film in films:
        (film / "poster.jpg").unlink()
        film.rename(home.films / film.name.replace("(2001)", "[2001]"))
    with pytest.raises(PlanTooLarge):
        home.run()
    assert not list(home.films.glob("*/poster.jpg"))
    summary = home.run(yes=True).summary
    assert (summary.done, summary.failed) == (12, 0)
    again = sorted(path.read_bytes() for path in home.films.glob("*/poster.jpg"))
    assert again == finished
    assert {path: path.stat().st_mtime_ns for path in (home.folder / "cache" / "pictures").glob("*/*")} == bases
    originals = {path.read_bytes() for path in (home.folder / "originals").glob("*/*") if not path.suffix}
    assert {picture(number) for number in range(4)} <= originals


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_ctrl_c_twice_ends_at_once_and_nothing_is_made_twice_or_half(home):
    for number in range(200):
        home.add(f"Film {number:02} (2001)")
    words = [
        sys.executable,
        "-c",
        "from posteract_core.cli import main; main()",
        "--config",
        "config.yaml",
        "run",
        "--all",
    ]
    running = subprocess.Popen(words, cwd=home.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while not any(home.films.glob("*/poster.jpg")) and running.poll() is None:
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(timeout=0.02)
    for _ in range(2):
        running.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(timeout=0.001)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert b"Traceback" not in err
    half = home.state()
    assert 0 < len(half) < 200
    assert all(read_mark((home.films / name).read_bytes()) for name in half)
    summary = home.run().summary
    assert [task for task in summary.tasks if task.error] == []
    whole = home.state()
    assert len(whole) == 200
    assert {name: whole[name] for name in half} == half
    assert [path for path in home.films.rglob("*") if ".posteract" in path.name] == []
