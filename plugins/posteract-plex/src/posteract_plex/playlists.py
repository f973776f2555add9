"""Playlists on one Plex server, of its owner or of another: listed, made, filled, ordered and deleted."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence

from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.providers import ManagesPlaylists, ServerPlaylist

from .connection import AT_ONCE, Connection, in_batches

TRIES = 3


class Playlists:
    """Everything about the playlists of the one whose token the connection has.

    Plex knows an item in a playlist by a number of its own, which is asked for once.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._places: dict[str, dict[str, str]] = {}

    def listed(self) -> list[ServerPlaylist]:
        """Return the playlists of films and episodes."""
        return [
            ServerPlaylist(
                key=str(entry["ratingKey"]),
                title=str(entry.get("title", "")),
                summary=str(entry.get("summary", "")),
                size=int(entry["leafCount"]) if "leafCount" in entry else None,
                smart=str(entry.get("smart", "0")) in ("1", "True"),
            )
            for entry in self._connection.pages("/playlists", {"playlistType": "video", "type": 15})
        ]

    def members(self, key: str) -> list[str]:
        """Return the keys of a playlist's items, in order."""
        entries = list(self._connection.pages(f"/playlists/{key}/items"))
        places: dict[str, str] = {}
        for entry in entries:
            places.setdefault(str(entry["ratingKey"]), str(entry.get("playlistItemID", "")))
        self._places[key] = places
        return [str(entry["ratingKey"]) for entry in entries]

    def create(self, title: str, members: Sequence[str]) -> str:
        """Make a playlist and return its key. What was cut off is looked for before it is begun again."""
        first = members[:AT_ONCE]
        about: dict[str, str | int] = {"type": "video", "title": title, "smart": 0, "uri": self._connection.uri(first)}
        key = ""
        for left in reversed(range(TRIES)):
            try:
                key = self._connection.made("/playlists", about)
                break
            except ProviderUnavailable:
                key = self._cut_off(title, set(first))
                if key:
                    break
                if not left:
                    raise
        if not key:
            raise ProviderError(self._connection.instance, f"made the playlist {title!r} without saying its key")
        self.add(key, members[AT_ONCE:])
        return key

    def add(self, key: str, members: Sequence[str]) -> None:
        """Put items at the end."""
        for some in in_batches(members):
            self._connection.put(f"/playlists/{key}/items", {"uri": self._connection.uri(some)})
            self._places.pop(key, None)

    def remove(self, key: str, members: Sequence[str]) -> None:
        """Take items out, those that are gone already aside."""
        for member in members:
            place = self._place(key, member)
            if place:
                self._connection.delete_if_there(f"/playlists/{key}/items/{place}")
                self._places[key].pop(member, None)

    def move(self, key: str, member: str, after: str | None) -> None:
        """Put an item behind another, or first."""
        query: dict[str, str | int] = {} if after is None else {"after": self._place(key, after)}
        self._connection.put(f"/playlists/{key}/items/{self._place(key, member)}/move", query)

    def edit(self, key: str, words: Mapping[str, str | int]) -> None:
        """Change title or summary."""
        self._connection.put(f"/playlists/{key}", words)

    def delete(self, key: str) -> None:
        """Delete a playlist."""
        self._connection.delete_if_there(f"/playlists/{key}")

    def _place(self, key: str, member: str) -> str:
        if member not in self._places.get(key, {}):
            self.members(key)
        return self._places[key].get(member, "")

    def _cut_off(self, title: str, members: set[str]) -> str:
        """Return the key of a playlist that a request cut off in the middle has made; empty when it has not."""
        for each in self.listed():
            if each.title == title and not each.smart and set(self.members(each.key)) <= members:
                return each.key
        return ""


class PlexPlaylists(ManagesPlaylists):
    """Playlists as the core asks for them."""

    _playlists: Playlists

    @abstractmethod
    def _refuse(self) -> None:
        """Raise in a dry run."""

    def playlists(self) -> Sequence[ServerPlaylist]:
        """Return the owner's playlists."""
        return self._playlists.listed()

    def playlist_members(self, key: str) -> Sequence[str]:
        """Return a playlist's items, in order."""
        return self._playlists.members(key)

    def create_playlist(self, title: str, members: Sequence[str]) -> str:
        """Make a playlist."""
        self._refuse()
        return self._playlists.create(title, members)

    def add_to_playlist(self, key: str, members: Sequence[str]) -> None:
        """Add items."""
        self._refuse()
        self._playlists.add(key, members)

    def remove_from_playlist(self, key: str, members: Sequence[str]) -> None:
        """Take items out, one request for each: Plex has no other way."""
        self._refuse()
        self._playlists.remove(key, members)

    def move_in_playlist(self, key: str, member: str, after: str | None) -> None:
        """Move an item."""
        self._refuse()
        self._playlists.move(key, member, after)

    def edit_playlist(self, key: str, *, title: str | None = None, summary: str | None = None) -> None:
        """Change words."""
        self._refuse()
        words = {"title": title, "summary": summary}
        self._playlists.edit(key, {name: text for name, text in words.items() if text is not None})

    def delete_playlist(self, key: str) -> None:
        """Delete a playlist."""
        self._refuse()
        self._playlists.delete(key)


class UserPlaylists(PlexPlaylists):
    """The playlists of one whom the server is shared with."""

    def __init__(self, playlists: Playlists, refuse: Callable[[], None]) -> None:
        """Work on `playlists`; `refuse` raises in a dry run."""
        self._playlists = playlists
        self._refuse_change = refuse

    def _refuse(self) -> None:
        self._refuse_change()
