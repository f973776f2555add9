"""Whole libraries on Plex with TMDB, Fanart.tv and TheTVDB: every picture from the right source, and nothing twice."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator

import posteract_plex.server
import pytest
from plex_home import PlexHome
from posteract_core.app import App, Opening, leftovers
from posteract_core.app.doctor import examine
from posteract_core.app.reset import Reset, To
from posteract_core.app.scope import Scope
from posteract_core.errors import UsageError
from posteract_core.model import Finding, Severity
from posteract_core.plan.limits import PlanTooLarge
from posteract_core.render import read_mark
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, Fault, World
from services.pictures import kometas, picture, posterizarrs

FILMS, SHOWS = 60, 3
TARGETS = FILMS * 2 + SHOWS * (2 + 2 + 16)


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb
) -> Iterator[PlexHome]:
    made = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    yield made
    for service in made.services.values():
        service.mend()


def all_ours(home: PlexHome) -> bool:
    return all(read_mark(home.shown_bytes(item, element)) is not None for item, element in home.slots())


def test_every_picture_comes_from_the_right_source_and_a_second_run_asks_nobody(home):
    home.style = "minimal"
    home.populate(films=FILMS, shows=SHOWS)
    summary = home.run().summary
    assert (summary.done, summary.failed, summary.missing) == (TARGETS, 0, 0), summary.tasks[:3]
    assert all_ours(home)
    sources = {task.item: task.source for task in summary.tasks if task.kind == "poster" and task.library == "Movies"}
    assert [sources[f"Film {number:05d} ({1950 + number % 75})"] for number in range(4)] == [
        "tmdb",
        "fanart",
        "tvdb",
        "tmdb",
    ]
    assert set(home.uploads_per_slot().values()) == {1}
    home.forget_requests()
    summary = home.run().summary
    assert (summary.unchanged, summary.done, summary.planned) == (TARGETS, 0, 0)
    asked = home.requests()
    assert (asked["tmdb"], asked["fanart"], asked["tvdb"]) == (0, 0, 0)
    assert asked["plex"] <= TARGETS / 50 + 20
    assert home.plex.uploads == []


def test_each_film_costs_one_question_to_tmdb_and_one_download(home):
    home.populate(films=40)
    home.run()
    questions = sum(count for route, count in home.tmdb.count.items() if "/t/p/" not in route)
    assert questions <= 40 + 3
    downloads = home.tmdb.count["GET /t/p/{size}/{file}"]
    assert downloads <= 40 * 2


def test_with_bad_luck_at_every_service_every_target_ends_uploaded_and_none_twice(home):
    home.populate(films=30, shows=1)
    for number, service in enumerate(home.services.values()):
        service.add_fault(Fault(status=503, percent=10, seed=number))
        service.add_fault(Fault(cut="before", percent=1.5, seed=10 + number))
        service.add_fault(Fault(cut="after", percent=1.5, seed=20 + number))
        service.add_fault(Fault(status=429, retry_after="0", percent=5, seed=30 + number, times=20))
    home.more = {"run": {"retry": {"attempts": 10, "first": "20ms", "longest": "200ms"}}}
    for _ in range(8):
        if home.run().summary.failed == 0 and home.run(yes=True).summary.planned == 0:
            break
    assert all_ours(home)
    keys = {(key, element, rating_key) for key, element, rating_key in home.plex.uploads}
    assert len(keys) == len(home.plex.uploads), "the same bytes were sent twice to one slot"
    assert set(home.uploads_per_slot().values()) == {1}


def test_hand_uploaded_posters_are_kept_and_what_tools_and_agents_left_is_replaced(home):
    home.populate(films=40)
    items = [home.plex.item_of(title) for title in home.world.movies]
    owners, kometa, posterizarr, locked = items[:10], items[10:20], items[20:30], items[30:40]
    for number, item in enumerate(owners):
        home.plex.upload_by_hand(item, picture(f"mine {number}", 1000, 1500))
    for number, item in enumerate(kometa):
        home.plex.upload_by_hand(item, kometas(f"kometa {number}"))
    for number, item in enumerate(posterizarr):
        home.plex.upload_by_hand(item, posterizarrs(f"posterizarr {number}"))
    for item in locked:
        item.locked.add("thumb")
    summary = home.run(kinds=("poster",)).summary
    assert (summary.kept, summary.done) == (20, 20), "uploads of the owner, and locked pictures, are the owner's"
    assert all(read_mark(home.shown_bytes(item)) is None for item in (*owners, *locked))
    assert all(read_mark(home.shown_bytes(item)) is not None for item in (*kometa, *posterizarr))


def test_what_a_metadata_refresh_took_away_is_selected_again_and_not_sent(home):
    home.populate(films=50)
    home.run()
    victims = [home.plex.item_of(title) for title in home.world.movies[:10]]
    for item in victims:
        item.locked.clear()
    home.plex.refresh(victims)
    assert read_mark(home.shown_bytes(victims[0])) is None
    home.forget_requests()
    assert home.run().summary.failed == 0
    assert all_ours(home)
    assert home.plex.uploads == [], "the server had them already"
    assert home.tmdb.total == 0


def test_new_time_stamps_on_the_same_pictures_ask_nothing_and_change_nothing(home):
    home.populate(films=40)
    home.run()
    for film in home.world.movies:
        item = home.plex.item_of(film)
        for element in ("thumb", "art"):
            item.slot(element, home.plex.image_url).stamp += 1000
        item.updated += 1000
    home.forget_requests()
    summary = home.run().summary
    assert (summary.done, summary.failed, summary.unchanged) == (0, 0, 80)
    assert home.plex.uploads == []
    assert home.run().summary.planned == 0


def test_a_refresh_of_a_large_part_of_the_library_asks_first(home):
    home.populate(films=50)
    home.run()
    items = [home.plex.item_of(title) for title in home.world.movies]
    for item in items:
        item.locked.clear()
    home.plex.refresh(items)
    with pytest.raises(PlanTooLarge):
        home.run()
    home.forget_requests()
    assert home.run(yes=True).summary.failed == 0
    assert all_ours(home)
    assert home.plex.uploads == []


def test_a_library_under_new_keys_stops_the_plan_and_with_yes_costs_no_download(home):
    home.populate(films=50)
    home.run()
    ours = {title.title: home.shown_bytes(title) for title in home.world.movies}
    library = next(iter(home.plex.libraries.values()))
    home.plex.readd_library(library, keep_uploads=False)
    with pytest.raises(PlanTooLarge):
        home.run()
    home.forget_requests()
    assert home.run(yes=True).summary.failed == 0
    assert home.requests() | {"plex": 0} == {"plex": 0, "tmdb": 0, "fanart": 0, "tvdb": 0}
    assert {title.title: home.shown_bytes(title) for title in home.world.movies} == ours


def test_with_the_database_deleted_nothing_is_sent_and_reset_gives_every_original_back(home):
    home.populate(films=12, shows=1)
    before = {(item.key, element): home.shown_bytes(item, element) for item, element in home.slots()}
    home.run()
    for path in home.folder.glob("posteract.db*"):
        path.unlink()
    home.forget_requests()
    summary = home.run().summary
    assert (summary.done, home.plex.uploads) == (0, [])
    for path in home.folder.glob("posteract.db*"):
        path.unlink()
    with App.open(Opening(config=home.config)) as app, app.hold("a test"):
        work = Reset(app=app, scope=Scope(), to=To.ORIGINAL)
        work.plan()
        work.carry_out()
    after = {(item.key, element): home.shown_bytes(item, element) for item, element in home.slots()}
    assert after == before


def test_a_server_that_goes_away_in_the_middle_is_said_once_and_the_rest_is_done_later(home):
    home.populate(films=40)
    fault = home.plex.add_fault(Fault(status=503, route="*", after=60))
    report = home.run()
    assert report.down
    assert report.summary.done < 80
    done = report.summary.done
    home.plex.faults.remove(fault)
    with App.open(Opening(config=home.config)) as app:
        for target in list(app.ledger.all_targets()):
            target.next_try_at = 0
            app.ledger.save(target)
    assert home.run(yes=True).summary.failed == 0
    assert all_ours(home)
    assert done <= 80
    assert set(home.uploads_per_slot().values()) == {1}


def test_a_token_revoked_in_the_middle_ends_the_servers_part_and_is_said_once(home, capfd):
    home.populate(films=40)
    fault = home.plex.add_fault(Fault(status=401, after=60))
    lines: list[str] = []
    with App.open(Opening(config=home.config, console=lines.append)) as app:
        from posteract_core.model import RunRequest

        report = app.run(RunRequest(all=True))
    assert "plex" in report.down
    assert sum("plex" in line and "refuse" in line for line in lines) == 1, lines
    home.plex.faults.remove(fault)


def write_uploads(home: PlexHome, folder) -> dict[str, object]:
    """Lay Plex's uploads out on disk as Plex does; return the files by SHA-1."""
    files = {}
    for item in home.plex.items.values():
        for slot in item.slots.values():
            for one in slot.candidates:
                if one.rating_key.startswith("upload://") and one.data is not None:
                    name = one.rating_key.rpartition("/")[2]
                    path = folder / "Metadata" / "Movies" / "a" / f"{item.key:x}.bundle" / "Uploads" / "posters" / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(one.data())
                    files[name] = path
    return files


