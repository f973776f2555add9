"""`posteract demo`: the first thing anybody does with the program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from posteract_core.render import read_mark

KINDS = {
    "poster.jpg": (1000, 1500),
    "fanart.jpg": (1920, 1080),
    "season01-poster.jpg": (1000, 1500),
    "season-specials-poster.jpg": (1000, 1500),
    "-thumb.jpg": (1920, 1080),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, posteract: Any) -> Path:
    """The demo, made once."""
    folder = tmp_path_factory.mktemp("demo") / "my demo"
    ended = posteract("demo", folder, cwd=folder.parent)
    assert ended.code == 0, ended.err
    assert "warning" not in ended.err
    assert str(folder / "before-after.html") in ended.out
    return folder


def _pictures(demo: Path, ending: str) -> list[Path]:
    return sorted(path for path in demo.rglob("*.jpg") if path.name.endswith(ending))


@pytest.mark.parametrize(("ending", "size"), KINDS.items())
def test_finished_pictures_of_each_kind_stand_beside_the_films(demo: Path, ending: str, size: tuple[int, int]) -> None:
    found = _pictures(demo, ending)
    assert found
    for path in found:
        with Image.open(path) as picture:
            picture.load()
            assert picture.size == size, path
        assert read_mark(path.read_bytes()) is not None, path


def test_every_title_has_its_picture(demo: Path) -> None:
    titles = [folder for root in ("Films", "Series") for folder in (demo / root).iterdir()]
    assert len(titles) >= 8
    assert all((title / "poster.jpg").exists() and (title / "fanart.jpg").exists() for title in titles)
    episodes = list(demo.rglob("* - S0*.mkv"))
    assert episodes
    assert all(video.with_name(f"{video.stem}-thumb.jpg").exists() for video in episodes)


def test_no_two_pictures_of_a_kind_are_the_same(demo: Path) -> None:
    for ending in KINDS:
        pictures = [path.read_bytes() for path in _pictures(demo, ending)]
        assert len(set(pictures)) == len(pictures), ending


def test_the_page_shows_before_and_after_and_needs_nothing_from_elsewhere(demo: Path) -> None:
    page = (demo / "before-after.html").read_text(encoding="utf-8")
    drawn = len(list(demo.rglob("*.jpg")))
    assert page.count('src="data:image/') >= 2 * drawn
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?!data:|#)[^"'\s>]+""", page)
    assert not re.findall(r"url\((?!['\"]?data:)|@import|https?://(?!www\.w3\.org/)", page)
    for title in ("Metropolis (1927)", "Nosferatu (1922)"):
        assert title in page


def test_a_second_demo_draws_and_writes_nothing(demo: Path, posteract: Any, snapshot: Any) -> None:
    folders = [demo / name for name in ("Films", "Series", "cache")]
    before, page = snapshot(*folders), (demo / "before-after.html").stat()
    ended = posteract("demo", demo, cwd=demo.parent)
    assert ended.code == 0
    assert "0 done" in ended.out
    assert snapshot(*folders) == before
    assert (demo / "before-after.html").stat().st_mtime_ns == page.st_mtime_ns


def test_the_demos_configuration_is_one_to_go_on_with(demo: Path, posteract: Any) -> None:
    ended = posteract("--all", "--config", demo / "config.yaml", "--dry-run", cwd=demo.parent)
    assert ended.code == 0
    assert "0 to do" in ended.out
    assert "warning" not in ended.err


def test_a_folder_with_anything_else_in_it_is_refused_and_left_as_it_is(tmp_path: Path, posteract: Any) -> None:
    (tmp_path / "letters.txt").write_text("Dear …")
    ended = posteract("demo", tmp_path, cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert "not empty" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_file_in_the_way_is_refused(tmp_path: Path, posteract: Any) -> None:
    (tmp_path / "posteract-demo").write_text("mine")
    ended = posteract("demo", cwd=tmp_path)
    assert ended.code == 2
    assert (tmp_path / "posteract-demo").read_text() == "mine"
