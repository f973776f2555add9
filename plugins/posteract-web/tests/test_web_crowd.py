"""Fifty clients, ten thousand items, and a run that writes all the while; on both kinds of database."""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import httpx
import pytest
from posteract_core.app import App, Opening
from posteract_core.store import Status, Target

ITEMS = 10_000
CLIENTS = 50
EACH = 6
LISTS = (
    "/api/v1/libraries",
    "/api/v1/items?page=7",
    "/api/v1/items?q=film%2001234",
    "/api/v1/items?library=Films&status=uploaded&page=90",
    "/api/v1/targets?page=200",
    "/api/v1/targets?kind=poster&review=true",
    "/api/v1/targets?q=5&page=3",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def opening(request: pytest.FixtureRequest, opening: Opening) -> Opening:
    """Return the opening of a home whose ledger is of each kind in turn; the one in PostgreSQL is empty."""
    if request.param == "postgresql":
        assert opening.config is not None
        config = json.loads(opening.config.read_text())
        config["storage"]["database"] = request.getfixturevalue("postgresql")
        opening.config.write_text(json.dumps(config))
    return opening


def rows(opening: Opening) -> list[Target]:
    with App.again(opening) as app:
        found: list[Target] = []
        for start in range(0, ITEMS, 500):
            names = [f"Film {number:05} (2000)" for number in range(start, start + 500)]
            media = app.ledger.media("folder", "Films", [("movie", (f"movie:key:{name}",)) for name in names], set())
            for each, name in zip(media, names, strict=True):
                for kind in ("poster", "background"):
                    row = Target(media_id=each.id, server="folder", library="Films", kind=kind, item=name, key=name)
                    row.status, row.candidate, row.inputs = Status.UPLOADED, "x" * 300, "x" * 500
                    found.append(row)
        for row in found:
            app.ledger.save_soon(row)
    return found


@pytest.fixture
def known(opening: Opening) -> list[Target]:
    return rows(opening)


@contextmanager
def a_run_that_writes(opening: Opening, known: list[Target]) -> Iterator[Counter[str]]:
    """Hold and write to the ledger as a run does, by a connection of its own, until the block ends."""
    ended, written = Event(), Counter[str]()

    def write() -> None:
        with App.again(opening) as app, app.hold("a run"):
            while not ended.is_set():
                for row in known[written["rows"] % ITEMS :][:40]:
                    row.attempts += 1
                    app.ledger.save(row)
                    written["rows"] += 1

    thread = Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        ended.set()
        thread.join()


def test_fifty_clients_read_while_a_run_writes(api: httpx.Client, opening: Opening, known: list[Target]) -> None:
    def read(number: int) -> Counter[int]:
        statuses: Counter[int] = Counter()
        with httpx.Client(base_url=api.base_url, headers=api.headers, timeout=60) as client:
            for step in range(EACH):
                answer = client.get(LISTS[(number + step) % len(LISTS)])
                statuses[answer.status_code] += 1
                assert answer.json()["total"] > 0 or "review" in str(answer.url)
        return statuses

    began = time.monotonic()
    with a_run_that_writes(opening, known) as written, ThreadPoolExecutor(CLIENTS) as pool:
        statuses = sum(pool.map(read, range(CLIENTS)), Counter())
    took = time.monotonic() - began
    assert statuses == {200: CLIENTS * EACH}
    assert written["rows"] > 100, "the run was not kept from writing"
    print(f"{CLIENTS * EACH} requests in {took:.1f} s, {written['rows']} rows written meanwhile")  # noqa: T201


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_five_queries_at_most(api: httpx.Client, path: str) -> None:
    api.get(path)
    queries: list[Any] = []

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            queries.append(record.msg)

    heard, log = Heard(), logging.getLogger("peewee")
    before = log.level
    log.addHandler(heard)
    log.setLevel(logging.DEBUG)
    try:
        assert api.get(path).status_code == 200
    finally:
        log.removeHandler(heard)
        log.setLevel(before)
    assert 1 <= len([each for each in queries if each[0].lstrip("(").startswith("SELECT")]) <= 5, queries


def test_a_connection_that_is_lost_is_opened_anew(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from posteract_core.store.ledger import Ledger

    opened: list[Ledger] = []
    session = Ledger.session

    def remembered(ledger: Ledger, **more: Any) -> Any:
        opened.append(ledger)
        return session(ledger, **more)

    monkeypatch.setattr(Ledger, "session", remembered)
    assert api.get("/api/v1/libraries").status_code == 200
    opened[-1]._database.connection().close()  # as a server does that restarts
    assert api.get("/api/v1/libraries").status_code == 503
    assert api.get("/api/v1/libraries").status_code == 200
