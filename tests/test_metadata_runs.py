"""Words of items in whole runs: a Plex over real HTTP, metadata files, operations, the ledger; nothing is written twice."""

from __future__ import annotations

import io
import json
from importlib.resources import files
from typing import Any

import pytest
from PIL import Image
from plex_home import PlexHome
from posteract_core.config.document import read_document
from posteract_core.errors import ConfigError
from posteract_core.plan.limits import PlanTooLarge
from posteract_plex.preferences import PREFERENCES
from services import FakeFanart, FakeImdb, FakePlex, FakeTmdb, FakeTvdb, Fault, World
from services.plex.items import Item
from services.plex.state import TOKEN
from services.tmdb import V4_TOKEN
from services.world import File, Title

FILMS = 12


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_imdb: FakeImdb,
) -> PlexHome:  # fmt: skip
    for number in range(FILMS):
        genres = ("Action", "Sci-Fi") if number % 3 else ("Drama",)
        world.add_movie(
            f"Film {number:02}", 1990 + number, tmdb=1000 + number, imdb=f"tt00010{number:02}", genres=genres
        )
    fake_plex.add_library("Movies", world.movies)
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


def say(home: PlexHome, entries: dict[str, Any], **more: Any) -> PlexHome:
    (home.folder / "words.yml").write_text(json.dumps({"metadata": entries}), encoding="utf-8")
    home.more["libraries"] = {"Movies": {"artwork": {}, "metadata_files": ["words.yml"], **more}}
    return home


def operate(home: PlexHome, operations: Any, **more: Any) -> PlexHome:
    home.more["libraries"] = {"Movies": {"artwork": {}, "operations": operations, **more}}
    return home


def film(home: PlexHome, number: int) -> Item:
    return home.plex.item_of(home.world.movies[number])


def writes(home: PlexHome) -> int:
    return sum(count for name, count in home.plex.count.items() if not name.startswith("GET"))


def edits(home: PlexHome, **changes: Any) -> dict[str, Any]:
    return {each.item: each for each in home.run(**changes).edits}


MOON = {
    "Film 03": {"sort_title": "Moon, Film", "genre.sync": ["Comedy", "Drama"], "summary": "On paper.", "label": "seen"},
    "1005": {"title": "Five", "content_rating": "PG", "user_rating": 9},
}


def test_entries_are_written_once_by_title_and_by_id_and_the_second_run_writes_nothing(home):
    say(home, MOON)
    done = edits(home)
    assert {item: outcome.status for item, outcome in done.items()} == {
        "Film 03 (1993)": "changed",
        "Film 05 (1995)": "changed",
    }
    third, fifth = film(home, 3), film(home, 5)
    assert third.edits == {"titleSort": "Moon, Film", "summary": "On paper."}
    assert third.tags["genre"] == ["Comedy", "Drama"]
    assert third.labels == ["seen"]
    assert {"titleSort", "summary", "genre", "label"} <= third.locked
    assert fifth.edits == {"title": "Five", "contentRating": "PG", "userRating": "9.0"}
    home.forget_requests()
    assert edits(home) == {}
    assert writes(home) == 0


def test_a_dry_run_shows_each_edit_and_writes_nothing(home):
    say(home, MOON)
    planned = edits(home, dry_run=True)
    assert planned["Film 05 (1995)"].status == "planned"
    assert ("title", "Film 05", "Five") in [(f.field, f.old, f.new) for f in planned["Film 05 (1995)"].fields]
    assert writes(home) == 0
    assert not (home.folder / "posteract.db").exists()


def test_the_same_edit_of_many_items_is_one_request(home):
    operate(home, {"mass_content_rating_update": "12", "genre_mapper": {"Sci-Fi": "Science Fiction"}})
    assert len(edits(home)) == FILMS
    assert home.plex.count["PUT /library/sections/{id}/all"] == 2
    assert film(home, 1).tags["genre"] == ["Action", "Science Fiction"]
    assert film(home, 0).tags == {}
    assert film(home, 0).edits["contentRating"] == "12"
    home.forget_requests()
    assert edits(home) == {}
    assert writes(home) == 0


