"""What Sonarr posts, understood; what it never posts, refused in words."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from posteract_core.model import ExternalIds, ItemType
from posteract_core.providers import ProviderContext
from posteract_core.testing.contracts import WebhookContract
from posteract_sonarr.settings import SonarrSettings
from posteract_sonarr.webhook import SonarrWebhook
from services.posts import SONARR, mangled


def a_webhook() -> SonarrWebhook:
    nowhere = Path("nowhere")
    context = ProviderContext(
        instance="sonarr", http=httpx.Client(), cache_folder=nowhere, config_folder=nowhere, manual_assets=nowhere
    )
    return SonarrWebhook(SonarrSettings(url="http://sonarr", api_key="k"), context)


@pytest.fixture
def webhook() -> SonarrWebhook:
    return a_webhook()


class TestContract(WebhookContract):
    @pytest.fixture
    def webhook(self) -> SonarrWebhook:
        return a_webhook()

    @pytest.fixture
    def posts(self) -> list[tuple[dict[str, str], bytes]]:
        return [
            ({}, json.dumps(SONARR[name]).encode())
            for name in ("import", "whole import", "rename", "added", "deleted", "test")
        ]


DARK = ExternalIds(imdb="tt5753856", tmdb=70523, tvdb=334824)


@pytest.mark.parametrize(
    ("name", "what", "parts"),
    [
        ("import", "added", [(1, 1)]),
        ("whole import", "added", [(1, 1), (1, 2)]),
        ("rename", "renamed", [(None, None)]),
        ("added", "announced", [(None, None)]),
        ("deleted", "removed", [(None, None)]),
        ("test", "test", [(None, None)]),
    ],
)
def test_each_post_says_what_happened_to_which_episodes(webhook, name, what, parts):
    events = webhook.parse({}, json.dumps(SONARR[name]).encode())
    assert [(event.ref.season, event.ref.episode) for event in events] == parts
    assert {event.what for event in events} == {what}
    known = ExternalIds() if name in ("rename", "test") else DARK
    assert {event.ref.ids for event in events} == {known}


def test_a_special_is_of_season_zero(webhook):
    body = {**SONARR["import"], "episodes": [{"seasonNumber": 0, "episodeNumber": 3}]}
    (event,) = webhook.parse({}, json.dumps(body).encode())
    assert (event.ref.season, event.ref.episode, event.type) == (0, 3, ItemType.EPISODE)


def test_what_is_of_no_interest_is_nothing(webhook):
    assert webhook.parse({}, json.dumps(SONARR["health"]).encode()) == ()


@given(mangled(SONARR))
def test_whatever_is_posted_is_an_event_or_a_refusal_in_words(body: bytes) -> None:
    events: Any = ()
    with contextlib.suppress(ValueError):
        events = a_webhook().parse({}, body)
    assert isinstance(events, list | tuple)
