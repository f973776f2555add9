"""Shows, seasons and episodes in the ways people number them."""

from __future__ import annotations

import pytest
from posteract_core.model import ItemType, MediaItem


def numbers(items: list[MediaItem]) -> list[tuple[int | None, int | None, int | None]]:
    return [(item.season, item.episode, item.last_episode) for item in items if item.type is ItemType.EPISODE]


def test_a_show_is_followed_by_its_seasons_and_their_episodes(shows):
    items = shows(
        {
            "Dark (2017)/Season 01/Dark - S01E01 - Secrets.mkv": "",
            "Dark (2017)/Season 01/Dark - S01E02 - Lies.mkv": "",
            "Dark (2017)/Specials/Dark - S00E01 - Making of.mkv": "",
        }
    )

    assert [(item.type, item.key, item.title) for item in items] == [
        (ItemType.SHOW, "Dark (2017)", "Dark"),
        (ItemType.SEASON, "Dark (2017)/Specials", "Specials"),
        (ItemType.EPISODE, "Dark (2017)/Specials/Dark - S00E01 - Making of.mkv", "Making of"),
        (ItemType.SEASON, "Dark (2017)/Season 01", "Season 1"),
        (ItemType.EPISODE, "Dark (2017)/Season 01/Dark - S01E01 - Secrets.mkv", "Secrets"),
        (ItemType.EPISODE, "Dark (2017)/Season 01/Dark - S01E02 - Lies.mkv", "Lies"),
    ]
    show, season, episode = items[0], items[3], items[4]
    assert season.parent_key == show.key
    assert episode.parent_key == season.key
    assert (episode.show_title, episode.show_year) == ("Dark", 2017)
    assert {item.folder for item in items} == {show.folder}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Season 01/Dark - S01E02 - Lies.mkv", (1, 2, None)),
        ("Season 1/dark.s01e02-e03.1080p.web.mkv", (1, 2, 3)),
        ("Season 1/Dark S01E02E03.mkv", (1, 2, 3)),
        ("Season 1/Dark S01E02-03.mkv", (1, 2, 3)),
        ("Season 2/Dark 2x05.mkv", (2, 5, None)),
        ("Season 2/Dark 2x05-2x06.mkv", (2, 5, 6)),
        ("Staffel 1/Folge 3.mkv", (1, 3, None)),
        ("2. Staffel/03 - Lügen.mkv", (2, 3, None)),
        ("Saison 2/Épisode 04.mkv", (2, 4, None)),
        ("Temporada 1/Dark - 05.mkv", (1, 5, None)),
        ("S03/e07.mkv", (3, 7, None)),
        ("Season 1/105 - Name.mkv", (1, 5, None)),
        ("Dark.S03.1080p.WEB-GRP/dark.s03e08.mkv", (3, 8, None)),
        ("Dark - S01E09.mkv", (1, 9, None)),
        ("[Group] Dark - 012 [1080p][ABCD1234].mkv", (1, 12, None)),
        ("第1季/第05話.mkv", (1, 5, None)),
        ("Season 2020/Dark - 2020-01-31 - Guest.mkv", (2020, 131, None)),
        ("Dark - 2020.01.31.mkv", (2020, 131, None)),
        ("Season 1/Dark.S01E04.1080p.WEB/abcdef.mkv", (1, 4, None)),
        ("Specials/Making of.mkv", (0, None, None)),
        ("East Blue/Dark - 003.mkv", (1, 3, None)),
        ("Season 0/Dark - S00E03.mkv", (0, 3, None)),
    ],
)
def test_an_episodes_number_is_understood(shows, name, expected):
    assert numbers(shows({f"Dark (2017)/{name}": ""})) == [expected]


def test_numbers_in_a_shows_title_are_not_episodes(shows):
    items = shows({"24/Season 1/24 - 05.mkv": "", "The 100/Season 2/The 100 - 03.mkv": ""})

    assert numbers(items) == [(1, 5, None), (2, 3, None)]


def test_absolute_numbers_above_a_hundred_stay_what_they_are_beside_lower_ones(shows):
    items = shows({"One Piece/Season 1/One Piece - 099.mkv": "", "One Piece/Season 1/One Piece - 101.mkv": ""})

    assert numbers(items) == [(1, 99, None), (1, 101, None)]


def test_versions_of_an_episode_are_one_item(shows):
    items = shows({"Dark/Season 1/Dark S01E01 720p.mkv": "", "Dark/Season 1/Dark S01E01 2160p.mkv": ""})
    (episode,) = [item for item in items if item.type is ItemType.EPISODE]

    assert sorted(version.height_px for version in episode.versions) == [720, 2160]


def test_a_season_without_a_folder_has_the_key_such_a_folder_would_have(shows):
    items = shows({"Dark/Dark S02E01.mkv": ""})

    assert [item.key for item in items if item.type is ItemType.SEASON] == ["Dark/Season 02"]


def test_extras_of_a_show_are_left_out_but_its_specials_are_not(shows):
    items = shows(
        {
            "Dark/Season 1/Dark S01E01.mkv": "",
            "Dark/Season 1/Dark S01E01-trailer.mkv": "",
            "Dark/Featurettes/Behind.mkv": "",
            "Dark/Trailers/t.mkv": "",
            "Dark/Specials/Dark S00E01.mkv": "",
        }
    )

    assert numbers(items) == [(0, 1, None), (1, 1, None)]


def test_shows_in_grouping_folders_are_found(shows):
    items = shows({"Anime/Bleach (2004)/Season 1/Bleach S01E01.mkv": "", "D-F/Dark/Season 1/Dark S01E01.mkv": ""})

    assert [item.title for item in items if item.type is ItemType.SHOW] == ["Bleach", "Dark"]


def test_a_root_that_is_one_show_is_served_as_that(shows):
    items = shows({"Season 1/S01E01.mkv": "", "Season 2/S02E01.mkv": ""})

    assert [(item.type, item.key) for item in items][:2] == [(ItemType.SHOW, "."), (ItemType.SEASON, "Season 1")]


def test_a_show_called_like_an_extras_folder_is_a_show(shows):
    items = shows({"Extras/Season 1/Extras S01E01.mkv": "", "Shorts (2013)/S01E01.mkv": ""})

    assert [item.title for item in items if item.type is ItemType.SHOW] == ["Extras", "Shorts"]


def test_a_large_show_comes_in_several_pages(make_tree, make_server):
    root = make_tree(
        {f"Long/Season {n // 100 + 1}/Long S{n // 100 + 1:02d}E{n % 100 + 1:02d}.mkv": "" for n in range(450)}
    )
    server = make_server(Shows={"path": str(root), "type": "show"})
    pages = list(server.items(server.libraries()[0]))

    assert [len(page) for page in pages] == [200, 200, 56]
    assert pages[0][0].type is ItemType.SHOW
