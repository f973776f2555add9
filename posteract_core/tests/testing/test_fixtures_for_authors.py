"""The fixtures that plugin authors get."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import httpx
import pytest
from posteract_core.model import ItemType, MediaItem
from posteract_core.plugins.registry import Registry
from posteract_core.providers import ProviderContext


def test_the_registry_knows_nothing_of_what_is_installed(registry: Registry) -> None:
    assert (registry.names, registry.installed, registry.failures) == ((), {}, [])


def test_the_offline_client_refuses_everything_even_by_full_address(offline_http: httpx.Client) -> None:
    for address in ("/3/movie/949", "https://api.themoviedb.org/3/movie/949"):
        with pytest.raises(httpx.ConnectError):
            offline_http.get(address)


def test_the_context_keeps_to_the_tests_own_folder(provider_context: ProviderContext, tmp_path: Path) -> None:
    folders = (provider_context.cache_folder, provider_context.config_folder, provider_context.manual_assets)
    assert all(folder.is_relative_to(tmp_path) for folder in folders)
    assert provider_context.instance == "test"


def test_the_samples_are_real_titles_that_travel_between_processes(
    sample_items: tuple[MediaItem, ...], heat: MediaItem, the_matrix: MediaItem, dark_episode: MediaItem
) -> None:
    assert (heat.ids.tmdb, the_matrix.ids.imdb, str(dark_episode)) == (949, "tt0133093", "Dark (2017) S01E02 Lügen")
    assert {item.type for item in sample_items} == set(ItemType) - {ItemType.COLLECTION}
    assert pickle.loads(pickle.dumps(sample_items)) == sample_items
    assert len(set(sample_items)) == len(sample_items)


def test_seasons_and_episodes_belong_together(dark: Any, dark_season: Any, dark_episode: Any) -> None:
    assert (dark_season.parent_key, dark_episode.parent_key) == (dark.key, dark_season.key)
    assert dark_season.show_ids == dark_episode.show_ids == dark.ids
