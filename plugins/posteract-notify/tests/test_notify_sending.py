"""Over the wire, through Apprise: news arrive with pictures, a service that fails costs nothing, no token leaks."""

from __future__ import annotations

import base64
import io
import logging
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from loguru import logger
from PIL import Image
from posteract_core.logs import setup_logging
from posteract_core.model import ArtworkKind, Picture, RunRequest, RunSummary, Severity, TaskOutcome
from posteract_core.plugins.failures import describe
from posteract_core.redaction import forget_secrets
from posteract_core.testing.contracts import TriggerContract
from posteract_notify.heartbeat import Heartbeat
from posteract_notify.observer import Observer, observer
from posteract_notify.settings import NotifySettings
from pydantic import ValidationError
from services.mailbox import CHECK, PUSH, TOKEN

ALL = RunRequest(all=True)


@pytest.fixture
def lines():
    """All that is logged, as a user sees it with --debug."""
    found = []
    setup_logging(debug=True, console=found.append)
    yield found
    logger.remove()
    forget_secrets()


@pytest.fixture
def watching(fake_mailbox, lend):
    """Return an observer that tells the mailbox."""

    def make(**settings):
        given = NotifySettings(**{"urls": {"mailbox": fake_mailbox.address}, **settings})
        return observer(given, lend("notify", fake_mailbox.url))

    return make


@pytest.fixture
def pings(fake_mailbox):
    return {
        "healthchecks": f"{fake_mailbox.url}/{CHECK}",
        "uptime_kuma": f"{fake_mailbox.url}/api/push/{PUSH}?status=up&msg=OK&ping=",
    }


def poster(color="navy", size=(1000, 1500)):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "WEBP")
    return Picture(data=out.getvalue(), format="webp", width_px=size[0], height_px=size[1])


def task(item, status="uploaded", **more):
    return TaskOutcome(item=item, kind=ArtworkKind.POSTER, library="Movies", server="plex", status=status, **more)


def summary(*tasks, **counts):
    now = datetime.now(UTC)
    done = sum(each.status == "uploaded" for each in tasks)
    return RunSummary(request=ALL, started=now, finished=now, tasks=tasks, **{"done": done, **counts})


def sent():
    for thread in threading.enumerate():
        if thread.name == "news":
            thread.join(20)


def test_the_news_of_a_run_arrive_with_a_few_small_pictures(watching, fake_mailbox, heat):
    watcher = watching(pictures=2)
    watcher.started(ALL)
    for color in ("navy", "maroon", "olive"):
        watcher.uploaded(heat, ArtworkKind.POSTER, poster(color))
    watcher.finished(summary(task("Heat (1995)")), [])
    [message] = fake_mailbox.wait_for(1)
    assert (message["title"], message["type"]) == ("Posteract: 1 new picture", "success")
    assert "- Heat (1995), poster" in message["message"]
    assert [each["mimetype"] for each in message["attachments"]] == ["image/jpeg"] * 2
    with Image.open(io.BytesIO(base64.b64decode(message["attachments"][0]["base64"]))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (800, 1200))
    sent()


def test_the_next_run_does_not_send_the_pictures_of_the_last(watching, fake_mailbox, heat):
    watcher = watching(batch_s=0)
    watcher.uploaded(heat, ArtworkKind.POSTER, poster())
    watcher.finished(summary(task("Heat (1995)")), [])
    sent()
    watcher.started(ALL)
    watcher.finished(summary(task("Ran (1985)")), [])
    sent()
    first, second = fake_mailbox.wait_for(2)
    assert (len(first["attachments"]), len(second["attachments"])) == (1, 0)


def test_runs_in_a_while_are_one_message(watching, fake_mailbox):
    watcher = watching(batch_s=3600)
    for number in range(4):
        watcher.finished(summary(task(f"Night {number} (1995)")), [])
        sent()
    assert len(fake_mailbox.wait_for(1)) == 1
    watcher.outbox.flush()
    assert fake_mailbox.wait_for(2)[1]["title"] == "Posteract: 3 new pictures"


def test_a_poster_that_is_still_missing_is_not_told_every_night(watching, fake_mailbox):
    watcher = watching(events={"missing": True}, batch_s=0)
    for _ in range(3):
        watcher.finished(summary(task("Heat (1995)", "missing"), task("Ran (1985)", "contested")), [])
        sent()
    [message] = fake_mailbox.messages
    assert "Heat (1995)" in message["message"]
    assert "Ran (1985)" in message["message"]


@pytest.mark.parametrize("way", ["refuses", "is gone", "no address"])
def test_a_service_that_fails_is_named_and_costs_the_others_nothing(watching, fake_mailbox, lines, heat, way):
    bad = fake_mailbox.address.replace("/hook/", "/hook/hook/")
    if way == "is gone":
        bad = f"json://127.0.0.1:9/hook/{TOKEN}"
    elif way == "no address":
        bad = f"jsno://example.org/hook/{TOKEN}"
    watcher = watching(urls={"attic": bad, "mailbox": fake_mailbox.address, "unset": ""})
    watcher.uploaded(heat, ArtworkKind.POSTER, poster())
    watcher.finished(summary(task("Heat (1995)")), [])
    assert len(fake_mailbox.wait_for(1)) == 1
    sent()
    said = "".join(lines)
    assert "notify: `attic` did not take the message: " in said
    assert "mailbox" not in said.replace("attic", "")


