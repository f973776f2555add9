"""The clock fires what is due: once, whatever was missed, and not while the job's run goes on."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from posteract_core.model import RunRequest, Severity
from posteract_core.providers import Job, JobState
from posteract_core.testing.contracts import TriggerContract
from posteract_core.testing.contracts.trigger import RecordingApp
from posteract_schedule.settings import ScheduleSettings
from posteract_schedule.trigger import ScheduleTrigger
from pydantic import ValidationError

BERLIN = ZoneInfo("Europe/Berlin")
NIGHTLY = Job(name="nightly", request=RunRequest(all=True), cron="0 3 * * *")
HOURLY = Job(name="hourly", request=RunRequest(libraries=("Movies",)), cron="0 * * * *")


@pytest.fixture
def trigger(provider_context):
    made = ScheduleTrigger(ScheduleSettings(time_zone="Europe/Berlin"), provider_context)
    made.now = datetime(2026, 11, 23, 2, 59, 50, tzinfo=BERLIN)
    made.clock = lambda: made.now
    return made


class App(RecordingApp):
    """Keeps states as the core does: what is fired is under way, and done up to now."""

    def __init__(self, trigger, *jobs):
        super().__init__()
        self.trigger, self.fired = trigger, []
        self.states = [JobState(job=job, since=trigger.now) for job in jobs]

    def submit(self, request, *, job=""):
        self.fired.append((job, f"{self.trigger.now:%d %H:%M}"))
        self.change(job, since=self.trigger.now, under_way=True)
        return super().submit(request, job=job)

    def change(self, name, **fields):
        from dataclasses import replace

        self.states = [replace(each, **fields) if each.job.name == name else each for each in self.states]


class TestTheClockKeepsTheContract(TriggerContract):
    @pytest.fixture
    def trigger(self, provider_context):
        return ScheduleTrigger(ScheduleSettings(), provider_context)

    @pytest.fixture
    def provoke(self, listening):
        yesterday = datetime.now(UTC) - timedelta(days=1)
        return lambda: listening[0].states.append(JobState(job=HOURLY, since=yesterday))

    @pytest.fixture(autouse=True)
    def _looks_often(self, monkeypatch):
        monkeypatch.setattr("posteract_schedule.trigger.LOOK_EVERY_S", 0.01)


def test_a_job_is_fired_when_its_time_comes_and_once(trigger):
    app = App(trigger, NIGHTLY)
    for second in range(30):
        trigger.now = datetime(2026, 11, 23, 2, 59, 50, tzinfo=BERLIN) + timedelta(seconds=second)
        trigger.look(app)
        app.change("nightly", under_way=False)
    assert app.fired == [("nightly", "23 03:00")]
    assert app.requests.get_nowait() == RunRequest(all=True)


@pytest.mark.parametrize("nights", [1, 9])
def test_missed_nights_are_made_up_for_by_one_run(trigger, nights):
    app = App(trigger, NIGHTLY)
    trigger.now += timedelta(days=nights, hours=5)
    for _ in range(3):
        trigger.look(app)
        app.change("nightly", under_way=False)
    assert len(app.fired) == 1


def test_what_came_due_while_the_run_of_a_job_went_on_is_one_run_after_it(trigger):
    app = App(trigger, HOURLY)
    for hour in range(1, 6):
        trigger.now = datetime(2026, 11, 23, 3, tzinfo=BERLIN) + timedelta(hours=hour)
        trigger.look(app)
    assert app.fired == [("hourly", "23 04:00")]
    app.change("hourly", under_way=False)
    trigger.look(app)
    trigger.look(app)
    assert app.fired == [("hourly", "23 04:00"), ("hourly", "23 08:00")]


def test_a_paused_job_is_not_fired(trigger):
    app = App(trigger, NIGHTLY, HOURLY)
    app.change("nightly", paused=True)
    trigger.now += timedelta(days=1)
    trigger.look(app)
    assert [job for job, _ in app.fired] == ["hourly"]


def test_a_clock_that_is_set_back_fires_nothing_twice(trigger):
    app = App(trigger, HOURLY)
    for minutes in (1, 61, 30, 59, 61):
        trigger.now = datetime(2026, 11, 23, 3, tzinfo=BERLIN) + timedelta(minutes=minutes)
        trigger.look(app)
        app.change("hourly", under_way=False)
    assert app.fired == [("hourly", "23 03:01"), ("hourly", "23 04:01")]


def test_a_zone_that_is_none_is_said():
    with pytest.raises(ValidationError, match="must be a time zone such as"):
        ScheduleSettings(time_zone="Europe/Berlim")
    with pytest.raises(ValidationError, match="must be a time zone such as"):
        ScheduleSettings(time_zone="../etc/passwd")


def test_doctor_says_which_clock_is_gone_by(trigger):
    [finding] = trigger.check()
    assert finding.severity is Severity.OK
    assert "Europe/Berlin, where it is 02:59" in finding.message


def test_importing_the_plugin_module_stays_cheap():
    script = (
        "import sys, posteract_schedule.plugin; print(sorted({'apscheduler', 'pydantic', 'httpx'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
