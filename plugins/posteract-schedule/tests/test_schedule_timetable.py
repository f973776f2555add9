"""When jobs are due: weekdays, changes of the clock, days in Kometa's words."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from posteract_core.config.cron import checked_cron
from posteract_core.model import RunRequest
from posteract_core.providers import Job
from posteract_core.schedule import read_schedule
from posteract_schedule.timetable import next_after

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)
"""Midnights before the clock is put forward from 02:00 to 03:00, and back from 03:00 to 02:00."""

MONDAY = datetime(2026, 11, 23, 12, tzinfo=BERLIN)


def job(cron="", words="", at=(), every_s=None):
    return Job(
        name="nightly",
        request=RunRequest(all=True),
        cron=checked_cron(cron) if cron else "",
        every_s=every_s,
        at=at,
        words=read_schedule(words)[0] if words else None,
    )


def times(of, after, number=4, zone=BERLIN):
    """Return the next times at which a job is due, as `Sun 2026-11-29 03:00`, with the zone's offset."""
    found = []
    for _ in range(number):
        after = next_after(of, after, zone)
        if after is None:
            break
        found.append(f"{after:%a %d %H:%M %z}")
    return found


@pytest.mark.parametrize("sunday", ["0", "7", "sun", "SUN", "0,7", "7-7"])
def test_sunday_is_0_and_7_as_in_a_crontab(sunday):
    assert times(job(f"0 3 * * {sunday}"), MONDAY, 2) == ["Sun 29 03:00 +0100", "Sun 06 03:00 +0100"]


@pytest.mark.parametrize(
    ("weekday", "days"),
    [
        ("1", ["Mon"]),
        ("1-5", ["Tue", "Wed", "Thu", "Fri", "Mon"]),
        ("6,0", ["Sat", "Sun"]),
        ("sat-mon", ["Sat", "Sun", "Mon"]),
        ("5-7", ["Fri", "Sat", "Sun"]),
        ("0-6", ["Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon"]),
        ("*/2", ["Tue", "Thu", "Sat", "Sun"]),
        ("?", ["Tue", "Wed"]),
    ],
)
def test_weekdays_are_those_of_cron(weekday, days):
    assert [each[:3] for each in times(job(f"0 3 * * {weekday}"), MONDAY, len(days))] == days


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("0 3 13 * 5", ["Fri 27 03:00", "Fri 04 03:00", "Fri 11 03:00", "Sun 13 03:00"]),  # either day, as in cron
        ("0 3 */2 * 5", ["Fri 27 03:00", "Fri 11 03:00", "Fri 25 03:00", "Fri 01 03:00"]),  # both: `*/2` names none
        ("0 3 L * *", ["Mon 30 03:00", "Thu 31 03:00", "Sun 31 03:00", "Sun 28 03:00"]),
        ("0 3 * * 5#2", ["Fri 11 03:00", "Fri 08 03:00", "Fri 12 03:00", "Fri 12 03:00"]),
        ("0 3 * * 7L", ["Sun 29 03:00", "Sun 27 03:00", "Sun 31 03:00", "Sun 28 03:00"]),
        ("*/20 22-23 24 dec *", ["Thu 24 22:00", "Thu 24 22:20", "Thu 24 22:40", "Thu 24 23:00"]),
    ],
)
def test_days_of_month_and_week_go_together_as_in_cron(cron, expected):
    assert [each[:12] for each in times(job(cron), MONDAY)] == expected


def test_a_night_whose_hour_is_left_out_is_made_up_for_when_the_clock_is_put_forward():
    assert times(job("30 2 * * *"), SPRING, 2) == ["Sun 29 03:00 +0200", "Mon 30 02:30 +0200"]
    assert times(job("0 3 * * *"), SPRING, 2) == ["Sun 29 03:00 +0200", "Mon 30 03:00 +0200"]
    assert times(job("0 2-4 * * *"), SPRING, 3) == ["Sun 29 03:00 +0200", "Sun 29 04:00 +0200", "Mon 30 02:00 +0200"]


def test_an_hour_that_comes_twice_counts_once():
    assert times(job("30 2 * * *"), AUTUMN, 2) == ["Sun 25 02:30 +0200", "Mon 26 02:30 +0100"]
    between = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10 for the second time
    assert times(job("30 2 * * *"), between, 1) == ["Mon 26 02:30 +0100"]
    assert times(job("0 3 * * 0"), AUTUMN, 2) == ["Sun 25 03:00 +0100", "Sun 01 03:00 +0100"]


@pytest.mark.parametrize(("midnight", "hours"), [(SPRING, 23), (AUTUMN, 25)])
@pytest.mark.parametrize("minutes", [60, 20])
def test_what_is_due_all_day_goes_on_evenly_when_the_clock_is_changed(midnight, hours, minutes):
    hourly = job("0 * * * *" if minutes == 60 else f"*/{minutes} * * * *")
    after, seen = midnight.astimezone(UTC), []
    while after < (midnight + timedelta(days=1)).astimezone(UTC):
        after = next_after(hourly, after, BERLIN).astimezone(UTC)
        seen.append(after)
    assert len(seen) == hours * 60 // minutes
    assert {later - earlier for earlier, later in pairwise(seen)} == {timedelta(minutes=minutes)}


def test_an_interval_counts_seconds_not_hours_on_the_wall():
    assert times(job(every_s=86_400), AUTUMN + timedelta(hours=1), 1) == ["Mon 26 00:00 +0100"]


def test_each_zone_has_its_own_night():
    lord_howe = ZoneInfo("Australia/Lord_Howe")  # put forward and back by half an hour
    assert times(job("15 2 * * *"), datetime(2026, 10, 3, 12, tzinfo=lord_howe), 1, lord_howe) == ["Sun 04 02:30 +1100"]
    assert times(job("45 1 * * *"), datetime(2026, 4, 4, 12, tzinfo=lord_howe), 2, lord_howe) == [
        "Sun 05 01:45 +1100",
        "Mon 06 01:45 +1030",
    ]
    assert times(job("0 3 * * *"), MONDAY, 1, UTC) == ["Tue 24 03:00 +0000"]


def test_times_of_day_are_taken_in_their_order():
    assert times(job(at=(time(6), time(23, 30))), MONDAY, 3) == [
        "Mon 23 23:30 +0100",
        "Tue 24 06:00 +0100",
        "Tue 24 23:30 +0100",
    ]


@pytest.mark.parametrize(
    ("words", "at", "expected"),
    [
        ("daily", (), ["Tue 24 05:00", "Wed 25 05:00"]),
        ("weekly(sunday)", (time(3),), ["Sun 29 03:00", "Sun 06 03:00"]),
        ("monthly(last)", (), ["Mon 30 05:00", "Thu 31 05:00"]),
        ("yearly(12/24)", (time(18),), ["Thu 24 18:00", "Fri 24 18:00"]),
        ("range(12/24-12/26)", (), ["Thu 24 05:00", "Fri 25 05:00"]),
        ("all[weekly(sat), monthly(1)]", (), ["Sat 01 05:00", "Sat 01 05:00"]),
        ("hourly(22-1)", (), ["Mon 23 22:00", "Mon 23 23:00", "Tue 24 00:00", "Tue 24 01:00", "Tue 24 22:00"]),
        ("date(12/24/2026)", (), ["Thu 24 05:00"]),
        ("date(12/24/2025)", (), []),
        ("never", (), []),
    ],
)
def test_schedules_in_kometas_words_are_due_on_their_days(words, at, expected):
    assert [each[:12] for each in times(job(words=words, at=at), MONDAY, max(2, len(expected)))] == expected
