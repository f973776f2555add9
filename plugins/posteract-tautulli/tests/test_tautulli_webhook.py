"""What Tautulli posts, understood; what it never posts, refused in words."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from posteract_core.model import ItemType
from posteract_core.providers import ProviderContext
from posteract_core.testing.contracts import WebhookContract
from posteract_tautulli.settings import TautulliSettings
from posteract_tautulli.webhook import TautulliWebhook
from services.posts import TAUTULLI, mangled


def a_webhook() -> TautulliWebhook:
    nowhere = Path("nowhere")
    context = ProviderContext(
        instance="tautulli", http=httpx.Client(), cache_folder=nowhere, config_folder=nowhere, manual_assets=nowhere
    )
    return TautulliWebhook(TautulliSettings(url="http://tautulli", api_key="k"), context)


@pytest.fixture
def webhook() -> TautulliWebhook:
    return a_webhook()


class TestContract(WebhookContract):
    @pytest.fixture
    def webhook(self) -> TautulliWebhook:
        return a_webhook()

    @pytest.fixture
    def posts(self) -> list[tuple[dict[str, str], bytes]]:
        return [({}, json.dumps(TAUTULLI[name]).encode()) for name in ("movie", "episode", "episodes", "trigger")]


@pytest.mark.parametrize(
    ("name", "what", "kind", "key"),
    [
        ("movie", "added", ItemType.MOVIE, "28551"),
        ("episode", "watched", ItemType.EPISODE, "310"),
        ("episodes", "added", ItemType.SEASON, "305"),
        ("trigger", "added", ItemType.MOVIE, "28551"),
    ],
)
def test_each_post_says_what_happened_to_which_item_of_plex(webhook, name, what, kind, key):
    (event,) = webhook.parse({}, json.dumps(TAUTULLI[name]).encode())
    assert (event.what, event.type, event.ref.key) == (what, kind, key)


def test_ids_of_films_come_along(webhook):
    (event,) = webhook.parse({}, json.dumps(TAUTULLI["movie"]).encode())
    assert (event.ref.ids.imdb, event.ref.ids.tmdb, event.ref.year) == ("tt0113277", 949, 1995)


def test_music_and_other_actions_are_nothing(webhook):
    assert webhook.parse({}, json.dumps({**TAUTULLI["movie"], "action": "play"}).encode()) == ()
    assert webhook.parse({}, json.dumps({**TAUTULLI["movie"], "media_type": "track"}).encode()) == ()


@given(mangled(TAUTULLI))
def test_whatever_is_posted_is_an_event_or_a_refusal_in_words(body: bytes) -> None:
    events: Any = ()
    with contextlib.suppress(ValueError):
        events = a_webhook().parse({}, body)
    assert isinstance(events, list | tuple)
