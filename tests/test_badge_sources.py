"""What badges may show is known by somebody: no fact of theirs is without a source."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.plugins.registry import Registry
from posteract_core.providers import FactSource
from posteract_layers.tables import table

TOLD_BY_SERVERS = {
    "rating.critic",
    "rating.audience",
    "rating.user",
    "rating.tvdb",
    "rating.anidb",
    "rating.trakt_user",
}
"""What Plex or an NFO file tells of its own titles, and Trakt of those who are logged in."""


@pytest.fixture(scope="module")
def provided() -> set[str]:
    registry = Registry.discover(raise_errors=True)
    classes: list[type[FactSource[Any]]] = [
        each for _, found in registry.call_each("posteract_fact_sources") for each in found
    ]
    return {name for each in classes for name in each.provides}


@pytest.mark.parametrize("family", table("award"))
def test_every_family_of_awards_has_a_source(family, provided):
    assert f"award.{family}" in provided


@pytest.mark.parametrize("service", table("rating"))
def test_every_rating_has_a_source(service, provided):
    assert f"rating.{service}" in provided | TOLD_BY_SERVERS
