"""Words from a fixed list."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from ..errors import UsageError

KINDS = "poster, background, season, season_background, title_card, collection, logo, square"
"""The kinds of pictures, for help texts."""


def chosen(words: Sequence[str], allowed: Sequence[str], option: str) -> list[str]:
    """Return the words as they are; raise `UsageError` naming the nearest right one for those not in `allowed`."""
    for word in words:
        if word not in allowed:
            near = get_close_matches(word, allowed, n=1)
            raise UsageError(
                f"{option} takes no {word!r}" + (f"; did you mean '{near[0]}'?" if near else ""),
                hint=f"It takes {', '.join(allowed)}.",
            )
    return list(words)
