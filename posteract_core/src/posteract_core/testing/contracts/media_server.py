"""The contract of media servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ...errors import ProviderError, ProviderUnavailable
from ...model import ArtworkKind, ItemType, MediaItem, Picture
from ...providers import ListsOutlines, MediaServer, Outline
from .parts import assert_healthy_shape, given, plain_picture


def listing(server: MediaServer[Any]) -> list[MediaItem]:
    """Return every item of every library, in the server's order."""
    return [item for library in server.libraries() for page in server.items(library) for item in page]


def same(item: MediaItem, server: MediaServer[Any]) -> MediaItem:
    """Return an item as the server lists it now."""
    return next(each for each in listing(server) if (each.library, each.key) == (item.library, item.key))


def outlined(server: MediaServer[Any]) -> list[tuple[Outline, MediaItem]]:
    """Return every outline with its item, in the server's order."""
    assert isinstance(server, ListsOutlines)
    pages = [(library, page) for library in server.libraries() for page in server.outlines(library)]
    found = [pair for library, page in pages for pair in server.completed(library, page)]
    assert [outline.key for outline, _ in found] == [outline.key for _, page in pages for outline in page]
    return found


class MediaServerContract:
    """What every media server promises.

    Fixtures to supply:
        server: the server under test, with at least one library and two items, free to be changed.

    Fixtures to override where the default does not fit:
        target: the (item, kind) pictures are put on; default the poster of the first film or show listed.
        picture, other_picture: two JPEGs; default 1000 × 1500 of one colour.
        break_uploads: a callable that makes every later upload fail; default None, the test is skipped.
        offline_server: the same server, not reachable; default None, for a server that needs no network.
    """

    @pytest.fixture
    def target(self, server: MediaServer[Any]) -> tuple[MediaItem, ArtworkKind]:
        """Return the first film or show, and its poster."""
        wanted = (ItemType.MOVIE, ItemType.SHOW)
        return next(item for item in listing(server) if item.type in wanted), ArtworkKind.POSTER

    @pytest.fixture
    def picture(self) -> Picture:
        """Return a picture."""
        return plain_picture((24, 60, 120))

    @pytest.fixture
    def other_picture(self) -> Picture:
        """Return another picture."""
        return plain_picture((180, 40, 30))

    @pytest.fixture
    def break_uploads(self) -> Callable[[], object] | None:
        """Return None: nothing makes uploads fail."""
        return None

    @pytest.fixture
    def offline_server(self) -> MediaServer[Any] | None:
        """Return None: the server needs no network."""
        return None

    def test_it_is_a_well_formed_provider(self, server: MediaServer[Any]) -> None:
        assert isinstance(server, MediaServer)
        assert_healthy_shape(server)

    def test_libraries_have_keys_of_their_own_and_a_type(self, server: MediaServer[Any]) -> None:
        libraries = server.libraries()
        assert libraries
        assert len({library.key for library in libraries}) == len(libraries)
        assert all(library.type in (ItemType.MOVIE, ItemType.SHOW) for library in libraries)
        assert {library.server for library in libraries} == {server.context.instance}

    def test_items_come_in_pages_and_know_where_they_are(self, server: MediaServer[Any]) -> None:
        for library in server.libraries():
            pages = list(server.items(library))
            assert all(isinstance(page, (list, tuple)) for page in pages)
            items = [item for page in pages for item in page]
            assert len({item.key for item in items}) == len(items)
            assert all(item.key and item.library == library.name for item in items)
            assert all(item.server == server.context.instance for item in items)

    def test_seasons_and_episodes_follow_what_they_belong_to(self, server: MediaServer[Any]) -> None:
        for library in server.libraries():
            before: set[str] = set()
            for item in (item for page in server.items(library) for item in page):
                if item.type in (ItemType.SEASON, ItemType.EPISODE):
                    assert item.parent_key in before
                    assert item.show_title
                    assert item.season is not None
                before.add(item.key)

    def test_listing_twice_gives_the_same(self, server: MediaServer[Any]) -> None:
        assert listing(server) == listing(server)

    def test_outlines_are_of_the_items_and_their_tokens_stay(self, server: MediaServer[Any]) -> None:
        if not isinstance(server, ListsOutlines):
            return
        found = outlined(server)
        assert [item for _, item in found] == listing(server)
        assert all((outline.key, outline.parent_key) == (item.key, item.parent_key) for outline, item in found)
        assert [outline.token for outline, _ in found] == [outline.token for outline, _ in outlined(server)]

    def test_another_picture_changes_the_token_of_its_item(
        self, server: MediaServer[Any], target: tuple[MediaItem, ArtworkKind], picture: Picture
    ) -> None:
        if not isinstance(server, ListsOutlines):
            return
        item, kind = target
        before = {each.key: outline.token for outline, each in outlined(server)}
        server.upload(item, kind, picture)
        after = {each.key: outline.token for outline, each in outlined(server)}
        assert before[item.key] != after[item.key]

    def test_the_listing_says_which_slots_are_empty(self, server: MediaServer[Any]) -> None:
        for item in listing(server)[:20]:
            for kind in item.kinds:
                now = server.artwork(item, kind)
                assert (now.revision if now else None) == item.shown.get(kind), f"{kind} of {item}"

    def test_what_upload_returns_is_what_the_next_listing_shows(
        self, server: MediaServer[Any], target: tuple[MediaItem, ArtworkKind], picture: Picture
    ) -> None:
        item, kind = target
        token = server.upload(item, kind, picture)
        assert token
        assert same(item, server).shown[kind] == token
        assert same(item, server).shown[kind] == token

    def test_the_picture_shown_is_the_one_uploaded(
        self, server: MediaServer[Any], target: tuple[MediaItem, ArtworkKind], picture: Picture
    ) -> None:
        item, kind = target
        token = server.upload(item, kind, picture)
        shown = server.artwork(same(item, server), kind)
        assert shown is not None
        assert (shown.revision, shown.data, shown.chosen) == (token, picture.data, True)

    def test_another_picture_gives_another_token(
        self, server: MediaServer[Any], target: tuple[MediaItem, ArtworkKind], picture: Picture, other_picture: Picture
    ) -> None:
        item, kind = target
        first = server.upload(item, kind, picture)
        second = server.upload(same(item, server), kind, other_picture)
        assert first != second
        shown = server.artwork(same(item, server), kind)
        assert shown is not None
        assert shown.data == other_picture.data

    def test_an_upload_changes_no_other_slot(
        self, server: MediaServer[Any], target: tuple[MediaItem, ArtworkKind], picture: Picture
    ) -> None:
        def others() -> dict[tuple[str, str, ArtworkKind], str]:
            return {
                (item.library, item.key, kind): token
                for item in listing(server)
                for kind, token in item.shown.items()
                if (item.library, item.key, kind) != (target[0].library, target[0].key, target[1])
            }

        before = others()
        server.upload(*target, picture)
        assert others() == before

    def test_a_failed_upload_leaves_the_old_picture(
        self,
        server: MediaServer[Any],
        target: tuple[MediaItem, ArtworkKind],
        picture: Picture,
        other_picture: Picture,
        break_uploads: Callable[[], object] | None,
    ) -> None:
        fail = given(break_uploads, "break_uploads")
        item, kind = target
        token = server.upload(item, kind, picture)
        fail()
        with pytest.raises(ProviderError):
            server.upload(same(item, server), kind, other_picture)
        shown = server.artwork(item, kind)
        assert shown is not None
        assert (shown.revision, shown.data) == (token, picture.data)

    def test_reset_says_what_the_next_listing_shows(
        self, server: MediaServer[Any], target: tuple[MediaItem, ArtworkKind], picture: Picture
    ) -> None:
        item, kind = target
        uploaded = server.upload(item, kind, picture)
        token = server.reset(same(item, server), kind)
        assert token != uploaded
        now = same(item, server)
        assert now.shown.get(kind, "") == token
        assert kind not in now.locked

    def test_restore_gives_the_original_back_byte_for_byte(
        self, server: MediaServer[Any], target: tuple[MediaItem, ArtworkKind], picture: Picture, other_picture: Picture
    ) -> None:
        item, kind = target
        server.upload(item, kind, picture)
        original = server.artwork(same(item, server), kind)
        assert original is not None
        server.upload(same(item, server), kind, other_picture)
        token = server.restore(same(item, server), kind, picture)
        shown = server.artwork(same(item, server), kind)
        assert shown is not None
        assert (shown.data, shown.revision) == (original.data, token)
        assert same(item, server).shown[kind] == token

    def test_a_server_out_of_reach_is_unavailable(self, offline_server: MediaServer[Any] | None) -> None:
        offline = given(offline_server, "offline_server")
        with pytest.raises(ProviderUnavailable):
            offline.libraries()
