"""Filters on what a show is made of: how many of its episodes pass, when the first of them was aired."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from ..model import ItemType, MediaItem

Below: TypeAlias = Callable[[MediaItem, ItemType], Sequence[MediaItem]]
"""Returns the seasons or episodes of an item, in their order."""

DEFAULT_PERCENT = 50
"""How many of the episodes must pass where it is not said, as in Kometa's dialect."""

PARTS: Mapping[str, tuple[ItemType, frozenset[ItemType]]] = {
    "seasons": (ItemType.SEASON, frozenset({ItemType.SHOW})),
    "episodes": (ItemType.EPISODE, frozenset({ItemType.SHOW, ItemType.SEASON})),
}
"""Filters on parts: what is counted, and of which items."""

AIRED: Mapping[str, int] = {"first_episode_aired": 0, "last_episode_aired": -1, "last_episode_aired_or_never": -1}
"""Filters of shows on the day of an episode, and its place among all days."""

OF_FILES = frozenset(
    ("filepath", "audio_track_title", "subtitle_track_title", "resolution", "audio_language", "subtitle_language",
     "has_dolby_vision", "hdr", "channels", "height", "width", "aspect", "audio_codec", "audio_profile", "video_codec",
     "video_profile", "versions", "source")
)  # fmt: skip
"""Attributes of files: of a show or season they ask how many of its episodes have it."""


def nothing_below(item: MediaItem, level: ItemType) -> Sequence[MediaItem]:
    """Return nothing: where only the item itself is known."""
    return ()


@dataclass(frozen=True, slots=True)
class OfParts:
    """A test that looks at the parts of an item, and may look at theirs."""

    level: ItemType
    check: Callable[[Sequence[MediaItem], Below], bool]

    def holds(self, item: MediaItem, below: Below) -> bool:
        """Return whether the item's parts pass."""
        return self.check(below(item, self.level), below)


def enough(
    passes: Callable[[MediaItem, Below], bool], *, count: int | None, percentage: int
) -> Callable[[Sequence[MediaItem], Below], bool]:
    """Return a check that at least so many parts pass, or that share of them; an item without parts fails."""

    def check(parts: Sequence[MediaItem], below: Below) -> bool:
        passing = sum(passes(part, below) for part in parts)
        if count is not None:
            return passing >= count
        return bool(parts) and passing * 100 >= percentage * len(parts)

    return check


def days_aired(parts: Sequence[MediaItem], place: int) -> tuple[date, ...]:
    """Return the day of the first or last episode; empty when none is known. Specials do not count."""
    days = sorted(part.released for part in parts if part.released is not None and part.season != 0)
    return (days[place],) if days else ()


def counted(given: Mapping[str, Any], default_percent: int) -> tuple[int | None, int, dict[str, Any]]:
    """Return (count, percentage, the other keys) of what is said about parts; raises ValueError."""
    rest = {str(key).lower(): value for key, value in given.items()}
    numbers: dict[str, int] = {}
    for name, least, most in (("count", 1, 100_000), ("percentage", 0, 100)):
        written = rest.pop(name, None)
        if written is None:
            continue
        if isinstance(written, bool) or not str(written).strip().isdigit() or not least <= int(written) <= most:
            raise ValueError(f"{name} is a number from {least}, not {written!r}")
        numbers[name] = int(written)
    if len(numbers) == 2:
        raise ValueError("takes count or percentage, not both")
    return numbers.get("count"), numbers.get("percentage", default_percent), rest
