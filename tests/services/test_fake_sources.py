"""The fake TMDB, Fanart.tv and TVDB answer as the real ones do."""

from __future__ import annotations

import io

import httpx
import pytest
from PIL import Image

from services import FakeFanart, FakeTmdb, FakeTvdb, World
from services.fanart import PROJECT_KEY
from services.tmdb import V3_KEY, V4_TOKEN
from services.tvdb import API_KEY


@pytest.fixture
def world(world: World) -> World:
    heat = world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277", tvdb=1234)
    for language, votes in ((None, 4), ("en", 30), ("de", 2)):
        heat.add_art("tmdb", "poster", language=language, votes=votes)
    heat.add_art("tmdb", "background")
    heat.add_art("fanart", "poster", votes=7)
    heat.add_art("fanart", "logo", language="en", votes=3)
    heat.add_art("tvdb", "poster", language="en")
    dark = world.add_show("Dark", 2017, tmdb=70523, imdb="tt5753856", tvdb=334824, seasons=2, episodes=2)
    dark.add_art("fanart", "poster")
    dark.add_art("tvdb", "poster")
    dark.children[1].add_art("fanart", "season", language="de")
    dark.children[1].add_art("tvdb", "season")
    dark.children[1].add_art("tmdb", "season")
    dark.children[1].children[0].add_art("tmdb", "title_card")
    world.add_collection("Heat Collection", [heat], tmdb=86311).add_art("fanart", "collection")
    return world


@pytest.fixture
def tmdb(fake_tmdb: FakeTmdb) -> httpx.Client:
    headers = {"Authorization": f"Bearer {V4_TOKEN}"}
    with httpx.Client(base_url=fake_tmdb.url, headers=headers, trust_env=False) as client:
        yield client


@pytest.fixture
def fanart(fake_fanart: FakeFanart) -> httpx.Client:
    with httpx.Client(base_url=fake_fanart.url, params={"api_key": PROJECT_KEY}, trust_env=False) as client:
        yield client


@pytest.fixture
def tvdb(fake_tvdb: FakeTvdb) -> httpx.Client:
    with httpx.Client(base_url=f"{fake_tvdb.url}/v4", trust_env=False) as client:
        token = client.post("/login", json={"apikey": API_KEY}).json()["data"]["token"]
        client.headers["authorization"] = f"Bearer {token}"
        yield client


def test_tmdb_takes_either_key_and_refuses_others(fake_tmdb):
    with httpx.Client(base_url=fake_tmdb.url, trust_env=False) as client:
        assert client.get("/3/authentication", params={"api_key": V3_KEY}).status_code == 200
        refused = client.get("/3/authentication", params={"api_key": "no"})
        assert (refused.status_code, refused.json()["status_code"]) == (401, 7)


def test_tmdb_gives_a_film_with_all_that_is_appended(tmdb):
    movie = tmdb.get("/3/movie/949?append_to_response=images,external_ids,release_dates").json()

    assert (movie["title"], movie["imdb_id"], movie["release_date"]) == ("Heat", "tt0113277", "1995-06-15")
    assert movie["belongs_to_collection"]["id"] == 86311
    assert [image["iso_639_1"] for image in movie["images"]["posters"]] == ["en", None, "de"]
    assert movie["external_ids"]["imdb_id"] == "tt0113277"
    assert "id" not in movie["images"]


def test_tmdb_narrows_pictures_by_language_as_it_does(tmdb):
    def languages(query: str) -> list[str | None]:
        return [image["iso_639_1"] for image in tmdb.get(f"/3/movie/949/images{query}").json()["posters"]]

    assert languages("") == ["en", None, "de"]
    assert languages("?language=en-US") == ["en"]
    assert languages("?language=en&include_image_language=null,de") == [None, "de"]


def test_tmdb_gives_seasons_and_episodes_also_appended(tmdb):
    show = tmdb.get(
        "/3/tv/70523?append_to_response=external_ids,season/2,season/2/images,season/2/episode/1/images"
    ).json()

    assert show["number_of_seasons"] == 2
    assert [episode["episode_number"] for episode in show["season/2"]["episodes"]] == [1, 2]
    assert len(show["season/2/images"]["posters"]) == 1
    assert len(show["season/2/episode/1/images"]["stills"]) == 1
    assert tmdb.get("/3/tv/70523/season/2/episode/1/images").json()["stills"][0]["width"] == 1920
    assert tmdb.get("/3/tv/70523/season/9").status_code == 404
    assert tmdb.get("/3/movie/949/season/1").status_code == 404


def test_tmdb_refuses_too_many_appended_parts(tmdb):
    parts = ",".join(f"season/{number}" for number in range(21))
    assert tmdb.get(f"/3/tv/70523?append_to_response={parts}").json()["status_code"] == 27


