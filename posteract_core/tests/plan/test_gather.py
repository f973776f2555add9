"""What is kept of the episodes of seasons and shows."""

from __future__ import annotations

from dataclasses import replace

from posteract_core.model import ItemType, MediaItem, MediaVersion
from posteract_core.plan.gather import Gathered


def test_episodes_that_badges_show_alike_are_kept_once():
    season = MediaItem(title="Season 1", year=None, type=ItemType.SEASON, key="s", season=1)
    files = [
        MediaVersion(path="/1.mkv", height_px=1080, video_profile="high", subtitle_titles=("Forced",)),
        MediaVersion(path="/2.mkv", height_px=1080, video_profile="main"),
        MediaVersion(path="/3.mkv", height_px=2160),
    ]
    episode = MediaItem(title="", year=None, type=ItemType.EPISODE, parent_key="s", season=1)
    gathered = Gathered()
    gathered.take([season, *(replace(episode, key=each.path, versions=(each,)) for each in files)])
    gathered.hold(season)
    [[held]] = gathered.held()
    assert [each.height_px for each in held.episodes] == [1080, 1080, 2160]
    assert held.episodes[0] is held.episodes[1]
