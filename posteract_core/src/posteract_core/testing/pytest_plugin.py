"""The fixtures; loaded at every start of pytest, so what they need is imported when one is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

    from posteract_core.model import MediaItem
    from posteract_core.plugins.registry import Registry
    from posteract_core.providers import ProviderContext

pytest.register_assert_rewrite("posteract_core.testing.contracts")


@pytest.fixture
def registry() -> Registry:
    """Return a registry that has discovered nothing: what is installed cannot change a test."""
    from posteract_core.plugins.registry import Registry

    return Registry()


@pytest.fixture
def offline_http() -> Iterator[httpx.Client]:
    """Return an HTTP client that reaches nothing: every request raises `httpx.ConnectError`."""
    import httpx

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("there is no network in tests", request=request)

    with httpx.Client(transport=httpx.MockTransport(refuse), base_url="http://offline.example") as client:
        yield client


@pytest.fixture
def provider_context(offline_http: httpx.Client, tmp_path: Path) -> ProviderContext:
    """Return what a provider is lent: the instance `test`, no network, folders below `tmp_path`.

    `dataclasses.replace` makes another of it: `replace(provider_context, http=…, instance=…)`.
    """
    from posteract_core.providers import ProviderContext

    manual = tmp_path / "manual"
    manual.mkdir()
    return ProviderContext(
        instance="test",
        http=offline_http,
        cache_folder=tmp_path / "cache",
        config_folder=tmp_path,
        manual_assets=manual,
        data_folder=tmp_path / "data",
    )


@pytest.fixture
def heat() -> MediaItem:
    """Return Heat (1995), as a server would list it."""
    from .samples import HEAT

    return HEAT


@pytest.fixture
def the_matrix() -> MediaItem:
    """Return The Matrix (1999): two versions, one of them in 2160p with Dolby Vision and Atmos."""
    from .samples import THE_MATRIX

    return THE_MATRIX


@pytest.fixture
def dark() -> MediaItem:
    """Return the show Dark (2017)."""
    from .samples import DARK

    return DARK


@pytest.fixture
def dark_season() -> MediaItem:
    """Return the first season of `dark`."""
    from .samples import DARK_SEASON

    return DARK_SEASON


@pytest.fixture
def dark_episode() -> MediaItem:
    """Return the second episode of `dark_season`."""
    from .samples import DARK_EPISODE

    return DARK_EPISODE


@pytest.fixture
def sample_items() -> tuple[MediaItem, ...]:
    """Return all of the sample items."""
    from .samples import ALL

    return ALL