def test_earlier_uploads_are_counted_and_only_ours_that_are_not_shown_are_taken_out_of_plexs_folder(
    home, tmp_path, capsys
):
    home.populate(films=6)
    home.style = "minimal"
    mine = picture("mine", 1000, 1500)
    home.plex.upload_by_hand(home.world.movies[0], mine)
    home.plex.upload_by_hand(home.world.movies[0], picture("mine, later", 1000, 1500))
    home.run(kinds=("poster",))
    home.style = "none"
    home.run(kinds=("poster",), yes=True)
    with App.open(Opening(config=home.config)) as app:
        assert leftovers.count(app) == {"plex": 4}, "one is the owner's, and one carried words, so no style changed it"
    data = tmp_path / "Plex Media Server"
    files = write_uploads(home, data)
    shown = {home.plex.shown(film)[0].rpartition("/")[2] for film in home.world.movies}
    with App.open(Opening(config=home.config)) as app:
        assert leftovers.clear(app, data, dry_run=True).files == 4
        assert all(path.exists() for path in files.values())
        assert leftovers.clear(app, data, dry_run=False).files == 4
    left = {name for name, path in files.items() if path.exists()}
    assert shown <= left
    assert hashlib.sha1(mine, usedforsecurity=False).hexdigest() in left
    assert len(left) == len(files) - 4


