"""What the tests of the badges share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from posteract_core.model import ArtworkKind, AudioTrack, Facts, MediaItem, MediaVersion
from posteract_core.providers import DrawContext, OverlayLayer, Subject
from posteract_core.render import Toolbox, toolbox
from posteract_core.render.toolbox import Notes


@pytest.fixture(scope="session")
def _tools() -> Toolbox:
    return toolbox(system_fonts=False)


@pytest.fixture
def tools(_tools: Toolbox) -> Toolbox:
    """Return drawing tools with the cache of all tests, and with notes of this test alone."""
    _tools.notes = Notes()
    return _tools


@pytest.fixture
def about() -> Callable[..., Subject]:
    """Makes the subject of a film with these versions and ratings."""

    def make(*versions: MediaVersion, **ratings: Any) -> Subject:
        item = MediaItem(title="Heat", year=1995, versions=versions)
        facts = Facts({f"rating.{name}": rating for name, rating in ratings.items()})
        return Subject(item=item, kind=ArtworkKind.POSTER, title="Heat", facts=facts)

    return make


@pytest.fixture
def version() -> Callable[..., MediaVersion]:
    """Makes a version of a film; tracks are written as (codec, channels) or AudioTrack."""

    def make(width: int = 1920, height: int = 1080, *tracks: Any, **more: Any) -> MediaVersion:
        audio = tuple(
            track if isinstance(track, AudioTrack) else AudioTrack(codec=track[0], channels=track[1])
            for track in tracks
        )
        return MediaVersion(path="/media/Heat.mkv", width_px=width, height_px=height, audio=audio, **more)

    return make


@pytest.fixture
def context_of(tools: Toolbox) -> Callable[..., DrawContext]:
    """Makes what a badge draws with, for what it says of a subject."""

    def make(layer: OverlayLayer[Any], subject: Subject, scale: float = 1.0) -> DrawContext:
        return DrawContext(
            value=layer.value(subject), subject=subject, width_px=round(1000 * scale), height_px=round(1500 * scale),
            scale=scale, tools=tools,
        )  # fmt: skip

    return make