def test_what_a_person_wrote_since_stays_until_the_file_says_something_new(home):
    say(home, {"Film 03": {"title": "Ours", "label": ["a", "b"]}})
    home.run()
    third = film(home, 3)
    third.edits["title"] = "Theirs"
    third.labels[:] = ["b", "own"]
    third.updated = home.plex.now = home.plex.now + 5
    home.forget_requests()
    left = edits(home)["Theirs (1993)"]
    assert (left.status, set(left.by_hand)) == ("left", {"title", "label"})
    assert writes(home) == 0
    say(home, {"Film 03": {"title": "Newer", "label": ["a", "b", "c"]}})
    edits(home)
    assert third.edits["title"] == "Newer"
    assert third.labels == ["b", "own", "c"]


def test_what_the_agent_wrote_over_an_unlocked_field_is_written_again(home):
    say(home, {"Film 03": {"summary": "Ours."}})
    home.run()
    third = film(home, 3)
    third.edits["summary"] = "The agent's."
    third.locked.discard("summary")
    third.updated = home.plex.now = home.plex.now + 5
    assert edits(home)["Film 03 (1993)"].status == "changed"
    assert third.edits["summary"] == "Ours."


def test_a_server_that_fails_in_the_middle_leaves_the_rest_for_the_next_run(home):
    say(home, {f"Film {number:02}": {"title": f"Number {number}"} for number in range(FILMS)})
    home.run()
    say(home, {f"Number {number}": {"title": f"Chapter {number}"} for number in range(FILMS)})
    home.plex.add_fault(Fault(route="PUT /library/sections/{id}/all", status=500, after=3))
    statuses = [each.status for each in edits(home).values()]
    assert statuses.count("changed") == 3
    assert statuses.count("failed") == FILMS - 3
    home.plex.mend()
    assert [each.status for each in edits(home).values()] == ["changed"] * (FILMS - 3)
    assert {film(home, number).title for number in range(FILMS)} == {f"Chapter {number}" for number in range(FILMS)}
    assert edits(home) == {}


def test_every_mistake_is_named_with_its_line_and_the_way_out(home, posteract, tmp_path):
    (tmp_path / "words.yml").write_text(MISTAKEN)
    home.more["libraries"] = {
        "Movies": {
            "artwork": {}, "metadata_files": ["words.yml"],
            "operations": {"mass_gener_update": "tmdb", "mass_critic_rating_update": "imbd", "mass_poster_update": True},
        }
    }  # fmt: skip
    with pytest.raises(ConfigError) as caught:
        home.run()
    home.plex.stop()
    ended = posteract("--config", str(home.config), "config", "check", cwd=tmp_path)
    assert ended.code == 2
    for said in (str(caught.value), ended.out + ended.err):
        for words in (
            "words.yml:3", "did you mean `sort_title`", "words.yml:4", "from 0 to 10", "words.yml:6", "did you mean `year`",
            "words.yml:8", "must be an address", "did you mean `mass_genre_update`", "`imbd` is no source; did you mean `imdb`",
        ):  # fmt: skip
            assert words in said, words
    assert (
        "mass_poster_update  warning: is accepted, but this version does nothing with it: `artwork.poster` of the library"
        in ended.out + ended.err
    )


MISTAKEN = """\
metadata:
  Film 01:
    sort_titel: x
    user_rating: 11
  Film 02:
    match: {title: Film 02, yaer: 1992}
  Film 03:
    url_poster: poster.jpg
"""


def test_what_fits_nothing_and_what_is_not_done_is_a_warning(home):
    say(home, {"Film 99": {"title": "x"}, "Film 03": {"url_theme": "https://x.invalid/t.mp3", "title": "Three"}})
    report = home.run()
    said = " ".join(report.warnings)
    assert "metadata.Film 99: nothing in Movies fits it" in said
    assert "url_theme  is accepted, but this version does nothing with it" in said
    assert film(home, 3).title == "Three"


def test_reset_gives_the_old_words_back_and_leaves_what_a_person_changed_since(home, posteract, tmp_path):
    say(home, MOON, operations={"mass_studio_update": "Ours"})
    home.run()
    fifth = film(home, 5)
    fifth.edits["title"] = "By hand"
    fifth.updated = home.plex.now = home.plex.now + 5
    at = ("--config", str(home.config))
    dry = posteract(*at, "reset", "--only", "metadata", "--dry-run", "--json", cwd=tmp_path)
    assert json.loads(dry.out)["counts"] == {"left alone": 1, "returned": FILMS}
    assert film(home, 3).edits["studio"] == "Ours"
    home.forget_requests()
    ended = posteract(*at, "reset", "--only", "metadata", "--yes", cwd=tmp_path)
    assert ended.code == 0, ended.err
    third = film(home, 3)
    assert third.edits["summary"] == ""
    assert third.edits["titleSort"] == "Film 03"
    assert (third.tags["genre"], third.labels) == (["Drama"], [])
    assert third.edits["studio"] == "Regency Enterprises"
    assert not third.locked & {"summary", "titleSort", "genre", "label", "studio"}
    assert fifth.title == "By hand"
    assert fifth.edits["userRating"] == "-1"
    assert writes(home) <= 6
    home.forget_requests()
    again = posteract(*at, "reset", "--only", "metadata", "--yes", "--json", cwd=tmp_path)
    assert json.loads(again.out)["counts"].get("returned", 0) == 0
    assert writes(home) == 0


