"""Unmodified PlexAPI is happy with the fake Plex, and the fake has the ways of a real server."""

from __future__ import annotations

import hashlib
import io
import xml.etree.ElementTree as ET

import httpx
import plexapi.exceptions
import pytest
import requests
from PIL import Image
from plexapi.server import PlexServer
from posteract_core.http import HttpService, RetryPolicy
from posteract_core.http.bridge import requests_session

from services import FakePlex, FakeTmdb, Fault, File, World
from services.pictures import kometas, picture, posterizarrs
from services.plex import TOKEN

JSON = {"Accept": "application/json", "X-Plex-Token": TOKEN}


@pytest.fixture
def filled(world: World, fake_plex: FakePlex) -> FakePlex:
    heat = world.add_movie(
        "Heat", 1995, tmdb=949, imdb="tt0113277", files=[File(height_px=2160, video="hevc", hdr="dolby_vision")]
    )
    heat.add_art("tmdb", "poster", language="en")
    matrix = world.add_movie("The Matrix", 1999, tmdb=603, imdb="tt0133093", genres=("Action", "Science Fiction"))
    world.add_movie("Amélie", 2001, tmdb=194, imdb="tt0211915", original_title="Le Fabuleux Destin d'Amélie Poulain")
    world.add_show("Dark", 2017, tmdb=70523, imdb="tt5753856", tvdb=334824, seasons=2, episodes=3, specials=1)
    movies = fake_plex.add_library("Movies", world.movies)
    fake_plex.add_library("TV Shows", world.shows)
    fake_plex.add_collection(movies, world.add_collection("Mind-benders", [heat, matrix]))
    return fake_plex


@pytest.fixture
def server(filled: FakePlex) -> PlexServer:
    session = requests.Session()
    session.trust_env = False
    yield PlexServer(filled.url, TOKEN, session=session)
    session.close()


@pytest.fixture
def http(filled: FakePlex) -> httpx.Client:
    with httpx.Client(base_url=filled.url, headers=JSON, trust_env=False) as client:
        yield client


def test_plexapi_connects_and_lists_libraries(server):
    assert (server.friendlyName, server.version[:4]) == ("Attic", "1.43")
    assert [(one.title, one.type, one.totalSize) for one in server.library.sections()] == [
        ("Movies", "movie", 3),
        ("TV Shows", "show", 1),
    ]


def test_plexapi_finds_and_reads_a_film(server):
    heat = server.library.section("Movies").get("Heat")

    assert (heat.year, heat.type, heat.librarySectionTitle) == (1995, "movie", "Movies")
    assert {guid.id for guid in heat.guids} >= {"imdb://tt0113277", "tmdb://949"}
    assert heat.media[0].videoResolution == "4k"
    stream = heat.media[0].parts[0].videoStreams()[0]
    assert (stream.DOVIPresent, stream.DOVIProfile, stream.colorTrc) == (True, 8, "smpte2084")
    assert [genre.tag for genre in heat.genres] == ["Action", "Crime", "Drama"]


def test_plexapi_searches_by_filters(server):
    movies = server.library.section("Movies")

    assert [one.title for one in movies.search(title="matrix")] == ["The Matrix"]
    assert [one.title for one in movies.search(genre="Science Fiction")] == ["The Matrix"]
    assert [one.title for one in movies.search(year__gte=1999)] == ["The Matrix", "Amélie"]
    assert [one.title for one in movies.search(filters={"year>>": 1996}, sort="year:desc")] == ["Amélie", "The Matrix"]
    assert [one.title for one in server.library.search("Amé", libtype="movie")] == ["Amélie"]
    assert [one.title for one in server.search("matrix", mediatype="movie")] == ["The Matrix"]
    with pytest.raises(plexapi.exceptions.NotFound, match="Unknown filter field"):
        movies.search(flavour="sweet")


def test_plexapi_walks_a_show(server):
    dark = server.library.section("TV Shows").get("Dark")

    assert [(season.index, len(season.episodes())) for season in dark.seasons()] == [(0, 1), (1, 3), (2, 3)]
    episode = dark.episode(season=2, episode=3)
    assert (episode.grandparentTitle, episode.parentIndex, episode.index) == ("Dark", 2, 3)
    assert len(dark.episodes()) == 7
    assert len(server.library.section("TV Shows").searchEpisodes()) == 7


