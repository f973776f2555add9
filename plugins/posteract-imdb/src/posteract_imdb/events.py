"""Events with awards: the names that the dialect has for some, by IMDb's number."""

from __future__ import annotations

import re
from collections.abc import Mapping

EVENTS: Mapping[str, str] = {
    "oscar": "ev0000003", "emmy": "ev0000223", "golden": "ev0000292", "bafta": "ev0000123", "cannes": "ev0000147",
    "choice": "ev0000133", "spirit": "ev0000349", "sundance": "ev0000631", "berlinale": "ev0000091", "venice": "ev0000681",
    "toronto": "ev0000659", "cesar": "ev0000157", "sag": "ev0000598", "razzie": "ev0000558",
    "national_film_board_preserved": "ev0000468",
}  # fmt: skip


def event_of(written: object) -> str | None:
    """Return an event's number from its name or number; None when it is neither.

    >>> event_of("Oscar"), event_of("ev0000091"), event_of("best film")
    ('ev0000003', 'ev0000091', None)
    """
    text = str(written).strip().lower()
    return text if re.fullmatch(r"ev\d{7,}", text) else EVENTS.get(text)
