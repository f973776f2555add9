"""Collections of what Radarr manages, of what was watched, and of a file, in whole runs on a Plex over real HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from plex_home import PlexHome
from services import FakeFanart, FakePlex, FakeRadarr, FakeTautulli, FakeTmdb, FakeTvdb, World
from services.arr import KEY as ARR_KEY
from services.plex.state import TOKEN
from services.tautulli import KEY as TAUTULLI_KEY


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_radarr: FakeRadarr, fake_tautulli: FakeTautulli,
) -> PlexHome:  # fmt: skip
    for number in range(5):
        world.add_movie(f"Film {number}", 1990 + number, tmdb=1000 + number, imdb=f"tt001000{number}")
    fake_plex.add_library("Movies", world.movies)
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {
            "folder": {"enabled": False},
            "plex": {"url": fake_plex.url, "token": TOKEN},
            "radarr": {"url": fake_radarr.url, "api_key": ARR_KEY},
            "tautulli": {"url": fake_tautulli.url, "api_key": TAUTULLI_KEY},
        },
        "libraries": {"Movies": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": []},
    }
    return home


def collections(home: PlexHome, **recipes: Any) -> dict[str, list[str]]:
    home.more["collections"] = recipes
    home.run()
    (library,) = home.plex.libraries.values()
    return {item.title: [child.title for child in item.children] for item in library.collections}


def test_films_by_radarrs_tags_and_without_any(home, world, fake_radarr):
    fake_radarr.tags = ["kids"]
    fake_radarr.tagged = {world.movies[1]: ["kids"], world.movies[3]: ["kids"]}
    made = collections(home, Kids={"radarr_taglist": "kids"}, Rest={"radarr_taglist": None}, All={"radarr_all": True})
    assert sorted(made["Kids"]) == ["Film 1", "Film 3"]
    assert sorted(made["Rest"]) == ["Film 0", "Film 2", "Film 4"]
    assert len(made["All"]) == 5
    assert fake_radarr.count["GET /api/v3/movie"] == 2, "one for each builder"


def test_what_was_watched_by_plexs_keys_and_a_film_that_was_added_again_by_its_lasting_name(home, fake_tautulli):
    (library,) = home.plex.libraries.values()
    items = {item.title: item for item in library.items}
    fake_tautulli.watch("popular_movies", "Film 4", items["Film 4"].key, users=3, section=library.key)
    fake_tautulli.watch("popular_movies", "Film 2", 987654, users=2, section=library.key, guid=items["Film 2"].guid)
    recipe = {"tautulli_popular": {"list_days": 7, "list_size": 5}, "collection_order": "custom"}
    assert collections(home, Popular=recipe) == {"Popular": ["Film 4", "Film 2"]}


def test_a_file_of_ids(home, tmp_path):
    (tmp_path / "mine.txt").write_text("1003  # the third\ntt0010000\n")
    recipe = {"text_file": "mine.txt", "collection_order": "custom"}
    assert collections(home, Mine=recipe) == {"Mine": ["Film 3", "Film 0"]}