def test_plexapi_uploads_chooses_and_locks_a_poster(server, filled):
    heat = server.library.section("Movies").get("Heat")
    before = heat.thumb
    ours = picture("ours", 100, 150)

    heat.uploadPoster(filepath=io.BytesIO(ours)).lockPoster()
    heat.reload()

    assert heat.thumb != before
    assert heat.isLocked("thumb")
    chosen = next(one for one in heat.posters() if one.selected)
    assert chosen.ratingKey == f"upload://posters/{hashlib.sha1(ours).hexdigest()}"
    assert requests.get(server.url(chosen.key, includeToken=True), timeout=5).content == ours
    assert requests.get(server.url(heat.thumb, includeToken=True), timeout=5).content == ours

    agents = next(one for one in heat.posters() if one.ratingKey.startswith("metadata://"))
    heat.setPoster(agents).unlockPoster()
    heat.reload()
    assert not heat.isLocked("thumb")
    assert [one.selected for one in heat.posters()] == [True, False, False]
    assert filled.uploads == [(int(heat.ratingKey), "thumb", chosen.ratingKey)]


def test_plexapi_uploads_the_other_kinds(server, filled):
    heat = server.library.section("Movies").get("Heat")

    heat.uploadArt(filepath=io.BytesIO(b"art"))
    heat.uploadLogo(filepath=io.BytesIO(b"logo"))
    heat.uploadSquareArt(filepath=io.BytesIO(b"square"))

    assert [key.partition("//")[2].partition("/")[0] for _, _, key in filled.uploads] == [
        "art",
        "clearLogos",
        "squareArts",
    ]
    assert len(heat.arts()) == 2
    assert [one.selected for one in heat.logos()] == [True]


def test_plexapi_uploads_by_address(server, filled, world):
    heat, art = server.library.section("Movies").get("Heat"), world.movies[0].art[0]

    heat.uploadPoster(url=f"{filled.image_url}/t/p/original/{art.id}.jpg")

    assert filled.shown(world.movies[0])[1] == world.bytes_of(art)


def test_plexapi_edits_labels_titles_and_summaries(server, filled):
    heat = server.library.section("Movies").get("Heat")

    heat.addLabel(["Overlay", "skip_posteract"]).editSummary("A heist.").editTitle("Heat!")
    heat.reload()
    assert [label.tag for label in heat.labels] == ["Overlay", "skip_posteract"]
    assert (heat.summary, heat.title) == ("A heist.", "Heat!")
    assert [one.title for one in server.library.section("Movies").search(label="Overlay")] == ["Heat!"]

    heat.removeLabel("Overlay")
    heat.reload()
    assert [label.tag for label in heat.labels] == ["skip_posteract"]
    assert heat.isLocked("label")


def test_plexapi_makes_changes_and_removes_collections(server):
    movies = server.library.section("Movies")
    heat, matrix = movies.get("Heat"), movies.get("The Matrix")

    made = movies.createCollection("Nineties", [heat])
    made.addItems([matrix]).moveItem(matrix)
    assert [one.title for one in movies.collection("Nineties").items()] == ["The Matrix", "Heat"]
    made.removeItems([heat])
    made.modeUpdate("hide").sortUpdate("custom")
    made.reload()
    assert (made.collectionMode, made.collectionSort) == (0, 2)
    made.uploadPoster(filepath=io.BytesIO(b"collection"))
    heat.reload()
    assert [one.tag for one in heat.collections] == ["Mind-benders"]
    assert sorted(one.title for one in movies.collections()) == ["Mind-benders", "Nineties"]
    made.delete()
    assert [one.title for one in movies.collections()] == ["Mind-benders"]


def test_plexapi_sets_preferences_of_a_show(server, filled):
    show = server.library.section("TV Shows").all()[0]
    show.editAdvanced(episodeSort=1, flattenSeasons=1, showOrdering="dvd")
    show.reload()
    assert (show.episodeSort, show.flattenSeasons, show.showOrdering, show.useOriginalTitle) == (1, 1, "dvd", -1)
    show.defaultAdvanced()
    show.reload()
    assert (show.episodeSort, show.flattenSeasons, show.showOrdering) == (-1, -1, None)


