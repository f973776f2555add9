"""The badges, one module each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from posteract_core.providers import OverlayLayer

from .audio_codec import AudioCodecBadge
from .hdr import HdrBadge
from .rating import RatingBadge
from .resolution import ResolutionBadge

BADGES: Sequence[type[OverlayLayer[Any]]] = (ResolutionBadge, HdrBadge, AudioCodecBadge, RatingBadge)
"""Every badge class."""
