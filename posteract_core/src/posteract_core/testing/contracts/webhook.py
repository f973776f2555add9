"""The contract of webhooks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ...providers import MediaEvent, Webhook
from .parts import assert_healthy_shape

HAPPENINGS = frozenset(("announced", "added", "upgraded", "renamed", "removed", "watched", "test"))


class WebhookContract:
    """What every webhook promises.

    Fixtures to supply:
        webhook: the webhook under test.
        posts: (headers, body) pairs as the sending program posts them, each reporting at least one event.

    Fixtures to override where the default does not fit:
        garbage: bodies that the program never sends; default text that is no JSON, and JSON of the wrong shape.
    """

    @pytest.fixture
    def garbage(self) -> Sequence[bytes]:
        """Return what the program never sends."""
        return (b"", b"\xff\xfe not text", b"[1, 2]", b'"text"')

    def test_it_is_a_well_formed_provider(self, webhook: Webhook[Any]) -> None:
        assert isinstance(webhook, Webhook)
        assert_healthy_shape(webhook)
        assert re.fullmatch("[a-z][a-z0-9_.-]*", webhook.name)

    def test_it_understands_what_the_program_posts(
        self, webhook: Webhook[Any], posts: Sequence[tuple[Mapping[str, str], bytes]]
    ) -> None:
        for headers, body in posts:
            events = webhook.parse(headers, body)
            assert events
            assert all(isinstance(event, MediaEvent) and event.what in HAPPENINGS for event in events)

    def test_the_same_post_is_the_same_events(
        self, webhook: Webhook[Any], posts: Sequence[tuple[Mapping[str, str], bytes]]
    ) -> None:
        for headers, body in posts:
            assert list(webhook.parse(headers, body)) == list(webhook.parse(headers, body))

    def test_garbage_is_refused_in_words(self, webhook: Webhook[Any], garbage: Sequence[bytes]) -> None:
        for body in garbage:
            with pytest.raises(ValueError, match=r"\S"):
                webhook.parse({}, body)
