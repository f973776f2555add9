"""Collections in whole runs: a Plex over real HTTP, lists from IMDb, the ledger; only what changed is written."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import Any

import pytest
from plex_home import PlexHome
from posteract_core.app import App, Opening
from posteract_core.app.collection_commands import build, listed
from posteract_core.errors import ConfigError, UsageError
from posteract_core.plan.limits import PlanTooLarge
from services import FakeFanart, FakeImdb, FakePlex, FakeTmdb, FakeTvdb, Fault, World
from services.plex.items import Item
from services.plex.state import TOKEN
from services.tmdb import V4_TOKEN

FILMS = 30


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_imdb: FakeImdb,
) -> PlexHome:  # fmt: skip
    for number in range(FILMS):
        genres = ("Action",) if number % 3 else ("Drama", "Crime")
        world.add_movie(
            f"Film {number:02}", 1990 + number, tmdb=1000 + number, imdb=f"tt00010{number:02}", genres=genres
        )
    fake_plex.add_library("Movies", world.movies)
    fake_imdb.lists["ls000000001"] = [f"tt00010{number:02}" for number in (7, 3, 5)] + ["tt9999999"]
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {
            "folder": {"enabled": False},
            "plex": {"url": fake_plex.url, "token": TOKEN},
            "imdb": {"url": fake_imdb.url, "datasets_url": fake_imdb.url},
        },
        "libraries": {"Movies": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": []},
    }
    return home


def with_(home: PlexHome, **collections: Any) -> PlexHome:
    home.more["collections"] = collections
    return home


def outcomes(home: PlexHome, **changes: Any) -> dict[str, Any]:
    return {each.title: each for each in home.run(**changes).collections}


def made(home: PlexHome) -> dict[str, Item]:
    (library,) = home.plex.libraries.values()
    return {item.title: item for item in library.collections}


def titles(item: Item) -> list[str]:
    return [child.title for child in item.children]


def writes(home: PlexHome) -> int:
    return sum(count for name, count in home.plex.count.items() if not name.startswith("GET"))


MISTAKEN = """\
templates:
  t: {limit: <<n>>}
collections:
  A:
    imdb_lst: ls000000001
  B:
    imdb_id: tt0113277
    sync_mode: synk
  C:
    template: {name: tt}
  D:
    plex_search: {any: {genr: Drama}}
    schedule: weakly(mon)
"""
TEMPLATED = """\
templates:
  genre:
    plex_search: {any: {genre: <<g>>}}
    sync_mode: sync
    optional: [limit]
    limit: <<limit>>
collections:
  Crime: {template: {name: genre, g: Crime}}
  Some: {template: {name: genre, g: Action, limit: 3}}
