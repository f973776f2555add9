"""What Plex posts, understood; what it never posts, refused in words."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from posteract_core.providers import ProviderContext
from posteract_core.testing.contracts import WebhookContract
from posteract_plex.settings import PlexSettings
from posteract_plex.webhook import PlexWebhook
from services.posts import PLEX, mangled


def a_webhook() -> PlexWebhook:
    nowhere = Path("nowhere")
    context = ProviderContext(
        instance="plex", http=httpx.Client(), cache_folder=nowhere, config_folder=nowhere, manual_assets=nowhere
    )
    return PlexWebhook(PlexSettings(token="t"), context)


@pytest.fixture
def webhook() -> PlexWebhook:
    return a_webhook()


class TestContract(WebhookContract):
    @pytest.fixture
    def webhook(self) -> PlexWebhook:
        return a_webhook()

    @pytest.fixture
    def posts(self) -> list[tuple[dict[str, str], bytes]]:
        return [({}, json.dumps(PLEX[name]).encode()) for name in ("new", "scrobble")]


def form(payload: bytes, *, picture: bytes = b"") -> tuple[dict[str, str], bytes]:
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="payload"\r\nContent-Type: application/json\r\n\r\n' + payload
    ]
    if picture:
        parts.append(
            b'--x\r\nContent-Disposition: form-data; name="thumb"; filename="t.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
            + picture
        )
    return {"content-type": "multipart/form-data; boundary=x"}, b"\r\n".join([*parts, b"--x--\r\n"])


def test_a_form_with_a_picture_is_read(webhook):
    headers, body = form(json.dumps(PLEX["new"]).encode(), picture=b"\xff\xd8\r\n--not the end\x00")
    (event,) = webhook.parse(headers, body)
    assert (event.what, event.ref.key, event.ref.ids.tmdb) == ("added", "28551", 949)
    assert event.ref.ids.guid == "plex://movie/5d776827880197001ec90a4d"


def test_an_episode_that_was_seen_is_known_by_key_and_numbers(webhook):
    (event,) = webhook.parse({}, json.dumps(PLEX["scrobble"]).encode())
    assert (event.what, event.ref.key, event.ref.season, event.ref.episode) == ("watched", "310", 1, 1)


def test_playing_is_nothing_and_a_form_without_payload_is_refused(webhook):
    assert webhook.parse({}, json.dumps(PLEX["play"]).encode()) == ()
    with pytest.raises(ValueError, match="payload"):
        webhook.parse({"Content-Type": "multipart/form-data; boundary=x"}, b"--x\r\n\r\nhello\r\n--x--\r\n")
    with pytest.raises(ValueError, match="payload"):
        webhook.parse({"Content-Type": "multipart/form-data"}, b"x")


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_form_is_an_event_or_a_refusal_in_words(body, boundary):
    headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
    with contextlib.suppress(ValueError):
        a_webhook().parse(headers, body)


@given(mangled(PLEX))
def test_whatever_is_posted_is_an_event_or_a_refusal_in_words(body: bytes) -> None:
    events: Any = ()
    with contextlib.suppress(ValueError):
        events = a_webhook().parse({}, body)
    assert isinstance(events, list | tuple)
