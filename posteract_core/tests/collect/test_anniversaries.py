"""Days around a birthday."""

from __future__ import annotations

from datetime import date

import pytest
from posteract_core.collect.anniversaries import Anniversary


@pytest.mark.parametrize(
    ("written", "first", "today", "due"),
    [
        ({}, date(1970, 7, 30), date(2026, 7, 30), True),
        ({}, date(1970, 7, 30), date(2026, 7, 31), False),
        ({"before": 2, "after": 3}, date(1970, 7, 30), date(2026, 7, 28), True),
        ({"before": 2, "after": 3}, date(1970, 7, 30), date(2026, 8, 2), True),
        ({"before": 2, "after": 3}, date(1970, 7, 30), date(2026, 8, 3), False),
        ({"before": 5}, date(1970, 1, 2), date(2026, 12, 29), True),
        ({"after": 5}, date(1970, 12, 30), date(2027, 1, 3), True),
        ({}, date(1972, 2, 29), date(2026, 2, 28), True),
        ({}, date(1972, 2, 29), date(2028, 2, 28), False),
        ({"this_month": True}, date(1970, 7, 30), date(2026, 7, 1), True),
        ({"this_month": True}, date(1970, 7, 30), date(2026, 8, 1), False),
    ],
)
def test_an_anniversary_is_due_in_its_days_and_over_the_turn_of_the_year(written, first, today, due):
    assert Anniversary(of="birthday", **written).due(first, today) is due
