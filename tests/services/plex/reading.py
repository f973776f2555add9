"""Routes that read: who the server is, libraries, listings, items, search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from ..server import Reply, Request, route
from .entries import entry
from .items import TYPE_NUMBERS, Item, Library
from .preferences import preferences
from .search import choices, matching, meta, sorted_by
from .state import State
from .wire import contained

MACHINE = "0123456789abcdef0123456789abcdef01234567"
LONGEST_PATH = 8000

_TYPES = {number: name for name, number in TYPE_NUMBERS.items()}
_UNAUTHORIZED = b"<html><head><title>Unauthorized</title></head><body><h1>401 Unauthorized</h1></body></html>"


class Reading(State):
    """The part of the server that only tells."""

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

    @route("GET", "/:/prefs")
    def prefs(self, request: Request) -> Reply:
        if self._token(request) in self.guests:
            return Reply(403, b"<h1>403 Forbidden</h1>", "text/html")
        return contained(request, {"size": 1, "Setting": [{"id": "FriendlyName", "type": "text", "value": "Attic"}]})

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
        items = self._found(library, kind, request.pairs)
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

    @route("GET", "/accounts")
    def accounts(self, request: Request) -> Reply:
        entries = [
            {"id": number, "key": f"/accounts/{number}", "name": name} for name, number in self.accounts_by_name.items()
        ]
        return contained(
            request, {"size": len(entries), "identifier": "com.plexapp.system.accounts", "Account": entries}
        )

    @route("GET", "/status/sessions/history/all")
    def history(self, request: Request) -> Reply:
        about = request.query
        plays = [
            {"historyKey": f"/status/sessions/history/{number}", "ratingKey": str(item.key), "accountID": account}
            for number, (account, item) in enumerate(self.plays, 1)
            if about.get("accountID") in (None, str(account))
            and about.get("librarySectionID") in (None, str(item.library.key))
        ]
        first, size = (
            int(request.headers.get("x-plex-container-start") or 0),
            request.headers.get("x-plex-container-size"),
        )
        page = plays[first : first + int(size)] if size else plays
        return contained(request, {"size": len(page), "totalSize": len(plays), "offset": first, "Metadata": page})

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
        if item is None:
            return self.not_found(request)
        children = item.children
        if item.content:
            pairs = parse_qsl(item.content.partition("?")[2])
            children = self._found(item.library, _TYPES[int(dict(pairs).get("type", 1))], pairs)
        return self._page(request, children, {"parentTitle": item.title})

    @staticmethod
    def _found(library: Library, kind: str, pairs: Sequence[tuple[str, str]]) -> list[Item]:
        found = sorted_by(matching(library.of_type(kind), pairs), dict(pairs).get("sort", ""))
        limit = dict(pairs).get("limit")
        return found[: int(limit)] if limit else found

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

    def _token(self, request: Request) -> str:
        return request.headers.get("x-plex-token") or request.query.get("X-Plex-Token", "")


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
