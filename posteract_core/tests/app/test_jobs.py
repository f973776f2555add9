"""Jobs: the YAML says what they are, the ledger when they ran; a change of either is seen at once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from posteract_core.app.jobs import Jobs
from posteract_core.config import load_config
from posteract_core.errors import UsageError
from posteract_core.store import Ledger

CONFIG = """\
schedule:
  nightly: {cron: "0 3 * * *", run: {all: true}}
  weekend: {schedule: weekly(sat|sun), at: ["18:30", "05:00"], run: {library: Movies}}
"""


@pytest.fixture
def desk(tmp_path):
    """Return jobs, the means to edit their configuration, and a clock."""
    path = tmp_path / "config.yaml"

    def edit(text):
        path.write_text(text, encoding="utf-8")
        made.loaded = load_config(path, environ={}, no_plugins=True)

    made = SimpleNamespace(edit=edit, now=1_000_000.0)
    edit(CONFIG)
    ledger = Ledger.open("sqlite:///posteract.db", base=tmp_path)
    made.jobs = Jobs(lambda: made.loaded, ledger, clock=lambda: made.now)
    made.state = lambda name: next(state for state in made.jobs.states() if state.job.name == name)
    yield made
    ledger.close()


def test_jobs_are_those_of_the_configuration_in_its_order_and_words(desk):
    assert [(state.job.name, state.job.timing) for state in desk.jobs.states()] == [
        ("nightly", "cron 0 3 * * *"),
        ("weekend", "weekly(sat|sun) at 05:00, 18:30"),
    ]
    assert desk.state("weekend").job.request.libraries == ("Movies",)


def test_a_job_counts_from_when_it_was_first_seen_and_then_from_when_it_was_fired(desk):
    assert desk.state("nightly").since.timestamp() == 1_000_000
    desk.now += 100
    assert desk.state("nightly").since.timestamp() == 1_000_000
    desk.jobs.fired("nightly")
    assert (desk.state("nightly").since.timestamp(), desk.state("nightly").under_way) == (1_000_100, True)
    desk.now += 10
    desk.jobs.started("nightly")
    desk.now += 50
    desk.jobs.ended("nightly", "finished", "3 done, 0 unchanged, 0 failed")
    state = desk.state("nightly")
    assert (state.since.timestamp(), state.started_at.timestamp(), state.ended_at.timestamp()) == (
        1_000_100,
        1_000_110,
        1_000_160,
    )
    assert (state.under_way, state.outcome, state.said) == (False, "finished", "3 done, 0 unchanged, 0 failed")


def test_a_job_that_is_due_at_other_times_misses_none_of_the_past(desk):
    desk.jobs.states()
    desk.now += 500
    desk.edit(CONFIG.replace("0 3 * * *", "0 4 * * *"))
    assert desk.state("nightly").since.timestamp() == 1_000_500
    assert desk.state("weekend").since.timestamp() == 1_000_000


def test_a_pause_lasts_until_it_is_ended_and_what_was_missed_stays_missed(desk):
    desk.jobs.pause("nightly")
    desk.now += 500
    assert desk.state("nightly").paused
    desk.edit(CONFIG.replace("0 3 * * *", "0 4 * * *"))
    assert desk.state("nightly").paused
    desk.now += 500
    desk.jobs.resume("nightly")
    assert (desk.state("nightly").paused, desk.state("nightly").since.timestamp()) == (False, 1_001_000)


def test_a_name_that_is_none_is_said_with_the_nearest(desk):
    for do in (desk.jobs.pause, desk.jobs.resume, desk.jobs.job):
        with pytest.raises(UsageError, match="no job 'nigthly' is configured; did you mean 'nightly'"):
            do("nigthly")


def test_a_job_that_went_from_the_configuration_while_it_ran_is_let_go(desk):
    desk.jobs.fired("weekend")
    desk.edit(CONFIG.split("  weekend")[0])
    desk.jobs.ended("weekend", "finished", "")
    assert [state.job.name for state in desk.jobs.states()] == ["nightly"]
    desk.edit(CONFIG)
    assert not desk.state("weekend").under_way


def test_a_run_by_hand_is_the_last_run_from_its_end_on(desk):
    desk.jobs.ran("nightly", 999_000.0, "failed", "no server")
    state = desk.state("nightly")
    assert (state.started_at.timestamp(), state.since.timestamp(), state.outcome) == (999_000, 1_000_000, "failed")
