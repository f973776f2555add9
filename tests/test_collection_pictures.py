"""Posters and backgrounds of collections: named by the recipe, from a service, or composed of the members."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from plex_home import PlexHome
from services import FakeFanart, FakeImdb, FakePlex, FakeTmdb, FakeTvdb, Fault, World
from services.plex.items import Item
from services.plex.state import TOKEN
from services.tmdb import V4_TOKEN

FILMS = 20


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_imdb: FakeImdb,
) -> PlexHome:  # fmt: skip
    for number in range(FILMS):
        film = world.add_movie(f"Film {number:02}", 1990 + number, tmdb=1000 + number, imdb=f"tt00010{number:02}")
        film.add_art("tmdb", "poster", votes=number)
    fake_plex.add_library("Movies", world.movies)
    fake_imdb.lists["ls000000001"] = [f"tt00010{number:02}" for number in range(12)]
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
        "libraries": {"Movies": {"artwork": {"poster": {"style": "minimal"}}}},
        "poster_preferences": {"sources": ["tmdb"], "min_width": 1},
        "run": {"local_urls": True},
    }
    return home


def with_(home: PlexHome, **collections: Any) -> PlexHome:
    home.more["collections"] = collections
    return home


BEST = {"imdb_list": "ls000000001", "sync_mode": "sync", "collection_order": "custom"}


def made(home: PlexHome) -> dict[str, Item]:
    (library,) = home.plex.libraries.values()
    return {item.title: item for item in library.collections}


def of_collections(home: PlexHome, element: str = "thumb") -> list[int]:
    keys = {item.key for item in made(home).values()}
    return [key for key, kind, _ in home.plex.uploads if key in keys and kind == element]


def shown(home: PlexHome, title: str) -> Image.Image:
    _, data = home.plex.shown(made(home)[title])
    assert data is not None
    return Image.open(io.BytesIO(data))


def reread(home: PlexHome) -> None:
    for kept in home.folder.rglob("lists.sqlite"):
        kept.unlink()


def test_a_collection_gets_a_poster_of_its_members_in_the_librarys_style_and_then_nothing_more(home):
    with_(home, Best=BEST)
    home.run()
    assert len(of_collections(home)) == 1
    assert shown(home, "Best").size == (1000, 1500)
    home.forget_requests()
    report = home.run()
    assert of_collections(home) == []
    assert report.summary.tasks == ()


def test_new_members_make_one_new_poster_and_an_unchanged_list_none(home, fake_imdb):
    with_(home, Best=BEST, Others={"imdb_id": ["tt0001013", "tt0001014"], "sync_mode": "sync"})
    home.run()
    home.run()
    fake_imdb.lists["ls000000001"] = [f"tt00010{number:02}" for number in (15, 16, 17, *range(3, 12))]
    reread(home)
    home.forget_requests()
    home.run(yes=True)
    assert of_collections(home) == [made(home)["Best"].key]
    home.forget_requests()
    home.run()
    assert of_collections(home) == []


def test_new_art_of_a_member_makes_one_new_poster(home, world):
    with_(home, Best=BEST)
    home.run()
    home.run()
    world.movies[5].add_art("tmdb", "poster", votes=999)
    for _ in range(2):
        home.run(recheck=True, yes=True, only={"artwork"})
    home.forget_requests()
    home.run()
    assert len(of_collections(home)) == 1
    home.forget_requests()
    home.run()
    assert of_collections(home) == []


def test_three_of_twenty_members_changed_or_new_art_of_the_set_is_one_upload_each_and_nothing_changed_none(
    home, world, fake_plex, fake_imdb
):
    more = [world.add_movie(f"New {n}", 2020 + n, tmdb=2000 + n, imdb=f"tt000200{n}") for n in range(3)]
    for film in more:
        film.add_art("tmdb", "poster", votes=5)
        fake_plex.add_title(fake_plex.libraries[1], film)
    set_ = world.add_collection("Set", world.movies[:3], tmdb=10)
    set_.add_art("tmdb", "collection", language="en")
    twenty = [f"tt00010{number:02}" for number in range(20)]
    fake_imdb.lists["ls000000001"] = twenty
    with_(home, Best=BEST, Set={"tmdb_collection_details": 10})
    home.run()
    assert sorted(of_collections(home)) == sorted(item.key for item in made(home).values())
    assert len(made(home)["Best"].children) == 20
    home.forget_requests()
    home.run()
    assert of_collections(home) == []

    fake_imdb.lists["ls000000001"] = [*(str(film.imdb) for film in more), *twenty[3:]]
    reread(home)
    home.run(yes=True)
    assert of_collections(home) == [made(home)["Best"].key]
    home.forget_requests()
    home.run()
    assert of_collections(home) == []

    set_.add_art("tmdb", "collection")
    home.run(recheck=True, yes=True)
    assert of_collections(home) == [made(home)["Set"].key]
    home.forget_requests()
    home.run()
    home.run(recheck=True, yes=True)
    assert of_collections(home) == []


def test_a_file_beside_the_configuration_is_its_poster_as_it_is_and_a_new_file_a_new_poster(home):
    picture = home.folder / "heists.png"
    Image.new("RGB", (1000, 1500), (200, 30, 30)).save(picture)
    with_(home, Best={**BEST, "file_poster": "heists.png"})
    home.run()
    red, _, _ = shown(home, "Best").convert("RGB").getpixel((500, 1400))
    assert red > 190
    Image.new("RGB", (1000, 1500), (30, 200, 30)).save(picture)
    home.forget_requests()
    home.run()
    assert len(of_collections(home)) == 1
    picture.unlink()
    report = home.run()
    assert any("heists.png" in warning for warning in report.warnings)


def test_an_address_is_its_poster_and_its_background(home, world):
    art = world.movies[0].add_art("nobody", "poster")
    wide = world.movies[0].add_art("nobody", "background")
    base = f"{home.tmdb.url}/t/p/original"
    with_(
        home,
        Best={
            **BEST,
            "url_poster": f"{base}/{art.id}.{art.suffix}",
            "url_background": f"{base}/{wide.id}.{wide.suffix}",
        },
    )
    home.run()
    assert len(of_collections(home)) == 1
    assert len(of_collections(home, "art")) == 1
    home.forget_requests()
    home.run()
    assert of_collections(home) == of_collections(home, "art") == []


def test_an_address_in_the_network_at_home_is_not_asked_unless_that_is_allowed(home):
    home.more["run"] = {}
    with_(home, Best={**BEST, "url_poster": f"{home.tmdb.url}/t/p/original/x.jpg"})
    report = home.run()
    assert of_collections(home) == []
    (failed,) = [task for task in report.summary.tasks if task.kind.value == "collection"]
    assert "network at home" in failed.error


def test_a_set_gives_its_own_art_and_words(home, world):
    set_ = world.add_collection("Set", world.movies[:3], tmdb=10)
    set_.summary = "All of it."
    set_.add_art("tmdb", "collection")
    with_(home, Set={"tmdb_collection_details": 10})
    report = home.run()
    assert made(home)["Set"].edits["summary"] == "All of it."
    assert len(of_collections(home)) == 1
    (drawn,) = [task for task in report.summary.tasks if task.kind.value == "collection"]
    assert (drawn.source, drawn.status) == ("collection", "uploaded")


def test_words_of_a_service_that_is_down_stay_and_the_collection_is_built(home, fake_tmdb):
    with_(home, Best={**BEST, "tmdb_summary": 31337})
    report = home.run()
    (outcome,) = report.collections
    assert outcome.status == "made"
    assert "no tmdb_summary" in outcome.what


def test_a_collection_that_was_not_built_this_time_keeps_its_poster(home, fake_imdb):
    with_(home, Best=BEST)
    home.run()
    home.forget_requests()
    reread(home)
    fake_imdb.add_fault(Fault(status=503))
    assert {each.status for each in home.run().collections} == {"failed"}
    home.run(only=("artwork",))
    assert of_collections(home) == []


def test_false_for_a_poster_means_none_of_ours(home):
    with_(home, Best={**BEST, "poster": False})
    home.run()
    assert of_collections(home) == []


def test_badges_of_the_recipe_come_over_the_collage_and_a_style_of_its_own_counts(home):
    home.more["overlays"] = {"big": [{"type": "text", "text": "SET", "place": "top-left"}]}
    with_(home, Best={**BEST, "overlay": "big", "poster": {"style": "cinema"}})
    home.run()
    assert len(of_collections(home)) == 1
    with_(home, Best={**BEST, "poster": {"style": "neon"}})
    home.forget_requests()
    home.run()
    assert len(of_collections(home)) == 1


def test_a_style_that_nobody_has_is_named(home):
    with_(home, Best={**BEST, "poster": {"style": "minimall"}})
    with pytest.raises(Exception, match="there is no style `minimall`; did you mean `minimal`"):
        home.run()


def test_a_dry_run_changes_nothing_and_says_what_posters_would_come(home):
    with_(home, Best=BEST)
    home.run()
    home.forget_requests()
    with_(home, Best={**BEST, "poster": {"style": "cinema"}})
    report = home.run(dry_run=True)
    assert [task.kind.value for task in report.summary.tasks] == ["collection"]
    assert home.plex.uploads == []


def test_a_folder_of_pictures_may_have_another_name_than_the_collection(home):
    assets = home.folder / "assets"
    (assets / "Nolan set").mkdir(parents=True)
    Image.new("RGB", (1000, 1500), (200, 20, 20)).save(assets / "Nolan set" / "poster.png")
    home.more["plugins"]["local"] = {"folders": [str(assets)]}
    home.more["poster_preferences"] = {"sources": ["local", "tmdb"], "min_width": 1}
    with_(home, Best={**BEST, "name_mapping": "Nolan set"}, Other={"imdb_id": "tt0001001"})
    home.run()
    red, green, _ = shown(home, "Best").convert("RGB").getpixel((500, 300))
    assert (red > 150, green < 80) == (True, True)
    red, green, _ = shown(home, "Other").convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert red - green < 100
