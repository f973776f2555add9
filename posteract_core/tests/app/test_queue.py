"""Runs wait for one another; what waits is merged with what comes."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from posteract_core.app.merging import covers, merged
from posteract_core.app.queue import RunQueue, RunState
from posteract_core.app.report import RunReport
from posteract_core.errors import UsageError
from posteract_core.model import ArtworkKind, RunRequest, RunSummary

ALL = RunRequest(all=True)
MOVIES, SHOWS = RunRequest(libraries=("Movies",)), RunRequest(libraries=("Shows",))
HEAT, RAN = RunRequest(items=("Heat",)), RunRequest(items=("Ran",))
PATIENCE_S = 10


@pytest.mark.parametrize(
    ("waiting", "wanted", "both"),
    [
        (ALL, ALL, ALL),
        (ALL, MOVIES, ALL),
        (MOVIES, ALL, ALL),
        (HEAT, RAN, RunRequest(items=("Heat", "Ran"))),
        (MOVIES, SHOWS, RunRequest(libraries=("Movies", "Shows"))),
        (ALL, RunRequest(all=True, wait=True), ALL),
        (RunRequest(all=True, recheck=True), ALL, RunRequest(all=True, recheck=True)),
        (ALL, RunRequest(all=True, kinds=(ArtworkKind.POSTER,)), ALL),
        (ALL, RunRequest(all=True, dry_run=True), None),
        (ALL, RunRequest(items=("Heat",), force=True), None),
        (RunRequest(all=True, force=True), RunRequest(items=("Heat",), force=True), None),  # adopts her picture of it
        (RunRequest(all=True, limit=5), ALL, ALL),
        (RunRequest(all=True, limit=5), MOVIES, None),
        (RunRequest(all=True, only=frozenset({"collections"})), MOVIES, None),
        (RunRequest(libraries=("Movies",), recheck=True), SHOWS, None),
        (HEAT, RunRequest(items=("Ran",), libraries=("Movies",)), None),
    ],
)
def test_a_run_that_waits_takes_over_what_it_can(waiting, wanted, both):
    assert merged(waiting, wanted) == both


requests = st.builds(
    RunRequest,
    items=st.sampled_from([(), ("Heat",), ("Heat", "Ran")]),
    libraries=st.sampled_from([(), ("Movies",), ("Movies", "Shows")]),
    kinds=st.sampled_from([(), (ArtworkKind.POSTER,)]),
    only=st.sampled_from([frozenset(), frozenset({"artwork"})]),
    force=st.booleans(),
    recheck=st.booleans(),
    dry_run=st.booleans(),
    limit=st.sampled_from([None, 3]),
)


@given(requests, requests)
def test_a_merged_run_does_the_work_of_both(first, second):
    both = merged(first, second)
    assert both is None or (covers(both, first) and covers(both, second))


def report(request=ALL, **more):
    now = datetime.now(UTC)
    return RunReport(summary=RunSummary(request=request, started=now, finished=now, done=1), **more)


@contextmanager
def working(carry_out):
    """Run a queue; each run waits in `carry_out` for `go`."""
    heard = []
    queue = RunQueue(carry_out, changed=lambda record: heard.append((record.id, record.state)))
    worker = threading.Thread(target=queue.work)
    worker.start()
    try:
        yield queue, heard
    finally:
        queue.close()
        worker.join(PATIENCE_S)
        assert not worker.is_alive()


def test_runs_go_one_after_the_other_and_what_waits_is_merged():
    begun, go, at_once, done = threading.Semaphore(0), threading.Semaphore(0), [], []

    def carry_out(record):
        at_once.append(record.id)
        begun.release()
        assert go.acquire(timeout=PATIENCE_S)
        done.append((record.request, record.jobs, len(at_once)))
        at_once.remove(record.id)
        return report(record.request)

    with working(carry_out) as (queue, _):
        first = queue.submit(MOVIES, job="evenings")
        assert begun.acquire(timeout=PATIENCE_S)
        waiting = {queue.submit(HEAT), queue.submit(RAN), queue.submit(HEAT)}
        assert len(waiting) == 1
        nightly = queue.submit(ALL, job="nightly")
        again = queue.submit(MOVIES, job="evenings")
        assert {nightly, again} == waiting, "all of it does for all"
        assert first not in waiting, "what has begun has looked already"
        go.release(2)
        assert queue.wait(nightly, PATIENCE_S).state is RunState.FINISHED
    assert done == [(MOVIES, ("evenings",), 1), (ALL, ("nightly", "evenings"), 1)]


def test_a_run_that_fails_or_breaks_is_told_and_the_next_one_is_done():
    def carry_out(record):
        if record.request == MOVIES:
            raise UsageError("beyond run.limits", hint="Look at it with --dry-run.")
        if record.request == HEAT:
            raise RuntimeError("token=abcdefgh went wrong")
        return report()

    with working(carry_out) as (queue, heard):
        ids = [queue.submit(request) for request in (MOVIES, HEAT)]
        failed, broke = [queue.wait(each, PATIENCE_S) for each in ids]
        last = queue.wait(queue.submit(ALL), PATIENCE_S)
    assert (failed.state, failed.error, failed.hint) == (
        RunState.FAILED,
        "beyond run.limits",
        "Look at it with --dry-run.",
    )
    assert (broke.state, broke.error) == (RunState.FAILED, "RuntimeError: token=*** went wrong")
    assert (last.state, last.said) == (RunState.FINISHED, "1 done, 0 unchanged, 0 failed")
    assert [state for each, state in heard if each == ids[0]] == [RunState.RUNNING, RunState.FAILED]


@pytest.mark.parametrize("way", ["interrupted", "unreachable", "error"])
def test_a_run_that_is_cancelled_ends_and_is_called_so_whatever_it_says(way):
    begun = threading.Event()

    def carry_out(record):
        begun.set()
        assert record.cancel.wait(PATIENCE_S)
        if way == "unreachable":
            return report(reached=False)
        raise KeyboardInterrupt if way == "interrupted" else UsageError("stopped while looking")

    with working(carry_out) as (queue, _):
        going, waiting = queue.submit(MOVIES), None
        assert begun.wait(PATIENCE_S)
        waiting = queue.submit(HEAT)
        assert queue.cancel(waiting)
        assert not queue.cancel(waiting)
        assert not queue.cancel("nothing")
        assert queue.cancel(going)
        assert [queue.wait(each, PATIENCE_S).state for each in (going, waiting)] == [RunState.CANCELLED] * 2


def test_closing_begins_nothing_more():
    begun, done = threading.Event(), []

    def carry_out(record):
        begun.set()
        assert record.cancel.wait(PATIENCE_S)
        done.append(record.request)
        return report(record.request)

    with working(carry_out) as (queue, _):
        first, second = queue.submit(MOVIES), queue.submit(HEAT)
        assert begun.wait(PATIENCE_S)
        queue.close()
        assert queue.wait(first, PATIENCE_S).state is RunState.FINISHED, "what was under way is finished"
        assert queue.wait(second, 0.05).state is RunState.QUEUED
    assert done == [MOVIES]


def test_only_the_latest_runs_are_told_of(monkeypatch):
    monkeypatch.setattr("posteract_core.app.queue.KEPT", 2)
    with working(lambda record: report()) as (queue, _):
        for _ in range(5):
            queue.wait(queue.submit(ALL), PATIENCE_S)
        assert len(queue.records()) == 2
