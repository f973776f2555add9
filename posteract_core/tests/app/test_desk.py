"""What was asked for outlives the program: `kill` stands here for a desk that is left as it is."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread

import pytest
from posteract_core.app import App, Opening
from posteract_core.app.queue import RunState
from posteract_core.app.serving import MOST_BEGUN, Desk
from posteract_core.model import RunRequest

HEAT, RAN, DRY = RunRequest(items=("Heat",)), RunRequest(items=("Ran",)), RunRequest(all=True, dry_run=True)
NIGHTLY = 'schedule: {nightly: {cron: "0 3 * * *", run: {all: true}}}\n'
PATIENCE_S = 10


@pytest.fixture
def opening(tmp_path):
    (tmp_path / "config.yaml").write_text(NIGHTLY)
    return Opening(config=tmp_path / "config.yaml", no_plugins=True)


@contextmanager
def started(opening):
    """Yield the desk of a program that has just started; it does no runs, and its end is a kill."""
    with App.again(opening) as app:
        desk = Desk(app, opening)
        desk.take_up()
        yield desk


def waiting(desk):
    return [(each.id, each.request, each.jobs) for each in desk.queue.records() if each.state is RunState.QUEUED]


def work(desk):
    worker = Thread(target=desk.queue.work)
    worker.start()
    return worker


def test_what_waited_waits_after_a_kill_under_the_same_ids(opening):
    with started(opening) as desk:
        heat, dry = desk.submit(HEAT), desk.submit(DRY)
        ran = desk.submit(RAN)
        assert ran == heat
        before = waiting(desk)
    for _ in range(2):
        with started(opening) as desk:
            assert waiting(desk) == before
            assert desk.queue.find(heat).request.items == ("Heat", "Ran")
            assert desk.queue.find(dry).request == DRY


def test_ids_that_were_given_out_are_known_though_their_runs_are_one_now(opening, monkeypatch):
    with started(opening) as desk:
        monkeypatch.setattr("posteract_core.app.queue.merged", lambda waiting, wanted: None)  # the first one has begun
        ids = [desk.submit(HEAT), desk.submit(HEAT)]
        assert len(set(ids)) == 2
        monkeypatch.undo()
    with started(opening) as desk:
        assert [desk.queue.find(each).id for each in ids] == [ids[0]] * 2
        assert desk.queue.cancel(ids[1])
        assert desk.queue.find(ids[0]).state is RunState.CANCELLED
    with started(opening) as desk:
        assert desk.queue.records() == []


def test_what_is_done_is_not_done_again(opening):
    with started(opening) as desk:
        run = desk.submit(DRY)
        worker = work(desk)
        assert desk.queue.wait(run, PATIENCE_S).state is RunState.FINISHED
        desk.queue.close()
        worker.join(PATIENCE_S)
    with started(opening) as desk:
        assert desk.queue.records() == []


def test_what_ends_with_the_program_is_taken_up_and_what_somebody_ended_is_not(opening, monkeypatch):
    with started(opening) as desk:
        monkeypatch.setattr(Desk, "_carry_out", _until_cancelled)
        desk = Desk(desk._app, opening)
        ended, first, second = desk.submit(DRY), desk.submit(HEAT), desk.submit(RunRequest(all=True))
        assert first == second, "a run of all does the work of it"
        worker = work(desk)
        desk.queue.cancel(ended)
        assert desk.queue.wait(ended, PATIENCE_S).state is RunState.CANCELLED
        desk.queue.close()
        worker.join(PATIENCE_S)
    with started(opening) as desk:
        assert [each.asked[0] for each in desk.queue.records()] == [first]


def _until_cancelled(desk, record):
    assert record.cancel.wait(PATIENCE_S)
    raise KeyboardInterrupt


def test_a_job_is_taken_up_as_it_stands_in_the_file_now(opening):
    with started(opening) as desk:
        run = desk.submit(RunRequest(all=True), job="nightly")
    opening.config.write_text(NIGHTLY.replace("all: true", "library: Movies"))
    with started(opening) as desk:
        assert waiting(desk) == [(run, RunRequest(libraries=("Movies",)), ("nightly",))]


def test_a_job_that_was_paused_or_is_gone_is_not_taken_up(opening):
    with started(opening) as desk:
        desk.submit(RunRequest(all=True), job="nightly")
        desk.jobs_kept.pause("nightly")
    with started(opening) as desk:
        assert desk.queue.records() == []
        assert not desk.jobs()[0].under_way
        desk.jobs_kept.resume("nightly")
        desk.submit(RunRequest(all=True), job="nightly")
    opening.config.write_text("{}\n")
    with started(opening) as desk:
        assert desk.queue.records() == []


def test_a_job_that_was_fired_and_no_more_is_taken_up(opening):
    with started(opening) as desk:
        desk.jobs_kept.fired("nightly")
    with started(opening) as desk:
        [(run, _, jobs)] = waiting(desk)
        assert jobs == ("nightly",)
    with started(opening) as desk:
        assert waiting(desk)[0][0] == run


def test_a_run_that_takes_the_program_down_with_it_is_let_go(opening):
    with started(opening) as desk:
        desk.submit(HEAT)
        desk.submit(RunRequest(all=True, recheck=True), job="nightly")
    for _ in range(MOST_BEGUN):
        with started(opening) as desk:
            records = desk.queue.records()
            assert records
            for record in records:
                record.state = RunState.RUNNING
                desk._changed(record)
    with started(opening) as desk:
        assert desk.queue.records() == []
        [nightly] = desk.jobs()
        assert (nightly.under_way, nightly.outcome) == (False, "failed")