def test_plexapi_marks_watched_and_refreshes(server, filled):
    heat = server.library.section("Movies").get("Heat")
    heat.markPlayed()
    heat.uploadPoster(filepath=io.BytesIO(b"x"))
    heat.refresh()
    heat.reload()

    assert heat.viewCount == 1
    assert next(one for one in heat.posters() if one.selected).ratingKey.startswith("metadata://")


def test_plexapi_is_refused_with_a_wrong_token(filled):
    with pytest.raises(plexapi.exceptions.Unauthorized):
        PlexServer(filled.url, "wrong")


def test_plexapi_works_over_our_own_transport(filled):
    filled.add_fault(Fault(status=503, times=1))
    with HttpService(None, retry=RetryPolicy(first_s=0.001)) as service:
        server = PlexServer(filled.url, TOKEN, session=requests_session(service.client_for("plex")))
        heat = server.library.section("Movies").get("Heat")
        heat.uploadPoster(filepath=io.BytesIO(b"ours"))
        assert len(heat.posters()) == 3
        with pytest.raises(plexapi.exceptions.NotFound):
            server.fetchItem(999_999)


def test_listings_come_in_pages_and_leave_out_what_a_real_server_leaves_out(http):
    page = http.get(
        "/library/sections/1/all?type=1", headers={"X-Plex-Container-Start": "1", "X-Plex-Container-Size": "1"}
    ).json()["MediaContainer"]

    assert (page["size"], page["totalSize"], page["offset"]) == (1, 3, 1)
    (matrix,) = page["Metadata"]
    assert matrix["ratingKey"] == "2"
    assert "Guid" not in matrix
    assert not {"Label", "Field"} & set(matrix)
    assert "Stream" not in matrix["Media"][0]["Part"][0]


def test_a_listing_has_ids_when_asked_and_only_two_genres(http):
    (heat, *_) = http.get("/library/sections/1/all?type=1&includeGuids=1").json()["MediaContainer"]["Metadata"]

    assert {"id": "tmdb://949"} in heat["Guid"]
    assert len(heat["Genre"]) == 2


def test_a_page_of_nothing_tells_the_count(http):
    headers = {"X-Plex-Container-Start": "0", "X-Plex-Container-Size": "0"}
    container = http.get("/library/sections/2/all?type=4", headers=headers).json()["MediaContainer"]

    assert container["totalSize"] == 7
    assert "Metadata" not in container


def test_many_keys_are_read_at_once_until_the_address_is_too_long(http):
    container = http.get("/library/metadata/1,2,3,999").json()["MediaContainer"]
    assert [item["ratingKey"] for item in container["Metadata"]] == ["1", "2", "3"]
    assert all("Stream" in item["Media"][0]["Part"][0] for item in container["Metadata"])

    too_many = ",".join(str(key) for key in range(10_000, 11_600))
    assert http.get(f"/library/metadata/{too_many}").status_code == 414


def test_an_unknown_filter_is_ignored(http):
    assert http.get("/library/sections/1/all?flavour=sweet").json()["MediaContainer"]["size"] == 3


def test_the_token_may_stand_in_the_address_and_identity_needs_none(filled):
    with httpx.Client(base_url=filled.url, trust_env=False) as anybody:
        assert anybody.get("/identity").status_code == 200
        refused = anybody.get("/library/sections")
        assert (refused.status_code, refused.headers["content-type"]) == (401, "text/html")
        assert anybody.get(f"/library/sections?X-Plex-Token={TOKEN}").status_code == 200
        filled.tokens.clear()
        assert anybody.get(f"/library/sections?X-Plex-Token={TOKEN}").status_code == 401


def test_without_a_wish_for_json_the_answer_is_xml(filled):
    answer = httpx.get(f"{filled.url}/library/sections/1/all", params={"X-Plex-Token": TOKEN}, trust_env=False)
    root = ET.fromstring(answer.text)

    assert (root.tag, [child.tag for child in root]) == ("MediaContainer", ["Video"] * 3)
    assert root[0].attrib["title"] == "Heat"


def test_pictures_of_an_episode_are_in_the_measured_order(filled, world, http):
    episode = world.shows[0].children[1].children[0]
    episode.add_art("tmdb", "title_card")
    item = filled.item_of(episode)
    http.post(f"/library/metadata/{item.key}/posters", content=b"still")
    entries = http.get(f"/library/metadata/{item.key}/posters").json()["MediaContainer"]["Metadata"]

    assert [one["ratingKey"].partition(":")[0] for one in entries] == ["metadata", "http", "upload", "media"]
    assert entries[2]["ratingKey"] == f"upload://posters/seasons/1/episodes/1/{hashlib.sha1(b'still').hexdigest()}"
    assert [one.get("provider") for one in entries] == ["tmdb", "tmdb", None, None]
    assert http.get(entries[3]["key"]).headers["content-type"] == "image/jpeg"