def test_reset_deletes_collections_of_ours_and_gives_those_taken_over_their_words_back(
    home, world, posteract, tmp_path
):
    about = world.add_collection("Old", world.movies[:2])
    home.plex.add_collection(home.plex.libraries[1], about)
    home.more["collections"] = {
        "Action": {"genre": "Action", "sync_mode": "sync"},
        "Old": {"imdb_id": "tt0001003", "summary": "Taken over.", "label": "x", "adopt": True},
    }
    home.run()
    at = ("--config", str(home.config))
    asked = posteract(*at, "reset", "--only", "collections", cwd=tmp_path)
    assert asked.code != 0
    ended = posteract(*at, "reset", "--only", "collections", "--yes", cwd=tmp_path)
    assert ended.code == 0, ended.err
    (library,) = home.plex.libraries.values()
    assert [item.title for item in library.collections] == ["Old"]
    assert library.collections[0].edits["summary"] == ""
    assert library.collections[0].labels == []


def test_what_collections_write_on_their_members_is_written_and_outsiders_lose_it(home):
    film(home, 0).labels.append("heist")
    home.more["collections"] = {
        "Heists": {
            "imdb_id": ["tt0001003", "tt0001004"], "item_label": "heist", "item_edition": "Long", "item_lock_poster": True,
            "non_item_remove_label": "heist", "item_assets": True,
        }
    }  # fmt: skip
    report = home.run()
    assert any("item_assets" in warning and "`local`" in warning for warning in report.warnings)
    assert {each.item for each in report.edits} == {"Film 00 (1990)", "Film 03 (1993)", "Film 04 (1994)"}
    assert (film(home, 3).labels, film(home, 3).edits["editionTitle"]) == (["heist"], "Long")
    assert "thumb" in film(home, 3).locked
    assert film(home, 0).labels == []
    home.forget_requests()
    assert edits(home) == {}
    assert edits(home, only=frozenset({"metadata"})) == {}
    assert writes(home) == 0


def test_ratings_come_from_facts_and_locks_and_words_are_done_once(home, fake_imdb):
    fake_imdb.ratings["tt0001003"] = (8.4, 1000)
    operate(
        home,
        [
            {"mass_critic_rating_update": ["mdb_average", "imdb"], "mass_genre_update": "lock"},
            {"mass_studio_update": "reset", "mass_critic_rating_update": "remove", "schedule": "never"},
            {"mass_original_title_update": "remove", "remove_title_parentheses": True},
        ],
    )
    film(home, 7).edits["title"] = "Film 07 (US)"
    report = home.run()
    assert any("`mdb_average` is answered by nothing here" in warning for warning in report.warnings)
    assert film(home, 3).edits["rating"] == "8.4"
    assert "genre" in film(home, 0).locked
    assert film(home, 7).title == "Film 07"
    assert "studio" not in film(home, 3).edits
    home.forget_requests()
    assert edits(home) == {}
    assert writes(home) == 0


def test_delete_collections_deletes_ours_without_a_recipe_and_never_one_made_by_hand(home, world):
    home.plex.add_collection(home.plex.libraries[1], world.add_collection("By hand", world.movies[:1]))
    home.more["collections"] = {name: {"imdb_id": "tt0001003"} for name in ("A", "B")}
    home.run()
    home.more["collections"] = {"A": {"imdb_id": "tt0001003"}}
    operate(home, {"delete_collections": {"configured": False, "managed": True}, "mass_collection_mode": "hide"})
    done = {each.title: each.status for each in home.run().collections if each.what != ""}
    assert done == {"A": "changed", "B": "deleted", "By hand": "changed"}
    (library,) = home.plex.libraries.values()
    assert sorted(item.title for item in library.collections) == ["A", "By hand"]
    assert {item.chosen["collectionMode"] for item in library.collections} == {"0"}
    home.forget_requests()
    home.run()
    assert writes(home) == 0


