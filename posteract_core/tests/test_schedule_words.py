"""Kometa's schedule strings."""

from __future__ import annotations

import pickle
from datetime import datetime
from typing import Any

import pytest
from posteract_core.schedule import read_schedule


def due(given: Any, day: str, *, hour: int = 5, exists: bool = True) -> bool:
    return read_schedule(given)[0].due(datetime.fromisoformat(f"{day}T{hour:02}:00:00"), exists=exists)


@pytest.mark.parametrize(
    ("given", "day", "expected"),
    [
        ("weekly(mon|fri)", "2025-03-31", True),
        ("hourly(22-6)", "2025-03-31", True),
        ("hourly(6-22)", "2025-03-31", False),
        ("range(12/01-01/05)", "2025-01-03", True),
        ("range(12/01-01/05)", "2025-02-03", False),
        ("monthly(31)", "2025-02-28", False),
        ("monthly(last)", "2025-02-28", True),
        ("yearly(02/29)", "2025-02-28", True),
        ("weekly(sunday), monthly(31)", "2025-03-31", True),
        ("all[weekly(sunday),monthly(31)]", "2025-03-31", False),
        ("weekly(foo), daily", "2025-03-31", True),
        ("range(13/01-12/25)", "2025-03-31", False),
        ("never", "2025-03-31", False),
        ("DAILY", "2025-03-31", True),
        ("date(03/31/2025)", "2025-03-31", True),
        ("date(03/31/2025)", "2026-03-31", False),
        ("range(02/01-02/30)", "2025-02-28", True),
        ("range(06/01-06/05|03/30-04/01)", "2025-03-31", True),
        (["all[daily]", "never"], "2025-03-31", True),
    ],
)
def test_a_schedule_is_due_when_the_dialect_says_so(given, day, expected):
    assert due(given, day) is expected


def test_what_is_no_schedule_is_named_with_the_way_out_and_never_due():
    schedule, mistakes = read_schedule("weakly(mon)")
    assert not schedule.due(datetime.fromisoformat("2025-03-31"))
    assert "`weakly(mon)`" in mistakes[0]
    assert "`weekly`" in mistakes[0]
    assert "day of the week" in read_schedule("weekly(foo)")[1][0]
    assert "of its own" in read_schedule("all[daily], all[never]")[1][0]
    assert "0 to 23" in read_schedule("hourly(25)")[1][0]
    assert "12/24" in read_schedule("range(13/01-12/25)")[1][0]


def test_non_existing_alone_is_always_due():
    assert due("non_existing", "2025-03-31")
    assert due("non_existing", "2025-03-31", exists=False)


def test_with_others_non_existing_is_due_until_it_exists():
    assert due("all[non_existing, weekly(sunday)]", "2025-03-31", exists=False)
    assert not due("all[non_existing, weekly(sunday)]", "2025-03-31", exists=True)
    assert due("all[non_existing, weekly(monday)]", "2025-03-31", exists=True)


def test_a_miss_because_of_a_range_is_told_apart():
    day = datetime.fromisoformat("2025-07-01")
    assert read_schedule("range(12/01-01/05)")[0].out_of_range(day)
    assert not read_schedule("weekly(sunday)")[0].out_of_range(day)


def test_schedules_can_be_pickled():
    schedule = read_schedule("all[weekly(mon), hourly(5)]")[0]
    again = pickle.loads(pickle.dumps(schedule))
    assert again == schedule
    assert again.due(datetime.fromisoformat("2025-03-31T05:00:00"))
