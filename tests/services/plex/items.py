"""What the server holds: items with their picture slots, in libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from ..pictures import picture
from ..world import Title

TYPE_NUMBERS = {"movie": 1, "show": 2, "season": 3, "episode": 4, "collection": 18}

SLOTS = {"posters": "thumb", "arts": "art", "clearLogos": "clearLogo", "squareArts": "squareArt"}
"""The element of each list of pictures."""

SINGULAR = {"poster": "thumb", "thumb": "thumb", "art": "art", "clearLogo": "clearLogo", "squareArt": "squareArt"}
"""The element that a path for choosing or deleting names."""

_FOLDERS = {"thumb": "posters", "art": "art", "clearLogo": "clearLogos", "squareArt": "squareArts"}

Bytes = Callable[[], bytes]


@dataclass(slots=True)
class Candidate:
    """A picture that a slot may show. `data` is None for an address that somebody else serves."""

    rating_key: str
    provider: str | None
    data: Bytes | None


@dataclass(slots=True)
class Slot:
    """The pictures of one element; `stamp` is the time in the address of what is shown."""

    candidates: list[Candidate] = field(default_factory=list)
    selected: str | None = None
    stamp: int = 0

    def find(self, rating_key: str) -> Candidate | None:
        return next((one for one in self.candidates if one.rating_key == rating_key), None)


@dataclass(slots=True)
class Library:
    """A section. `items` are its films or shows; seasons and episodes hang below them."""

    key: int
    title: str
    type: str
    uuid: str
    items: list[Item] = field(default_factory=list)
    collections: list[Item] = field(default_factory=list)
    agent: str = ""
    hidden: int = 0
    rows: list[str] = field(default_factory=lambda: ["movie.inprogress", "movie.recentlyadded"])
    """Identifiers of the rows of its recommendations, in their order."""

    def of_type(self, kind: str) -> list[Item]:
        """Return all its items of a type, in their order."""
        if kind == "collection":
            return self.collections
        if kind == self.type:
            return self.items
        seasons = [season for show in self.items for season in show.children] if self.type == "show" else []
        return seasons if kind == "season" else [episode for season in seasons for episode in season.children]


@dataclass(eq=False, slots=True)
class Item:
    """A film, show, season, episode or collection on the server."""

    key: int
    about: Title
    library: Library
    added: int
    updated: int
    guid: str
    parent: Item | None = None
    children: list[Item] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    collections: list[str] = field(default_factory=list)
    locked: set[str] = field(default_factory=set)
    edits: dict[str, str] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    view_count: int = 0
    legacy: bool = False
    content: str = ""
    row: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    agent_has: frozenset[str] = frozenset({"thumb", "art"})

    @property
    def genres(self) -> list[str]:
        return list(self.tags.get("genre", self.about.genres))

    @property
    def type(self) -> str:
        return self.about.type

    @property
    def title(self) -> str:
        return self.edits.get("title", self.about.title)

    def shows(self, element: str) -> int | None:
        """Return the stamp of what a slot shows; None when it shows nothing. Makes no slot."""
        if (slot := self.slots.get(element)) is not None:
            return slot.stamp if slot.selected else None
        return self.added if element in self.agent_has else None

    def slot(self, element: str, image_url: str) -> Slot:
        """Return a slot, made at first sight: the agent's picture, TMDB's addresses, the frame of an episode's file."""
        if element not in self.slots:
            self.slots[element] = self._first_slot(element, image_url)
        return self.slots[element]

    def upload_key(self, element: str, data: bytes) -> str:
        """Return how Plex names an upload: by the SHA-1 of its bytes."""
        season = f"seasons/{self.about.season}/" if self.type in ("season", "episode") else ""
        episode = f"episodes/{self.about.episode}/" if self.type == "episode" else ""
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        return f"upload://{_FOLDERS[element]}/{season}{episode}{digest}"

    def agents_choice(self, element: str) -> str | None:
        """Return the key of the picture that Plex would show by itself."""
        slot = self.slots[element]
        own = [one for one in slot.candidates if not one.rating_key.startswith("upload://")]
        return own[0].rating_key if own else None

    def _first_slot(self, element: str, image_url: str) -> Slot:
        slot = Slot(stamp=self.added)
        wide = element == "art" or (element == "thumb" and self.type == "episode")
        width_px, height_px = (480, 270) if wide else (400, 400) if element == "squareArt" else (400, 600)
        if element in self.agent_has:
            name = f"{self.guid} {element}"
            digest = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
            agent = "movie" if self.type == "movie" else "series"
            key = f"metadata://{_FOLDERS[element]}/tv.plex.agents.{agent}_{digest}"
            slot.candidates.append(Candidate(key, "tmdb", lambda: picture(name, width_px, height_px)))
            slot.selected = key
        for art in self.about.art_at("tmdb", *_KINDS[element]):
            slot.candidates.append(Candidate(f"{image_url}/t/p/original/{art.id}.{art.suffix}", "tmdb", None))
        if element == "thumb" and self.type == "episode":
            frame = f"media://{self.key % 16:x}/{self.guid[-12:]}.bundle/Contents/Thumbnails/thumb1.jpg"
            slot.candidates.append(Candidate(frame, None, lambda: picture(f"frame {self.guid}", 480, 270)))
            slot.selected = slot.selected or frame
        return slot


_KINDS = {
    "thumb": ("poster", "season", "title_card", "collection"),
    "art": ("background", "season_background"),
    "clearLogo": ("logo",),
    "squareArt": ("square",),
}


def file_path(item: Item, rating_key: str) -> str:
    """Return the address on the server of a picture it keeps."""
    return f"/library/metadata/{item.key}/file?url={quote(rating_key, safe='')}"