def test_the_same_bytes_uploaded_twice_are_one_entry(filled, http):
    for _ in range(2):
        assert http.post("/library/metadata/1/posters", content=b"same").status_code == 200
    entries = http.get("/library/metadata/1/posters").json()["MediaContainer"]["Metadata"]
    assert sum(one["ratingKey"].startswith("upload://") for one in entries) == 1
    assert len(filled.uploads) == 2


def test_a_picture_beyond_what_plex_takes_is_a_server_error(http):
    assert http.post("/library/metadata/1/posters", content=b"x" * 10_500_000).status_code == 500


def test_stamps_move_unless_the_clock_stands(filled, http):
    def thumb_after(data: bytes) -> str:
        http.post("/library/metadata/1/posters", content=data)
        return http.get("/library/metadata/1").json()["MediaContainer"]["Metadata"][0]["thumb"]

    assert thumb_after(b"a") != (stood := thumb_after(b"b"))
    filled.clock_stands = True
    assert thumb_after(b"c") == stood


def test_a_nightly_refresh_puts_the_agents_picture_back_where_nothing_is_locked(filled, world):
    heat, matrix, _ = world.movies
    filled.upload_by_hand(heat, b"locked")
    filled.upload_by_hand(matrix, b"open", lock=False)

    filled.refresh(filled.libraries[1].items)

    assert filled.shown(heat)[1] == b"locked"
    assert filled.shown(matrix)[0].startswith("metadata://")


def test_a_library_added_again_has_new_keys_and_old_guids(filled):
    before = {item.key: item.guid for item in filled.libraries[2].items}
    again = filled.readd_library(filled.libraries[2])
    after = {item.key: item.guid for item in again.items}

    assert set(before.values()) == set(after.values())
    assert not set(before) & set(after)
    assert len(filled.items) == 3 + 1 + 1 + 3 + 7


@pytest.mark.parametrize("keep", [True, False])
def test_uploads_may_or_may_not_outlive_their_library(filled, world, keep):
    key = filled.upload_by_hand(world.movies[0], b"ours")
    filled.readd_library(filled.libraries[1], keep_uploads=keep)
    item = filled.item_of(world.movies[0])

    assert filled.shown(item)[0].startswith("metadata://")
    assert (item.slots["thumb"].find(key) is not None) is keep
    assert not item.locked


def test_old_agents_put_their_ids_into_the_guid(world, fake_plex):
    world.add_movie("Heat", 1995, imdb="tt0113277")
    world.add_show("Dark", 2017, tvdb=334824)
    fake_plex.add_library("Movies", world.movies, legacy=True)
    fake_plex.add_library("TV Shows", world.shows, legacy=True)
    with httpx.Client(base_url=fake_plex.url, headers=JSON, trust_env=False) as http:
        (heat,) = http.get("/library/sections/1/all?includeGuids=1").json()["MediaContainer"]["Metadata"]
        episode = http.get("/library/sections/2/all?type=4").json()["MediaContainer"]["Metadata"][0]

    assert heat["guid"] == "com.plexapp.agents.imdb://tt0113277?lang=en"
    assert "Guid" not in heat
    assert episode["guid"] == "com.plexapp.agents.thetvdb://334824/1/1?lang=en"


def test_pictures_of_other_tools_carry_their_marks():
    with Image.open(io.BytesIO(kometas("a"))) as image:
        assert image.getexif()[0x04BC] == "overlay"
    with Image.open(io.BytesIO(posterizarrs("a"))) as image:
        assert image.info["comment"] == b"created with posterizarr"


def test_tmdbs_pictures_are_candidates(filled, world, http, fake_tmdb: FakeTmdb):
    entries = http.get("/library/metadata/1/posters").json()["MediaContainer"]["Metadata"]
    address = f"{fake_tmdb.url}/t/p/original/{world.movies[0].art[0].id}.jpg"

    assert [one["key"] for one in entries][1:] == [address]
    assert http.get(address).content == world.bytes_of(world.movies[0].art[0])
