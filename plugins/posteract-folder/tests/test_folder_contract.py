"""The folder server keeps the contract of media servers."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

import pytest
from posteract_core.model import ArtworkKind, ItemType
from posteract_core.testing.contracts import MediaServerContract

FILES = {
    "films/Heat (1995)/Heat.mkv": "a",
    "films/Alien (1979).mkv": "b",
    "films/Alien (1979)-poster.png": "not ours",
    "shows/Dark (2017)/Season 01/Dark S01E01.mkv": "c",
    "shows/Dark (2017)/Season 01/poster.jpg": "season",
    "shows/Dark (2017)/Specials/Dark S00E01.mkv": "d",
}


class TestFolderKeepsTheContract(MediaServerContract):
    @pytest.fixture
    def server(self, make_tree, make_server):
        root = make_tree(FILES)
        return make_server(Movies=str(root / "films"), Shows=str(root / "shows"))

    @pytest.fixture
    def break_uploads(self, monkeypatch) -> Callable[[], object]:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        return lambda: monkeypatch.setattr("posteract_folder.write.os.fsync", full)


class TestFolderKeepsTheContractForTitleCards(TestFolderKeepsTheContract):
    @pytest.fixture
    def target(self, server):
        items = [item for library in server.libraries() for page in server.items(library) for item in page]
        return next(item for item in items if item.type is ItemType.EPISODE), ArtworkKind.TITLE_CARD


class TestFolderKeepsTheContractForSeasons(TestFolderKeepsTheContract):
    @pytest.fixture
    def target(self, server):
        items = [item for library in server.libraries() for page in server.items(library) for item in page]
        return next(item for item in items if item.type is ItemType.SEASON and item.season == 1), ArtworkKind.SEASON
