"""Playlists, worked on as collections are: the same comparing, writing, and resuming."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import ItemType, Library, MediaItem
from ..providers import (
    FieldEdit,
    ManagesCollections,
    ManagesPlaylists,
    Search,
    ServerCollection,
)

SHELF = "playlists"
"""Stands in place of a library's name, in reports and in the ledger."""


_OF_USER = f"{SHELF} of "


def name_of(user: str = "") -> str:
    """Return what stands for the name of a library for the playlists of a user; empty = the server's owner."""
    return f"{_OF_USER}{user}" if user else SHELF


def is_playlists(name: str) -> bool:
    """Return whether it is such a name."""
    return name == SHELF or name.startswith(_OF_USER)


def user_of(name: str) -> str:
    """Return whose playlists such a name stands for; empty = the server's owner's."""
    return name.removeprefix(_OF_USER) if name.startswith(_OF_USER) else ""


def shelf_of(server: str) -> Library:
    """Return what stands for the place where a server's playlists are."""
    return Library(key=SHELF, name=SHELF, type=ItemType.MOVIE, server=server)


class Playlists(ManagesCollections):
    """A server's playlists, as collections in their own order."""

    def __init__(self, server: ManagesPlaylists) -> None:
        """Work on the playlists of a server."""
        self._server = server

    def collections(self, library: Library) -> Sequence[ServerCollection]:
        """Return all playlists of the owner."""
        return [
            ServerCollection(
                item=MediaItem(
                    title=each.title,
                    type=ItemType.COLLECTION,
                    key=each.key,
                    server=library.server,
                    library=library.name,
                    summary=each.summary,
                ),
                smart="smart" if each.smart else "",
                size=each.size,
                order="custom",
            )
            for each in self._server.playlists()
        ]

    def members(self, library: Library, key: str) -> Sequence[str]:
        """Return the keys of its items, each once."""
        return tuple(dict.fromkeys(self._server.playlist_members(key)))

    def create_collection(
        self, library: Library, title: str, members: Sequence[str], *, level: ItemType, search: Search | None = None
    ) -> str:
        """Make a playlist."""
        return self._server.create_playlist(title, members)

    def add_members(self, library: Library, key: str, members: Sequence[str]) -> None:
        """Add items at the end."""
        self._server.add_to_playlist(key, members)

    def remove_members(self, library: Library, key: str, members: Sequence[str]) -> None:
        """Take items out."""
        self._server.remove_from_playlist(key, members)

    def move_member(self, library: Library, key: str, member: str, after: str | None) -> None:
        """Put an item behind another, or first."""
        self._server.move_in_playlist(key, member, after)

    def edit(self, library: Library, level: ItemType, keys: Sequence[str], edit: FieldEdit) -> None:
        """Change title and summary; a playlist has no more."""
        for key in keys:
            self._server.edit_playlist(key, title=edit.fields.get("title"), summary=edit.fields.get("summary"))

    def arrange(self, library: Library, key: str, *, mode: str = "", order: str = "") -> None:
        """Do nothing: a playlist is in its own order."""

    def delete_collection(self, library: Library, key: str) -> None:
        """Delete a playlist."""
        self._server.delete_playlist(key)

    def set_search(self, library: Library, key: str, search: Search, *, level: ItemType) -> None:
        """Refuse: no recipe of a playlist is smart."""
        raise NotImplementedError

    def search(self, library: Library, search: Search, *, level: ItemType) -> Sequence[str]:
        """Refuse: libraries are searched, not playlists."""
        raise NotImplementedError

    def search_token(self, library: Library, search: Search, *, level: ItemType) -> str:
        """Refuse: no recipe of a playlist is smart."""
        raise NotImplementedError
