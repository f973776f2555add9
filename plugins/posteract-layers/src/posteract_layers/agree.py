"""What a film of several versions, a season or a show displays, where its parts differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Literal

from posteract_core.model import ItemType, MediaItem, MediaVersion
from pydantic import Field

from .plate import BadgeOptions
from .versions import best_version


class FileOptions(BadgeOptions):
    """Of badges that tell of files."""

    aggregate: Literal["auto", "best", "majority", "all"] = Field(
        "auto",
        description="What stands for several versions or episodes: the best of them, what most have, or what all have; auto = of "
        "a film its best, of a season or show what most episodes have.",
    )


def agreed(
    item: MediaItem, how: str, read: Callable[[MediaVersion], str | None], rank: Callable[[str], float]
) -> str | None:
    """Return the value that stands for all parts of an item; None when there is none.

    Args:
        item: its versions count, of a season or show its episodes'.
        how: as in `FileOptions.aggregate`.
        read: returns a part's value; None = it has none.
        rank: the smaller, the better.
    """
    is_parent = item.type in (ItemType.SHOW, ItemType.SEASON)
    parts = item.episodes if is_parent else item.versions
    if how == "auto":
        how = "majority" if is_parent else "best"
    if how == "best" and not is_parent:
        version = best_version(item)
        return read(version) if version is not None else None
    values = [read(part) for part in parts]
    known = [value for value in values if value is not None]
    if how == "best":
        return min(known, key=rank, default=None)
    if how == "all":
        return known[0] if known and len(known) == len(values) and len(set(known)) == 1 else None
    counts = Counter(values)
    most = max(counts.values(), default=0)
    return min((value for value in counts if value is not None and counts[value] == most), key=rank, default=None)
