"""Films as people and programs lay them out in folders."""

from __future__ import annotations

import pytest
from posteract_core.model import MediaItem


def by_key(items: list[MediaItem]) -> dict[str, MediaItem]:
    found = {item.key: item for item in items}
    assert len(found) == len(items), "two items share a key"
    return found


@pytest.mark.parametrize(
    ("path", "title", "year", "ids"),
    [
        ("Heat (1995)/Heat (1995).mkv", "Heat", 1995, {}),
        ("Heat (1995) {tmdb-949}/Heat.mkv", "Heat", 1995, {"tmdb": "949"}),
        ("The Matrix (1999) [imdbid-tt0133093]/x.mkv", "The Matrix", 1999, {"imdb": "tt0133093"}),
        ("The Matrix (1999) [tmdbid=603]/The Matrix.mkv", "The Matrix", 1999, {"tmdb": "603"}),
        ("The Matrix (1999)/The Matrix (1999) {imdb-tt0133093}.mkv", "The Matrix", 1999, {"imdb": "tt0133093"}),
        ("The Matrix (1999) {tvdb-169}/m.mkv", "The Matrix", 1999, {"tvdb": "169"}),
        ("Matrix, The (1999)/m.mkv", "The Matrix", 1999, {}),
        ("Blade.Runner.2049.2017.2160p.BluRay.x265-GRP/file.mkv", "Blade Runner 2049", 2017, {}),
        ("2012.2009.1080p.BluRay.mkv", "2012", 2009, {}),
        ("1917 (2019)/1917 (2019).mkv", "1917", 2019, {}),
        ("1917.mkv", "1917", None, {}),
        ("2001 A Space Odyssey (1968).mkv", "2001 A Space Odyssey", 1968, {}),
        ("S.W.A.T. (2003)/S.W.A.T. (2003).mkv", "S.W.A.T.", 2003, {}),
        ("[REC] (2007)/rec.mkv", "[REC]", 2007, {}),
        ("(500) Days of Summer (2009).mkv", "(500) Days of Summer", 2009, {}),
        ("Wonder.Woman.1984.2020.1080p.WEB-DL.mkv", "Wonder Woman 1984", 2020, {}),
        ("أهواك (1957)/أهواك (1957).mkv", "أهواك", 1957, {}),
        ("千と千尋の神隠し (2001).mkv", "千と千尋の神隠し", 2001, {}),
        ("🎬 Party 👩‍👩‍👧 (2021)/film.mkv", "🎬 Party 👩‍👩‍👧", 2021, {}),
        ('What: is "this"? <*> (2020)/film.mkv', 'What: is "this"? <*>', 2020, {}),
        ("[Group] Akira [1080p].mkv", "Akira", None, {}),
        ("Heat/Heat.mkv", "Heat", None, {}),
    ],
)
def test_a_films_name_is_understood(films, path, title, year, ids):
    (item,) = films({path: ""})

    assert (item.title, item.year, dict(item.ids.pairs())) == (title, year, ids)


def test_a_film_in_its_own_folder_is_keyed_by_the_folder_and_a_loose_one_by_its_file(films):
    items = by_key(films({"Heat (1995)/Heat (1995).mkv": "", "Alien (1979).mkv": ""}))

    assert set(items) == {"Heat (1995)", "Alien (1979).mkv"}
    assert items["Heat (1995)"].folder.endswith("/root/Heat (1995)")
    assert items["Alien (1979).mkv"].folder == ""


def test_versions_in_one_folder_are_one_item(films):
    (item,) = films(
        {
            "Heat (1995)/Heat (1995) - 1080p.mkv": "ab",
            "Heat (1995)/Heat (1995) - 4K.mkv": "abc",
            "Heat (1995)/heat.1995.720p.hdtv.x264.mkv": "",
        }
    )

    assert [version.height_px for version in item.versions] == [1080, 2160, 720]
    assert [version.size_bytes for version in item.versions] == [2, 3, 0]
    assert item.versions[2].source == "hdtv"
    assert item.versions[2].video_codec == "h264"


def test_each_edition_is_an_item_of_its_own(films):
    items = by_key(
        films(
            {
                "Blade Runner (1982)/Blade Runner (1982).mkv": "",
                "Blade Runner (1982)/Blade Runner (1982) {edition-Final Cut}.mkv": "",
                "Blade Runner (1982)/Blade Runner (1982) {edition-Final Cut} - 4K.mkv": "",
                "Blade Runner (1982)/Blade Runner (1982) - Director's Cut.mkv": "",
            }
        )
    )

    assert sorted((item.edition, len(item.versions)) for item in items.values()) == [
        ("", 1),
        ("Director's Cut", 1),
        ("Final Cut", 2),
    ]
    assert {(item.title, item.year) for item in items.values()} == {("Blade Runner", 1982)}


def test_the_edition_of_a_lone_film_is_known_from_its_folder_or_its_release_name(films):
    items = films(
        {
            "Heat (1995) {edition-Director's Definitive Edition}/heat.mkv": "",
            "Aliens (1986)/Aliens.1986.Extended.1080p.BluRay.mkv": "",
        }
    )

    assert [item.edition for item in items] == ["Extended", "Director's Definitive Edition"]


