"""Waits grow, stay bounded, and respect what a service asked for."""

from __future__ import annotations

import random

from posteract_core.run import Backoff


def test_waits_double_up_to_the_longest_and_then_are_a_day():
    backoff = Backoff(attempts=12, first_s=2, longest_s=60, chance=random.Random(7))
    waits = [backoff.wait_s(failures) for failures in range(1, 13)]
    assert 1.6 <= waits[0] <= 2.4
    assert all(wait <= 72 for wait in waits[:11])
    assert waits[11] == 86_400


def test_a_wait_is_never_shorter_than_asked_for():
    assert Backoff().wait_s(1, asked_s=120) == 120
