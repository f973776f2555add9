"""`cache`: counted by part; only what nobody needs goes, and never an original or a pin."""

from __future__ import annotations

import json
import os
import time

import pytest
from posteract_core.app.cache import info, prune
from posteract_core.app.pick import Pick
from posteract_core.model import ArtworkKind
from posteract_core.store import BlobStore

MONTHS_AGO_S = 90 * 86_400


@pytest.fixture
def stored(desk, draw_picture):
    """Finish a poster over one of the agent's, and leave an old and a new picture that nobody needs in the cache."""
    desk.server.add("Heat", tmdb=949)
    desk.server.show("Heat", draw_picture((200, 10, 10)), chosen=False)
    desk.run()
    with desk.open() as app:
        old = app.blobs.path(app.blobs.put(b"old"))
        app.blobs.put(b"new")
        long_ago = time.time() - MONTHS_AGO_S
        for path in (old, *app.blobs.folder.glob("??/*"), *app.originals.folder.glob("??/*")):
            if path.read_bytes() != b"new":
                os.utime(path, (long_ago, long_ago))
    return desk


def test_each_part_is_counted_and_what_no_target_is_made_of_is_named(stored):
    with stored.open() as app:
        parts = {part.name: part for part in info(app)}
        base = app.blobs.path(stored.target("Heat").base_hash)
        assert (parts["pictures"].files, parts["pictures"].size_bytes) == (3, base.stat().st_size + 6)
        assert (parts["pictures"].unused_files, parts["pictures"].unused_bytes) == (2, 6)
        assert parts["originals"].files == 2
        assert parts["http"].files == 0


def test_only_old_pictures_that_no_target_is_made_of_go(stored):
    with stored.open() as app:
        done = prune(app, dry_run=False)
        assert (done.files, done.size_bytes) == (1, 3)
        left = {blob.digest for blob in app.blobs.all()}
    assert stored.target("Heat").base_hash in left
    assert len(left) == 2
    assert len(list((stored.folder / "originals").glob("??/*"))) == 2


def test_a_dry_run_counts_and_deletes_nothing(stored):
    with stored.open() as app:
        assert prune(app, dry_run=True).files == 1
        assert sum(1 for _ in app.blobs.all()) == 3


def test_a_pinned_picture_stays_however_old_it_is(stored, tmp_path, draw_picture):
    file = tmp_path / "mine.jpg"
    file.write_bytes(draw_picture((1, 2, 3), size=(1000, 1500)))
    with stored.open() as app:
        pick = Pick(app=app, item="Heat", kind=ArtworkKind.POSTER)
        pick.pin_file(file)
        digest = app.blobs.put(file.read_bytes())
        prune(app, dry_run=False, now=time.time() + MONTHS_AGO_S)
        assert app.blobs.has(digest)
        assert app.pins.has(digest)


def test_what_another_machine_left_unfinished_long_ago_goes(stored):
    work = BlobStore(stored.folder / "cache/pictures").folder / "work"
    left = work / ".posteract-00000000-1-00000000.tmp"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"half")
    os.utime(left, (0, 0))
    with stored.open() as app:
        assert prune(app, dry_run=True).leftovers == 1
        assert prune(app, dry_run=False).leftovers == 1
    assert not left.exists()


def test_other_files_in_the_folder_are_not_ours_to_count_or_delete(stored):
    note = stored.folder / "cache/pictures/ab/README"
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text("mine")
    os.utime(note, (0, 0))
    with stored.open() as app:
        prune(app, dry_run=False)
    assert note.exists()


def test_the_commands_speak_json_and_words(stored, posteract):
    rows = json.loads(posteract(stored, "cache", "info", "--json")[1])
    assert [row["part"] for row in rows] == ["pictures", "http", "plugins", "originals", "pins"]
    assert "never pruned" in posteract(stored, "cache", "info")[1]
    assert "would go: 1 unused" in posteract(stored, "cache", "prune", "--dry-run")[1]
    assert json.loads(posteract(stored, "cache", "prune", "--json")[1])["files"] == 1
    assert "deleted: 0 unused" in posteract(stored, "cache", "prune")[1]


def test_nothing_is_pruned_under_a_run(stored, posteract):
    with stored.open() as app, app.hold("a run"):
        assert posteract(stored, "cache", "prune")[0] == 1


def test_an_empty_cache_is_all_zeros(desk):
    with desk.open() as app:
        assert {part.files for part in info(app)} == {0}
        assert prune(app, dry_run=False).files == 0
