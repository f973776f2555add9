"""The badges, a module for each family of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from posteract_core.providers import OverlayLayer

from .age import CommonSenseBadge, ContentRatingBadge
from .audio_codec import AudioCodecBadge
from .awards import AwardBadge
from .brands import NetworkBadge, StreamingBadge, StudioBadge
from .files import AspectBadge, DirectPlayBadge, EditionBadge, RuntimeBadge, VersionsBadge, VideoFormatBadge
from .hdr import HdrBadge
from .languages import LanguageCountBadge, LanguagesBadge, SubtitlesBadge
from .rating import RatingBadge
from .resolution import ResolutionBadge
from .ribbon import RibbonBadge
from .showing import EpisodeInfoBadge, LeavingBadge, NewBadge, StatusBadge, StingerBadge, WatchedBadge
from .words import WordsBadge

BADGES: Sequence[type[OverlayLayer[Any]]] = (
    ResolutionBadge, HdrBadge, AudioCodecBadge, VideoFormatBadge, EditionBadge, AspectBadge, VersionsBadge, RuntimeBadge,
    LanguagesBadge, SubtitlesBadge, LanguageCountBadge, RatingBadge, StreamingBadge, NetworkBadge, StudioBadge, AwardBadge,
    RibbonBadge, StatusBadge, ContentRatingBadge, CommonSenseBadge, EpisodeInfoBadge, StingerBadge, DirectPlayBadge,
    WatchedBadge, NewBadge, LeavingBadge, WordsBadge,
)  # fmt: skip
"""Every badge class."""
