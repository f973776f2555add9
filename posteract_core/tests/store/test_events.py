"""What other programs posted, until somebody has acted on it."""

from __future__ import annotations

import pytest
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import MediaEvent
from posteract_core.store.events import REPEATED_S, Events

HEAT = MediaEvent(
    ref=MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949), title="Heat", year=1995),
    what="added",
    path="/films/Heat",
)
DARK = MediaEvent(
    ref=MediaRef(type=ItemType.EPISODE, ids=ExternalIds(tvdb=334824), season=1, episode=2),
    what="upgraded",
    type=ItemType.EPISODE,
)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def events(ledger, clock):
    return Events(ledger, clock=clock)


def test_what_was_accepted_waits_until_it_is_done(events):
    first, fresh = events.accept("radarr", [HEAT])
    second, _ = events.accept("sonarr", [DARK])
    assert fresh
    assert [(each.id, each.name, each.events) for each in events.next()] == [
        (first, "radarr", (HEAT,)),
        (second, "sonarr", (DARK,)),
    ]
    events.done([first])
    assert [each.id for each in events.next()] == [second]
    assert events.waiting() == 1


def test_what_is_let_go_does_not_wait_and_is_kept_with_the_reason(events, clock):
    first, _ = events.accept("radarr", [HEAT])
    second, _ = events.accept("sonarr", [DARK])
    events.done([first], let_go="nobody has it")
    events.done([second])
    assert events.waiting() == 0
    assert [(each.id, each.events, each.let_go) for each in events.let_go()] == [(first, (HEAT,), "nobody has it")]
    events.forget(clock.now + 1)
    assert events.let_go() == []


def test_a_sender_that_repeats_itself_is_kept_once(events):
    first, _ = events.accept("radarr", [HEAT])
    assert events.accept("radarr", [HEAT]) == (first, False)
    events.done([first])
    assert events.accept("radarr", [HEAT]) == (first, False)
    assert events.waiting() == 0


def test_the_same_words_of_another_sender_or_another_day_are_news(events, clock):
    first, _ = events.accept("radarr", [HEAT])
    assert events.accept("radarr4k", [HEAT])[1]
    events.done([first])
    clock.now += REPEATED_S + 1
    assert events.accept("radarr", [HEAT])[1]


def test_what_was_done_long_ago_is_forgotten_and_what_waits_is_not(events, clock):
    first, _ = events.accept("radarr", [HEAT])
    events.accept("sonarr", [DARK])
    events.done([first])
    events.forget(before=clock.now + 1)
    assert events.waiting() == 1
    assert events.accept("radarr", [HEAT])[1]
