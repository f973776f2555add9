"""Plex keeps the contracts of servers with collections, playlists and words that can be edited."""

from __future__ import annotations

import pytest
from posteract_core.model import ItemType
from posteract_core.providers import Condition, Group, Search
from posteract_core.testing.contracts import (
    EditsMetadataContract,
    ManagesCollectionsContract,
    ManagesPlaylistsContract,
)
from services import FakePlex, World


@pytest.fixture
def server(world: World, fake_plex: FakePlex, make_server):
    """Return a Plex with films of two genres, and shows."""
    for number in range(4):
        genre = "Action" if number % 2 else "Drama"
        world.add_movie(f"Film {number}", 1990 + number, tmdb=100 + number, genres=(genre,))
        world.add_show(f"Show {number}", 2000 + number, tvdb=200 + number, seasons=1, episodes=1)
    fake_plex.add_library("Movies", world.movies)
    fake_plex.add_library("TV Shows", world.shows)
    return make_server(fake_plex.url)


def _of(genre: str) -> Search:
    return Search(where=Group(match="all", parts=(Condition(attribute="genre", values=(genre,)),)))


class TestPlexKeepsTheContractOfEdits(EditsMetadataContract):
    pass


class TestPlexKeepsTheContractOfCollections(ManagesCollectionsContract):
    @pytest.fixture
    def search(self) -> Search:
        return _of("Action")

    @pytest.fixture
    def other_search(self) -> Search:
        return _of("Drama")


class TestPlexKeepsTheContractOfCollectionsOfShows(ManagesCollectionsContract):
    @pytest.fixture
    def level(self) -> ItemType:
        return ItemType.SHOW


class TestPlexKeepsTheContractOfPlaylists(ManagesPlaylistsContract):
    pass
