"""A server under test that speaks to the fake Plex over real HTTP, through core's own transport."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from posteract_core.http import HttpService, RetryPolicy
from posteract_core.model import ArtworkKind, ItemType, MediaItem, Picture
from posteract_core.providers import ProviderContext
from posteract_plex.server import PlexServer
from posteract_plex.settings import PlexSettings
from services import FakePlex, File, World
from services.pictures import picture
from services.plex.state import TOKEN

Make = Callable[..., PlexServer]


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Make]:
    """Return what makes a server: make_server(url, token=…, dry_run=…, verify=…)."""
    made: list[Any] = []

    def make(
        url: str, *, token: str = TOKEN, dry_run: bool = False, verify: bool | str = True, users: tuple[str, ...] = ()
    ) -> PlexServer:
        http = HttpService(None, retry=RetryPolicy(attempts=3, first_s=0.01, longest_s=0.05))
        settings = PlexSettings(url=url, token=token, verify=verify, users=users)  # type: ignore[arg-type]
        context = ProviderContext(
            instance="plex",
            http=http.client_for("plex", url, verify=verify, cache=False),
            cache_folder=tmp_path / "cache",
            config_folder=tmp_path,
            manual_assets=tmp_path,
            dry_run=dry_run,
        )
        server = PlexServer(settings, context)
        made.extend((server, http))
        return server

    yield make
    for each in made:
        each.close()


@pytest.fixture
def attic(world: World, fake_plex: FakePlex) -> FakePlex:
    """Return a Plex with films, a show and a collection."""
    heat = world.add_movie(
        "Heat",
        1995,
        tmdb=949,
        imdb="tt0113277",
        genres=("Action", "Crime", "Drama", "Thriller"),
        files=[
            File(
                height_px=2160,
                video="hevc",
                hdr="dolby_vision",
                audio=(("truehd", 8, "en", True), ("ac3", 6, "de", False)),
            )
        ],
    )
    world.add_movie("Alien", 1979, tmdb=348)
    world.add_show("Dark", 2017, tvdb=334824, seasons=2, episodes=3, specials=1)
    fake_plex.add_library("Movies", world.movies)
    fake_plex.add_library("TV Shows", world.shows)
    fake_plex.add_collection(fake_plex.libraries[1], world.add_collection("Heists", [heat]))
    return fake_plex


@pytest.fixture
def server(attic: FakePlex, make_server: Make) -> PlexServer:
    """Return the server under test."""
    return make_server(attic.url)


@pytest.fixture
def listing(server: PlexServer) -> Callable[[], dict[str, MediaItem]]:
    """Return what lists every item by its name."""

    def listing() -> dict[str, MediaItem]:
        return {str(item): item for library in server.libraries() for page in server.items(library) for item in page}

    return listing


@pytest.fixture
def a_picture() -> Callable[..., Picture]:
    """Return what makes a picture that no other name has."""

    def make(name: str = "ours", size: tuple[int, int] = (1000, 1500)) -> Picture:
        return Picture(data=picture(name, *size), format="jpeg", width_px=size[0], height_px=size[1])

    return make


__all__ = ["ArtworkKind", "ItemType"]
