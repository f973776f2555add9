"""What the episodes of a season or show are, gathered while a listing goes by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..model import ItemType, MediaItem, MediaVersion

PARENTS = frozenset({ItemType.SHOW, ItemType.SEASON})
AT_ONCE = 500
"""Items of a page that is handed out."""


class Gathered:
    """Holds back the seasons and shows of a library until all episodes were seen.

    Of an episode only what badges show is kept, and equal ones are kept once: tens of thousands cost a few MB.
    """

    def __init__(self) -> None:
        self._held: list[MediaItem] = []
        self._of_season: dict[str, list[MediaVersion]] = {}
        self._show_of: dict[str, str] = {}
        self._known: dict[MediaVersion, MediaVersion] = {}

    def take(self, page: Sequence[MediaItem]) -> None:
        """Look at a page."""
        for item in page:
            if item.type is ItemType.SEASON:
                self._show_of[item.key] = item.parent_key
            elif item.type is ItemType.EPISODE and item.versions:
                best = max(item.versions, key=lambda version: (version.height_px, version.bitrate_kbps))
                best = replace(best, video_profile="", subtitle_titles=())
                bare = replace(best, path="", size_bytes=0, bitrate_kbps=0, duration_s=60 * round(best.duration_s / 60))
                self._of_season.setdefault(item.parent_key, []).append(self._known.setdefault(bare, bare))

    def hold(self, item: MediaItem) -> None:
        """Hold a season or show back."""
        self._held.append(item)

    def held(self) -> Iterator[list[MediaItem]]:
        """Yield what was held back, each with the versions of its episodes, in pages."""
        of_show: dict[str, list[MediaVersion]] = {}
        for season, versions in self._of_season.items():
            of_show.setdefault(self._show_of.get(season, ""), []).extend(versions)
        for start in range(0, len(self._held), AT_ONCE):
            yield [
                replace(
                    item, episodes=tuple((of_show if item.type is ItemType.SHOW else self._of_season).get(item.key, ()))
                )
                for item in self._held[start : start + AT_ONCE]
            ]
