"""The server itself: routes, and the levers for tests."""

from __future__ import annotations

import hashlib
import urllib.request
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any
from urllib.parse import unquote

from ..pictures import picture
from ..server import FakeService, Reply, Request, route
from ..world import Title, World
from .entries import entry, preferences
from .items import SINGULAR, SLOTS, TYPE_NUMBERS, Candidate, Item, Library, Slot, file_path
from .search import choices, matching, meta, sorted_by
from .wire import contained

TOKEN = "pLeX-t0ken-0123456789"
MACHINE = "0123456789abcdef0123456789abcdef01234567"
LARGEST_UPLOAD_BYTES = 10_480_000
LONGEST_PATH = 8000

_TYPES = {number: name for name, number in TYPE_NUMBERS.items()}
_UNAUTHORIZED = b"<html><head><title>Unauthorized</title></head><body><h1>401 Unauthorized</h1></body></html>"


class FakePlex(FakeService):
    """A Plex Media Server about a world.

    Args:
        image_url: where TMDB's pictures are, which Plex lists as candidates; the fake TMDB's `url`.
        locks_on_upload: whether an upload locks its field by itself (servers differ).

    Its clock (`now`) moves by a second with each change, so that stamps differ; with `clock_stands = True` they do not, as on a
    server that is written to twice within a second.
    """

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
        self.image_url = image_url
        self.locks_on_upload = locks_on_upload
        self.libraries: dict[int, Library] = {}
        self.items: dict[int, Item] = {}
        self.uploads: list[tuple[int, str, str]] = []
        """Every upload that reached the server: (item key, element, its rating key)."""
        self.now = 1_760_000_000
        self.clock_stands = False
        self._keys = count(1)
        self._uploaded: dict[str, bytes] = {}

    # Levers

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
        """Remove a library and add it again: all keys are new, choices and locks are gone."""
        del self.libraries[library.key]
        self.items = {key: item for key, item in self.items.items() if item.library is not library}
        if not keep_uploads:
            self._uploaded = {
                key: data for key, data in self._uploaded.items() if not key.startswith(f"{library.key}/")
            }
        return self.add_library(library.title, [item.about for item in library.items], kind=library.type)

    # Reading

    def refuse(self, request: Request) -> Reply | None:
        if request.path == "/identity" or self._token(request) in self.tokens:
            return None
        return Reply(401, _UNAUTHORIZED, "text/html", {"X-Plex-Protocol": "1.0"})

    @route("GET", "/identity")
    def identity(self, request: Request) -> Reply:
        return contained(
            request, {"size": 0, "claimed": True, "machineIdentifier": MACHINE, "version": "1.43.4.10000-0a1b2c3d4"}
        )

    @route("GET", "/")
    def root(self, request: Request) -> Reply:
        about = {
            "size": 1,
            "allowMediaDeletion": True,
            "friendlyName": "Attic",
            "machineIdentifier": MACHINE,
            "multiuser": True,
            "myPlex": True,
            "myPlexSubscription": True,
            "platform": "Linux",
            "platformVersion": "6.1",
            "transcoderVideo": True,
            "updatedAt": self.now,
            "version": "1.43.4.10000-0a1b2c3d4",
        }
        return contained(request, about | {"Directory": [{"count": 1, "key": "library", "title": "library"}]})

    @route("GET", "/library/sections", "/library/sections/all")
    def sections(self, request: Request) -> Reply:
        entries = [_section(library) for library in self.libraries.values()]
        return contained(
            request, {"size": len(entries), "allowSync": False, "title1": "Plex Library", "Directory": entries}
        )

    @route("GET", "/library")
    def library(self, request: Request) -> Reply:
        return contained(request, {"size": 0, "identifier": "com.plexapp.plugins.library", "title1": "Plex Library"})

    @route("GET", "/library/sections/{id}/all", "/library/sections/{id}/collections")
    def listing(self, request: Request, ident: str) -> Reply:
        library = self.libraries.get(int(ident))
        if library is None:
            return self.not_found(request)
        default = "collection" if request.path.rstrip("/").endswith("collections") else library.type
        kind = _TYPES.get(int(request.query.get("type", 0)), default)
        items = sorted_by(matching(library.of_type(kind), request.pairs), request.query.get("sort", ""))
        about: dict[str, Any] = {
            "allowSync": True,
            "art": f"/:/resources/{library.type}-fanart.jpg",
            "content": "secondary",
            "identifier": "com.plexapp.plugins.library",
            "librarySectionID": library.key,
            "librarySectionTitle": library.title,
            "librarySectionUUID": library.uuid,
            "mediaTagPrefix": "/system/bundle/media/flags/",
            "mediaTagVersion": 1_734_362_201,
            "thumb": f"/:/resources/{library.type}.png",
            "title1": library.title,
            "title2": "All",
            "viewGroup": kind,
        }
        if request.query.get("includeMeta") == "1":
            below = ["season", "episode"] if library.type == "show" else []
            about["Meta"] = meta(library, ["collection"] if default == "collection" else [library.type, *below])
        return self._page(request, items, about)

    @route("GET", "/library/all")
    def everything(self, request: Request) -> Reply:
        kind = _TYPES.get(int(request.query.get("type", 0)), "movie")
        items = [item for library in self.libraries.values() for item in library.of_type(kind)]
        return self._page(request, matching(items, request.pairs), {"title1": "All"})

    @route("GET", "/library/sections/{id}")
    def section(self, request: Request, ident: str) -> Reply:
        library = self.libraries.get(int(ident))
        if library is None:
            return self.not_found(request)
        keys = [{"key": "all", "title": "All"}, {"key": "collections", "title": "Collections"}]
        return contained(
            request, {"size": len(keys), "librarySectionID": library.key, "title1": library.title, "Directory": keys}
        )

    @route("GET", "/library/sections/{id}/{field}")
    def field_choices(self, request: Request, ident: str, field: str) -> Reply:
        library = self.libraries.get(int(ident))
        entries = choices(library, field) if library else None
        if library is None or entries is None:
            return self.not_found(request)
        return contained(request, {"size": len(entries), "title1": library.title, "Directory": entries})

    @route("GET", "/library/metadata/{keys}", "/library/collections/{keys}")
    def metadata(self, request: Request, keys: str) -> Reply:
        if len(request.path) > LONGEST_PATH:
            return Reply(414, b"<h1>414 URI Too Long</h1>", "text/html")
        found = [item for key in keys.split(",") if (item := self._item(key)) is not None]
        if not found:
            return self.not_found(request)
        first = found[0].library
        about = {
            "allowSync": True,
            "identifier": "com.plexapp.plugins.library",
            "librarySectionID": first.key,
            "librarySectionTitle": first.title,
            "librarySectionUUID": first.uuid,
        }
        entries = [entry(item, whole=True, guids=True) for item in found]
        if request.query.get("includePreferences") == "1":
            for item, one in zip(found, entries, strict=True):
                one["Preferences"] = {"Setting": preferences(item)}
        return contained(request, {"size": len(found), **about, "Metadata": entries})

    @route(
        "GET",
        "/library/metadata/{key}/children",
        "/library/collections/{key}/children",
        "/library/collections/{key}/items",
    )
    def children(self, request: Request, key: str) -> Reply:
        item = self._item(key)
        return (
            self.not_found(request) if item is None else self._page(request, item.children, {"parentTitle": item.title})
        )

    @route("GET", "/library/metadata/{key}/grandchildren", "/library/metadata/{key}/allLeaves")
    def leaves(self, request: Request, key: str) -> Reply:
        item = self._item(key)
        if item is None:
            return self.not_found(request)
        leaves = (
            item.children if item.type == "season" else [leaf for season in item.children for leaf in season.children]
        )
        return self._page(request, leaves, {"parentTitle": item.title})

    @route("GET", "/hubs/search")
    def search(self, request: Request) -> Reply:
        words = request.query.get("query", "").casefold()
        only = request.query.get("sectionId")
        hubs = []
        for kind in ("movie", "show", "episode", "collection"):
            found = [
                item
                for item in self.items.values()
                if item.type == kind and words in item.title.casefold() and only in (None, str(item.library.key))
            ]
            entries = [entry(item, whole=False, guids=False) | {"librarySectionID": item.library.key} for item in found]
            hubs.append(
                {"title": kind.title(), "type": kind, "hubIdentifier": kind, "size": len(found), "Metadata": entries}
            )
        return contained(request, {"size": len(hubs), "Hub": hubs})

    # Pictures

    @route("GET", *(f"/library/metadata/{{key}}/{name}" for name in SLOTS))
    def pictures(self, request: Request, key: str) -> Reply:
        item, slot = self._slot(request, key)
        if item is None or slot is None:
            return self.not_found(request)
        entries = [_candidate(item, slot, one) for one in slot.candidates]
        return contained(
            request, {"size": len(entries), "identifier": "com.plexapp.plugins.library", "Metadata": entries}
        )

    @route("POST", *(f"/library/metadata/{{key}}/{name}" for name in SLOTS))
    def upload(self, request: Request, key: str) -> Reply:
        item, slot = self._slot(request, key)
        if item is None or slot is None:
            return self.not_found(request)
        element = SLOTS[request.path.rpartition("/")[2]]
        data = request.body
        if url := request.query.get("url"):
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:
                    data = answer.read()
            except OSError:
                return Reply(500, b"<h1>500 Internal Server Error</h1>", "text/html")
        if not data or len(data) > LARGEST_UPLOAD_BYTES:
            return Reply(500 if data else 400, b"<h1>500 Internal Server Error</h1>", "text/html")
        with self._lock:
            rating_key = self._upload(item, element, data)
            self.uploads.append((item.key, element, rating_key))
            if self.locks_on_upload:
                item.locked.add(element)
        return Reply(200, b"", "text/html")

    @route("PUT", *(f"/library/metadata/{{key}}/{name}" for name in SINGULAR))
    def select(self, request: Request, key: str) -> Reply:
        item = self._item(key)
        if item is None:
            return self.not_found(request)
        element = SINGULAR[request.path.rpartition("/")[2]]
        slot = item.slot(element, self.image_url)
        candidate = slot.find(request.query.get("url", ""))
        if candidate is None:
            return self.not_found(request)
        with self._lock:
            if slot.selected != candidate.rating_key:
                slot.selected, slot.stamp = candidate.rating_key, self._tick()
                item.updated = slot.stamp
        return Reply(200, b"", "text/html")

    @route("DELETE", *(f"/library/metadata/{{key}}/{name}" for name in SINGULAR))
    def clear(self, request: Request, key: str) -> Reply:
        """Show nothing; what was uploaded stays listed."""
        item = self._item(key)
        if item is None:
            return self.not_found(request)
        item.slot(SINGULAR[request.path.rpartition("/")[2]], self.image_url).selected = None
        item.updated = self._tick()
        return Reply(200, b"", "text/html")

    @route("GET", *(f"/library/metadata/{{key}}/{name}/{{stamp}}" for name in SINGULAR if name != "poster"))
    def shown_picture(self, request: Request, key: str, stamp: str) -> Reply:
        item = self._item(key)
        if item is None:
            return self.not_found(request)
        slot = item.slot(request.path.split("/")[4], self.image_url)
        return self._picture(request, slot.find(slot.selected) if slot.selected else None)

    @route("GET", "/library/metadata/{key}/file")
    def file(self, request: Request, key: str) -> Reply:
        item = self._item(key)
        wanted = request.query.get("url", "")
        slots = [item.slot(element, self.image_url) for element in SLOTS.values()] if item else []
        return self._picture(request, next((found for slot in slots if (found := slot.find(wanted))), None))

    @route("GET", "/photo/:/transcode")
    def transcode(self, request: Request) -> Reply:
        size = int(request.query.get("width", 100)), int(request.query.get("height", 150))
        return Reply(200, picture(request.query.get("url", ""), *size), "image/jpeg")

    # Changing

    @route("PUT", "/library/sections/{id}/all")
    def edit_many(self, request: Request, ident: str) -> Reply:
        for key in request.query.get("id", "").split(","):
            if (item := self._item(key)) is not None:
                self._edit(item, request.pairs)
        return contained(request, {"size": 0})

    @route("PUT", "/library/metadata/{key}")
    def edit_one(self, request: Request, key: str) -> Reply:
        if (item := self._item(key)) is None:
            return self.not_found(request)
        self._edit(item, request.pairs)
        return contained(request, {"size": 0})

    @route("PUT", "/library/metadata/{key}/refresh")
    def refresh_one(self, request: Request, key: str) -> Reply:
        if (item := self._item(key)) is None:
            return self.not_found(request)
        self.refresh([item])
        return Reply(200, b"", "text/html")

    @route("GET", "/:/scrobble", "/:/unscrobble")
    def scrobble(self, request: Request) -> Reply:
        if (item := self._item(request.query.get("key", ""))) is not None:
            item.view_count = item.view_count + 1 if request.path.endswith("/scrobble") else 0
        return Reply(200, b"", "text/html")

    @route("POST", "/library/collections")
    def create_collection(self, request: Request) -> Reply:
        library = self.libraries.get(int(request.query.get("sectionId", 0)))
        if library is None:
            return Reply(400, b"<h1>400 Bad Request</h1>", "text/html")
        about = Title(world=self.world, type="collection", title=request.query["title"])
        item = self._add(about, library, None)
        library.collections.append(item)
        self._join(item, request.query.get("uri", ""))
        return contained(request, {"size": 1, "Metadata": [entry(item, whole=True, guids=False)]})

    @route("PUT", "/library/collections/{key}/items")
    def add_members(self, request: Request, key: str) -> Reply:
        if (item := self._item(key)) is None:
            return self.not_found(request)
        self._join(item, request.query.get("uri", ""))
        return contained(request, {"size": 1, "Metadata": [entry(item, whole=True, guids=False)]})

    @route("DELETE", "/library/collections/{key}/items/{member}")
    def remove_member(self, request: Request, key: str, member: str) -> Reply:
        item, gone = self._item(key), self._item(member)
        if item is None or gone not in item.children:
            return self.not_found(request)
        item.children.remove(gone)
        gone.collections.remove(item.title)
        item.updated = self._tick()
        return contained(request, {"size": 0})

    @route("PUT", "/library/collections/{key}/items/{member}/move")
    def move_member(self, request: Request, key: str, member: str) -> Reply:
        item, moved = self._item(key), self._item(member)
        if item is None or moved not in item.children:
            return self.not_found(request)
        item.children.remove(moved)
        after = self._item(request.query.get("after", ""))
        item.children.insert(item.children.index(after) + 1 if after in item.children else 0, moved)
        return contained(request, {"size": 0})

    @route("PUT", "/library/collections/{key}/prefs", "/library/metadata/{key}/prefs")
    def set_preferences(self, request: Request, key: str) -> Reply:
        if (item := self._item(key)) is None:
            return self.not_found(request)
        item.edits |= {name: value for name, value in request.pairs if name.startswith("collection")}
        return contained(request, {"size": 0})

    @route("DELETE", "/library/collections/{key}", "/library/metadata/{key}")
    def delete(self, request: Request, key: str) -> Reply:
        if (item := self._item(key)) is None:
            return self.not_found(request)
        for member in item.children if item.type == "collection" else ():
            member.collections.remove(item.title)
        for siblings in (item.library.items, item.library.collections, item.parent.children if item.parent else []):
            if item in siblings:
                siblings.remove(item)
        for gone in [one for one in self.items.values() if one is item or one.parent is item or _top(one) is item]:
            del self.items[gone.key]
        return Reply(200, b"", "text/html")

    # Inside

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

    def _token(self, request: Request) -> str:
        return request.headers.get("x-plex-token") or request.query.get("X-Plex-Token", "")

    def _item(self, key: str) -> Item | None:
        return self.items.get(int(key)) if key.isdigit() else None

    def _slot(self, request: Request, key: str) -> tuple[Item | None, Slot | None]:
        item = self._item(key)
        return item, item.slot(SLOTS[request.path.rpartition("/")[2]], self.image_url) if item else None

    def _page(self, request: Request, items: Sequence[Item], about: dict[str, Any]) -> Reply:
        def asked(name: str) -> str | None:
            return request.headers.get(name.lower()) or request.query.get(name)

        start, size = asked("X-Plex-Container-Start"), asked("X-Plex-Container-Size")
        first = int(start or 0)
        page = items[first : first + int(size)] if size is not None else items[first:]
        guids = request.query.get("includeGuids") == "1"
        container = {"size": len(page)}
        if size is not None:
            container |= {"totalSize": len(items), "offset": first}
        entries = [entry(item, whole=False, guids=guids) for item in page]
        return contained(request, container | about | ({"Metadata": entries} if entries else {}))

    def _upload(self, item: Item, element: str, data: bytes) -> str:
        slot = item.slot(element, self.image_url)
        key = item.upload_key(element, data)
        if slot.find(key) is None:
            at = next(
                (n for n, one in enumerate(slot.candidates) if one.rating_key.startswith("media://")),
                len(slot.candidates),
            )
            slot.candidates.insert(at, Candidate(key, None, lambda: data))
        slot.selected, slot.stamp = key, self._tick()
        item.updated = slot.stamp
        return key

    def _picture(self, request: Request, candidate: Candidate | None) -> Reply:
        data = self._bytes(candidate) if candidate else None
        if data is None:
            return self.not_found(request)
        kind = "image/png" if data.startswith(b"\x89PNG") else "image/webp" if data[8:12] == b"WEBP" else "image/jpeg"
        return Reply(200, data, kind, {"X-Plex-Protocol": "1.0", "Cache-Control": "max-age=604800"})

    def _bytes(self, candidate: Candidate) -> bytes | None:
        """The server's own copy of an address is the world's picture of that name."""
        if candidate.data is not None:
            return candidate.data()
        art = self.world.art.get(candidate.rating_key.rpartition("/")[2].partition(".")[0])
        return self.world.bytes_of(art) if art else None

    def _edit(self, item: Item, pairs: Iterable[tuple[str, str]]) -> None:
        added: dict[str, list[str]] = {}
        for name, value in pairs:
            field, _, rest = name.partition(".")
            if rest == "value":
                item.edits[field] = value
            elif rest == "locked":
                (item.locked.add if value == "1" else item.locked.discard)(field)
            elif rest == "tag.tag":
                added.setdefault(field.partition("[")[0], []).append(value)
            elif rest == "tag.tag-":
                self._remove_tags(item, field.partition("[")[0], [unquote(tag) for tag in value.split(",")])
        for field, tags in added.items():
            # The tags of an edit are the field's new list; clients send the old ones along.
            current = _tag_list(item, field)
            if current is not None:
                current[:] = list(dict.fromkeys(tags))
        item.updated = self._tick()

    def _remove_tags(self, item: Item, field: str, tags: Sequence[str]) -> None:
        current = _tag_list(item, field)
        if current is not None:
            current[:] = [tag for tag in current if tag not in tags]

    def _join(self, collection: Item, uri: str) -> None:
        for key in uri.rpartition("/")[2].split(","):
            member = self._item(key)
            if member is not None and member not in collection.children:
                collection.children.append(member)
                member.collections.append(collection.title)
        collection.updated = self._tick()


