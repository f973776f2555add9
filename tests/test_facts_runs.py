"""Badges from facts cost almost no requests: whole runs over four hundred films, against services on loopback."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from services import FakeImdb, FakeMdblist, FakeOmdb, FakeTrakt, FakeWikidata, Fault, World
from services import mdblist as mdblist_keys
from services import omdb as omdb_keys
from services import trakt as trakt_keys

FILMS, BATCH, PAGE = 400, 100, 200
FEW = 30

BADGES = """
overlays:
  six:
    - {type: rating, show: [imdb]}
    - {type: rating, show: [rt_critics, rt_audience], place: middle-right}
    - {type: rating, show: [metacritic, letterboxd], place: top-right}
    - {type: text, text: "{rating.trakt}", place: bottom-left}
    - {type: award, show: [oscars], place: bottom-right}
    - {type: content_rating, place: bottom-center}
"""
CONFIG = """
plugins:
  folder: {{probe: false, roots: {{Films: films}}}}
  omdb: {{api_key: {omdb_key}, url: "{omdb}"}}
  trakt: {{client_id: {trakt_key}, url: "{trakt}"}}
  mdblist: {{api_key: {mdblist_key}, url: "{mdblist}"}}
  imdb: {{url: "{imdb}", datasets_url: "{imdb}", awards_url: "{imdb}"}}
  wikidata: {{url: "{wikidata}", contact: tests@example.org}}
