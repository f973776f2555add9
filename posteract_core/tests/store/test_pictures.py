"""Blobs, originals and the asset tree: whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from posteract_core.model import ArtworkKind, ItemType, MediaItem
from posteract_core.store import AssetTree, BlobStore, Originals
from posteract_core.store.assets import asset_path
from posteract_core.store.files import write_whole
from posteract_core.store.originals import Sidecar
from posteract_core.unfinished import is_abandoned, is_unfinished


def test_the_same_picture_is_kept_once(tmp_path):
    blobs = BlobStore(tmp_path)
    assert blobs.put(b"picture") == blobs.put(b"picture")
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_a_blob_that_was_damaged_is_dropped_rather_than_used(tmp_path):
    blobs = BlobStore(tmp_path)
    digest = blobs.put(b"picture")
    blobs.path(digest).write_bytes(b"pict")
    assert blobs.get(digest) is None
    assert not blobs.has(digest)


def test_what_a_dead_run_left_unfinished_is_swept_away_and_what_a_living_one_works_on_is_not(tmp_path):
    blobs = BlobStore(tmp_path)
    living = blobs.scratch()
    script = "import sys; from pathlib import Path; from posteract_core.store import BlobStore\n"
    script += "folder = BlobStore(Path(sys.argv[1])).scratch(); (folder / 'half').write_bytes(b'half'); print(folder)"
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    dead = Path(ended.stdout.strip())
    assert dead.exists()
    assert blobs.sweep() == 1
    assert living.exists()
    assert not dead.exists()


def test_what_another_machine_left_unfinished_is_swept_away_when_it_is_old(tmp_path):
    name = ".posteract-00000000-1-00000000.tmp"
    assert is_unfinished(name)
    assert not is_abandoned(name, time.time())
    assert is_abandoned(name, time.time() - 7200)
    assert not is_abandoned(".posteract-notes.tmp", 0)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "poster.jpg"
    write_whole(path, b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["poster.jpg"]


def test_an_original_says_whose_it_was_even_when_two_items_had_the_same(tmp_path):
    originals = Originals(tmp_path)
    heat = Sidecar(
        server="folder", library="Films", key="Heat", item="Heat (1995)", kind="poster", ids=(("tmdb", "949"),)
    )
    dark = Sidecar(server="folder", library="Series", key="Dark", item="Dark (2017)", kind="poster")
    digest = originals.keep(b"the same", heat)
    assert originals.keep(b"the same", dark) == digest
    originals.keep(b"the same", heat)
    assert originals.owners(digest) == (heat, dark)
    assert originals.get(digest) == b"the same"


@pytest.mark.parametrize(
    ("item", "kind", "expected"),
    [
        (MediaItem(title="Heat", year=1995, library="Films"), ArtworkKind.POSTER, "Films/Heat (1995)/poster.jpg"),
        (
            MediaItem(
                title="Solo",
                type=ItemType.EPISODE,
                library="Anime Shows",
                folder="/tv/Anime/Solo Leveling (2024) [tvdb-389597]",
                season=1,
                episode=1,
            ),
            ArtworkKind.TITLE_CARD,
            "Anime Shows/Solo Leveling (2024) [tvdb-389597]/S01E01.jpg",
        ),
        (
            MediaItem(
                title="Specials", type=ItemType.SEASON, library="TV", show_title="Dark", show_year=2017, season=0
            ),
            ArtworkKind.SEASON,
            "TV/Dark (2017)/Season00.jpg",
        ),
        (
            MediaItem(title="AC/DC: Live?", type=ItemType.COLLECTION, library="Music: Live"),
            ArtworkKind.COLLECTION,
            "Collections/Music_ Live/AC_DC_ Live_/poster.jpg",
        ),
        (
            MediaItem(title="X", library="L", folder="C:\\Films\\X (2022)"),
            ArtworkKind.BACKGROUND,
            "L/X (2022)/background.jpg",
        ),
    ],
)
def test_assets_are_named_as_kometa_names_them(item, kind, expected):
    assert str(asset_path(item, kind, ".jpg")) == expected


def test_a_name_too_long_for_any_file_system_is_cut_at_a_character(tmp_path):
    item = MediaItem(title="ä" * 300, library="Films")
    path = AssetTree(tmp_path).save(item, ArtworkKind.POSTER, b"x", "jpeg")
    assert path.is_file()


def test_an_asset_that_is_there_already_is_not_written_again(tmp_path):
    tree = AssetTree(tmp_path)
    item = MediaItem(title="Heat", year=1995, library="Films")
    path = tree.save(item, ArtworkKind.POSTER, b"picture", "jpeg")
    before = path.stat().st_mtime_ns, path.stat().st_ino
    tree.save(item, ArtworkKind.POSTER, b"picture", "jpeg")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
