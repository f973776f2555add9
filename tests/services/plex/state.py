"""What the server knows, and the levers that tests pull: all but HTTP."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import count

from ..server import FakeService
from ..world import Title, World
from .items import Candidate, Item, Library, Slot

TOKEN = "pLeX-t0ken-0123456789"


class State(FakeService):
    """Items by key, in libraries; knows how pictures get into their slots."""

    def __init__(
        self,
        world: World,
        *,
        tokens: Iterable[str] = (TOKEN,),
        image_url: str = "https://image.tmdb.org",
        locks_on_upload: bool = False,
    ) -> None:
        super().__init__()
        self.world = world
        self.tokens = set(tokens)
        self.guests: set[str] = set()
        """Tokens, of `tokens` too, whose owners may look and change nothing."""
        self.image_url = image_url
        self.locks_on_upload = locks_on_upload
        self.libraries: dict[int, Library] = {}
        self.items: dict[int, Item] = {}
        self.uploads: list[tuple[int, str, str]] = []
        """Every upload that reached the server: (item key, element, its rating key)."""
        self.refreshed: list[str] = []
        self.analyzed: list[str] = []
        """Titles of items, in the order in which it was asked for."""
        self.now = 1_760_000_000
        self.clock_stands = False
        self._keys = count(1)
        self.accounts_by_name: dict[str, int] = {"owner": 1}
        self.plays: list[tuple[int, Item]] = []

    def add_library(self, title: str, titles: Sequence[Title], *, legacy: bool = False, kind: str = "") -> Library:
        """Add a library of films or shows; `legacy` = matched by an old agent, with ids in `guid` and no `Guid` list."""
        kind = kind or (titles[0].type if titles else "movie")
        key = max(self.libraries, default=0) + 1
        uuid = hashlib.md5(title.encode(), usedforsecurity=False).hexdigest()
        agent = "tv.plex.agents.movie" if kind == "movie" else "tv.plex.agents.series"
        library = Library(
            key, title, kind, f"{uuid[:8]}-{uuid[8:12]}-4{uuid[13:16]}-a{uuid[17:20]}-{uuid[20:32]}", agent=agent
        )
        self.libraries[key] = library
        for one in titles:
            library.items.append(self._add(one, library, None, legacy=legacy))
        return library

    def add_title(self, library: Library, about: Title) -> Item:
        """Add one more film or show to a library."""
        item = self._add(about, library, None)
        library.items.append(item)
        return item

    def add_collection(self, library: Library, about: Title) -> Item:
        """Add a collection of items that are in the library."""
        item = self._add(about, library, None)
        item.children = [one for one in library.items if one.about in about.children]
        for member in item.children:
            member.collections.append(about.title)
        library.collections.append(item)
        return item

    def item_of(self, about: Title) -> Item:
        """Return the item about a title."""
        return next(item for item in self.items.values() if item.about is about)

    def shown(self, about: Title | Item, element: str = "thumb") -> tuple[str | None, bytes | None]:
        """Return the key and bytes of the picture an item shows."""
        item = about if isinstance(about, Item) else self.item_of(about)
        slot = item.slot(element, self.image_url)
        candidate = slot.find(slot.selected) if slot.selected else None
        return slot.selected, self._bytes(candidate) if candidate else None

    def upload_by_hand(self, about: Title | Item, data: bytes, element: str = "thumb", *, lock: bool = True) -> str:
        """Have the owner, or another tool, upload a picture; return its rating key."""
        item = about if isinstance(about, Item) else self.item_of(about)
        key = self._upload(item, element, data)
        if lock:
            item.locked.add(element)
        return key

    def refresh(self, items: Iterable[Item]) -> None:
        """Refresh metadata as Plex does at night: unlocked fields show the agent's picture again."""
        for item in items:
            for element, slot in item.slots.items():
                if element not in item.locked and (agents := item.agents_choice(element)) != slot.selected:
                    slot.selected, slot.stamp = agents, self._tick()
            item.updated = self._tick()

    def readd_library(self, library: Library, *, keep_uploads: bool = False) -> Library:
        """Remove a library and add it again: all keys are new, choices and locks are gone, uploads listed or gone as well."""
        old = {item.guid: item for item in self.items.values() if item.library is library}
        del self.libraries[library.key]
        self.items = {key: item for key, item in self.items.items() if item.library is not library}
        added = self.add_library(library.title, [item.about for item in library.items], kind=library.type)
        if keep_uploads:
            for item in [item for item in self.items.values() if item.library is added and item.guid in old]:
                self._take_over(item, old[item.guid])
        return added

    def _add(self, about: Title, library: Library, parent: Item | None, *, legacy: bool = False) -> Item:
        stamp = self._tick()
        digest = hashlib.sha1(f"{about.type}{about.tmdb}{about.title}".encode(), usedforsecurity=False).hexdigest()[:24]
        guid = f"{'collection' if about.type == 'collection' else 'plex'}://{about.type}/{digest}"
        if legacy:
            guid = _legacy_guid(about)
        elif about.type != "collection" and not (about.tmdb or about.imdb or about.tvdb):
            guid = f"local://{digest}"
        agent_has = (
            frozenset({"thumb"}) if about.type in ("season", "episode", "collection") else frozenset({"thumb", "art"})
        )
        item = Item(next(self._keys), about, library, stamp, stamp, guid, parent, legacy=legacy, agent_has=agent_has)
        self.items[item.key] = item
        if about.type in ("show", "season"):
            item.children = [self._add(child, library, item, legacy=legacy) for child in about.children]
        return item

    def _tick(self) -> int:
        if not self.clock_stands:
            self.now += 1
        return self.now

    def _item(self, key: str) -> Item | None:
        return self.items.get(int(key)) if key.isdigit() else None

    def _upload(self, item: Item, element: str, data: bytes) -> str:
        slot = item.slot(element, self.image_url)
        key = item.upload_key(element, data)
        if slot.find(key) is None:
            _insert(slot, Candidate(key, None, lambda: data))
        slot.selected, slot.stamp = key, self._tick()
        item.updated = slot.stamp
        return key

    def _bytes(self, candidate: Candidate) -> bytes | None:
        """The server's own copy of an address is the world's picture of that name."""
        if candidate.data is not None:
            return candidate.data()
        art = self.world.art.get(candidate.rating_key.rpartition("/")[2].partition(".")[0])
        return self.world.bytes_of(art) if art else None

    def _take_over(self, item: Item, old: Item) -> None:
        for element, slot in old.slots.items():
            for one in slot.candidates:
                if one.rating_key.startswith("upload://") and one.data is not None:
                    _insert(item.slot(element, self.image_url), one)


def _insert(slot: Slot, upload: Candidate) -> None:
    """Put an upload where Plex lists it: behind all but the frame from the file."""
    keys = [one.rating_key.startswith("media://") for one in slot.candidates]
    slot.candidates.insert(keys.index(True) if True in keys else len(keys), upload)


def _legacy_guid(about: Title) -> str:
    show = about.show
    if about.type == "movie":
        return (
            f"com.plexapp.agents.imdb://{about.imdb}?lang=en" if about.imdb else "com.plexapp.agents.none://1?lang=xn"
        )
    numbers = "".join(f"/{number}" for number in (about.season, about.episode) if number is not None)
    return f"com.plexapp.agents.thetvdb://{show.tvdb}{numbers}?lang=en"
