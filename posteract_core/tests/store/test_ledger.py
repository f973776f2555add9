"""The ledger remembers who is who and what stands where."""

from __future__ import annotations

import random
import sqlite3

import pytest
from posteract_core.errors import ConfigError, LedgerBusy, LedgerLost, PosteractError
from posteract_core.store import Ledger, Status, Target
from posteract_core.store.hold import hold

URL = "sqlite:///posteract.db"


def heat(media_id=1, **changes):
    return Target(media_id=media_id, server="folder", library="Films", kind="poster", item="Heat (1995)", **changes)


def identify(ledger, *names, claimed=None):
    return [
        media.id
        for media in ledger.media(
            "folder", "Films", [("movie", each) for each in names], set() if claimed is None else claimed
        )
    ]


def test_an_item_keeps_its_identity_when_its_key_changes_but_its_ids_do_not(ledger):
    [before] = identify(ledger, ("movie:key:Heat", "movie:tmdb:949"))
    [after] = identify(ledger, ("movie:key:Heat (1995)", "movie:tmdb:949"))
    assert before == after


def test_an_item_that_gains_ids_later_keeps_its_identity(ledger):
    [before] = identify(ledger, ("movie:key:Heat",))
    identify(ledger, ("movie:key:Heat", "movie:tmdb:949"))
    [after] = identify(ledger, ("movie:key:elsewhere", "movie:tmdb:949"))
    assert before == after


def test_two_copies_of_one_film_are_two_items_on_every_run(ledger):
    copies = ("movie:key:a", "movie:tmdb:949"), ("movie:key:b", "movie:tmdb:949")
    first = identify(ledger, *copies)
    assert len(set(first)) == 2
    assert identify(ledger, *copies) == first
    assert identify(ledger, *reversed(copies)) == list(reversed(first))


def test_a_copy_listed_on_an_earlier_page_does_not_take_the_others_identity_for_good(ledger):
    [original] = identify(ledger, ("movie:key:b", "movie:tmdb:949"))
    listing = ("movie:key:a", "movie:tmdb:949"), ("movie:key:b", "movie:tmdb:949")

    def run():
        claimed: set[int] = set()
        return [identify(ledger, each, claimed=claimed)[0] for each in listing]

    second = run()
    assert original in second
    assert run() == second


def test_what_was_saved_is_there_after_opening_the_ledger_again(tmp_path, database_url):
    first = Ledger.open(database_url, base=tmp_path)
    first.save(heat(status=Status.UPLOADED, fingerprint="f", attempts=2))
    first.close()
    again = Ledger.open(database_url, base=tmp_path)
    assert again.targets([1])[1, "poster"].fingerprint == "f"
    assert again.targets([1])[1, "poster"].attempts == 2
    assert again.counts() == {"uploaded": 1}
    again.close()


def test_saving_a_target_twice_updates_its_row(ledger):
    ledger.save(heat(status=Status.UPLOADING))
    ledger.save(heat(status=Status.UPLOADED))
    assert ledger.counts() == {"uploaded": 1}


def test_a_target_waiting_for_the_next_batch_is_seen_already(ledger):
    ledger.save_soon(heat(error="no disk"))
    assert ledger.targets([1])[1, "poster"].error == "no disk"


def test_five_thousand_targets_go_in_batches_and_come_back(ledger):
    for number in range(5000):
        ledger.save_soon(heat(media_id=number, fingerprint="f"))
    assert len(ledger.targets(range(5000))) == 5000
    assert ledger.known("folder", "Films") == 5000
    assert ledger.known("folder", "Series") == 0


def test_a_dry_run_sees_the_ledger_and_changes_nothing(tmp_path, database_url):
    real = Ledger.open(database_url, base=tmp_path)
    real.save(heat(status=Status.UPLOADED))
    real.close()
    dry = Ledger.open(database_url, base=tmp_path, dry_run=True)
    dry.save(heat(media_id=2))
    assert dry.counts() == {"uploaded": 1, "planned": 1}
    dry.close()
    again = Ledger.open(database_url, base=tmp_path)
    assert again.counts() == {"uploaded": 1}
    again.close()


