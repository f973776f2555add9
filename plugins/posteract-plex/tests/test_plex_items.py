"""What a listing says: ids of old and new agents, streams, labels, locks, who has watched; and how few requests it costs."""

from __future__ import annotations

from datetime import UTC

import pytest
from posteract_core.errors import ProviderUnavailable
from posteract_core.model import ArtworkKind, ItemType, Rating
from posteract_plex.ids import ids_of, show_ids_of
from posteract_plex.items import folder_of
from posteract_plex.streams import versions_of
from services import Fault, File

POSTER = ArtworkKind.POSTER


@pytest.mark.parametrize(
    ("guid", "expected"),
    [
        ("com.plexapp.agents.imdb://tt0113277?lang=en", {"imdb": "tt0113277"}),
        ("com.plexapp.agents.themoviedb://949?lang=en", {"tmdb": 949}),
        ("com.plexapp.agents.thetvdb://81189?lang=en", {"tvdb": 81189}),
        ("com.plexapp.agents.hama://anidb-123?lang=en", {"anidb": 123}),
        ("com.plexapp.agents.hama://tvdb2-79895?lang=en", {"tvdb": 79895}),
        ("com.plexapp.agents.none://1?lang=xn", {}),
        ("local://1234", {}),
        ("plex://movie/5d7768", {"guid": "plex://movie/5d7768"}),
    ],
)
def test_old_and_new_agents_ids_are_understood(guid, expected):
    found = ids_of({"guid": guid, "type": "movie"})
    assert {
        name: getattr(found, name) for name in ("imdb", "tmdb", "tvdb", "anidb", "guid") if getattr(found, name)
    } == expected


def test_a_new_agents_list_of_ids_is_preferred_to_its_guid():
    entry = {
        "guid": "plex://movie/5d",
        "type": "movie",
        "Guid": [{"id": "imdb://tt1"}, {"id": "tmdb://2"}, {"id": "odd"}],
    }
    found = ids_of(entry)
    assert (found.imdb, found.tmdb, found.guid) == ("tt1", 2, "plex://movie/5d")


def test_an_old_agents_episode_names_its_show():
    entry = {"guid": "com.plexapp.agents.thetvdb://81189/2/3?lang=en", "type": "episode"}
    assert show_ids_of(entry).tvdb == 81189
    assert not ids_of(entry)


def test_a_film_has_its_ids_genres_folder_versions_and_ratings(listing):
    heat = listing()["Heat (1995)"]
    assert (heat.ids.imdb, heat.ids.tmdb) == ("tt0113277", 949)
    assert heat.genres == ("Action", "Crime", "Drama", "Thriller"), "all, not the two of the listing"
    assert heat.folder == "/media/movies/Heat (1995)"
    assert heat.collections == ("Heists",)
    assert heat.facts["rating.tmdb"] == Rating(value=7.9)
    assert heat.added is not None
    assert heat.added.tzinfo is UTC
    [version] = heat.versions
    assert (version.height_px, version.video_codec, version.hdr) == (2160, "hevc", ("hdr10", "dolby_vision"))
    assert version.dolby_vision_profile == 8
    assert [(track.codec, track.channels, track.language, track.atmos) for track in version.audio] == [
        ("truehd", 8, "en", True),
        ("ac3", 6, "de", False),
    ]
    assert version.subtitles == ("en",)


def test_several_versions_and_an_edition_are_all_there(world, fake_plex, make_server):
    files = [File(height_px=2160, path="/m/Heat Remux-2160p.mkv"), File(height_px=1080)]
    world.add_movie("Heat", 1995, tmdb=949, files=files, edition="Director's Cut")
    fake_plex.add_library("Movies", world.movies)
    server = make_server(fake_plex.url)
    [[heat]] = [page for page in server.items(server.libraries()[0]) if page]
    assert [version.height_px for version in heat.versions] == [2160, 1080]
    assert heat.versions[0].source == "remux"
    assert heat.edition == "Director's Cut"
    assert str(heat) == "Heat (1995) {Director's Cut}"


def test_of_hdr10_the_name_says_whether_it_is_hdr10_plus(world, fake_plex, make_server):
    for title, name in (("Dune", "Dune (2021) 2160p HDR10+ TELESYNC"), ("Web of Lies", "Web of Lies (2021)")):
        file = File(height_px=2160, hdr="hdr10", path=f"/m/{title} (2021)/{name}.mkv")
        world.add_movie(title, 2021, files=[file])
    fake_plex.add_library("Movies", world.movies)
    server = make_server(fake_plex.url)
    versions = [item.versions[0] for page in server.items(server.libraries()[0]) for item in page]
    assert [(version.hdr, version.source) for version in versions] == [(("hdr10+",), "telesync"), (("hdr10",), "")]


def test_seasons_and_episodes_know_their_show(listing):
    items = listing()
    season, episode = items["Dark (2017) Season 1"], items["Dark (2017) S01E02 Episode 2"]
    assert (season.type, season.season, season.show_ids.tvdb) == (ItemType.SEASON, 1, 334824)
    assert (episode.season, episode.episode, episode.show_title, episode.show_year) == (1, 2, "Dark", 2017)
    assert episode.parent_key == season.key
    assert episode.genres == items["Dark (2017)"].genres
    assert items["Dark (2017) Specials"].season == 0