"""
NOLAN = {"imdb_list": "https://www.imdb.com/list/ls000000001/", "sort_title": "Nolan", "overlay": "director"}


def test_the_roadmaps_own_example_makes_a_collection_with_its_members_words_and_label(home):
    done = outcomes(with_(home, **{"Christopher Nolan": NOLAN}))
    assert done["Christopher Nolan"].status == "made"
    assert done["Christopher Nolan"].missing == ("imdb:tt9999999",)
    collection = made(home)["Christopher Nolan"]
    assert titles(collection) == ["Film 07", "Film 03", "Film 05"]
    assert collection.edits["titleSort"] == "Nolan"
    assert any(label.startswith("posteract-") for label in collection.labels)


def test_the_second_run_writes_nothing_and_asks_one_thing_of_each_collection(home):
    with_(home, Nolan=NOLAN, Action={"genre": "Action", "sync_mode": "sync"})
    home.run()
    home.forget_requests()
    assert {each.status for each in outcomes(home).values()} == {"unchanged"}
    assert writes(home) == 0
    assert home.plex.count["GET /library/collections/{key}/items"] == 1  # of the list; the search is Action's question


def test_a_new_film_that_fits_joins_on_the_next_run_and_only_that_is_written(home, world):
    with_(home, Action={"plex_search": {"any": {"genre": "Action"}}, "sync_mode": "sync"})
    home.run()
    world.add_movie("Film 99", 2020, genres=("Action",))
    home.plex.add_title(home.plex.libraries[1], world.movies[-1])
    home.forget_requests()
    change = outcomes(home)["Action"]
    assert (change.status, change.added, change.removed) == ("changed", ("Film 99 (2020)",), ())
    assert len(home.plex.uploads) == 1  # its poster shows what is new
    assert writes(home) == 2


def test_a_list_that_changes_its_order_moves_as_few_as_can_be(home, fake_imdb, tmp_path):
    with_(home, Best={"imdb_list": "ls000000001", "collection_order": "custom", "sync_mode": "sync"})
    home.run()
    fake_imdb.lists["ls000000001"] = [f"tt00010{number:02}" for number in (5, 7, 3)]
    for kept in tmp_path.rglob("lists.sqlite"):
        kept.unlink()
    change = outcomes(home)["Best"]
    assert (change.status, change.moved) == ("changed", 1)
    assert titles(made(home)["Best"]) == ["Film 05", "Film 07", "Film 03"]


def test_renaming_the_recipes_title_renames_the_collection_and_a_hand_made_name_stays(home):
    with_(home, Nolan={**NOLAN, "name": "Christopher Nolan"})
    home.run()
    key = made(home)["Christopher Nolan"].key
    with_(home, Nolan={**NOLAN, "name": "Films by Nolan"})
    home.run()
    assert made(home)["Films by Nolan"].key == key
    made(home)["Films by Nolan"].edits["title"] = "My Nolan"
    assert outcomes(home)["Films by Nolan"].status == "unchanged"
    assert list(made(home)) == ["My Nolan"]


def test_one_made_by_hand_is_left_alone_unless_it_is_to_be_taken_over(home, world):
    home.plex.add_collection(home.plex.libraries[1], world.add_collection("Action", world.movies[:1]))
    with_(home, Action={"genre": "Action", "sync_mode": "sync"})
    assert outcomes(home)["Action"].status == "left"
    assert titles(made(home)["Action"]) == ["Film 00"]
    with_(home, Action={"genre": "Action", "sync_mode": "sync", "adopt": True})
    assert outcomes(home)["Action"].status == "changed"
    assert len(made(home)["Action"].children) == 20


def test_with_the_ledger_lost_a_collection_is_known_by_its_label_and_none_is_doubled(home, tmp_path):
    with_(home, Nolan=NOLAN)
    home.run()
    made(home)["Nolan"].edits["title"] = "Renamed"
    (tmp_path / "posteract.db").unlink()
    home.run()
    assert len(made(home)) == 1


def test_a_run_that_is_cut_off_while_making_one_makes_no_second_one(home):
    with_(home, Nolan=NOLAN)
    home.plex.add_fault(Fault(route="PUT /library/sections/{id}/all", status=500, times=8))
    assert outcomes(home)["Nolan"].status == "failed"
    home.plex.mend()
    assert outcomes(home)["Nolan"].status == "changed"
    assert len(made(home)) == 1
    assert made(home)["Nolan"].edits["titleSort"] == "Nolan"


@pytest.mark.parametrize(
    "fault", [{"status": 404}, {"status": 403, "body": b"<html>no</html>"}, {"status": 503}, {"cut": "before"}]
)
def test_a_list_that_cannot_be_read_leaves_the_collection_as_it_is_and_says_so(home, fake_imdb, tmp_path, fault):
    with_(home, Nolan={**NOLAN, "sync_mode": "sync"}, Action={"genre": "Action"})
    home.run()
    for kept in tmp_path.rglob("lists.sqlite"):
        kept.unlink()
    fake_imdb.add_fault(Fault(**fault))
    done = outcomes(home)
    assert done["Nolan"].status == "failed"
    assert done["Nolan"].error
    assert done["Action"].status == "unchanged"
    assert len(made(home)["Nolan"].children) == 3


def test_an_empty_list_empties_nothing(home, fake_imdb, tmp_path):
    with_(home, Nolan={**NOLAN, "sync_mode": "sync"})
    home.run()
    for kept in tmp_path.rglob("lists.sqlite"):
        kept.unlink()
    fake_imdb.lists["ls000000001"] = []
    left = outcomes(home)["Nolan"]
    assert (left.status, left.what) == ("left", "its lists are empty; it stays as it is")
    assert len(made(home)["Nolan"].children) == 3


def test_filters_limits_and_least_numbers_hold(home):
    with_(
        home,
        Late={"plex_all": True, "filters": {"year.gte": 2015}, "sync_mode": "sync"},
        Few={"plex_all": True, "limit": 4},
        Tiny={"imdb_list": "ls000000001", "minimum_items": 10},
    )
    done = outcomes(home)
    assert titles(made(home)["Late"]) == [f"Film {number}" for number in range(25, 30)]
    assert len(made(home)["Few"].children) == 4
    assert "Tiny" not in made(home)
    assert done["Tiny"].what == "3 of at least 10 titles"


def test_one_that_is_not_due_is_deleted_only_if_that_is_said_and_only_if_we_made_it(home):
    with_(home, Nolan=NOLAN)
    home.run()
    with_(home, Nolan={**NOLAN, "schedule": "never"})
    assert outcomes(home)["Nolan"].status == "left"
    with_(home, Nolan={**NOLAN, "schedule": "never", "delete_not_scheduled": True})
    assert outcomes(home, dry_run=True)["Nolan"].status == "planned"
    assert outcomes(home)["Nolan"].status == "deleted"
    assert made(home) == {}


def test_one_for_a_birthday_is_there_in_its_days_and_stays_while_nobody_can_say_when_they_are(home, fake_tmdb):
    with_tmdb(home)
    today = datetime.now().astimezone().date()
    fake_tmdb.portraits["525"] = ("Christopher Nolan", "A director.", home.world.movies[0].add_art("tmdb", "poster"))
    fake_tmdb.lives["525"] = (str(today.replace(year=1972)), None)
    born = {**NOLAN, "tmdb_person": 525, "tmdb_birthday": {"before": 1}, "delete_not_scheduled": True}
    assert outcomes(with_(home, Nolan=born))["Nolan"].status == "made"
    fake_tmdb.lives["525"] = (None, str((today - timedelta(days=40)).replace(year=1972)))
    shutil.rmtree(home.folder / "cache" / "http")
    fake_tmdb.add_fault(Fault(status=503))
    assert outcomes(home)["Nolan"].status == "failed"
    assert "Nolan" in made(home)
    fake_tmdb.mend()
    shutil.rmtree(home.folder / "cache" / "http")
    done = outcomes(home)["Nolan"]
    assert (done.status, done.what) == ("deleted", "deleted: no anniversary now")


def test_a_smart_collection_is_the_servers_and_follows_its_recipe(home):
    with_(home, Action={"smart_filter": {"any": {"genre": "Action"}, "sort_by": "year.desc"}, "visible_home": True})
    assert outcomes(home)["Action"].status == "made"
    assert made(home)["Action"].row["promotedToOwnHome"] == "1"
    assert outcomes(home)["Action"].status == "unchanged"
    with_(home, Action={"smart_filter": {"any": {"genre": "Drama"}}, "visible_home": False})
    assert outcomes(home)["Action"].status == "changed"
    assert "genre" in made(home)["Action"].content
    assert made(home)["Action"].row["promotedToOwnHome"] == "0"


def test_order_mode_labels_and_summary_are_written_once(home):
    with_(
        home,
        Nolan={
            **NOLAN, "collection_order": "alpha", "collection_mode": "hide_items", "label": "best, keep",
            "summary": "All of <<them>>.", "content_rating": "R",
        },
    )  # fmt: skip
    home.run()
    collection = made(home)["Nolan"]
    assert {"best", "keep"} < set(collection.labels)
    assert collection.edits["summary"] == "All of <<them>>."
    assert (collection.chosen["collectionSort"], collection.chosen["collectionMode"]) == ("1", "1")
    home.forget_requests()
    home.run()
    assert writes(home) == 0


def test_a_dry_run_shows_what_would_be_done_and_changes_nothing(home, tmp_path):
    with_(home, Nolan=NOLAN, Bare={"imdb_id": "tt0001003", "poster": False})
    found = outcomes(home, dry_run=True)
    planned = found["Nolan"]
    assert (planned.status, planned.what) == ("planned", "+ 3, sort title, label, poster composed of its members")
    assert "poster" not in found["Bare"].what
    assert planned.added == ("Film 07 (1997)", "Film 03 (1993)", "Film 05 (1995)")
    assert made(home) == {}
    assert not (tmp_path / "posteract.db").exists()


def test_taking_out_most_members_asks_first(home):
    with_(home, All={"plex_all": True, "sync_mode": "sync"})
    home.run()
    with_(home, All={"plex_all": True, "sync_mode": "sync", "filters": {"year.gte": 2015}})
    with pytest.raises(PlanTooLarge, match="25 of 30 members"):
        home.run()
    assert len(made(home)["All"].children) == 30
    assert outcomes(home, yes=True)["All"].status == "changed"


def test_every_mistake_is_named_with_its_line_and_the_way_out(home, tmp_path):
    (tmp_path / "more.yml").write_text(MISTAKEN)
    home.more["collection_files"] = ["more.yml"]
    with pytest.raises(ConfigError) as caught:
        home.run()
    said = str(caught.value)
    for words in (
        "more.yml:5", "did you mean `imdb_list`", "more.yml:8", "did you mean `sync`",
        "did you mean `t`", "did you mean `genre`", "more.yml:13", "`weekly`",
    ):  # fmt: skip
        assert words in said, words


def test_config_check_names_the_same_mistakes_without_a_server(home, tmp_path, posteract):
    (tmp_path / "more.yml").write_text(MISTAKEN)
    home.more["collection_files"] = ["more.yml"]
    home.plex.stop()
    ended = posteract("--config", str(home.config), "config", "check", cwd=tmp_path)
    assert ended.code == 2
    for words in ("more.yml:5", "did you mean `imdb_list`", "more.yml:13"):
        assert words in ended.out + ended.err


def test_a_list_that_no_installed_plugin_builds_is_a_warning_and_the_others_are_built(home):
    with_(home, Nolan=NOLAN, Hot={"mal_popular": 10})
    report = home.run()
    assert [each.title for each in report.collections] == ["Nolan"]
    assert any("collections.Hot.mal_popular" in warning and "left out" in warning for warning in report.warnings)


def test_a_list_exported_from_letterboxd_is_matched_by_title_and_year(home, tmp_path):
    rows = [
        "Position,Name,Year,URL,Description",
        "1,FILM 05,1995,https://boxd.it/a,",
        "2,Film 03,1993,https://boxd.it/b,",
    ]
    (tmp_path / "heists.csv").write_text("\n".join([*rows, "3,Film 03,1970,https://boxd.it/c,"]), encoding="utf-8")
    done = outcomes(with_(home, Heists={"letterboxd_list": "heists.csv", "collection_order": "custom"}))
    assert titles(made(home)["Heists"]) == ["Film 05", "Film 03"]
    assert done["Heists"].missing == ("Film 03 (1970)",)


def test_a_file_that_is_not_there_and_files_of_kometas_own_are_left_out_and_named(home):
    with_(home, Nolan=NOLAN)
    home.more["collection_files"] = ["gone.yml", {"default": "genre"}, "none/*.yml"]
    report = home.run()
    assert [each.status for each in report.collections] == ["made"]
    said = " ".join(report.warnings)
    assert "there is no file" in said
    assert "default files are not part of Posteract" in said


def test_files_with_templates_are_read_and_the_first_definition_of_a_name_counts(home, tmp_path):
    folder = tmp_path / "collections"
    folder.mkdir()
    (folder / "a.yml").write_text(TEMPLATED)
    (folder / "b.yml").write_text("collections:\n  Crime: {genre: Action}\n")
    home.more["collection_files"] = ["collections/*.yml"]
    home.run()
    assert len(made(home)["Crime"].children) == 10
    assert len(made(home)["Some"].children) == 3


def test_dynamic_collections_follow_what_the_library_has_and_those_of_a_gone_key_are_deleted(home, world):
    home.more["dynamic_collections"] = {
        "Genres": {"library": "Movies", "type": "genre", "title_format": "<<key_name>> Movies", "sync": True}
    }
    done = outcomes(home)
    assert {each.title: each.status for each in done.values()} == dict.fromkeys(
        ("Action Movies", "Crime Movies", "Drama Movies"), "made"
    )
    assert all("Genres" in item.labels for item in made(home).values())
    assert {each.status for each in outcomes(home).values()} == {"unchanged"}
    for title in world.movies:
        title.genres = tuple(genre for genre in title.genres if genre != "Crime")
    assert outcomes(home)["Crime Movies"].status == "deleted"
    assert sorted(made(home)) == ["Action Movies", "Drama Movies"]


def with_tmdb(home: PlexHome) -> None:
    home.more["plugins"]["tmdb"] = {"url": home.tmdb.url, "image_url": home.tmdb.url, "token": V4_TOKEN}


def asked_about_films(tmdb: FakeTmdb) -> int:
    return sum(path.startswith("/3/movie/") for _, path in tmdb.asked)


def test_a_collection_for_each_set_of_films_that_the_library_has_stays_when_tmdb_is_down(home, world, fake_tmdb):
    world.add_collection("Numbers", world.movies[:3], tmdb=10)
    world.add_collection("Letters", world.movies[3:5], tmdb=11)
    world.add_collection("Lonely", world.movies[5:6], tmdb=12)
    with_tmdb(home)
    home.more["dynamic_collections"] = {"Sets": {"type": "tmdb_collection", "sync": True}}
    done = outcomes(home)
    assert {title: each.status for title, each in done.items()} == {
        "Letters": "made", "Lonely": "left", "Numbers": "made",
    }  # fmt: skip
    assert titles(made(home)["Numbers"]) == ["Film 00", "Film 01", "Film 02"]
    asked = asked_about_films(fake_tmdb)
    assert asked == FILMS
    outcomes(home)
    assert asked_about_films(fake_tmdb) == asked
    (home.folder / "posteract.db").unlink()
    fake_tmdb.add_fault(Fault(status=503))
    report = home.run()
    assert report.collections == ()
    assert any("dynamic_collections.Sets  its collections stay as they are" in each for each in report.warnings)
    assert sorted(made(home)) == ["Letters", "Numbers"]


def test_a_type_that_breaks_or_has_no_plugin_leaves_the_others_alone(home, tmp_path):
    home.more["dynamic_collections"] = {
        "Mine": {"type": "trakt_liked_lists"},
        "Awards": {"type": "imdb_awards", "data": {"event_id": "oscar"}, "sync": True},
        "Genres": {"type": "genre"},
    }
    home.more["plugins"]["imdb"]["awards_url"] = "http://127.0.0.1:9"
    home.more["plugins"]["trakt"] = {"enabled": False}
    report = home.run()
    assert {each.title for each in report.collections} == {"Top Action movies", "Top Crime movies", "Top Drama movies"}
    assert any("Mine  is made by no plugin that is installed and on" in each for each in report.warnings)
    assert any("Awards  its collections stay as they are" in each for each in report.warnings)


def test_a_collection_for_each_language_asks_tmdb_once_where_the_server_does_not_say_it(home, world, fake_tmdb):
    for number, title in enumerate(world.movies):
        title.original_language = "ja" if number < 3 else "en"
    with_tmdb(home)
    home.more["dynamic_collections"] = {"Languages": {"type": "original_language", "exclude": ["en"]}}
    assert {title: each.status for title, each in outcomes(home).items()} == {"Japanese movies": "made"}
    assert titles(made(home)["Japanese movies"]) == ["Film 00", "Film 01", "Film 02"]
    asked = asked_about_films(fake_tmdb)
    outcomes(home)
    assert asked_about_films(fake_tmdb) == asked == FILMS


def test_what_is_configured_can_be_listed_and_built_alone(home):
    with_(home, Nolan=NOLAN, Action={"genre": "Action"})
    with App.open(Opening(config=home.config, dry_run=True)) as app:
        assert [row["title"] for row in listed(app)] == ["Nolan", "Action"]
    with App.open(Opening(config=home.config)) as app:
        built, _ = build(app, ("Action",), dry_run=False, yes=False, wait=False)
    assert [each.title for each in built] == ["Action"]
    assert list(made(home)) == ["Action"]


def test_a_name_that_no_collection_has_is_said_also_where_dynamic_ones_are_configured(home):
    with_(home, Action={"genre": "Action"})
    home.more["dynamic_collections"] = {"Genres": {"type": "genre"}}
    with App.open(Opening(config=home.config)) as app, pytest.raises(UsageError, match="did you mean 'Action'"):
        build(app, ("Acton",), dry_run=True, yes=False, wait=False)
    with App.open(Opening(config=home.config)) as app:
        built, _ = build(app, ("Top Drama movies",), dry_run=True, yes=False, wait=False)
        assert [each.title for each in built] == ["Top Drama movies"]
        assert [row["builders"] for row in listed(app)] == [["plex_search"], ["dynamic"]]


@pytest.mark.parametrize("name", ["24/7", "🎃 Halloween", 'He said "no"', "x" * 200])
def test_any_name_is_a_name(home, name):
    with_(home, **{name: {"imdb_id": "tt0001003"}})
    assert outcomes(home)[name].status == "made"
    assert outcomes(home)[name].status == "unchanged"


def test_shows_are_filtered_by_their_episodes(home, world):
    world.add_show("Long", 2011, tmdb=2001, episodes=12)
    world.add_show("Short", 2012, tmdb=2002, episodes=3)
    home.plex.add_library("TV", world.shows, kind="show")
    home.more["libraries"]["TV"] = {"artwork": {}}
    with_(
        home,
        Many={"library": "TV", "plex_all": True, "filters": {"episodes": {"count": 10}}},
        Wide={"library": "TV", "plex_all": True, "default_percent": 100, "filters": {"height.gte": 100000}},
    )
    done = outcomes(home)
    assert (done["Many"].status, done["Wide"].status) == ("made", "left")
    [many] = [item for library in home.plex.libraries.values() for item in library.collections]
    assert titles(many) == ["Long"]