def test_a_folder_that_is_not_plexs_is_not_touched(home, tmp_path):
    home.populate(films=1)
    with App.open(Opening(config=home.config)) as app, pytest.raises(UsageError, match="no Metadata"):
        leftovers.clear(app, tmp_path, dry_run=False)


def test_doctor_asks_a_service_that_is_down_twice_and_goes_on(home, posteract):
    home.populate(films=1)
    home.tmdb.add_fault(Fault(status=503))
    ended = posteract("--config", home.config, "doctor", cwd=home.folder)
    assert max(home.tmdb.count.values()) == 2
    assert "tmdb: " in ended.out
    assert "ok       plex: " in ended.out


def test_shows_and_seasons_say_how_many_episodes_they_have_and_how_long_these_are(home):
    home.populate(films=0, shows=1)
    text = {"type": "text", "text": "{episode_count} episodes, {total_runtime}"}
    look = {"style": "none", "overlays": ["length"]}
    home.more = {
        "overlays": {"length": [text, "runtime"]},
        "libraries": {"TV Shows": {"artwork": {"poster": look, "season": look}}},
    }
    assert home.run().summary.done == 3
    with sqlite3.connect(home.folder / "posteract.db") as ledger:
        shown = {kind: json.loads(inputs) for kind, inputs in ledger.execute("SELECT kind, inputs FROM target")}
    ledger.close()
    assert "16 episodes, 26 h 40 min" in json.dumps(shown["poster"])
    assert "8 episodes, 13 h 20 min" in json.dumps(shown["season"])
    assert shown["poster"][1][-1][-1] == 100, shown["poster"]
    assert home.run().summary.unchanged == 3


def faults_of(home: PlexHome, subject: str) -> list[Finding]:
    with App.open(Opening(config=home.config)) as app:
        return [each for each in examine(app) if each.subject == subject and each.severity is Severity.ERROR]


def test_doctor_says_once_that_a_token_is_refused_and_what_to_do(home):
    home.populate(films=1)
    home.plex.add_fault(Fault(status=401))
    [fault] = faults_of(home, "plex")
    assert fault.remedy


@pytest.mark.parametrize(("status", "sends_for_a_key"), [(401, True), (503, False)])
def test_doctor_sends_for_a_new_key_only_where_the_old_one_is_refused(home, status, sends_for_a_key):
    home.populate(films=1)
    home.more = {"run": {"retry": {"attempts": 1}}}
    for name in ("tmdb", "fanart", "tvdb"):
        home.services[name].add_fault(Fault(status=status))
        [fault] = faults_of(home, name)
        assert ("Get a " in fault.remedy) is sends_for_a_key


def test_a_server_that_breaks_is_a_fault_for_doctor_and_the_other_parts_are_tried(home, monkeypatch):
    home.populate(films=1)

    def breaks(server):
        raise ValueError("odd")

    monkeypatch.setattr(posteract_plex.server.PlexServer, "libraries", breaks)
    with App.open(Opening(config=home.config)) as app:
        findings = examine(app)
    assert [each.message for each in findings if each.message.endswith("broke: ValueError: odd")]
    assert [each.message for each in findings if each.subject == "tmdb"] == ["answers, and accepts the key"]