def test_deleting_most_collections_asks_first(home):
    home.more["collections"] = {f"C{number}": {"imdb_id": "tt0001003"} for number in range(5)}
    home.run()
    home.more["collections"] = {}
    operate(home, {"delete_collections": {"configured": False}})
    with pytest.raises(PlanTooLarge, match="5 collections would be deleted"):
        home.run()
    assert [each.status for each in home.run(dry_run=True, yes=True).collections] == ["planned"] * 5
    home.run(yes=True)
    assert home.plex.libraries[1].collections == []


@pytest.fixture
def series(home, world, tmp_path) -> PlexHome:
    """Add a show with pictures from TMDB to the house."""
    world.populate(films=0, shows=1)
    home.plex.add_library("TV Shows", world.shows)
    home.more["plugins"]["tmdb"] = {"url": home.tmdb.url, "image_url": home.tmdb.url, "token": V4_TOKEN}
    home.more["poster_preferences"] = {"sources": ["tmdb"], "min_width": 1, "fallback": []}
    kinds = {"poster": {}, "season": {}, "title_card": {}}
    home.more["libraries"] = {"TV Shows": {"artwork": kinds, "metadata_files": ["shows.yml"]}}
    Image.new("RGB", (600, 900), (255, 0, 0)).save(tmp_path / "red.png")
    Image.new("RGB", (960, 540), (0, 0, 255)).save(tmp_path / "blue.png")
    return home


def test_seasons_and_episodes_get_their_words_and_the_pictures_that_files_name(series, world):
    show = world.shows[0]
    entry = {
        "tagline": "Now.",
        "file_poster": "red.png",
        "seasons": {1: {"label": "first", "episodes": {1: {"title": "Pilot", "file_poster": "blue.png"}}}},
    }
    (series.folder / "shows.yml").write_text(json.dumps({"metadata": {str(show.tvdb): entry}}), encoding="utf-8")
    report = series.run()
    season = show.children[0]
    episode = season.children[0]
    assert {each.status for each in report.edits} == {"changed"}
    assert series.plex.item_of(show).edits == {"tagline": "Now."}
    assert series.plex.item_of(season).labels == ["first"]
    assert series.plex.item_of(episode).title == "Pilot"
    assert colour(series, show) == (254, 0, 0)
    assert colour(series, episode) == (0, 0, 254)
    assert {task.source for task in report.summary.tasks if task.item == str(show.title)} <= {"metadata"}
    series.forget_requests()
    for only in (frozenset(), frozenset({"artwork"}), frozenset({"overlays"})):
        again = series.run(only=only)
        assert (again.edits, again.summary.done, writes(series)) == ((), 0, 0)
    assert series.run(items=(show.title,)).summary.done == 0


def test_what_is_excluded_is_left_alone_with_all_its_episodes(series, world):
    series.plex.item_of(world.shows[0]).labels.append("skip_posteract")
    operations = {"mass_episode_critic_rating_update": 5, "mass_studio_update": "S"}
    series.more["libraries"] = {"TV Shows": {"operations": operations}}
    assert series.run().edits == ()
    series.plex.item_of(world.shows[0]).labels.clear()
    series.plex.item_of(world.shows[0]).updated = series.plex.now = series.plex.now + 5
    episodes = sum(len(season.children) for season in world.shows[0].children)
    assert len(series.run().edits) == 1 + episodes


def test_a_smart_collection_writes_on_what_it_shows(home):
    home.more["collections"] = {
        "Action": {"smart_filter": {"any": {"genre": "Action"}}, "item_label": "loud", "item_genre.remove": "Sci-Fi"}
    }
    home.run()
    assert film(home, 1).labels == ["loud"]
    assert film(home, 1).tags["genre"] == ["Action"]
    assert film(home, 0).labels == []
    assert edits(home) == {}