poster_preferences: {{sources: [local], fallback: [], min_width: 100}}
libraries: {{Films: {{artwork: {{poster: {{style: none, pictures: {{canvas: 200x300}}, overlays: {overlays}}}}}}}}}
storage: {{assets: null, keep_originals: false}}
run: {{retry: {{attempts: 1}}, facts_every: {every}}}
"""


@dataclass
class Town:
    """A library, and the services around it."""

    folder: Path
    services: dict[str, Any]
    posteract: Callable[..., Any]
    env: dict[str, str] = field(default_factory=dict)

    def configure(self, *, overlays: str = "[six]", every: str = "7d", badges: str = BADGES) -> None:
        keys = {"omdb_key": omdb_keys.KEY, "trakt_key": trakt_keys.CLIENT_ID, "mdblist_key": mdblist_keys.KEY}
        urls = {name: service.url for name, service in self.services.items()}
        (self.folder / "config.yaml").write_text(CONFIG.format(**keys, **urls, overlays=overlays, every=every) + badges)

    def run(self, *words: str) -> tuple[dict[str, Any], str]:
        ended = self.posteract("run", "--all", "--json", *words, cwd=self.folder, env=self.env)
        assert ended.code == 0, ended.err
        return json.loads(ended.out), ended.err

    def asked(self) -> dict[str, int]:
        """Return how many requests came in since this was asked last."""
        counted = {name: service.total for name, service in self.services.items()}
        for service in self.services.values():
            service.count.clear()
        return {name: count for name, count in counted.items() if count}

    def shown(self, item: str) -> dict[str, Any]:
        """Return the value of each layer of a finished poster, by what it shows."""
        with closing(sqlite3.connect(self.folder / "posteract.db")) as ledger:
            (text,) = ledger.execute("SELECT inputs FROM target WHERE item = ?", (item,)).fetchone()
        return {str(entry[0] or entry[1]): entry[4] for entry in json.loads(text)[1]}


@pytest.fixture
def settle(
    tmp_path: Path,
    world: World,
    posteract: Any,
    jpeg: Any,
    fake_imdb: FakeImdb,
    fake_mdblist: FakeMdblist,
    fake_omdb: FakeOmdb,
    fake_trakt: FakeTrakt,
    fake_wikidata: FakeWikidata,
) -> Callable[[int], Town]:
    """Make a library of films that nothing is known of but their ids; each seventh of them won an Oscar."""
    services = {
        "imdb": fake_imdb,
        "mdblist": fake_mdblist,
        "omdb": fake_omdb,
        "trakt": fake_trakt,
        "wikidata": fake_wikidata,
    }
    base = tmp_path / "base.jpg"
    base.write_bytes(jpeg("navy", (200, 300)))

    def build(number: int) -> None:
        title = world.add_movie(f"Film {number:03}", 2001, rating=8.3)
        name = f"{title.title} (2001)"
        film, own = tmp_path / "films" / name, tmp_path / "manual" / "textless" / name
        film.mkdir(parents=True)
        own.mkdir(parents=True)
        (film / f"{name}.mkv").touch()
        (own / "poster.jpg").hardlink_to(base)
        (film / "movie.nfo").write_text(
            f'<movie><title>{title.title}</title><year>2001</year><uniqueid type="imdb">{title.imdb}</uniqueid>'
            f'<uniqueid type="tmdb">{title.tmdb}</uniqueid></movie>'
        )
        if number % 7 == 0 and title.imdb:
            fake_wikidata.wins(title.imdb, "Q102427")

    def make(films: int) -> Town:
        for number in range(films):
            build(number)
        made = Town(tmp_path, services, posteract)
        made.configure()
        return made

    return make


@pytest.fixture
def town(settle: Callable[[int], Town]) -> Town:
    """Return a library of four hundred films."""
    return settle(FILMS)


@pytest.fixture
def village(settle: Callable[[int], Town]) -> Town:
    """Return one of few films, for what needs no more."""
    return settle(FEW)


def test_six_badges_cost_one_download_one_request_a_batch_and_the_second_run_none(town: Town) -> None:
    report, _ = town.run()
    assert report["done"] == FILMS
    assert town.asked() == {
        "imdb": 1,
        "mdblist": FILMS // BATCH,
        "wikidata": FILMS // PAGE + 1,  # a page of the listing at a time, and once the labels
        "omdb": FILMS,  # nobody else has the content rating; trakt is not asked, for MDBList has its ratings
    }
    values = town.shown("Film 007 (2001)")
    assert "8.3" in json.dumps(values)
    assert ["oscars", "best", 1] in json.loads(json.dumps(values["award"]))
    report, _ = town.run()
    assert (report["unchanged"], report["done"]) == (FILMS, 0)
    assert town.asked() == {}


def test_a_look_that_shows_no_facts_asks_nobody(village: Town) -> None:
    village.configure(overlays="[plain]", badges="overlays: {plain: [{type: text, text: '{year}'}]}\n")
    assert village.run()[0]["done"] == FEW
    assert village.asked() == {}


def test_a_new_badge_asks_only_for_what_it_needs(village: Town) -> None:
    rating = "overlays: {some: [{type: rating, show: [imdb]}]}\n"
    village.configure(overlays="[some]", badges=rating)
    village.run()
    assert village.asked() == {"imdb": 1}
    village.configure(
        overlays="[some]",
        badges=rating.replace("[imdb]}", "[imdb]}, {type: rating, show: [letterboxd], place: top-left}"),
    )
    assert village.run("--yes")[0]["done"] == FEW
    assert village.asked() == {"mdblist": 1}


def test_a_family_that_wikidata_lacks_is_one_file_for_the_whole_library(
    village: Town, fake_imdb: FakeImdb, world: World
) -> None:
    best, second = (title.imdb for title in world.movies[:2])
    fake_imdb.events["ev0000157"] = f"'2002': {{césar: {{best film: {{winner: [{best}], nominee: [{second}]}}}}}}"
    cesar = "{type: award, show: cesar}"
    village.configure(overlays="[some]", badges=f"overlays: {{some: [{cesar}, {{type: ribbon, show: cesar}}]}}\n")
    assert village.run()[0]["done"] == FEW
    assert village.asked() == {"imdb": 1}
    values = village.shown("Film 000 (2001)")
    assert values["award"] == [["cesar", "best", 1]]
    assert values["ribbon"] == ["cesar", "CÉSAR"]
    assert "award" not in {name for name, value in village.shown("Film 001 (2001)").items() if value}
    village.run()
    assert village.asked() == {}


def test_a_service_that_is_down_is_named_once_and_what_it_said_before_stays(village: Town) -> None:
    village.run()
    before = village.shown("Film 007 (2001)")
    village.configure(every="0s")
    village.services["mdblist"].stop()
    village.services["wikidata"].add_fault(Fault(status=503))
    report, said = village.run()
    assert (report["unchanged"], report["done"], report["failed"]) == (FEW, 0, 0)
    assert village.shown("Film 007 (2001)") == before
    assert said.count("mdblist") == said.count("wikidata") == 1, said


def test_a_service_that_was_down_when_a_poster_was_made_gets_its_badge_as_soon_as_it_answers(village: Town) -> None:
    village.configure(overlays="[some]", badges="overlays: {some: [{type: rating, show: [letterboxd]}]}\n")
    village.services["mdblist"].add_fault(Fault(status=503))
    assert village.run()[0]["done"] == FEW
    assert "letterboxd" not in json.dumps(village.shown("Film 007 (2001)"))
    village.services["mdblist"].mend()
    assert village.run()[0]["done"] == FEW, "not in a week, and with no surprise"
    assert "letterboxd" in json.dumps(village.shown("Film 007 (2001)"))


def test_a_daily_limit_is_kept_and_the_rest_follows_when_there_is_more(village: Town) -> None:
    village.configure(overlays="[some]", badges="overlays: {some: [{type: content_rating}]}\n")
    config = village.folder / "config.yaml"
    allowed = config.read_text()
    config.write_text(allowed.replace(f"api_key: {omdb_keys.KEY}", f"api_key: {omdb_keys.KEY}, daily_limit: 12"))
    report, said = village.run()
    assert (report["done"], village.asked()) == (FEW, {"omdb": 12})
    assert said.count("daily limit") == 1
    assert village.run()[0]["unchanged"] == FEW
    assert village.asked() == {}
    config.write_text(allowed)
    assert village.run()[0]["done"] == FEW - 12
    assert village.asked() == {"omdb": FEW - 12}


def test_a_rating_that_moves_by_less_than_a_shown_digit_redraws_nothing(
    village: Town, fake_imdb: FakeImdb, world: World
) -> None:
    village.configure(overlays="[some]", every="0s", badges="overlays: {some: [{type: rating, show: [imdb]}]}\n")
    village.run()
    first, second = world.movies[:2]
    fake_imdb.ratings |= {first.imdb or "": (8.3, 999_999), second.imdb or "": (8.4, 5000)}
    state = next(village.folder.rglob("title.ratings.json"))
    state.write_text(json.dumps({**json.loads(state.read_text()), "checked_at": 0}))
    report, _ = village.run("--dry-run")
    (task,) = report["tasks"]
    assert task["item"] == "Film 001 (2001)"
    assert "8.3 → " in task["reason"]
    assert "8.4" in task["reason"]


def test_one_colour_redraws_the_posters_that_show_it_and_no_others(village: Town) -> None:
    badges = "overlays: {some: [{type: award, show: [oscars]%s}, {type: rating, show: [imdb]}]}\n"
    village.configure(overlays="[some]", badges=badges % "")
    assert village.run()[0]["done"] == FEW
    village.configure(overlays="[some]", badges=badges % ", fill: '#402060'")
    assert village.run("--yes")[0]["done"] == len(range(0, FEW, 7))


def test_a_badge_for_some_films_redraws_just_these(village: Town) -> None:
    village.configure(overlays="[some]", badges="overlays: {some: [{type: rating, show: [imdb]}]}\n")
    village.run()
    for number in range(0, FEW, 5):
        name = f"Film {number:03} (2001)"
        (village.folder / "films" / name / f"{name}.mkv").rename(
            village.folder / "films" / name / f"{name} - 2160p.mkv"
        )
    village.run("--yes")
    village.configure(
        overlays="[some]", badges="overlays: {some: [{type: rating, show: [imdb]}, {type: resolution, show: [4k]}]}\n"
    )
    assert village.run("--yes")[0]["done"] == len(range(0, FEW, 5))


def test_the_time_a_run_took_has_the_looking_in_it(village: Town) -> None:
    rating = "overlays: {some: [{type: rating, show: [letterboxd]}]}\n"
    village.configure(overlays="[some]", badges=rating, every="0s")
    village.run()
    village.services["mdblist"].add_fault(Fault(delay_s=1.5))
    told = village.posteract("--all", cwd=village.folder, env=village.env).out
    assert (found := re.search(r"^0 done, 30 up to date, in ([\d.]+) s\.$", told, re.MULTILINE)), told
    assert float(found[1]) >= 1.5
