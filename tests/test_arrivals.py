"""What others tell: an item is looked for until Plex knows it, finished, and put into its collections; we turn the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from plex_home import PlexHome
from posteract_core.app import App, Opening, listings
from posteract_core.app.arrivals import GIVEN_UP_AFTER_S, Arrivals
from posteract_core.app.merging import merged
from posteract_core.app.queue import RunRecord, RunState
from posteract_core.errors import PosteractError
from posteract_core.model import ExternalIds, ItemType, MediaRef, RunRequest
from posteract_core.providers import MediaEvent
from posteract_core.store.events import Events
from services import FakeFanart, FakeImdb, FakePlex, FakeTmdb, FakeTvdb, World
from services.plex.state import TOKEN
from services.tmdb import V4_TOKEN

START = 1_800_000_000.0


@pytest.fixture
def world() -> World:
    """Return a world whose pictures are quick to read."""
    return World(real_width_px=64)


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_imdb: FakeImdb,
) -> PlexHome:  # fmt: skip
    for number in range(6):
        film(world, number)
    show = world.add_show("Dark", 2017, tvdb=334824, seasons=1, episodes=3)
    show.add_art("tmdb", "poster")
    fake_plex.add_library("Movies", world.movies)
    fake_plex.add_library("TV Shows", world.shows)
    fake_imdb.lists["ls000000001"] = [f"tt00010{number:02}" for number in range(0, 90, 3)]
    fake_imdb.lists["ls000000002"] = ["tt0001001"]
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {
            "folder": {"enabled": False},
            "plex": {"url": fake_plex.url, "token": TOKEN},
            "tmdb": {"token": V4_TOKEN, "url": fake_tmdb.url, "image_url": fake_tmdb.url},
            "imdb": {"url": fake_imdb.url, "datasets_url": fake_imdb.url},
        },
        "libraries": {"Movies": {"artwork": {"poster": {}}}, "TV Shows": {"artwork": {"poster": {}, "season": {}}}},
        "poster_preferences": {"sources": ["tmdb"], "min_width": 1},
        "collections": {
            "Threes": {"library": "Movies", "imdb_list": "ls000000001", "sync_mode": "sync"},
            "Ones": {"library": "Movies", "imdb_list": "ls000000002", "sync_mode": "sync"},
        },
    }
    return home


def film(world: World, number: int) -> Any:
    made = world.add_movie(f"Film {number:02}", 1990 + number, tmdb=1000 + number, imdb=f"tt00010{number:02}")
    made.add_art("tmdb", "poster")
    return made


@dataclass
class Now:
    """The queue without a thread: what waits is merged as there, and carried out when somebody asks how it is doing."""

    home: PlexHome
    asked: list[RunRequest] = field(default_factory=list)
    records: dict[str, RunRecord] = field(default_factory=dict)
    fails: int = 0

    def submit(self, request: RunRequest, *, job: str = "") -> str:
        self.asked.append(request)
        for record in self.records.values():
            if record.state is RunState.QUEUED and (both := merged(record.request, request)) is not None:
                record.request = both
                return record.id
        record = RunRecord(id=str(len(self.asked)), request=request, queued_at=datetime.now(UTC))
        self.records[record.id] = record
        return record.id

    def wait(self, run_id: str, timeout_s: float | None = None) -> RunRecord | None:
        record = self.records[run_id]
        if record.state is RunState.QUEUED:
            record.state = RunState.FINISHED
            if self.fails:
                self.fails -= 1
                record.state, record.error = RunState.FAILED, "plex: does not answer"
            else:
                with App.open(Opening(config=self.home.config)) as app:
                    app.run(record.request)
        return record


@dataclass
class Office:
    """Arrivals with a clock that we turn."""

    home: PlexHome
    app: App
    runs: Now
    now: float = START

    def __post_init__(self) -> None:
        self.arrivals = Arrivals(self.app, self.runs, clock=lambda: self.now)

    def told(self, *events: MediaEvent, name: str = "radarr") -> None:
        Events(self.app.ledger, clock=lambda: self.now).accept(name, events)

    def after(self, seconds: float, *, step: float = 2.0) -> None:
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + step)
            self.arrivals.look()

    @property
    def waiting(self) -> int:
        return Events(self.app.ledger).waiting()


@pytest.fixture
def office(home: PlexHome) -> Iterator[Office]:
    home.run()
    home.forget_requests()
    with App.open(Opening(config=home.config)) as app:
        yield Office(home, app, Now(home))


def imported(number: int, what: str = "added") -> MediaEvent:
    ids = ExternalIds(imdb=f"tt00010{number:02}", tmdb=1000 + number)
    return MediaEvent(ref=MediaRef(type=ItemType.MOVIE, ids=ids, title=f"Film {number:02}"), what=what)


def episode(number: int, what: str = "added") -> MediaEvent:
    ref = MediaRef(type=ItemType.EPISODE, ids=ExternalIds(tvdb=334824), season=1, episode=number, title="Dark")
    return MediaEvent(ref=ref, what=what, type=ItemType.EPISODE)


def members(home: PlexHome, title: str) -> list[str]:
    item = next(item for library in home.plex.libraries.values() for item in library.collections if item.title == title)
    return sorted(child.title for child in item.children)


def test_a_film_that_shows_up_twenty_seconds_later_is_finished_at_the_next_look_and_put_into_its_collection(
    office, home, world
):
    office.told(imported(12))
    office.after(20)
    assert office.runs.asked == []
    assert home.requests()["plex"] <= 4 * 10 + 4
    item = home.plex.add_title(home.plex.libraries[1], film(world, 12))
    office.after(4)
    assert [key for key, kind, _ in home.plex.uploads if key == item.key] == [item.key]
    office.after(4)
    assert "Film 12" in members(home, "Threes")
    assert members(home, "Ones") == ["Film 01"]
    assert office.waiting == 0
    touched = [request.touching for request in office.runs.asked if request.touching]
    assert touched == [(str(item.key),)]


def test_only_the_collections_that_it_belongs_to_are_looked_at(office, home, world):
    home.plex.add_title(home.plex.libraries[1], film(world, 12))
    home.forget_requests()
    office.told(imported(12))
    office.after(6)
    assert home.plex.count["GET /library/collections/{key}/items"] == 1


def test_two_hundred_events_with_the_program_killed_in_the_middle_are_all_done_once(office, home, world):
    for number in range(12, 62):
        home.plex.add_title(home.plex.libraries[1], film(world, number))
    for number in range(12, 62):
        for what in ("added", "upgraded", "renamed", "added"):
            office.told(imported(number, what))
    original = office.runs.submit
    calls = 0

    def killed(request: RunRequest, *, job: str = "") -> str:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise SystemExit("kill -9")
        return original(request, job=job)

    office.runs.submit = killed
    with pytest.raises(SystemExit):
        office.after(8)
    again = Office(home, office.app, Now(home), now=office.now)
    again.after(400, step=10)
    assert again.waiting == 0
    fresh = {item.key for item in home.plex.libraries[1].items if item.title >= "Film 12"}
    assert len(fresh) == 50
    uploads = [key for key, _, _ in home.plex.uploads if key in fresh]
    assert sorted(uploads) == sorted(fresh)


def test_a_whole_season_is_one_run(office, home, world):
    show = world.shows[0]
    for number in (1, 2, 3):
        office.told(episode(number), name="sonarr")
    office.after(6)
    items = [request.items for request in office.runs.asked if request.items]
    key = home.plex.item_of(show).key
    assert set(items) == {(f"key:{key}",)}
    assert office.waiting == 0


def test_an_episode_that_the_server_has_not_yet_is_waited_for(office, home):
    office.told(episode(9), name="sonarr")
    office.after(10)
    assert office.runs.asked == []
    assert office.waiting == 1


def test_an_upgrade_waits_until_the_server_has_seen_the_new_file(office, home, world):
    item = home.plex.item_of(world.movies[2])
    item.updated = item.added = int(START - 1000)
    office.told(imported(2, "upgraded"))
    office.after(20)
    assert office.runs.asked == []
    item.updated = int(office.now)
    office.after(2)
    assert office.runs.asked[0].items == (f"key:{item.key}",)


def test_what_never_comes_is_let_go_after_a_day_and_looked_for_ever_more_seldom(office, home):
    office.told(imported(77))
    office.after(180)
    first = home.requests()["plex"]
    home.forget_requests()
    office.after(GIVEN_UP_AFTER_S - 200, step=120)
    assert home.requests()["plex"] < 4 * first
    assert office.waiting == 1
    assert [row["state"] for row in listings.arrivals(office.app.ledger)] == ["waiting"]
    office.after(700, step=100)
    assert office.waiting == 0
    assert office.runs.asked == []
    [told] = listings.arrivals(office.app.ledger)
    assert (told["state"], told["titles"]) == ("let go", ["Film 77"])
    assert told["error"] == "no configured library has Film 77 after a day"


def test_tests_deletes_and_titles_without_a_file_are_done_at_once(office):
    for what in ("test", "announced", "removed"):
        office.told(imported(3, what))
    office.after(2)
    assert (office.waiting, office.runs.asked) == (0, [])


def test_a_run_that_fails_is_tried_again_and_not_for_ever(office, home, world):
    home.plex.add_title(home.plex.libraries[1], film(world, 12))
    office.runs.fails = 2
    office.told(imported(12))
    office.after(60)
    assert office.waiting == 0
    assert len([key for key, _, _ in home.plex.uploads]) >= 1
    office.runs.fails = 99
    office.told(imported(2))
    office.after(3000, step=20)
    assert office.waiting == 0
    [told] = listings.arrivals(office.app.ledger)
    assert told["error"] == "plex: does not answer; tried 8 times"


def test_a_server_that_is_down_is_waited_for(office, home, monkeypatch):
    def down() -> None:
        raise PosteractError("plex: cannot be reached")

    monkeypatch.setattr(office.app, "listed", down)
    office.told(imported(2))
    office.after(10)
    assert office.waiting == 1
    monkeypatch.undo()
    office.after(12)
    assert office.waiting == 0
