"""Routes of playlists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from ..server import Reply, Request, route
from .entries import entry
from .items import Item
from .state import State
from .wire import contained


@dataclass(eq=False, slots=True)
class Playlist:
    """A playlist of the owner; each place in it has a number of its own."""

    key: int
    title: str
    summary: str = ""
    smart: bool = False
    places: list[tuple[int, Item]] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        return [item.title for _, item in self.places]

    def entry(self) -> dict[str, Any]:
        return {
            "ratingKey": str(self.key), "key": f"/playlists/{self.key}/items", "type": "playlist", "title": self.title,
            "summary": self.summary, "smart": self.smart, "playlistType": "video", "leafCount": len(self.places),
        }  # fmt: skip


class Playlisted(State):
    """The part of the server that keeps playlists."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.playlists: dict[int, Playlist] = {}
        self.of_others: dict[str, dict[int, Playlist]] = {}
        """By token."""
        self.shared: dict[str, str] = {}
        """Tokens of those whom the server is shared with, by name."""

    @route("GET", "/playlists")
    def list_playlists(self, request: Request) -> Reply:
        entries = [each.entry() for each in self._kept(request).values()]
        return contained(request, {"size": len(entries), "totalSize": len(entries), "Metadata": entries})

    @route("POST", "/playlists")
    def create_playlist(self, request: Request) -> Reply:
        made = Playlist(key=self._tick(), title=request.query["title"])
        self._kept(request)[made.key] = made
        self._put_in(made, request.query.get("uri", ""))
        return contained(request, {"size": 1, "Metadata": [made.entry()]})

    @route("GET", "/playlists/{key}/items")
    def playlist_items(self, request: Request, key: str) -> Reply:
        if (one := self._kept(request).get(int(key))) is None:
            return self.not_found(request)
        start = int(request.headers.get("x-plex-container-start", 0))
        size = int(request.headers.get("x-plex-container-size", 10_000))
        some = one.places[start : start + size]
        entries = [entry(item, whole=False, guids=False) | {"playlistItemID": place} for place, item in some]
        return contained(request, {"size": len(entries), "totalSize": len(one.places), "Metadata": entries})

    @route("PUT", "/playlists/{key}/items")
    def add_playlist_items(self, request: Request, key: str) -> Reply:
        if (one := self._kept(request).get(int(key))) is None:
            return self.not_found(request)
        self._put_in(one, request.query.get("uri", ""))
        return contained(request, {"size": 1, "Metadata": [one.entry()]})

    @route("DELETE", "/playlists/{key}/items/{place}")
    def remove_playlist_item(self, request: Request, key: str, place: str) -> Reply:
        one = self._kept(request).get(int(key))
        if one is None or int(place) not in dict(one.places):
            return self.not_found(request)
        one.places = [each for each in one.places if each[0] != int(place)]
        return contained(request, {"size": 1, "Metadata": [one.entry()]})

    @route("PUT", "/playlists/{key}/items/{place}/move")
    def move_playlist_item(self, request: Request, key: str, place: str) -> Reply:
        one = self._kept(request).get(int(key))
        if one is None or int(place) not in dict(one.places):
            return self.not_found(request)
        moved = next(each for each in one.places if each[0] == int(place))
        one.places.remove(moved)
        numbers = [number for number, _ in one.places]
        after = request.query.get("after")
        one.places.insert(numbers.index(int(after)) + 1 if after else 0, moved)
        return contained(request, {"size": 1, "Metadata": [one.entry()]})

    @route("PUT", "/playlists/{key}")
    def edit_playlist(self, request: Request, key: str) -> Reply:
        if (one := self._kept(request).get(int(key))) is None:
            return self.not_found(request)
        one.title = request.query.get("title", one.title)
        one.summary = request.query.get("summary", one.summary)
        return contained(request, {"size": 1, "Metadata": [one.entry()]})

    @route("DELETE", "/playlists/{key}")
    def delete_playlist(self, request: Request, key: str) -> Reply:
        if self._kept(request).pop(int(key), None) is None:
            return self.not_found(request)
        return Reply(204, b"", "text/html")

    @route("GET", "/api/users", "/api/users/")
    def shared_with(self, request: Request) -> Reply:
        """Answer as plex.tv does, in XML alone."""
        entries = "".join(
            f'<User id="{number}" title={quoteattr(name)} username="" email={quoteattr(f"{name.lower()}@example.invalid")}/>'
            for number, name in enumerate(self.shared, 100)
        )
        return Reply(200, f'<MediaContainer size="{len(self.shared)}">{entries}</MediaContainer>'.encode(), "text/xml")

    @route("GET", "/api/servers/{machine}/shared_servers")
    def shared_servers(self, request: Request, machine: str) -> Reply:
        entries = "".join(
            f'<SharedServer userID="{number}" accessToken={quoteattr(token)}/>'
            for number, token in enumerate(self.shared.values(), 100)
        )
        return Reply(200, f"<MediaContainer>{entries}</MediaContainer>".encode(), "text/xml")

    def share(self, name: str) -> None:
        """Share the server with somebody, who gets a token for it."""
        self.shared[name] = f"t0ken-of-{name}"
        self.tokens.add(self.shared[name])

    def playlists_by(self, name: str) -> dict[str, Playlist]:
        """Return somebody's playlists by their titles."""
        return {each.title: each for each in self.of_others.get(self.shared[name], {}).values()}

    def _kept(self, request: Request) -> dict[int, Playlist]:
        token = request.headers.get("x-plex-token", "")
        return self.of_others.setdefault(token, {}) if token in self.shared.values() else self.playlists

    def _put_in(self, one: Playlist, uri: str) -> None:
        for key in uri.rpartition("/")[2].split(","):
            if (item := self._item(key)) is not None:
                one.places.append((self._tick(), item))
