"""Which pictures of an asset folder belong to which item: the naming of Kometa and Posterizarr."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from posteract_core.model import ArtworkKind, ItemType, MediaItem
from posteract_local.assets import names
from posteract_local.assets.index import Index

HEAT = MediaItem(title="Heat", year=1995, library="Movies", folder="/m/Heat (1995)")
LEVELING = "Solo Leveling (2024) [tvdb-389597]"
SHOW = MediaItem(
    title="Solo Leveling", year=2024, type=ItemType.SHOW, library="Anime Shows", folder=f"/tv/Anime/{LEVELING}"
)
SEASON = MediaItem(
    title="Season 1", type=ItemType.SEASON, season=1, show_title="Solo Leveling", show_year=2024,
    library="Anime Shows", folder=f"/tv/Anime/{LEVELING}",
)  # fmt: skip
SPECIALS = MediaItem(
    title="Specials", type=ItemType.SEASON, season=0, show_title="Solo Leveling", show_year=2024,
    library="Anime Shows", folder=f"/tv/Anime/{LEVELING}",
)  # fmt: skip
EPISODE = MediaItem(
    title="I'm Used to It", type=ItemType.EPISODE, season=1, episode=1, show_title="Solo Leveling", show_year=2024,
    library="Anime Shows", folder=f"/tv/Anime/{LEVELING}",
)  # fmt: skip
MANN = MediaItem(title="Michael Mann: Crime / Drama", type=ItemType.COLLECTION, library="Movies")


@pytest.mark.parametrize(
    ("item", "kind", "name"),
    [
        (HEAT, "poster", "Movies/Heat (1995)/poster.jpg"),
        (HEAT, "poster", "Movies/A-Z/Heat (1995)/poster.jpg"),
        (HEAT, "poster", "Heat (1995)/poster.png"),
        (HEAT, "poster", "Heat (1995).jpg"),
        (HEAT, "poster", "A-Z/Heat (1995).jpg"),
        (HEAT, "background", "Movies/Heat (1995)/background.jpeg"),
        (HEAT, "background", "Heat (1995)_background.webp"),
        (HEAT, "logo", "Movies/Heat (1995)/logo.png"),
        (HEAT, "logo", "Heat (1995)_logo.png"),
        (HEAT, "square", "Movies/Heat (1995)/square.bmp"),
        (HEAT, "square", "Heat (1995)_square.jpg"),
        (HEAT, "poster", "heat (1995)/POSTER.JPG"),
        (HEAT, "poster", "Heat (1995) {tmdb-949}/poster.jpg"),
        (HEAT, "poster", "Heat (1995) [imdbid-tt0113277]/poster.jpg"),
        (SHOW, "poster", f"Anime Shows/{LEVELING}/poster.jpg"),
        (SHOW, "poster", "Solo Leveling (2024)/poster.jpg"),
        (SEASON, "season", f"Anime Shows/{LEVELING}/Season01.jpg"),
        (SEASON, "season", f"{LEVELING}_Season01.jpg"),
        (SEASON, "season", "Solo Leveling (2024)/season 1.jpg"),
        (SEASON, "season_background", f"{LEVELING}/Season01_background.jpg"),
        (SEASON, "season_background", f"{LEVELING}_Season01_background.jpg"),
        (SPECIALS, "season", f"{LEVELING}/Season00.jpg"),
        (EPISODE, "title_card", f"Anime Shows/{LEVELING}/S01E01.jpg"),
        (EPISODE, "title_card", f"{LEVELING}_S01E01.jpg"),
        (EPISODE, "title_card", f"{LEVELING}/s01e001.png"),
        (SEASON, "season", f"{LEVELING}/SeasonTemplate.jpg"),
        (EPISODE, "title_card", f"{LEVELING}/EpisodeTemplate.png"),
        (MANN, "collection", "Collections/Movies/Michael Mann_ Crime _ Drama/poster.jpg"),
        (MANN, "collection", "Collections/Michael Mann_ Crime _ Drama_poster.jpg"),
        (MANN, "collection", "Michael Mann Crime Drama/poster.jpg"),
        (MANN, "background", "Collections/Movies/Michael Mann_ Crime _ Drama/background.jpg"),
    ],
)
def test_a_picture_is_found_under_its_usual_names(tmp_path, fill, item, kind, name):
    index = Index(fill(tmp_path / "assets", name))

    assert [asset.place for asset in index.find(item, ArtworkKind(kind))] == [name]


@pytest.mark.parametrize(
    ("item", "kind", "name"),
    [
        (HEAT, "poster", "Heat (1986)/poster.jpg"),
        (HEAT, "poster", "Movies/Heat (1995)/folder.jpg"),
        (HEAT, "poster", "Heat (1995)_background.jpg"),
        (HEAT, "poster", "Heat (1995).txt"),
        (HEAT, "poster", "Collections/Movies/Heat (1995)/poster.jpg"),
        (HEAT, "poster", ".hidden/Heat (1995)/poster.jpg"),
        (HEAT, "season", "Heat (1995)/Season01.jpg"),
        (SEASON, "season", f"{LEVELING}/Season02.jpg"),
        (SEASON, "season", f"{LEVELING}/Season10.jpg"),
        (EPISODE, "title_card", f"{LEVELING}/S01E10.jpg"),
        (MANN, "collection", "Movies/A-Z/Michael Mann_ Crime _ Drama/poster.jpg"),
    ],
)
def test_a_picture_of_something_else_is_not_taken(tmp_path, fill, item, kind, name):
    assert Index(fill(tmp_path / "assets", name)).find(item, ArtworkKind(kind)) == []


def test_suffixes_are_tried_in_their_order(tmp_path, fill):
    places = [f"Heat (1995)/poster{suffix}" for suffix in (".webp", ".bmp", ".png", ".jpeg", ".jpg")]
    folder = fill(tmp_path / "assets", *places)
    found = []
    for _ in places:
        (asset,) = Index(folder).find(HEAT, ArtworkKind.POSTER)
        found.append(asset.path.suffix)
        asset.path.unlink()

    assert tuple(found) == names.SUFFIXES


def test_the_picture_of_the_season_itself_beats_the_template(tmp_path, fill):
    index = Index(fill(tmp_path / "assets", f"{LEVELING}/SeasonTemplate.jpg", f"{LEVELING}/Season01.png"))

    assert [asset.place for asset in index.find(SEASON, ArtworkKind.SEASON)] == [f"{LEVELING}/Season01.png"]
    assert [asset.place for asset in index.find(SPECIALS, ArtworkKind.SEASON)] == [f"{LEVELING}/SeasonTemplate.jpg"]


def test_of_two_libraries_the_items_own_is_taken(tmp_path, fill):
    index = Index(fill(tmp_path / "assets", "Movies 4K/Heat (1995)/poster.jpg", "Movies/Heat (1995)/poster.jpg"))

    assert [asset.place for asset in index.find(HEAT, ArtworkKind.POSTER)] == ["Movies/Heat (1995)/poster.jpg"]


def test_the_folders_own_name_is_surer_than_the_title(tmp_path, fill):
    film = MediaItem(title="Se7en", year=1995, folder="/m/Seven (1995)")
    index = Index(fill(tmp_path / "assets", "Se7en (1995)/poster.jpg", "Seven (1995)/poster.jpg"))

    assert [asset.place for asset in index.find(film, ArtworkKind.POSTER)] == ["Seven (1995)/poster.jpg"]


@pytest.mark.parametrize("folder", ["", "/films/loose files"])
def test_without_a_telling_folder_title_and_year_serve(tmp_path, fill, folder):
    film = MediaItem(title="Mission: Impossible", year=1996, folder=folder)
    index = Index(fill(tmp_path / "assets", "Mission - Impossible (1996)/poster.jpg"))

    assert len(index.find(film, ArtworkKind.POSTER)) == 1


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_unicode_forms_are_the_same_name(tmp_path, fill, form, other):
    title = unicodedata.normalize(form, "Amélie")
    film = MediaItem(title=title, year=2001, folder=f"/m/{title} (2001)")
    index = Index(fill(tmp_path / "assets", f"{unicodedata.normalize(other, 'AMÉLIE')} (2001)/poster.jpg"))

    assert len(index.find(film, ArtworkKind.POSTER)) == 1


def test_a_windows_servers_folder_names_the_same_asset(tmp_path, fill):
    film = MediaItem(title="?", folder="\\\\?\\D:\\Films\\Heat (1995)\\")

    assert len(Index(fill(tmp_path / "assets", "Heat (1995).jpg")).find(film, ArtworkKind.POSTER)) == 1


def test_pictures_under_textless_are_told_apart(tmp_path, fill):
    index = Index(fill(tmp_path / "assets", "textless/Movies/Heat (1995)/poster.jpg", "Movies/Heat (1995)/poster.jpg"))

    assert [(asset.place.split("/")[0], asset.textless) for asset in index.find(HEAT, ArtworkKind.POSTER)] == [
        ("Movies", False),
        ("textless", True),
    ]


def test_links_are_not_followed(tmp_path, fill):
    fill(tmp_path / "elsewhere", "Heat (1995)/poster.jpg", "Heat (1995).jpg")
    assets = fill(tmp_path / "assets", "Alien (1979)/poster.jpg")
    (assets / "Movies").symlink_to(tmp_path / "elsewhere")
    (assets / "Heat (1995).jpg").symlink_to(tmp_path / "elsewhere" / "Heat (1995).jpg")

    assert Index(assets).find(HEAT, ArtworkKind.POSTER) == []


@given(st.text(min_size=1, max_size=60))
def test_any_title_can_be_asked_for(title):
    assert names.key(title) == names.key(unicodedata.normalize("NFD", title))
    item = MediaItem(title=title, year=1999, folder=f"/m/{title}")
    for kind in ArtworkKind:
        assert isinstance(names.stems(item, kind), tuple)
    assert all(names.folder_names(item))
