"""Stages pass work on, hold it back when the next is busy, and stop when told to."""

from __future__ import annotations

import itertools
import threading

import pytest
from posteract_core.run.pipeline import Stage, flow


def stage(name, work, workers=2):
    return Stage(name=name, workers=workers, work=work)


def test_every_job_goes_through_every_stage():
    done: list[int] = []
    flow(range(500), [stage("a", lambda job: True), stage("b", lambda job: bool(done.append(job)))], threading.Event())
    assert sorted(done) == list(range(500))


def test_a_job_that_ends_early_does_not_go_on():
    seen: list[int] = []
    flow(
        range(10),
        [stage("a", lambda job: job % 2 == 0), stage("b", lambda job: bool(seen.append(job)))],
        threading.Event(),
    )
    assert sorted(seen) == [0, 2, 4, 6, 8]


def test_no_more_jobs_are_begun_than_the_stages_can_hold():
    begun = itertools.count()
    gate, reached = threading.Event(), threading.Event()
    started: list[int] = []

    def jobs():
        for number in range(1000):
            started.append(next(begun))
            if number == 3:
                reached.set()
            yield number

    def work(job):
        assert gate.wait(10)
        return False

    runner = threading.Thread(target=flow, args=(jobs(), [stage("slow", work)], threading.Event()))
    runner.start()
    assert reached.wait(10)
    assert len(started) <= 8  # two at work, four in the queue, one at the door
    gate.set()
    runner.join(30)
    assert len(started) == 1000


def test_cancelling_finishes_what_is_under_way_and_begins_nothing_new():
    cancel, done = threading.Event(), []

    def work(job):
        cancel.set()
        done.append(job)
        return False

    with pytest.raises(KeyboardInterrupt):
        flow(itertools.count(), [stage("only", work, workers=1)], cancel)
    assert done == list(range(len(done)))
    assert len(done) < 10


def test_a_fault_in_what_gives_the_jobs_is_raised_after_what_was_begun_is_finished():
    done: list[int] = []

    def jobs():
        yield 1
        raise OSError("the listing broke off")

    with pytest.raises(OSError, match="broke off"):
        flow(jobs(), [stage("only", lambda job: bool(done.append(job)))], threading.Event())
    assert done == [1]