def test_a_collection_is_an_item_of_its_library(listing):
    heists = next(item for item in listing().values() if item.type is ItemType.COLLECTION)
    assert (heists.title, heists.library) == ("Heists", "Movies")
    assert heists.kinds[0] is ArtworkKind.COLLECTION


def test_labels_locks_and_views_are_told(attic, listing, world):
    item = attic.item_of(world.movies[0])
    item.labels.append("skip_posteract")
    item.locked.add("thumb")
    item.view_count = 1
    item.updated += 1
    heat = listing()["Heat (1995)"]
    assert (heat.labels, heat.locked, heat.watched) == (("skip_posteract",), frozenset({POSTER}), True)


def test_what_an_item_borrows_from_its_show_is_not_its_own(listing):
    episode = listing()["Dark (2017) S01E01 Episode 1"]
    assert list(episode.shown) == [ArtworkKind.TITLE_CARD]


def test_details_are_asked_for_in_batches_and_only_where_something_changed(world, fake_plex, make_server):
    for number in range(450):
        world.add_movie(f"Film {number}", 2000)
    fake_plex.add_library("Movies", world.movies)
    server = make_server(fake_plex.url)
    library = server.libraries()[0]
    details = "GET /library/metadata/{keys}"
    first = [item for page in server.items(library) for item in page]
    assert fake_plex.count[details] == 3
    assert [item for page in server.items(library) for item in page] == first
    assert fake_plex.count[details] == 3
    changed = fake_plex.item_of(world.movies[7])
    changed.labels.append("noir")
    changed.updated += 1
    again = [item for page in server.items(library) for item in page]
    assert fake_plex.count[details] == 4
    assert [item.title for item in again if item.labels] == ["Film 7"]


def test_details_are_remembered_by_the_next_process(attic, make_server):
    for _ in range(2):
        server = make_server(attic.url)
        for library in server.libraries():
            list(server.items(library))
        server.close()
    assert attic.count["GET /library/metadata/{keys}"] <= 5


def test_a_listing_that_ends_early_is_no_short_library(attic, server):
    library = server.libraries()[0]
    attic.add_fault(
        Fault(
            route="GET /library/sections/{id}/all",
            body=b'{"MediaContainer": {"size": 0, "totalSize": 900}}',
            content_type="application/json",
        )
    )
    with pytest.raises(ProviderUnavailable, match="broke its listing off after 0 of 900"):
        list(server.items(library))


def test_one_item_whose_details_cannot_be_had_costs_its_details_only(world, fake_plex, make_server):
    for number in range(5):
        world.add_movie(f"Film {number}", 2000)
    fake_plex.add_library("Movies", world.movies)
    fake_plex.add_fault(Fault(status=400, route="GET /library/metadata/{keys}", times=1))
    server = make_server(fake_plex.url)
    assert len([item for page in server.items(server.libraries()[0]) for item in page]) == 5


@pytest.mark.parametrize(
    ("stream", "codec", "atmos"),
    [
        ({"codec": "dca", "profile": "ma", "extendedDisplayTitle": "English (DTS-HD MA 7.1)"}, "dts-hd-ma", False),
        ({"codec": "dca", "profile": "ma", "title": "DTS:X 7.1"}, "dtsx", False),
        ({"codec": "dca"}, "dts", False),
        ({"codec": "eac3", "displayTitle": "English (EAC3 5.1 Atmos)"}, "eac3", True),
        ({"codec": "pcm_s24le"}, "pcm", False),
    ],
)
def test_tracks_are_named_as_badges_know_them(stream, codec, atmos):
    entry = {"Media": [{"Part": [{"file": "/x.mkv", "Stream": [{"streamType": 2, **stream}]}]}]}
    [version] = versions_of(entry)
    assert (version.audio[0].codec, version.audio[0].atmos) == (codec, atmos)


def test_a_file_has_the_profiles_of_its_codecs_and_the_titles_of_its_subtitles():
    streams = [
        {"streamType": 1, "codec": "h264", "profile": "High"},
        {"streamType": 2, "codec": "aac", "profile": "lc"},
        {"streamType": 2, "codec": "ac3"},
        {"streamType": 3, "codec": "srt", "title": "Forced"},
        {"streamType": 3, "codec": "srt"},
    ]
    [version] = versions_of({"Media": [{"videoProfile": "main", "Part": [{"Stream": streams}]}]})
    assert (version.video_profile, [track.profile for track in version.audio]) == ("high", ["lc", ""])
    assert version.subtitle_titles == ("Forced",)
    listed = {"audioCodec": "dca", "audioProfile": "ma", "videoProfile": "main 10", "Part": [{"file": "/x.mkv"}]}
    [version] = versions_of({"Media": [listed]})
    assert (version.video_profile, version.audio[0].profile, version.subtitle_titles) == ("main 10", "ma", ())


def test_dolby_vision_without_a_base_layer_is_no_hdr10():
    video = {"streamType": 1, "colorTrc": "smpte2084", "DOVIPresent": True, "DOVIProfile": 5}
    [version] = versions_of({"Media": [{"Part": [{"Stream": [video]}]}]})
    assert version.hdr == ("dolby_vision",)


def test_a_windows_path_has_a_folder_too():
    assert (
        folder_of({"type": "movie", "Media": [{"Part": [{"file": "D:\\Films\\Heat\\heat.mkv"}]}]}) == "D:\\Films\\Heat"
    )
