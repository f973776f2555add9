"""What Radarr posts, understood; what it never posts, refused in words."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from posteract_core.model import ExternalIds
from posteract_core.providers import ProviderContext
from posteract_core.testing.contracts import WebhookContract
from posteract_radarr.settings import RadarrSettings
from posteract_radarr.webhook import RadarrWebhook
from services.posts import RADARR, mangled


def a_webhook() -> RadarrWebhook:
    nowhere = Path("nowhere")
    context = ProviderContext(
        instance="radarr", http=httpx.Client(), cache_folder=nowhere, config_folder=nowhere, manual_assets=nowhere
    )
    return RadarrWebhook(RadarrSettings(url="http://radarr", api_key="k"), context)


@pytest.fixture
def webhook() -> RadarrWebhook:
    return a_webhook()


class TestContract(WebhookContract):
    @pytest.fixture
    def webhook(self) -> RadarrWebhook:
        return a_webhook()

    @pytest.fixture
    def posts(self) -> list[tuple[dict[str, str], bytes]]:
        return [
            ({}, json.dumps(RADARR[name]).encode())
            for name in ("import", "upgrade", "rename", "added", "deleted", "test")
        ]


HEAT = ExternalIds(imdb="tt0113277", tmdb=949)


@pytest.mark.parametrize(
    ("name", "what", "ids", "path"),
    [
        ("import", "added", HEAT, "/movies/Heat (1995)/Heat.mkv"),
        ("upgrade", "upgraded", HEAT, "/movies/Heat (1995)/Heat.mkv"),
        ("rename", "renamed", ExternalIds(), "/movies/Heat (1995)"),
        ("added", "announced", HEAT, "/movies/Heat (1995)"),
        ("deleted", "removed", ExternalIds(), "/movies/Heat (1995)"),
        ("test", "test", ExternalIds(), "C:\\testpath"),
    ],
)
def test_each_post_says_what_happened_to_which_film(webhook, name, what, ids, path):
    (event,) = webhook.parse({}, json.dumps(RADARR[name]).encode())
    assert (event.what, event.ref.ids, event.path) == (what, ids, path)


def test_what_is_of_no_interest_is_nothing(webhook):
    assert webhook.parse({}, json.dumps(RADARR["grab"]).encode()) == ()
    assert webhook.parse({}, b'{"eventType": "SomethingNew"}') == ()


@given(mangled(RADARR))
def test_whatever_is_posted_is_an_event_or_a_refusal_in_words(body: bytes) -> None:
    events: Any = ()
    with contextlib.suppress(ValueError):
        events = a_webhook().parse({}, body)
    assert isinstance(events, list | tuple)
