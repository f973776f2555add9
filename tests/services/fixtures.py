"""The fakes as pytest fixtures, for the tests of every distribution in this workspace (the root conftest loads this)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from posteract_core.http import HttpService, RetryPolicy
from posteract_core.providers import PluginSettings, Provider, ProviderContext

from . import (
    FakeAnilist,
    FakeFanart,
    FakeImdb,
    FakeLists,
    FakeMailbox,
    FakeMal,
    FakeMdblist,
    FakeOmdb,
    FakePlex,
    FakeRadarr,
    FakeSonarr,
    FakeTautulli,
    FakeTmdb,
    FakeTrakt,
    FakeTvdb,
    FakeWikidata,
    World,
    documents,
)
from .server import FakeService


@pytest.fixture
def lend(provider_context: ProviderContext) -> Iterator[Callable[..., ProviderContext]]:
    """Lend an instance what the core lends it, over real HTTP: lend("imdb", fake_imdb.url). No wait takes any time."""
    from posteract_core.http.clock import Clock

    class Quick(Clock):
        def sleep(self, seconds: float) -> None:
            self.check()

    with HttpService(None, retry=RetryPolicy(attempts=2), clock=Quick()) as service:

        def make(instance: str, url: str, **more: object) -> ProviderContext:
            http = service.client_for(instance, url)
            return replace(provider_context, instance=instance, http=http, **more)  # type: ignore[arg-type]

        yield make


@pytest.fixture(autouse=True)
def as_documented() -> Iterator[documents.Watch | None]:
    """Hold what goes to the fakes, and comes from them, to the services' own documents, where somebody has them."""
    folder = documents.folder()
    if folder is None:
        yield None
        return
    watch = documents.Watch(folder)
    FakeService.watch = watch
    yield watch
    FakeService.watch = None
    if watch.complaints:
        pytest.fail("\n".join(["not as the services' documents say:", *watch.complaints]), pytrace=False)


@pytest.fixture
def world() -> World:
    """Return an empty world; the fakes below know its titles, also those added later."""
    return World()


@pytest.fixture
def fake_tmdb(world: World) -> Iterator[FakeTmdb]:
    """Return a running TMDB."""
    with FakeTmdb(world) as service:
        yield service


@pytest.fixture
def fake_mailbox() -> Iterator[FakeMailbox]:
    """Return a running mailbox."""
    with FakeMailbox() as service:
        yield service


@pytest.fixture
def fake_fanart(world: World) -> Iterator[FakeFanart]:
    """Return a running Fanart.tv."""
    with FakeFanart(world) as service:
        yield service


@pytest.fixture
def fake_tvdb(world: World) -> Iterator[FakeTvdb]:
    """Return a running TheTVDB."""
    with FakeTvdb(world) as service:
        yield service


@pytest.fixture
def fake_plex(world: World, fake_tmdb: FakeTmdb) -> Iterator[FakePlex]:
    """Return a running Plex without libraries, which lists the fake TMDB's pictures as candidates."""
    with FakePlex(world, image_url=fake_tmdb.url) as service:
        yield service


@pytest.fixture
def make_provider(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Return what makes a provider as the core does, on core's own transport: make_provider(class, settings, cached=False)."""
    opened: list[Any] = []

    def make(kind: type[Provider[Any]], settings: PluginSettings, *, cached: bool = False) -> Any:
        name = kind.__module__.split(".")[0].removeprefix("posteract_")
        http = HttpService(
            tmp_path / "http" if cached else None, retry=RetryPolicy(attempts=3, first_s=0.01, longest_s=0.05)
        )
        context = ProviderContext(
            instance=name,
            http=http.client_for(name, str(settings.url)),  # type: ignore[attr-defined]
            cache_folder=tmp_path / "cache",
            config_folder=tmp_path,
            manual_assets=tmp_path,
            data_folder=tmp_path / "data",
        )
        made = kind(settings, context)
        opened.extend((made, http))
        return made

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def fake_imdb(world: World) -> Iterator[FakeImdb]:
    """Return a running IMDb."""
    with FakeImdb(world) as service:
        yield service


@pytest.fixture
def fake_mdblist(world: World) -> Iterator[FakeMdblist]:
    """Return a running MDBList."""
    with FakeMdblist(world) as service:
        yield service


@pytest.fixture
def fake_omdb(world: World) -> Iterator[FakeOmdb]:
    """Return a running OMDb."""
    with FakeOmdb(world) as service:
        yield service


@pytest.fixture
def fake_trakt(world: World) -> Iterator[FakeTrakt]:
    """Return a running Trakt."""
    with FakeTrakt(world) as service:
        yield service


@pytest.fixture
def fake_wikidata(world: World) -> Iterator[FakeWikidata]:
    """Return a running Wikidata."""
    with FakeWikidata(world) as service:
        yield service


@pytest.fixture
def fake_radarr(world: World) -> Iterator[FakeRadarr]:
    """Return a running Radarr."""
    with FakeRadarr(world) as service:
        yield service
    assert service.wrong == []


@pytest.fixture
def fake_anilist() -> Iterator[FakeAnilist]:
    """Return a running AniList, and a table of ids for it."""
    with FakeAnilist() as service:
        yield service


@pytest.fixture
def fake_sonarr(world: World) -> Iterator[FakeSonarr]:
    """Return a running Sonarr."""
    with FakeSonarr(world) as service:
        yield service
    assert service.wrong == []


@pytest.fixture
def fake_tautulli() -> Iterator[FakeTautulli]:
    """Return a running Tautulli."""
    with FakeTautulli() as service:
        yield service


@pytest.fixture
def fake_lists(world: World) -> Iterator[FakeLists]:
    """Return a running host of lists."""
    with FakeLists(world) as service:
        yield service


@pytest.fixture
def fake_mal() -> Iterator[FakeMal]:
    """Return a running MyAnimeList, and a table of ids for it."""
    with FakeMal() as service:
        yield service