def test_a_dry_run_without_a_ledger_makes_no_file(tmp_path):
    Ledger.open(URL, base=tmp_path, dry_run=True).close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path):
    (tmp_path / "posteract.db").write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(ConfigError, match=r"posteract\.db cannot be opened") as caught:
        Ledger.open(URL, base=tmp_path)
    assert "storage.database" in caught.value.hint


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_ledger_of_a_later_version_is_left_as_it_is(tmp_path, dry_run):
    Ledger.open(URL, base=tmp_path).close()
    with sqlite3.connect(tmp_path / "posteract.db") as database:
        database.execute("insert into migratehistory (name, migrated_at) values ('900_later', '2030-01-01')")
    database.close()
    with pytest.raises(ConfigError, match=r"later version of Posteract: 900_later, where this one knows \d+_"):
        Ledger.open(URL, base=tmp_path, dry_run=dry_run)


def test_a_folder_in_the_place_of_the_ledger_is_not_taken_for_an_empty_one(tmp_path):
    (tmp_path / "posteract.db").mkdir()
    for dry_run in (False, True):
        with pytest.raises(ConfigError, match=r"posteract\.db cannot be opened"):
            Ledger.open(URL, base=tmp_path, dry_run=dry_run)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_ledger_says_so_with_the_way_out_and_no_exception_of_another_kind(tmp_path, seed):
    file = tmp_path / "posteract.db"
    ledger = Ledger.open(URL, base=tmp_path)
    for number in range(60):
        ledger.save(heat(media_id=number))
    ledger.close()
    with sqlite3.connect(file) as database:
        database.execute("pragma journal_mode = delete")
    database.close()
    data, dice = bytearray(file.read_bytes()), random.Random(seed)
    for page in dice.choices(range(1, len(data) // 4096), k=8):
        for _ in range(300):
            data[page * 4096 + dice.randrange(4096)] = dice.randrange(256)
    if seed == 0:
        data[100:4096] = b"\xff" * 3996
    file.write_bytes(data)
    said = trouble_with(tmp_path)
    assert said is not None or seed > 0
    assert said is None or ("damaged" in said.hint and len(str(said)) < 400)


def trouble_with(folder) -> PosteractError | None:
    """Return what a ledger that is opened, read and written says is wrong with it; some damage goes unnoticed."""
    try:
        ledger = Ledger.open(URL, base=folder)
        ledger.targets(range(60))
        ledger.save(heat(media_id=7, error="again"))
        ledger.close()
    except (ConfigError, LedgerLost) as error:
        return error
    return None


def test_the_tables_are_those_the_migrations_made(tmp_path):
    Ledger.open(URL, base=tmp_path).close()
    with sqlite3.connect(tmp_path / "posteract.db") as database:
        columns = {row[1] for row in database.execute("pragma table_info(target)")}
    assert {"media_id", "fingerprint", "server_revision", "next_try_at"} <= columns
    database.close()


def test_the_second_run_is_told_who_holds_the_ledger(tmp_path):
    lock = tmp_path / "posteract.lock"
    with (
        hold(lock, wait=False, purpose="a run"),
        pytest.raises(LedgerBusy, match=r"process \d+ on .+, a run, since 20"),
        hold(lock, wait=False, purpose="another"),
    ):
        pass
    with hold(lock, wait=False, purpose="after it"):
        assert True


def test_blobs_of_candidates_are_remembered(ledger):
    assert ledger.blob_of("tmdb", "/a.jpg") == ""
    ledger.remember_blob("tmdb", "/a.jpg", "1" * 64)
    ledger.remember_blob("tmdb", "/a.jpg", "2" * 64)
    assert ledger.blob_of("tmdb", "/a.jpg") == "2" * 64