def test_no_token_is_in_any_log_whatever_the_service_answers(watching, fake_mailbox, lines, pings, heat):
    fake_mailbox.status = 500
    watcher = watching(pings={**pings, "healthchecks": f"{fake_mailbox.url}/gone/{CHECK}"})
    logging.getLogger("apprise").setLevel(logging.DEBUG)
    watcher.started(ALL)
    watcher.uploaded(heat, ArtworkKind.POSTER, poster())
    watcher.finished(summary(task("Heat (1995)")), [])
    sent()
    said = "".join(lines)
    assert "did not take the message" in said
    assert "the ping to `healthchecks` failed: HTTP 404" in said
    for secret in (TOKEN, CHECK, PUSH):
        assert secret not in said
    for shown in (repr(watcher.settings), str(watcher.settings), watcher.settings.model_dump_json()):
        assert not any(secret in shown for secret in (TOKEN, CHECK, PUSH))


def test_watchers_hear_that_a_run_starts_and_how_it_ends(watching, fake_mailbox, pings):
    watcher = watching(urls={}, pings=pings)
    watcher.started(ALL)
    watcher.finished(summary(task("Heat (1995)")), [])
    watcher.started(ALL)
    watcher.failed(ALL, "plex: refuses the token", "Get a new one.", [])
    watcher.started(RunRequest(all=True, dry_run=True))
    push = f"/api/push/{PUSH}"
    assert [path for path, _ in fake_mailbox.pings] == [
        f"/{CHECK}/start", f"/{CHECK}", push, f"/{CHECK}/start", f"/{CHECK}/fail", push,
    ]  # fmt: skip
    told = [query for path, query in fake_mailbox.pings if path == push]
    assert [(query["status"], query["msg"]) for query in told] == [
        ("up", "1 done, 0 unchanged, 0 failed"),
        ("down", "plex: refuses the token"),
    ]
    assert told[0]["ping"].isdigit()


def test_a_run_in_which_all_failed_is_not_well(watching, fake_mailbox, pings):
    watcher = watching(urls={}, pings=pings)
    watcher.finished(summary(task("Heat (1995)", "failed"), failed=1), [])
    watcher.finished(summary(task("Heat (1995)"), task("Ran (1985)", "failed"), failed=1), [])
    assert [query["status"] for path, query in fake_mailbox.pings if "push" in path] == ["down", "up"]


def test_a_service_in_the_house_that_is_down_does_not_stop_the_run(watching, fake_mailbox, pings, lines):
    watcher = watching(pings={"uptime_kuma": f"http://127.0.0.1:9/api/push/{PUSH}"})
    watcher.started(ALL)
    watcher.finished(summary(), [])
    assert "the ping to `uptime_kuma` failed: ConnectError" in "".join(lines)


class TestTheHeartbeatKeepsTheContract(TriggerContract):
    @pytest.fixture
    def trigger(self, provider_context):
        return Heartbeat(NotifySettings(heartbeat_s=10), provider_context)


def test_the_heart_beats_while_the_program_serves(fake_mailbox, pings, lend):
    settings = NotifySettings(pings=pings, heartbeat_s=3600)
    heart, stop = Heartbeat(settings, lend("notify", fake_mailbox.url)), threading.Event()
    thread = threading.Thread(target=heart.listen, args=(None, stop))
    thread.start()
    while not fake_mailbox.pings and thread.is_alive():
        stop.wait(0.01)
    stop.set()
    thread.join(5)
    assert fake_mailbox.pings == [(f"/api/push/{PUSH}", {"status": "up", "msg": "serving"})]
    assert not Heartbeat.starts_runs


def test_doctor_says_which_address_is_none(provider_context, fake_mailbox):
    settings = NotifySettings(urls={"mailbox": fake_mailbox.address, "typo": f"dicsord://{TOKEN}"})
    fine, wrong = Heartbeat(settings, replace(provider_context, instance="notify")).check()
    assert (fine.severity, wrong.severity) == (Severity.OK, Severity.ERROR)
    assert "with pictures" in fine.message
    assert "`typo` is no address that Apprise knows" in wrong.message
    assert TOKEN not in f"{fine} {wrong}"


def test_a_ping_that_is_no_address_is_a_mistake_that_does_not_show_it():
    with pytest.raises(ValidationError, match="must be an address that begins with https") as caught:
        NotifySettings(pings={"healthchecks": TOKEN})
    assert TOKEN not in describe(caught.value)


def test_an_observer_lives_on_with_the_settings_of_the_latest_run(watching):
    first = watching()
    assert watching(pictures=0) is first
    assert first.settings.pictures == 0
    assert isinstance(first, Observer)


def test_importing_the_plugin_module_stays_cheap():
    script = (
        "import sys, posteract_notify.plugin; print(sorted({'apprise', 'pydantic', 'httpx', 'PIL'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
