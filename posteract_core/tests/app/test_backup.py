"""`backup` and `restore`: what goes into the tree comes out of it, byte for byte."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image
from posteract_core.app.backup import Backup, Restore
from posteract_core.app.scope import Scope
from posteract_core.errors import ProviderError, UsageError
from posteract_core.model import ArtworkKind
from posteract_core.render import read_mark

POSTER = ArtworkKind.POSTER


@pytest.fixture
def films(folders, draw_picture):
    """Give Heat a poster and a background in PNG, Ran a poster with a comment, Alien none."""
    root = folders.folder / "Films"
    (root / "Heat (1995)/poster.jpg").write_bytes(draw_picture((1, 2, 3)))
    Image.new("RGB", (320, 180), (9, 9, 9)).save(root / "Heat (1995)/fanart.png")
    (root / "Ran (1985)/poster.jpg").write_bytes(draw_picture((4, 5, 6), comment=b"scanned by hand"))
    return folders


def backup(desk, name="backup", *, dry_run=False, **scope):
    with desk.open() as app:
        return Backup(app=app, folder=desk.folder / name, scope=Scope(**scope), dry_run=dry_run).carry_out()


def restore(desk, name="backup", *, dry_run=False, **scope):
    with desk.open() as app:
        return Restore(app=app, folder=desk.folder / name, scope=Scope(**scope), dry_run=dry_run).carry_out()


def pictures(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.suffix in (".jpg", ".png")
    }


def without_pictures(desk) -> None:
    for path in pictures(desk.folder / "Films"):
        (desk.folder / "Films" / path).unlink()


def test_a_backup_has_every_picture_under_kometas_names(films):
    report = backup(films)
    assert dict(report.counts) == {"saved": 3}
    assert list(pictures(films.folder / "backup")) == [
        "Films/Heat (1995)/background.png",
        "Films/Heat (1995)/poster.jpg",
        "Films/Ran (1985)/poster.jpg",
    ]


def test_a_backup_and_a_restore_give_the_same_bytes_in_the_same_places(films):
    before = pictures(films.folder / "Films")
    backup(films)
    without_pictures(films)
    assert dict(restore(films).counts) == {"restored": 3}
    assert pictures(films.folder / "Films") == before


def test_a_second_backup_writes_nothing_and_a_second_restore_shows_nothing_anew(films):
    backup(films)
    stamps = {path: path.stat().st_mtime_ns for path in (films.folder / "backup").rglob("*")}
    assert dict(backup(films).counts) == {"the same already": 3}
    assert {path: path.stat().st_mtime_ns for path in (films.folder / "backup").rglob("*")} == stamps
    assert dict(restore(films).counts) == {"the same already": 3}


def test_a_picture_of_another_format_takes_the_place_of_the_old_one(films, draw_picture):
    backup(films)
    (films.folder / "Films/Heat (1995)/fanart.png").unlink()
    (films.folder / "Films/Heat (1995)/fanart.jpg").write_bytes(draw_picture(size=(320, 180)))
    backup(films)
    assert sorted(path.name for path in (films.folder / "backup/Films/Heat (1995)").iterdir()) == [
        "background.jpg",
        "poster.jpg",
    ]


def test_dry_runs_count_and_write_nothing(films):
    before = pictures(films.folder / "Films")
    assert backup(films, dry_run=True).counts["saved"] == 3
    assert not (films.folder / "backup").exists()
    backup(films)
    without_pictures(films)
    assert restore(films, dry_run=True).counts["restored"] == 3
    assert not pictures(films.folder / "Films")
    restore(films)
    assert pictures(films.folder / "Films") == before


def test_only_what_is_asked_for_is_copied(films):
    assert backup(films, item="Heat", kinds=(POSTER,)).counts["saved"] == 1
    with pytest.raises(UsageError, match="no library 'Shows'"):
        backup(films, libraries=("Shows",))


def test_libraries_that_are_not_configured_are_backed_up_too(films):
    films.config["libraries"] = {}
    assert backup(films).counts["saved"] == 3


def test_a_broken_picture_fails_alone_on_both_ways(films):
    (films.folder / "Films/Ran (1985)/poster.jpg").write_bytes(b"<html>")
    report = backup(films)
    assert (report.counts["saved"], report.counts["failed"]) == (2, 1)
    assert [deed.item for deed in report.deeds] == ["Ran (1985)"]
    (films.folder / "backup/Films/Heat (1995)/poster.jpg").write_bytes(b"<html>")
    report = restore(films)
    assert (report.counts["the same already"], report.counts["failed"]) == (1, 1)
    assert "poster.jpg" in report.deeds[0].error


@pytest.mark.parametrize(
    "name",
    [
        "Films/Heat (1995)/poster.jpg",
        "Films/Heat (1995)/Poster.JPG",
        "Heat (1995)/poster.jpg",
        "Films/Heat (1995).jpg",
        "Heat (1995).jpg",
        "Heat (1995)_poster.jpg",
    ],
)
def test_a_restore_reads_the_names_of_kometa_and_posterizarr(folders, draw_picture, name):
    place = folders.folder / "assets-of-kometa" / name
    place.parent.mkdir(parents=True)
    place.write_bytes(draw_picture((7, 7, 7)))
    assert dict(restore(folders, "assets-of-kometa").counts) == {"restored": 1}
    assert (folders.folder / "Films/Heat (1995)/poster.jpg").read_bytes() == draw_picture((7, 7, 7))


def test_seasons_and_title_cards_find_their_way_back(folders, draw_picture):
    season = folders.folder / "Series/Dark (2017)/Season 01"
    season.mkdir(parents=True)
    (season / "Dark - S01E02 - Lügen.mkv").write_bytes(b"video")
    (season / "Dark - S01E02 - Lügen-thumb.jpg").write_bytes(draw_picture((1, 1, 1), size=(320, 180)))
    (season.parent / "season01-poster.jpg").write_bytes(draw_picture((2, 2, 2)))
    folders.config["plugins"]["folder"]["roots"]["Series"] = {"path": "Series", "type": "show"}
    before = pictures(folders.folder / "Series")
    assert backup(folders).counts["saved"] == 2
    assert list(pictures(folders.folder / "backup")) == [
        "Series/Dark (2017)/S01E02.jpg",
        "Series/Dark (2017)/Season01.jpg",
    ]
    for path in before:
        (folders.folder / "Series" / path).unlink()
    restore(folders)
    assert pictures(folders.folder / "Series") == before


def test_libraries_of_one_name_on_two_servers_do_not_mix(films, draw_picture):
    attic = films.folder / "Attic/Heat (1995)"
    attic.mkdir(parents=True)
    (attic / "Heat (1995).mkv").write_bytes(b"video")
    (attic / "poster.jpg").write_bytes(draw_picture((8, 8, 8)))
    root = {"path": "Attic", "type": "movie"}
    films.config["plugins"]["attic"] = {"plugin": "folder", "roots": {"Films": root}, "probe": False}
    assert backup(films).counts["saved"] == 4
    assert (films.folder / "backup/Films (attic)/Heat (1995)/poster.jpg").read_bytes() == draw_picture((8, 8, 8))
    assert (films.folder / "backup/Films (folder)/Heat (1995)/poster.jpg").read_bytes() == draw_picture((1, 2, 3))
    assert dict(restore(films).counts) == {"the same already": 4}


def test_two_films_for_one_place_are_told_of_and_neither_is_lost_silently(folders, draw_picture):
    for shelf in ("A", "B"):
        film = folders.folder / "Films" / shelf / "Akira (1988)"
        film.mkdir(parents=True)
        (film / "Akira (1988).mkv").write_bytes(b"video")
        (film / "poster.jpg").write_bytes(draw_picture((ord(shelf), 0, 0)))
    report = backup(folders)
    assert (report.counts["saved"], report.counts["failed"]) == (1, 1)
    assert "another item's" in report.deeds[0].error


def test_editions_in_one_folder_have_places_of_their_own(desk, draw_picture):
    desk.server.add("Alien", 1979, tmdb=348, key="1", folder="/media/Alien (1979)")
    desk.server.add("Alien", 1979, tmdb=348, key="2", folder="/media/Alien (1979)", edition="Director's Cut")
    desk.server.show("1", draw_picture((1, 0, 0)))
    desk.server.show("2", draw_picture((2, 0, 0)))
    assert backup(desk).counts["saved"] == 2
    kept = dict(desk.server.pictures)
    desk.server.pictures.clear()
    assert restore(desk).counts["restored"] == 2
    assert desk.server.pictures == kept


def test_a_restore_keeps_what_it_replaces_and_a_later_run_knows_whose_is_whose(films, draw_picture):
    films.config["owner_pictures"] = "adopt"
    films.run()
    ours = pictures(films.folder / "Films")
    backup(films)
    mine = draw_picture((77, 7, 7))
    (films.folder / "Films/Ran (1985)/poster.jpg").write_bytes(mine)
    films.config["owner_pictures"] = "keep"
    assert films.run().kept == 1
    restore(films)
    assert pictures(films.folder / "Films") == ours
    assert read_mark(ours["Ran (1985)/poster.jpg"])
    with films.open() as app:
        assert any(app.originals.get(digest) == mine for digest, _ in app.originals.owned())
    assert films.run().unchanged == 3
    assert pictures(films.folder / "Films") == ours


def test_one_picture_that_cannot_be_shown_fails_alone(desk, draw_picture, monkeypatch):
    for key in ("Heat", "Ran"):
        desk.server.add(key, tmdb=len(key))
        desk.server.show(key, draw_picture())
    backup(desk)
    desk.server.pictures.clear()
    desk.server.failing, desk.server.fail_with = 1, ProviderError("memory", "the folder is read-only")
    report = restore(desk)
    assert (report.counts["restored"], report.counts["failed"]) == (1, 1)


@pytest.mark.parametrize("name", ["manual", "manual/films", "cache"])
def test_a_backup_into_a_folder_that_runs_use_is_refused(films, name):
    with pytest.raises(UsageError, match=r"in storage\."):
        backup(films, name)


def test_a_backup_into_a_file_is_refused(films):
    (films.folder / "backup").write_text("a file")
    with pytest.raises(UsageError, match="cannot be made"):
        backup(films)


def test_the_commands_say_what_they_did(films, posteract):
    place = str(films.folder / "backup")
    code, out, _ = posteract(films, "backup", place, "--json")
    assert (code, json.loads(out)["counts"]) == (0, {"saved": 3})
    without_pictures(films)
    code, out, _ = posteract(films, "restore", place)
    assert (code, out) == (0, "3 restored.\n")
    shutil.rmtree(place)
    assert posteract(films, "restore", place)[0] == 2
    Path(place).mkdir()
    code, _, err = posteract(films, "restore", place)
    assert code == 0
    assert "no picture of any item" in err
