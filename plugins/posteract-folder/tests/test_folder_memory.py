"""What is remembered between runs, and that nothing depends on it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest
from posteract_core.providers.memory import Memory
from posteract_folder.names import Guesses, parse_title


@pytest.fixture
def memory(tmp_path):
    one = Memory(tmp_path / "deep/memory.sqlite")
    yield one
    one.close()


def test_what_was_kept_is_known_as_long_as_its_token_is(memory):
    memory.put_many("video", [("a", "1", b"x"), ("b", "1", b"y")])
    memory.put_many("video", [("b", "2", b"z")])

    assert memory.get_many("video", {"a": "1", "b": "2", "c": "1"}) == {"a": b"x", "b": b"z"}
    assert memory.get_many("video", {"b": "1"}) == {}
    assert memory.get_many("nfo", {"a": "1"}) == {}


def test_thousands_are_asked_for_at_once(memory):
    rows = [(str(n), "t", b"v") for n in range(3000)]
    memory.put_many("video", rows)

    assert len(memory.get_many("video", {key: token for key, token, _ in rows})) == 3000


@pytest.mark.parametrize("rubbish", [b"", b"not a database at all", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_broken_file_is_thrown_away_and_begun_anew(tmp_path, rubbish):
    (tmp_path / "m.sqlite").write_bytes(rubbish)
    memory = Memory(tmp_path / "m.sqlite")
    memory.put_many("video", [("a", "1", b"x")])

    assert memory.get_many("video", {"a": "1"}) == {"a": b"x"}
    memory.close()


def test_a_file_that_breaks_while_in_use_is_begun_anew(tmp_path):
    memory = Memory(tmp_path / "m.sqlite")
    memory.put_many("video", [(str(n), "1", b"x" * 2000) for n in range(200)])
    memory.close()
    with (tmp_path / "m.sqlite").open("r+b") as file:
        file.seek(5000)
        file.write(os.urandom(200_000))
    again = Memory(tmp_path / "m.sqlite")
    again.get_many("video", {str(n): "1" for n in range(200)})
    again.put_many("video", [("new", "1", b"y")])

    assert again.get_many("video", {"new": "1"}) == {"new": b"y"}
    again.close()


def test_a_file_of_another_format_is_begun_anew(tmp_path):
    with sqlite3.connect(tmp_path / "m.sqlite") as database:
        database.execute("CREATE TABLE known (other INTEGER)")
        database.execute("PRAGMA user_version = 99")
    database.close()
    memory = Memory(tmp_path / "m.sqlite")
    memory.put_many("video", [("a", "1", b"x")])

    assert memory.get_many("video", {"a": "1"}) == {"a": b"x"}
    memory.close()


def test_a_place_that_cannot_be_written_only_costs_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    memory = Memory(tmp_path / "file/memory.sqlite")
    memory.put_many("video", [("a", "1", b"x")])

    assert memory.get_many("video", {"a": "1"}) == {}
    memory.close()


def test_what_nobody_asked_for_in_half_a_year_is_forgotten(tmp_path, monkeypatch):
    path = tmp_path / "m.sqlite"
    today = [20000]
    monkeypatch.setattr("posteract_core.providers.memory._today", lambda: today[0])
    for step, rows in ((0, [("old", "1", b"x"), ("used", "1", b"y")]), (100, []), (200, [])):
        today[0] = 20000 + step
        memory = Memory(path)
        memory.put_many("video", rows)
        assert memory.get_many("video", {"used": "1"}) == {"used": b"y"}
        memory.close()
    memory = Memory(path)

    assert memory.get_many("video", {"old": "1", "used": "1"}) == {"used": b"y"}
    memory.close()


def test_two_processes_share_it(tmp_path):
    script = (
        "import sys; from pathlib import Path; from posteract_core.providers.memory import Memory\n"
        "m = Memory(Path(sys.argv[1]))\n"
        "[m.put_many('video', [(f'{sys.argv[2]}-{n}', '1', b'x')]) for n in range(200)]\n"
        "m.close()"
    )
    path = tmp_path / "m.sqlite"
    running = [subprocess.Popen([sys.executable, "-W", "error", "-c", script, str(path), name]) for name in "ab"]

    assert [process.wait(60) for process in running] == [0, 0]
    memory = Memory(path)
    assert len(memory.get_many("video", {f"{name}-{n}": "1" for name in "ab" for n in range(200)})) == 400
    memory.close()


def test_a_second_listing_opens_no_video_and_reads_no_nfo(make_tree, make_server, listing, monkeypatch, videos):
    root = make_tree(
        {
            "Heat (1995)/Heat.mkv": videos["h264 1080p"],
            "Heat (1995)/movie.nfo": "<movie><title>Heat</title></movie>",
            "Broken (1990)/b.mkv": "no video",
            "Broken (1990)/movie.nfo": "<movie><tit",
        }
    )
    first = listing(make_server(probe=True, Movies=str(root)))

    def fail(path: str) -> None:
        raise AssertionError(f"{path} was opened again")

    monkeypatch.setattr("posteract_folder.knowledge.probe", fail)
    monkeypatch.setattr("posteract_folder.knowledge.read_nfo", fail)
    assert listing(make_server(probe=True, Movies=str(root))) == first


def test_a_changed_file_is_read_again(make_tree, make_server, listing, videos):
    root = make_tree(
        {"Heat (1995)/Heat.mkv": videos["h264 1080p"], "Heat (1995)/movie.nfo": "<movie><title>A</title></movie>"}
    )
    server = make_server(probe=True, Movies=str(root))
    (before,) = listing(server)
    (root / "Heat (1995)/Heat.mkv").write_bytes(videos["hevc 2160p hdr10"].read_bytes())
    (root / "Heat (1995)/movie.nfo").write_text("<movie><title>Another</title></movie>")
    (after,) = listing(server)

    assert (before.title, before.versions[0].height_px) == ("A", 1080)
    assert (after.title, after.versions[0].height_px, after.versions[0].hdr) == ("Another", 2160, ("hdr10",))
    assert before.revision != after.revision


def test_an_nfo_that_could_not_be_opened_is_tried_again(make_tree, make_server, listing, as_nobody):
    root = make_tree({"Heat (1995)/h.mkv": "", "Heat (1995)/movie.nfo": "<movie><title>Told</title></movie>"})
    server = make_server(Movies=str(root))
    (root / "Heat (1995)/movie.nfo").chmod(0)
    (before,) = listing(server)
    (root / "Heat (1995)/movie.nfo").chmod(0o644)
    (after,) = listing(server)

    assert (before.title, after.title) == ("Heat", "Told")


def test_what_guessit_said_is_kept(tmp_path, monkeypatch):
    memory = Memory(tmp_path / "m.sqlite")
    first = parse_title("[Group] Akira [1080p]", Guesses(memory))

    def fail(*_: object) -> None:
        raise AssertionError("guessit was asked again")

    monkeypatch.setattr("posteract_folder.names.guess._ask", fail)
    assert parse_title("[Group] Akira [1080p]", Guesses(memory)) == first
    assert "Akira" in first.title
    memory.close()


def test_guessit_is_not_asked_about_names_that_are_understood(films, monkeypatch):
    monkeypatch.setattr("posteract_folder.names.guess._ask", lambda *_: pytest.fail("guessit was asked"))

    assert (
        len(films({"Heat (1995)/h.mkv": "", "Alien.1979.1080p.BluRay.mkv": "", "Clip.mp4": "", "IMG_001.mp4": ""})) == 4
    )


def test_a_dry_run_uses_what_is_known_and_leaves_no_file(tmp_path):
    path = tmp_path / "memory.sqlite"
    looking = Memory(path, looking_only=True)
    looking.put_many("video", [("a", "1", b"x")])
    assert looking.get_many("video", {"a": "1"}) == {}
    assert list(tmp_path.iterdir()) == []

    writing = Memory(path)
    writing.put_many("video", [("a", "1", b"x")])
    writing.close()
    before = path.read_bytes()
    looking.put_many("video", [("a", "2", b"y")])
    assert looking.get_many("video", {"a": "1"}) == {"a": b"x"}
    looking.close()
    assert path.read_bytes() == before


def test_reading_again_what_is_known_writes_nothing(tmp_path):
    path = tmp_path / "memory.sqlite"
    first = Memory(path)
    first.put_many("video", [("a", "1", b"x")])
    first.close()
    before = path.read_bytes()

    again = Memory(path)
    assert again.get_many("video", {"a": "1"}) == {"a": b"x"}
    again.close()
    assert path.read_bytes() == before
