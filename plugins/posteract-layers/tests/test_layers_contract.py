"""All badges keep the contract of overlay layers."""

from __future__ import annotations

import pytest
from posteract_core.model import ArtworkKind, Facts, MediaItem
from posteract_core.providers import Subject
from posteract_core.testing.contracts import OverlayLayerContract
from posteract_layers.badges.audio_codec import AudioCodecBadge
from posteract_layers.badges.hdr import HdrBadge
from posteract_layers.badges.rating import RatingBadge
from posteract_layers.badges.resolution import ResolutionBadge

NOTHING_KNOWN = Subject(item=MediaItem(title="Heat"), kind=ArtworkKind.POSTER, title="Heat", facts=Facts())


class Badge(OverlayLayerContract):
    @pytest.fixture
    def silent_subject(self):
        return NOTHING_KNOWN


class TestResolutionKeepsTheContract(Badge):
    @pytest.fixture
    def layer_class(self):
        return ResolutionBadge


class TestHdrKeepsTheContract(Badge):
    @pytest.fixture
    def layer_class(self):
        return HdrBadge

    @pytest.fixture
    def options(self):
        return {"all": True, "shape": "pill"}


class TestAudioCodecKeepsTheContract(Badge):
    @pytest.fixture
    def layer_class(self):
        return AudioCodecBadge

    @pytest.fixture
    def options(self):
        return {"channels": True, "shape": "none"}


class TestRatingKeepsTheContract(Badge):
    @pytest.fixture
    def layer_class(self):
        return RatingBadge

    @pytest.fixture
    def options(self):
        return {"show": ["imdb", "tmdb", "rotten_tomatoes", "rt_audience"]}
