"""Runs that were asked for are kept until they are done."""

from __future__ import annotations

from posteract_core.model import ArtworkKind, RunRequest
from posteract_core.store.runs import AskedRuns

HEAT = RunRequest(items=("Heat",), kinds=(ArtworkKind.POSTER,), only=frozenset({"artwork"}), limit=3, wait=True)
ALL = RunRequest(all=True)


def test_what_was_asked_for_is_kept_as_it_was_in_its_order(ledger):
    runs = AskedRuns(ledger, clock=lambda: 1000.0)
    ids = [runs.keep(HEAT), runs.keep(ALL, job="nightly"), runs.keep(HEAT)]
    assert [(each.id, each.request, each.job, each.asked_at, each.begun) for each in AskedRuns(ledger).all()] == [
        (ids[0], HEAT, "", 1000.0, 0),
        (ids[1], ALL, "nightly", 1000.0, 0),
        (ids[2], HEAT, "", 1000.0, 0),
    ]
    runs.forget(ids[:2])
    assert [each.id for each in runs.all()] == ids[2:]


def test_how_often_a_run_was_begun_is_counted_until_it_is_broken_off_in_good_order(ledger):
    runs = AskedRuns(ledger)
    heat, everything = runs.keep(HEAT), runs.keep(ALL)
    runs.begin([heat])
    runs.begin([heat, everything])
    assert [each.begun for each in runs.all()] == [2, 1]
    runs.put_off([heat])
    assert [each.begun for each in runs.all()] == [0, 1]
