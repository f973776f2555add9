"""Changes that count become one run when it is quiet again; what Posteract writes by itself becomes none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import count
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from posteract_core.errors import LedgerBusy
from posteract_core.model import RunRequest, Severity
from posteract_core.testing.contracts import TriggerContract
from posteract_core.testing.contracts.trigger import RecordingApp
from posteract_core.unfinished import unfinished_name
from posteract_watch import changes as changing
from posteract_watch import plugin
from posteract_watch.changes import Changed, changes
from posteract_watch.settings import WatchSettings
from posteract_watch.trigger import WatchTrigger
from pydantic import ValidationError

FILMS = RunRequest(libraries=("Films",))
EVERYTHING = RunRequest(all=True)


@pytest.fixture
def films(tmp_path):
    folder = tmp_path / "films"
    (folder / "Heat (1995)").mkdir(parents=True)
    return folder


@pytest.fixture
def make(films, provider_context):
    def build(context=provider_context, **settings):
        made = WatchTrigger(WatchSettings(**{"folders": {films: "Films"}, **settings}), context)
        made.now = 100.0
        made.clock = lambda: made.now
        return made

    return build


@pytest.fixture
def after(make):
    """Return the runs that changes lead to, once it is quiet."""

    def ask(*paths, new=False, trigger=None):
        trigger, app = trigger or make(), RecordingApp()
        trigger.note({Changed(path, new) for path in paths})
        trigger.now += 11
        trigger.look(app)
        return list(app.requests.queue)

    return ask


class TestTheWatchKeepsTheContract(TriggerContract):
    @pytest.fixture
    def trigger(self, films, provider_context):
        return WatchTrigger(WatchSettings(folders={films: "Films"}, quiet_s=0), provider_context)

    @pytest.fixture
    def provoke(self, films):
        numbers = count()
        return lambda: (films / f"{next(numbers)}.mkv").write_bytes(b"")


class TestTheQueueKeepsTheContract(TriggerContract):
    @pytest.fixture
    def trigger(self, tmp_path, provider_context):
        return WatchTrigger(WatchSettings(queue=tmp_path), provider_context)

    @pytest.fixture
    def provoke(self, tmp_path, monkeypatch):
        monkeypatch.setattr("posteract_watch.trigger.QUEUE_EVERY_S", 0)
        text = "[RatingKey]: 17\n[mediatype]: movie\n"
        (tmp_path / "recently_added_1.posterizarr").write_text(text)
        return lambda: None


@pytest.mark.parametrize("name", ["Heat (1995)/heat.mkv", "Heat (1995)/Heat.NFO", "x.strm", "a/b/c/d.ts"])
def test_a_video_or_an_nfo_file_is_a_run_of_its_library(after, films, name):
    assert after(films / name) == [FILMS]


@pytest.mark.parametrize(
    "name",
    [
        "Heat (1995)/poster.jpg",
        "Heat (1995)/poster.jpg.before-posteract",
        pytest.param(f"Heat (1995)/{unfinished_name()}", id="unfinished"),
        "posteract.db",
        "posteract.db-wal",
        "logs/posteract.log",
        ".posteract-abc/heat.mkv",
        "._heat.mkv",
        ".trash/heat.mkv",
        "@eaDir/heat.mkv",
        "heat.mkv.part",
        "heat.srt",
    ],
)
def test_what_posteract_or_the_system_writes_and_what_is_not_done_yet_is_none(after, films, name):
    assert after(films / name, new=True) == []


def test_pictures_of_ones_own_are_a_run_of_everything(after, make, tmp_path, films):
    manual = tmp_path / "manual"
    assert after(manual / "Films" / "Heat (1995)" / "poster.PNG") == [EVERYTHING]
    assert after(manual / "Films" / "notes.txt") == []
    assert after(manual / "x.jpg", trigger=make(manual_assets=False)) == []
    assert after(manual / "x.jpg", films / "x.mkv") == [EVERYTHING]


def test_where_everything_lies_in_one_folder_our_pictures_are_still_none(
    after, make, provider_context, films, tmp_path
):
    around = replace(provider_context, manual_assets=tmp_path, cache_folder=tmp_path / "cache" / "plugins" / "watch")
    trigger = make(around)
    ours = [films / "poster.jpg", tmp_path / "cache" / "pictures" / "ab.jpg", tmp_path / "originals" / "ab.jpg"]
    assert after(*ours, trigger=trigger) == []
    assert after(tmp_path / "Heat (1995)" / "poster.jpg", trigger=trigger) == [EVERYTHING]
    same = make(replace(provider_context, manual_assets=films))
    assert after(films / "poster.jpg", trigger=same) == []
    assert len(trigger.places.outermost()) == len(same.places.outermost()) == 1


def test_a_run_waits_until_it_is_quiet_and_is_one(make, films):
    trigger, app = make(), RecordingApp()
    for _ in range(20):
        trigger.note({Changed(films / "heat.mkv", new=False)})
        trigger.now += 9
        trigger.look(app)
    assert app.requests.empty()
    trigger.now += 1
    trigger.look(app)
    trigger.now += 100
    trigger.look(app)
    assert list(app.requests.queue) == [FILMS]


def test_a_folder_that_is_moved_in_counts_by_what_is_in_it_by_then(after, make, films):
    assert after(films / "Heat (1995)", new=True) == []
    (films / "Heat (1995)" / "CD1").mkdir()
    (films / "Heat (1995)" / "CD1" / "heat.mkv").touch()
    assert after(films / "Heat (1995)", new=True) == [FILMS]
    assert after(films / "Heat (1995)", new=False) == []
    (films / "Heat (1995)").rename(films / ".Heat")
    assert after(films / ".Heat", films, new=True) == []


def test_folders_may_be_a_list_and_relative_to_the_configuration(after, make, films):
    assert after(films / "x.mkv", trigger=make(folders=["films"])) == [EVERYTHING]
    assert WatchSettings(folders="films") == WatchSettings(folders=["films"])
    with pytest.raises(ValidationError, match="is empty"):
        WatchSettings(folders=[""])


def _listening(trigger):
    app, stop = RecordingApp(), Event()
    thread = Thread(target=trigger.listen, args=(app, stop), daemon=True)
    thread.start()
    return app, stop, thread


def test_real_changes_are_seen_and_our_uploads_cause_nothing(films, provider_context):
    trigger = WatchTrigger(WatchSettings(folders={films: "Films"}, quiet_s=0.5), provider_context)
    app, stop, thread = _listening(trigger)
    sleep(0.5)
    for number in range(5):
        (films / "Heat (1995)" / "poster.tmp").write_bytes(bytes(number))
        (films / "Heat (1995)" / "poster.tmp").rename(films / "Heat (1995)" / "poster.jpg")
        sleep(0.3)
    assert app.requests.empty()
    elsewhere = films.parent / "Ronin (1998)"
    elsewhere.mkdir()
    (elsewhere / "ronin.mkv").touch()
    elsewhere.rename(films / elsewhere.name)
    assert app.requests.get(timeout=5) == FILMS
    (films / elsewhere.name / "ronin.mkv").unlink()
    assert app.requests.get(timeout=5) == FILMS
    stop.set()
    thread.join(1)
    assert (thread.is_alive(), app.requests.empty()) == (False, True)


def test_a_film_that_is_still_copied_is_waited_for(films, provider_context):
    trigger = WatchTrigger(WatchSettings(folders={films: "Films"}, quiet_s=2), provider_context)
    app, stop, thread = _listening(trigger)
    sleep(0.5)
    with (films / "Heat (1995)" / "heat.mkv").open("wb") as film:
        for _ in range(12):
            film.write(bytes(2**16))
            film.flush()
            sleep(0.5)
            assert app.requests.empty()
    assert app.requests.get(timeout=20) == FILMS
    stop.set()
    thread.join(1)
    assert (thread.is_alive(), app.requests.empty()) == (False, True)


def test_thousands_of_changes_are_one_run(films, provider_context):
    trigger = WatchTrigger(WatchSettings(folders={films: "Films"}, quiet_s=3), provider_context)
    app, stop, thread = _listening(trigger)
    sleep(0.5)
    for number in range(3000):
        (films / "Heat (1995)" / f"{number}.mkv").touch()
        if number % 2:
            (films / "Heat (1995)" / f"{number}.mkv").unlink()
    assert app.requests.get(timeout=60) == FILMS
    sleep(4)
    stop.set()
    thread.join(5)
    assert (thread.is_alive(), app.requests.empty()) == (False, True)


def test_a_folder_that_comes_later_is_new_and_watched(tmp_path, monkeypatch):
    monkeypatch.setattr(changing, "LOOK_AGAIN_S", 0.0)
    monkeypatch.setattr(changing, "TICK_S", 0.05)
    share, stop, seen = tmp_path / "share", Event(), set()

    def see(wanted):
        deadline = monotonic() + 5
        for found in told:
            seen.update(found)
            if wanted in seen or monotonic() > deadline:
                break
        assert wanted in seen

    told = changes([share], stop)
    next(told)
    share.mkdir()
    see(Changed(share, new=True))
    next(told)  # watched from now on; what came before is found when the folder is looked into
    (share / "a.mkv").touch()
    see(Changed(share / "a.mkv", new=True))
    shutil.rmtree(share)
    seen.clear()
    share.mkdir()
    see(Changed(share, new=True))
    stop.set()
    assert not any(told)


def test_where_the_system_watches_no_more_folders_they_are_looked_through(tmp_path, monkeypatch):
    asked = []

    def limited(*folders, force_polling, **_):
        asked.append(force_polling)
        if not force_polling:
            raise OSError(28, "No space left on device")
        yield set()

    monkeypatch.setattr(changing, "watch", limited)
    told = changes([tmp_path], Event())
    assert [next(told), next(told)] == [set(), set()]
    assert asked == [None, True]


def test_folders_that_tell_nothing_are_looked_through(films, provider_context, monkeypatch):
    monkeypatch.setattr(changing, "POLL_S", 0.1)
    app, stop, thread = _listening(
        WatchTrigger(WatchSettings(folders={films: "Films"}, quiet_s=0.2, poll=True), provider_context)
    )
    sleep(0.5)
    (films / "Heat (1995)" / "poster.jpg").touch()
    sleep(1)
    assert app.requests.empty()
    (films / "Heat (1995)" / "heat.mkv").touch()
    assert app.requests.get(timeout=5) == FILMS
    stop.set()
    thread.join(1)
    assert not thread.is_alive()


def test_doctor_says_what_is_watched_and_what_is_not_there(make, tmp_path):
    [finding] = make().check()
    assert (finding.severity, str(tmp_path / "films") in finding.message) == (Severity.OK, True)
    findings = make(folders=["gone"], queue=tmp_path / "no").check()
    assert [each.severity for each in findings] == [Severity.WARNING, Severity.WARNING, Severity.OK]


def test_a_queue_file_waits_for_a_database_that_is_busy(make, tmp_path):
    class Busy(RecordingApp):
        busy = True

        def tell(self, name, events):
            if self.busy:
                raise LedgerBusy("busy")
            super().tell(name, events)

    trigger, app = make(queue="watcher"), Busy()
    path = tmp_path / "watcher" / "tautulli_trigger_7"
    path.parent.mkdir()
    path.write_text("[RatingKey]: 17\n[mediatype]: episode\n")
    for _ in range(3):
        trigger.now += 3
        trigger.look(app)
    assert (path.exists(), app.told.empty()) == (True, True)
    app.busy = False
    trigger.now += 3
    trigger.look(app)
    assert (path.exists(), app.told.get_nowait()[0]) == (False, "tautulli")


def test_the_plugin_fits_the_hooks(registry):
    assert registry.register(plugin, "watch")
    assert registry.failures == []


def test_importing_the_plugin_module_stays_cheap():
    script = "import sys, posteract_watch.plugin; print(sorted({'watchfiles', 'pydantic', 'httpx'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
