"""Ledgers of earlier versions are opened, brought up to date, and lose nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from posteract_core.store import Ledger

KEPT = sorted((Path(__file__).parent / "data").glob("ledger-*.sql"))


@pytest.mark.parametrize("dump", KEPT, ids=lambda path: path.stem)
def test_a_ledger_of_an_earlier_version_keeps_what_it_knew(dump, tmp_path):
    with closing(sqlite3.connect(tmp_path / "posteract.db")) as database:
        database.executescript(dump.read_text(encoding="utf-8"))
    ledger = Ledger.open("sqlite:///posteract.db", base=tmp_path)
    heat, ran = ledger.targets([1])[1, "poster"], ledger.targets([2])[2, "poster"]
    assert (heat.item, heat.status, heat.fingerprint, heat.original_hash) == (
        "Heat (1995)",
        "uploaded",
        "f" * 32,
        "o" * 64,
    )
    assert (ran.status, ran.attempts, ran.error) == ("failed", 2, "the folder is read-only")
    assert ledger.blob_of("drawn", "ridges") == "b" * 64
    assert ledger.note("config:folder:Films") == "0123456789abcdef"
    [media] = ledger.media("folder", "Films", [("movie", ("movie:key:elsewhere", "movie:tmdb:949"))], set())
    assert (media.id, media.fresh) == (1, False)
    ledger.close()


def test_the_first_version_is_kept():
    assert [path.stem for path in KEPT][:1] == ["ledger-001"]
