"""Ledgers on real databases: an SQLite file, and a PostgreSQL server of our own where the machine has one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from posteract_core.store import Ledger

SQLITE = "sqlite:///posteract.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database, of each kind in turn."""
    return SQLITE if request.param == "sqlite" else str(request.getfixturevalue("postgresql"))


@pytest.fixture
def ledger(database_url: str, tmp_path: Path) -> Iterator[Ledger]:
    """Return an empty ledger, of each kind in turn."""
    opened = Ledger.open(database_url, base=tmp_path)
    yield opened
    opened.close()