def test_parts_are_one_version(films):
    items = by_key(
        films(
            {
                "Heat (1995)/Heat (1995) cd1.avi": "ab",
                "Heat (1995)/Heat (1995) cd2.avi": "abc",
                "Alien (1979) - part1.mkv": "",
                "Alien (1979) - part2.mkv": "",
                "Dune (1984)/CD1/dune.avi": "a",
                "Dune (1984)/CD2/dune.avi": "b",
            }
        )
    )

    assert set(items) == {"Heat (1995)", "Alien (1979) - part1.mkv", "Dune (1984)"}
    assert [version.size_bytes for version in items["Heat (1995)"].versions] == [5]
    assert [version.size_bytes for version in items["Dune (1984)"].versions] == [2]


def test_two_films_in_one_folder_stay_two(films):
    items = by_key(films({"Alien Films/Alien (1979).mkv": "", "Alien Films/Aliens (1986).mkv": ""}))

    assert {(key, item.title, item.year) for key, item in items.items()} == {
        ("Alien Films/Alien (1979).mkv", "Alien", 1979),
        ("Alien Films/Aliens (1986).mkv", "Aliens", 1986),
    }


def test_home_videos_without_any_order_are_all_listed(films):
    items = by_key(
        films({"2019 Summer/IMG_001.mp4": "", "2019 Summer/IMG_002.mp4": "", "2019 Summer/boat/dive.mp4": ""})
    )

    assert set(items) == {"2019 Summer/IMG_001.mp4", "2019 Summer/IMG_002.mp4", "2019 Summer/boat"}


def test_films_in_folders_by_letter_and_genre_are_found(films):
    items = by_key(films({"A/Alien (1979)/a.mkv": "", "Action/Heat (1995).mkv": "", "Action/Ronin (1998)/r.mkv": ""}))

    assert set(items) == {"A/Alien (1979)", "Action/Heat (1995).mkv", "Action/Ronin (1998)"}


def test_extras_trailers_and_samples_are_left_out(films):
    items = films(
        {
            "Heat (1995)/Heat (1995).mkv": "",
            "Heat (1995)/Heat (1995)-trailer.mkv": "",
            "Heat (1995)/sample.mkv": "",
            "Heat (1995)/heat.sample.mkv": "",
            "Heat (1995)/Making of-behindthescenes.mkv": "",
            "Heat (1995)/Extras/interview.mkv": "",
            "Heat (1995)/Trailers/one.mkv": "",
            "Heat (1995)/Sample/heat.mkv": "",
            "Heat (1995)/.actors/x.mkv": "",
            "@eaDir/Heat/x.mkv": "",
            "Private/.nomedia": "",
            "Private/x.mkv": "",
        }
    )

    assert [item.key for item in items] == ["Heat (1995)"]
    assert len(items[0].versions) == 1


def test_a_film_whose_title_ends_like_an_extra_is_not_lost(films):
    assert [item.title for item in films({"The Big-Short.mkv": "", "Shorts/One (2001).mkv": ""})] == [
        "The Big-Short",
        "One",
    ]


def test_a_disc_folder_is_a_film(films):
    items = by_key(
        films(
            {
                "Heat (1995)/BDMV/index.bdmv": "",
                "Heat (1995)/BDMV/STREAM/00001.m2ts": "long",
                "Heat (1995)/BDMV/STREAM/00002.m2ts": "x",
                "Alien (1979)/VIDEO_TS/VTS_01_1.VOB": "abc",
            }
        )
    )

    assert {key: item.versions[0].source for key, item in items.items()} == {
        "Heat (1995)": "bluray",
        "Alien (1979)": "dvd",
    }
    assert items["Heat (1995)"].versions[0].path.endswith("00001.m2ts")


def test_subtitle_files_tell_their_language(films):
    (item,) = films({"Heat (1995)/Heat.mkv": "", "Heat (1995)/Heat.en.srt": "", "Heat (1995)/Heat.ger.forced.ass": ""})

    assert item.versions[0].subtitles == ("en", "de")


def test_release_names_are_the_last_resort_for_what_the_file_is(films):
    (item,) = films({"Dune.2021.2160p.UHD.BluRay.REMUX.DV.HDR10.HEVC.TrueHD.7.1.Atmos-GRP.mkv": ""})
    (version,) = item.versions
    (track,) = version.audio

    assert (version.width_px, version.height_px, version.video_codec, version.source) == (3840, 2160, "hevc", "remux")
    assert version.hdr == ("hdr10", "dolby_vision")
    assert (track.codec, track.channels, track.atmos) == ("truehd", 8, True)


def test_the_revision_changes_with_the_file_and_not_with_the_folders_name(films, tmp_path):
    files = {"Heat (1995)/heat.mkv": "one"}
    (before,) = films(files)
    (tmp_path / "root/Heat (1995)").rename(tmp_path / "root/Heat (1995) {tmdb-949}")
    (moved,) = films({})
    (tmp_path / "root/Heat (1995) {tmdb-949}/heat.mkv").write_text("another")
    (replaced,) = films({})

    assert before.revision == moved.revision != replaced.revision
    assert before.key != moved.key
