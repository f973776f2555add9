"""The folder server keeps the contracts of servers with collections and words that can be edited."""

from __future__ import annotations

import pytest
from posteract_core.model import ItemType
from posteract_core.providers import Condition, Group, Search
from posteract_core.testing.contracts import EditsMetadataContract, ManagesCollectionsContract

NFO = "<movie>\n  <title>Film 1</title>\n  <set>\n    <name>Somebody's</name>\n  </set>\n</movie>\n"


@pytest.fixture
def server(make_tree, make_server):
    """Return a server with films, one without an NFO and one in a set already, and shows."""
    root = make_tree(
        {
            "films/Film 0 (1990)/Film 0.mkv": "a",
            "films/Film 0 (1990)/movie.nfo": "<movie><title>Film 0</title><outline>Short</outline></movie>",
            "films/Film 1 (1991).mkv": "b",
            "films/Film 1 (1991).nfo": NFO,
            "films/Film 2 (1992) [tmdbid-12]/Film 2.mkv": "c",
            "films/Film 3 (1993)/Film 3.mkv": "d",
            "films/Film 3 (1993)/Film 3.nfo": "https://www.themoviedb.org/movie/13\n",
            **{f"shows/Show {n} (200{n})/Season 01/Show S01E0{e}.mkv": "e" for n in range(4) for e in (1, 2)},
            "shows/Show 1 (2001)/tvshow.nfo": "<tvshow><title>Show 1</title></tvshow>",
        }
    )
    return make_server(Movies=str(root / "films"), Shows=str(root / "shows"))


class TestFolderKeepsTheContractOfEdits(EditsMetadataContract):
    pass


class TestFolderKeepsTheContractOfEditsOfShows(EditsMetadataContract):
    @pytest.fixture
    def level(self) -> ItemType:
        return ItemType.SHOW


class TestFolderKeepsTheContractOfEditsOfEpisodes(EditsMetadataContract):
    @pytest.fixture
    def level(self) -> ItemType:
        return ItemType.EPISODE


class TestFolderKeepsTheContractOfCollections(ManagesCollectionsContract):
    @pytest.fixture
    def search(self) -> Search:
        return Search(where=Group(match="all", parts=(Condition(attribute="year", modifier="gt", values=("1990",)),)))


class TestFolderKeepsTheContractOfCollectionsOfShows(ManagesCollectionsContract):
    @pytest.fixture
    def level(self) -> ItemType:
        return ItemType.SHOW