def _tag_list(item: Item, field: str) -> list[str] | None:
    return {"label": item.labels, "collection": item.collections}.get(field)


def _top(item: Item) -> Item:
    return _top(item.parent) if item.parent is not None else item


def _legacy_guid(about: Title) -> str:
    show = about.show
    if about.type == "movie":
        return (
            f"com.plexapp.agents.imdb://{about.imdb}?lang=en" if about.imdb else "com.plexapp.agents.none://1?lang=xn"
        )
    numbers = "".join(f"/{number}" for number in (about.season, about.episode) if number is not None)
    return f"com.plexapp.agents.thetvdb://{show.tvdb}{numbers}?lang=en"


def _candidate(item: Item, slot: Slot, one: Candidate) -> dict[str, Any]:
    address = file_path(item, one.rating_key) if one.data is not None else one.rating_key
    value: dict[str, Any] = {"key": address}
    if one.provider:
        value["provider"] = one.provider
    return value | {"ratingKey": one.rating_key, "selected": one.rating_key == slot.selected, "thumb": address}


def _section(library: Library) -> dict[str, Any]:
    folder = "movies" if library.type == "movie" else "tv"
    return {
        "allowSync": True,
        "art": f"/:/resources/{library.type}-fanart.jpg",
        "composite": f"/library/sections/{library.key}/composite/1760000000",
        "filters": True,
        "refreshing": False,
        "thumb": f"/:/resources/{library.type}.png",
        "key": str(library.key),
        "type": library.type,
        "title": library.title,
        "agent": library.agent,
        "scanner": "Plex Movie" if library.type == "movie" else "Plex TV Series",
        "language": "en-US",
        "uuid": library.uuid,
        "updatedAt": 1_760_000_000,
        "createdAt": 1_760_000_000,
        "scannedAt": 1_760_000_000,
        "content": True,
        "directory": True,
        "contentChangedAt": 1_234_567,
        "hidden": library.hidden,
        "Location": [{"id": library.key, "path": f"/media/{folder}"}],
    }