def colour(home: PlexHome, about: Title) -> tuple[int, ...]:
    picture = Image.open(io.BytesIO(home.shown_bytes(about))).convert("RGB")
    return picture.getpixel((picture.width // 2, picture.height // 2))


def test_while_a_file_at_an_address_does_not_answer_no_picture_is_replaced(series, world, fake_imdb):
    show = world.shows[0]
    entry = {"metadata": {str(show.tvdb): {"file_poster": "red.png"}}}
    (series.folder / "shows.yml").write_text(json.dumps(entry), encoding="utf-8")
    series.run()
    series.more["run"] = {"local_urls": True, "retry": {"attempts": 1}}
    series.more["libraries"]["TV Shows"]["metadata_files"] = [f"{fake_imdb.url}/shows.yml"]
    fake_imdb.add_fault(Fault(status=503))
    series.forget_requests()
    report = series.run()
    assert writes(series) == 0
    assert any("it is left out" in warning for warning in report.warnings)
    assert colour(series, show) == (254, 0, 0)


def test_plex_has_a_value_for_each_word_of_a_preference():
    table = json.loads((files("posteract_core.collect.metadata") / "preferences.json").read_text("utf-8"))
    assert table.keys() == PREFERENCES.keys()
    for name, row in table.items():
        first, *others = row["words"]
        assert PREFERENCES[name].value(first) == PREFERENCES[name].default
        assert [PREFERENCES[name].word(PREFERENCES[name].value(word)) for word in others] == others


def test_preferences_are_set_once_and_reset_gives_back_what_was_chosen_before(series, world, posteract, tmp_path):
    show = series.plex.item_of(world.shows[0])
    season = show.children[0]
    show.chosen |= {"episodeSort": "1", "autoDeletionItemPolicyWatchedLibrary": "30"}
    preferences = {
        "episode_sorting": "oldest", "keep_episodes": "5_latest", "delete_episodes": "never", "season_display": "hide",
        "episode_ordering": "tvdb_dvd", "metadata_language": "de-de", "use_original_title": True, "credits_detection": "disabled",
        "audio_language": "default", "seasons": {1: {"subtitle_language": "en-US", "subtitle_mode": "always"}},
    }  # fmt: skip
    (tmp_path / "shows.yml").write_text(json.dumps({"metadata": {str(world.shows[0].tvdb): preferences}}))
    (outcome, of_season) = series.run(only=frozenset({"metadata"})).edits
    assert ("episode_sorting", "newest", "oldest") in [(each.field, each.old, each.new) for each in outcome.fields]
    assert {each.field for each in of_season.fields} == {"subtitle_language", "subtitle_mode"}
    assert show.chosen == {
        "episodeSort": "0", "autoDeletionItemPolicyUnwatchedLibrary": "5", "autoDeletionItemPolicyWatchedLibrary": "0",
        "flattenSeasons": "1", "showOrdering": "dvd", "languageOverride": "de-DE", "useOriginalTitle": "1",
        "enableCreditsMarkerGeneration": "0",
    }  # fmt: skip
    assert season.chosen == {"subtitleLanguage": "en-US", "subtitleMode": "2"}
    assert series.plex.count["PUT /library/metadata/{key}/prefs"] == 2
    series.forget_requests()
    assert series.run(only=frozenset({"metadata"})).edits == ()
    assert writes(series) == 0
    ended = posteract("--config", str(series.config), "reset", "--only", "metadata", "--yes", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert {name: value for name, value in show.chosen.items() if value not in ("-1", "")} == {
        "episodeSort": "1", "autoDeletionItemPolicyWatchedLibrary": "30", "autoDeletionItemPolicyUnwatchedLibrary": "0",
    }  # fmt: skip
    assert season.chosen == {"subtitleLanguage": "", "subtitleMode": "-1"}


def test_collections_set_preferences_of_their_members(home):
    home.more["collections"] = {
        "Heists": {"imdb_id": ["tt0001003", "tt0001004"], "item_metadata_language": "fr", "item_credits_detection": "disabled"}
    }  # fmt: skip
    home.run()
    for number in (3, 4):
        assert film(home, number).chosen == {"languageOverride": "fr", "enableCreditsMarkerGeneration": "0"}
    assert film(home, 5).chosen == {}
    home.forget_requests()
    assert edits(home) == {}
    assert writes(home) == 0


def season_titles(series: PlexHome, world: World, *names: str) -> list[Item]:
    """Let TMDB have names for the seasons, and a collection ask for them; return the seasons as Plex has them."""
    for season, name in zip(world.shows[0].children, names, strict=True):
        series.plex.item_of(season).edits["title"], season.title = season.title, name
    (series.folder / "shows.yml").write_text(json.dumps({"metadata": {}}))
    series.more["libraries"]["TV Shows"]["artwork"] = {}
    series.more["collections"] = {
        "Named": {"plex_all": True, "item_tmdb_season_titles": True},
        "Twice": {"tmdb_show": [world.shows[0].tmdb], "item_tmdb_season_titles": True},
    }
    return [series.plex.item_of(season) for season in world.shows[0].children]


def test_seasons_of_members_get_the_titles_that_tmdb_has_once_and_reset_gives_the_old_ones_back(
    series, world, posteract, tmp_path
):
    seasons = season_titles(series, world, "Chapter One: The Fall", "")
    before = [season.title for season in seasons]
    asking = series.more["collections"]
    series.more["collections"] = {name: {**recipe, "item_tmdb_season_titles": False} for name, recipe in asking.items()}
    series.run()
    series.more["collections"] = asking
    (planned,) = series.run(dry_run=True).edits
    assert [(line.field, line.new) for line in planned.fields] == [("title", "Chapter One: The Fall")]
    assert [season.title for season in seasons] == before
    series.tmdb.count.clear()
    series.run()
    assert [season.title for season in seasons] == ["Chapter One: The Fall", before[1]]
    assert series.tmdb.count["GET /3/{kind}/{id}"] == 1
    series.forget_requests()
    assert edits(series) == {}
    assert writes(series) == 0
    assert sum(series.tmdb.count.values()) == 0
    ended = posteract("--config", str(series.config), "reset", "--only", "metadata", "--yes", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert [season.title for season in seasons] == before


def test_names_that_only_say_the_number_leave_seasons_alone(series, world):
    seasons = season_titles(series, world, "Season 1", "Staffel 2")
    before = [season.title for season in seasons]
    seasons[0].edits["title"] = "Die erste"
    report = series.run()
    assert [season.title for season in seasons] == ["Die erste", before[1]]
    assert (report.edits, report.warnings) == ((), ())


def test_without_tmdb_the_key_says_what_brings_the_titles(series, world):
    season_titles(series, world, "Chapter One", "Chapter Two")
    del series.more["collections"]["Twice"]
    del series.more["plugins"]["tmdb"]
    report = series.run()
    assert report.edits == ()
    assert any("they come from posteract-tmdb" in warning for warning in report.warnings)


def test_while_tmdb_does_not_answer_no_season_gets_another_title(series, world):
    seasons = season_titles(series, world, "Chapter One", "Chapter Two")
    del series.more["collections"]["Twice"]
    before = [season.title for season in seasons]
    series.tmdb.add_fault(Fault(status=500))
    report = series.run()
    assert [season.title for season in seasons] == before
    assert any("tmdb" in warning for warning in report.warnings)


def test_a_preference_that_a_person_chose_since_stays(series, world):
    (series.folder / "shows.yml").write_text(
        json.dumps({"metadata": {str(world.shows[0].tvdb): {"season_display": "hide"}}})
    )
    series.run(only=frozenset({"metadata"}))
    show = series.plex.item_of(world.shows[0])
    show.chosen["flattenSeasons"] = "0"
    show.updated = series.plex.now = series.plex.now + 5
    (outcome,) = series.run(only=frozenset({"metadata"})).edits
    assert (outcome.status, outcome.by_hand) == ("left", ("season_display",))
    assert show.chosen["flattenSeasons"] == "0"


def test_collections_are_chosen_by_what_the_same_run_has_written(home):
    home.more["collections"] = {
        "Science": {"plex_search": {"any": {"genre": "Science Fiction"}}, "item_label": "lab", "item_genre": "Extra"}
    }
    operate(home, {"genre_mapper": {"Sci-Fi": "Science Fiction"}})
    report = home.run()
    (library,) = home.plex.libraries.values()
    chosen = [item for item in library.items if item.about.genres == ("Action", "Sci-Fi")]
    assert library.collections[0].children == chosen
    assert {tuple(item.tags["genre"]) for item in chosen} == {("Action", "Science Fiction", "Extra")}
    assert {each.status for each in report.edits} == {"changed"}
    assert all(item.labels == ["lab"] for item in chosen)
    home.forget_requests()
    again = home.run()
    assert (again.edits, writes(home)) == ((), 0)
    assert home.plex.count["GET /library/sections/{id}/all"] <= 5


def test_what_is_written_before_and_after_collections_is_told_once(home):
    home.more["collections"] = {"A": {"imdb_id": "tt0001003", "item_label": "in"}}
    operate(home, {"mass_studio_update": "S"})
    planned = home.run(dry_run=True).edits
    assert sorted(each.item for each in planned) == sorted(f"Film {n:02} ({1990 + n})" for n in range(FILMS))
    home.run()
    film(home, 3).edits["studio"] = "Theirs"
    film(home, 3).updated = home.plex.now = home.plex.now + 5
    (left,) = home.run().edits
    assert (left.status, left.by_hand) == ("left", ("studio",))


def test_a_backup_of_words_is_written_once_and_can_be_read_back(home, tmp_path):
    say(home, MOON, operations={"mass_added_at_update": "2020-02-02"})
    home.run()
    third, fifth = film(home, 3), film(home, 5)
    assert third.edits["addedAt"] == "1580644800"
    backup = {"path": "words/backup.yml", "exclude": "summary", "sync_tags": True}
    home.more["libraries"] = {"Movies": {"artwork": {}, "operations": {"metadata_backup": backup}}}
    planned = home.run(dry_run=True).edits
    assert [(each.item, each.status) for each in planned] == [("backup.yml", "planned")]
    assert not (tmp_path / "words").exists()
    assert [each.status for each in home.run().edits] == ["changed"]
    entries = read_document((tmp_path / "words/backup.yml").read_text(), "backup.yml").data["metadata"]
    assert entries["Film 03 (1993)"] == {
        "match": {"mapping_id": 1003}, "sort_title": "Moon, Film", "added_at": "2020-02-02", "genre.sync": ["Comedy", "Drama"],
        "label.sync": ["seen"],
    }  # fmt: skip
    home.forget_requests()
    assert home.run().edits == ()
    assert writes(home) == 0
    for item in (third, fifth):
        item.edits.clear(), item.tags.clear(), item.labels.clear(), item.locked.clear()
        item.updated = home.plex.now = home.plex.now + 5
    (tmp_path / "posteract.db").unlink()
    home.more["libraries"] = {"Movies": {"artwork": {}, "metadata_files": ["words/backup.yml"]}}
    home.run()
    assert third.edits == {"titleSort": "Moon, Film", "addedAt": "1580644800"}
    assert fifth.edits == {"title": "Five", "contentRating": "PG", "userRating": "9.0", "addedAt": "1580644800"}
    assert third.tags["genre"] == ["Comedy", "Drama"]


def test_a_backup_never_goes_over_a_file_of_somebody_else(home, tmp_path):
    (tmp_path / "Movies_Metadata_Backup.yml").write_text("metadata: {}\n")
    operate(home, {"metadata_backup": True, "mass_studio_update": "S"})
    report = home.run()
    assert any("was not written by this; name another `path`" in each for each in report.warnings)
    assert (tmp_path / "Movies_Metadata_Backup.yml").read_text() == "metadata: {}\n"


def test_reset_gives_back_when_items_were_added(home, posteract, tmp_path):
    before = film(home, 3).added
    operate(home, {"mass_added_at_update": "2020-02-02"})
    home.run()
    ended = posteract("--config", str(home.config), "reset", "--only", "metadata", "--yes", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert film(home, 3).edits["addedAt"] == str(before)
    assert "addedAt" not in film(home, 3).locked


def test_films_with_several_copies_are_taken_apart_once_and_shown_before(home, world):
    film(home, 3).about.files[:] = [File(path="/a/3.mkv"), File(path="/b/3.mkv", height_px=2160)]
    film(home, 4).about.files[:] = [File(path="/a/4.mkv"), File(path="/a/Plex Versions/Mobile/4.mp4")]
    film(home, 5).about.files[:] = [File(path="/a/5.mkv"), File(path="/b/5.mkv")]
    film(home, 5).labels.append("together")
    operate(home, {"split_duplicates": True, "ignore_labels": "together", "mass_studio_update": "S"})
    assert ("planned", "copies") in [(each.status, each.fields[0].field) for each in home.run(dry_run=True).edits]
    assert home.plex.count["PUT /library/metadata/{key}/split"] == 0
    report = home.run()
    (library,) = home.plex.libraries.values()
    assert [item.title for item in library.items].count("Film 03") == 2
    assert len(library.items) == FILMS + 1
    assert [item.title for item in library.items if item.edits.get("studio") != "S"] == ["Film 05"]
    assert len([each for each in report.edits if each.fields[0].field == "copies"]) == 1
    home.forget_requests()
    assert home.run().edits == ()
    assert writes(home) == 0
    film(home, 3).about.files.append(File(path="/c/3.mkv"))
    film(home, 3).updated = home.plex.now = home.plex.now + 5
    (left,) = home.run().edits
    assert (left.status, left.by_hand) == ("left", ("copies",))


def test_taking_many_films_apart_asks_first_and_one_that_fails_is_tried_again(home):
    for number in range(FILMS):
        film(home, number).about.files.append(File(path=f"/b/{number}.mkv"))
    operate(home, {"split_duplicates": True})
    with pytest.raises(PlanTooLarge, match="12 films would be taken apart"):
        home.run()
    assert [each.status for each in home.run(dry_run=True, yes=True).edits] == ["planned"] * FILMS
    assert writes(home) == 0
    home.plex.add_fault(Fault(route="PUT /library/metadata/{key}/split", status=400, times=1))
    done = [each.status for each in home.run(yes=True).edits]
    assert (done.count("changed"), done.count("failed")) == (FILMS - 1, 1)
    assert [each.status for each in home.run().edits] == ["changed"]


def heists(home: PlexHome, *ids: str, **more: Any) -> PlexHome:
    """Have a collection of these films, whose members are refreshed and analyzed."""
    recipe = {"imdb_id": list(ids), "sync_mode": "sync", "item_refresh": True, "item_analyze": True, **more}
    home.more["collections"] = {"Heists": recipe}
    return home


def test_new_members_are_refreshed_and_analyzed_once_together_and_no_others(home):
    planned = heists(home, "tt0001003", "tt0001004").run(dry_run=True)
    assert [(each.item, each.status, each.fields[0].field) for each in planned.edits] == [
        ("Film 03 (1993)", "planned", "refresh"), ("Film 04 (1994)", "planned", "refresh"),
        ("Film 03 (1993)", "planned", "analyze"), ("Film 04 (1994)", "planned", "analyze"),
    ]  # fmt: skip
    assert home.plex.refreshed == home.plex.analyzed == []
    home.forget_requests()
    report = home.run()
    assert [each.status for each in report.edits] == ["changed"] * 4
    assert home.plex.refreshed == home.plex.analyzed == ["Film 03", "Film 04"]
    assert home.plex.count["PUT /library/metadata/{keys}/refresh"] == 1
    assert home.plex.count["PUT /library/metadata/{keys}/analyze"] == 1
    home.forget_requests()
    assert home.run().edits == home.run(only=frozenset({"metadata"})).edits == ()
    assert writes(home) == 0
    heists(home, "tt0001003", "tt0001004", "tt0001005").run()
    assert home.plex.refreshed == home.plex.analyzed == ["Film 03", "Film 04", "Film 05"]


def test_a_member_that_left_is_new_when_it_comes_back_and_two_collections_ask_once(home):
    heists(home, "tt0001003", "tt0001004").run()
    heists(home, "tt0001003").run()
    heists(home, "tt0001003", "tt0001004")
    home.more["collections"]["More"] = {"imdb_id": ["tt0001004", "tt0001006"], "item_refresh": True}
    home.run()
    assert home.plex.refreshed == ["Film 03", "Film 04", "Film 04", "Film 06"]
    home.run()
    assert len(home.plex.refreshed) == 4


def test_a_refresh_that_fails_is_told_and_made_up_for_and_the_rest_is_done(home):
    home.plex.add_fault(Fault(route="PUT /library/metadata/{keys}/refresh", status=400))
    report = heists(home, "tt0001003", "tt0001004").run()
    assert [(each.status, each.fields[0].field) for each in report.edits] == [
        ("failed", "refresh"), ("failed", "refresh"), ("changed", "analyze"), ("changed", "analyze"),
    ]  # fmt: skip
    home.plex.faults.clear()
    home.run()
    assert home.plex.refreshed == ["Film 03", "Film 04"]
    assert home.plex.analyzed == ["Film 03", "Film 04"]


def test_with_a_delay_items_are_refreshed_one_by_one(home):
    home.forget_requests()
    heists(home, "tt0001003", "tt0001004", "tt0001005", item_refresh_delay=0.01).run()
    assert home.plex.count["PUT /library/metadata/{keys}/refresh"] == 3
    assert home.plex.count["PUT /library/metadata/{keys}/analyze"] == 1


@pytest.mark.parametrize("delay", [-1, "soon", True, 601])
def test_a_delay_that_is_none_is_a_mistake(home, delay):
    with pytest.raises(ConfigError, match=r"item_refresh_delay.* must be a number of seconds from 0 to 600"):
        heists(home, "tt0001003", item_refresh_delay=delay).run()