def test_tmdb_finds_by_the_ids_of_others_and_by_name(tmdb):
    assert tmdb.get("/3/find/tt0113277?external_source=imdb_id").json()["movie_results"][0]["id"] == 949
    assert tmdb.get("/3/find/334824?external_source=tvdb_id").json()["tv_results"][0]["id"] == 70523
    assert tmdb.get("/3/search/movie?query=heat&year=1995").json()["total_results"] == 1
    assert tmdb.get("/3/search/movie?query=heat&year=1996").json()["results"] == []
    assert tmdb.get("/3/collection/86311").json()["parts"][0]["id"] == 949


def test_tmdb_says_what_it_does_not_know(tmdb):
    answer = tmdb.get("/3/movie/1")
    assert (answer.status_code, answer.json()["status_code"]) == (404, 34)


def test_tmdb_tags_its_answers(tmdb):
    first = tmdb.get("/3/movie/949")
    again = tmdb.get("/3/movie/949", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_tmdb_serves_each_picture_with_bytes_of_its_own(tmdb):
    posters = tmdb.get("/3/movie/949/images").json()["posters"]
    pictures = [tmdb.get(f"/t/p/original{poster['file_path']}").content for poster in posters]

    assert len(set(pictures)) == 3
    with Image.open(io.BytesIO(pictures[0])) as image:
        assert (image.format, image.size) == ("JPEG", (400, 600))
        image.load()


def test_fanart_gives_strings_and_only_what_there_is(fanart):
    film = fanart.get("/v3.2/movies/949").json()

    assert (film["name"], film["tmdb_id"], film["image_count"]) == ("Heat", "949", 2)
    assert (film["movieposter"][0]["lang"], film["movieposter"][0]["likes"]) == ("00", "7")
    assert film["movieposter"][0]["width"] == "2000"
    assert "moviebackground" not in film
    assert fanart.get("/v3/movies/tt0113277").json()["hdmovielogo"][0].keys() == {"id", "url", "lang", "likes"}
    with Image.open(io.BytesIO(fanart.get(film["hdmovielogo"][0]["url"]).content)) as logo:
        assert (logo.format, logo.mode) == ("PNG", "RGBA")


def test_fanart_gives_seasons_with_their_show_and_sets_by_number(fanart):
    show = fanart.get("/v3.2/tv/334824").json()
    assert (show["thetvdb_id"], show["seasonposter"][0]["season"]) == ("334824", "2")
    assert fanart.get("/v3.2/movies/86311").json()["name"] == "Heat Collection"


def test_fanart_says_not_found_and_asks_for_a_key(fanart, fake_fanart):
    assert fanart.get("/v3.2/movies/1").json() == {"status": "error", "error message": "Not found"}
    assert "required" in httpx.get(f"{fake_fanart.url}/v3.2/movies/949", trust_env=False).json()["error message"]


def test_tvdb_lets_in_who_logged_in_until_the_token_expires(tvdb, fake_tvdb):
    assert tvdb.get("/artwork/types").json()["status"] == "success"
    fake_tvdb.expire_tokens()
    assert tvdb.get("/artwork/types").status_code == 401
    assert tvdb.post("/login", json={"apikey": "no"}).status_code == 401


def test_tvdb_gives_artwork_with_types_and_languages(tvdb):
    series = tvdb.get("/series/334824/extended").json()["data"]
    assert [(art["type"], art["language"], art["includesText"]) for art in series["artworks"]] == [
        (2, None, False),
        (7, None, False),
    ]
    season = next(season for season in series["seasons"] if season["number"] == 2)
    assert season["type"]["type"] == "official"
    assert len(tvdb.get(f"/seasons/{season['id']}/extended").json()["data"]["artwork"]) == 1
    assert tvdb.get("/series/334824/artworks?type=2").json()["data"]["artworks"][0]["type"] == 2
    film = tvdb.get("/movies/1234/extended").json()["data"]
    assert (film["artworks"][0]["language"], film["artworks"][0]["type"]) == ("eng", 14)
    assert {"id": "949", "type": 12, "sourceName": "TheMovieDB.com"} in film["remoteIds"]
    assert tvdb.get(film["artworks"][0]["image"]).headers["content-type"] == "image/jpeg"
    assert tvdb.get("/series/334824/extended?short=true").json()["data"]["artworks"] is None


def test_tvdb_finds_by_remote_id_and_lists_episodes(tvdb):
    assert tvdb.get("/search/remoteid/tt5753856").json()["data"][0]["series"]["id"] == 334824
    assert tvdb.get("/search?query=dark&type=series").json()["data"][0]["id"] == "series-334824"
    assert len(tvdb.get("/series/334824/episodes/default?page=0").json()["data"]["episodes"]) == 4
    assert tvdb.get("/movies/1/extended").status_code == 404
