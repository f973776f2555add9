"""Plex keeps the contract of media servers, for each of its slots."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from posteract_core.model import ArtworkKind, ItemType, MediaItem
from posteract_core.testing.contracts import MediaServerContract
from services import FakePlex, Fault

SLOTS = [
    (ItemType.MOVIE, ArtworkKind.POSTER),
    (ItemType.MOVIE, ArtworkKind.BACKGROUND),
    (ItemType.SHOW, ArtworkKind.LOGO),
    (ItemType.SHOW, ArtworkKind.SQUARE),
    (ItemType.SEASON, ArtworkKind.SEASON),
    (ItemType.SEASON, ArtworkKind.SEASON_BACKGROUND),
    (ItemType.EPISODE, ArtworkKind.TITLE_CARD),
    (ItemType.COLLECTION, ArtworkKind.COLLECTION),
]


@pytest.fixture(params=SLOTS, ids=lambda slot: f"{slot[1]} of a {slot[0]}")
def slot(request: pytest.FixtureRequest) -> tuple[ItemType, ArtworkKind]:
    """Return each kind of slot in turn."""
    return request.param


class TestPlexKeepsTheContract(MediaServerContract):
    @pytest.fixture
    def target(self, server, slot) -> tuple[MediaItem, ArtworkKind]:
        items = [item for library in server.libraries() for page in server.items(library) for item in page]
        return next(item for item in items if item.type is slot[0]), slot[1]

    @pytest.fixture
    def break_uploads(self, attic: FakePlex) -> Callable[[], object]:
        return lambda: attic.add_fault(Fault(status=500, route="POST *"))

    @pytest.fixture
    def offline_server(self, attic: FakePlex, make_server):
        attic.stop()
        return make_server(attic.url)
