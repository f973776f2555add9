"""The contract of servers with playlists."""

from __future__ import annotations

from typing import Any

import pytest

from ...model import ItemType
from ...providers import ManagesPlaylists, MediaServer, ServerPlaylist

TITLE = "Posteract's contract"


class ManagesPlaylistsContract:
    """What every server with playlists promises.

    Fixtures to supply:
        server: the server under test, with at least four films or episodes, free to be changed.

    Fixtures to override where the default does not fit:
        keys: four items; default the first films and episodes listed.
    """

    @pytest.fixture
    def keys(self, server: Any) -> list[str]:
        """Return the keys of four items, not in the server's own order."""
        assert isinstance(server, MediaServer)
        found = [
            item.key
            for library in server.libraries()
            for page in server.items(library)
            for item in page
            if item.type in (ItemType.MOVIE, ItemType.EPISODE)
        ]
        assert len(found) >= 4, "there are too few films and episodes"
        return [found[number] for number in (2, 0, 3, 1)]

    @pytest.fixture
    def made(self, server: Any, keys: list[str]) -> str:
        """Return the key of a playlist of the first three items."""
        return str(server.create_playlist(TITLE, keys[:3]))

    def test_it_manages_playlists(self, server: Any) -> None:
        assert isinstance(server, ManagesPlaylists)

    def test_what_was_made_is_found_under_its_key_with_its_items_in_order(
        self, server: Any, keys: list[str], made: str
    ) -> None:
        found = _listed(server, made)
        assert found is not None
        assert (found.title, found.smart) == (TITLE, False)
        assert found.size in (None, 3)
        assert list(server.playlist_members(made)) == keys[:3]

    def test_items_are_added_at_the_end(self, server: Any, keys: list[str], made: str) -> None:
        server.add_to_playlist(made, keys[3:])
        assert list(server.playlist_members(made)) == keys

    def test_items_are_taken_out_and_unknown_ones_passed_over(self, server: Any, keys: list[str], made: str) -> None:
        server.remove_from_playlist(made, [keys[1], keys[3]])
        assert list(server.playlist_members(made)) == [keys[0], keys[2]]
        server.remove_from_playlist(made, [keys[1]])
        assert list(server.playlist_members(made)) == [keys[0], keys[2]]

    def test_an_item_moves_to_the_front_or_behind_another(self, server: Any, keys: list[str], made: str) -> None:
        server.move_in_playlist(made, keys[2], None)
        assert list(server.playlist_members(made)) == [keys[2], keys[0], keys[1]]
        server.move_in_playlist(made, keys[2], keys[0])
        assert list(server.playlist_members(made)) == [keys[0], keys[2], keys[1]]

    def test_its_words_are_edited_one_by_one_and_again_without_harm(
        self, server: Any, keys: list[str], made: str
    ) -> None:
        for _ in range(2):
            server.edit_playlist(made, summary="Of it & all.")
            server.edit_playlist(made, title="Another <name>")
            found = _listed(server, made)
            assert found is not None
            assert (found.title, found.summary) == ("Another <name>", "Of it & all.")
        assert list(server.playlist_members(made)) == keys[:3]

    def test_other_playlists_are_left_alone(self, server: Any, keys: list[str], made: str) -> None:
        other = server.create_playlist(f"{TITLE}, second", keys[1:])
        before = _listed(server, other)
        server.edit_playlist(made, title="A", summary="B")
        server.remove_from_playlist(made, keys[1:2])
        server.delete_playlist(made)
        assert _listed(server, other) == before
        assert list(server.playlist_members(other)) == keys[1:]

    def test_deleting_leaves_the_items_and_is_no_error_twice(self, server: Any, keys: list[str], made: str) -> None:
        server.delete_playlist(made)
        server.delete_playlist(made)
        assert _listed(server, made) is None
        found = {item.key for library in server.libraries() for page in server.items(library) for item in page}
        assert set(keys) <= found


def _listed(server: Any, key: str) -> ServerPlaylist | None:
    return next((each for each in server.playlists() if each.key == key), None)
