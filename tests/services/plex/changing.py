"""Routes that change items and collections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import unquote

from ..server import Reply, Request, route
from ..world import Title
from .entries import entry
from .items import Item
from .preferences import choose
from .state import State
from .wire import contained


class Changing(State):
    """The part of the server that edits, locks, collects and deletes."""

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

    @route("PUT", "/library/metadata/{keys}/refresh")
    def refresh_some(self, request: Request, keys: str) -> Reply:
        if not (items := [item for key in keys.split(",") if (item := self._item(key)) is not None]):
            return self.not_found(request)
        self.refresh(items)
        self.refreshed += [item.title for item in items]
        return Reply(200, b"", "text/html")

    @route("PUT", "/library/metadata/{keys}/analyze")
    def analyze_some(self, request: Request, keys: str) -> Reply:
        if not (items := [item for key in keys.split(",") if (item := self._item(key)) is not None]):
            return self.not_found(request)
        self.analyzed += [item.title for item in items]
        return Reply(200, b"", "text/html")

    @route("PUT", "/library/metadata/{key}/split")
    def split_one(self, request: Request, key: str) -> Reply:
        if (item := self._item(key)) is None:
            return self.not_found(request)
        first, *others = item.about.files
        item.about.files[:] = [first]
        item.updated = self._tick()
        for file in others:
            self.add_title(item.library, replace(item.about, files=[file]))
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
        if request.query.get("smart") == "1":
            item.content = request.query.get("uri", "")
        else:
            self._join(item, request.query.get("uri", ""))
        return contained(request, {"size": 1, "Metadata": [entry(item, whole=True, guids=False)]})

    @route("PUT", "/library/collections/{key}/items")
    def add_members(self, request: Request, key: str) -> Reply:
        if (item := self._item(key)) is None:
            return self.not_found(request)
        if item.content:
            item.content = request.query.get("uri", "")
        else:
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
        for name, value in request.pairs:
            choose(item, name, value)
        return contained(request, {"size": 0})

    @route("GET", "/hubs/sections/{id}/manage")
    def rows(self, request: Request, ident: str) -> Reply:
        library = self.libraries[int(ident)]
        known = {
            f"custom.collection.{ident}.{item.key}": {"title": item.title, "deletable": True, **item.row}
            for item in library.collections
            if item.row
        }
        known |= {name: {"title": name, "deletable": False} for name in library.rows if not name.startswith("custom.")}
        library.rows[:] = [*(name for name in library.rows if name in known), *(known.keys() - set(library.rows))]
        hubs = [{"identifier": name, **known[name]} for name in library.rows]
        return contained(request, {"size": len(hubs), "Hub": hubs})

    @route("PUT", "/hubs/sections/{id}/manage/{row}/move")
    def move_row(self, request: Request, ident: str, name: str) -> Reply:
        rows = self.libraries[int(ident)].rows
        after = request.query.get("after")
        if name not in rows or (after is not None and after not in rows):
            return self.not_found(request)
        rows.remove(name)
        rows.insert(0 if after is None else rows.index(after) + 1, name)
        return contained(request, {"size": 0})

    @route("POST", "/hubs/sections/{id}/manage")
    def make_row(self, request: Request, ident: str) -> Reply:
        if (item := self._item(request.query.get("metadataItemId", ""))) is None:
            return self.not_found(request)
        return self._promote(request, item)

    @route("PUT", "/hubs/sections/{id}/manage/{row}")
    def change_row(self, request: Request, ident: str, row: str) -> Reply:
        item = self._item(row.rpartition(".")[2])
        if item is None or not item.row:
            return self.not_found(request)
        return self._promote(request, item)

    def _promote(self, request: Request, item: Item) -> Reply:
        item.row |= {name: value for name, value in request.pairs if name.startswith("promotedTo")}
        if (name := f"custom.collection.{item.library.key}.{item.key}") not in item.library.rows:
            item.library.rows.append(name)
        return contained(request, {"size": 1})

    @route("PUT", "/:/rate")
    def rate(self, request: Request) -> Reply:
        if (item := self._item(request.query.get("key", ""))) is not None:
            item.edits["userRating"] = request.query["rating"]
        return Reply(200, b"", "text/html")

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

    def _edit(self, item: Item, pairs: Iterable[tuple[str, str]]) -> None:
        added: dict[str, list[str]] = {}
        for name, value in pairs:
            field, _, rest = name.partition(".")
            if rest == "value":
                if field == "title" and item.type == "collection":
                    for member in item.children:
                        member.collections[:] = [value if one == item.title else one for one in member.collections]
                item.edits[field] = value
            elif rest == "locked":
                (item.locked.add if value == "1" else item.locked.discard)(field)
            elif rest == "tag.tag":
                added.setdefault(field.partition("[")[0], []).append(value)
            elif rest == "tag.tag-":
                self._remove_tags(item, field.partition("[")[0], [unquote(tag) for tag in value.split(",")])
        for field, tags in added.items():
            if field in ("genre", "country", "director", "writer", "producer"):
                item.tags[field] = list(dict.fromkeys(tags))
            # The tags of an edit are the field's new list; clients send the old ones along.
            current = _tag_list(item, field)
            if current is not None:
                current[:] = list(dict.fromkeys(tags))
        item.updated = self._tick()

    def _remove_tags(self, item: Item, field: str, tags: Sequence[str]) -> None:
        if field == "genre":
            item.tags.setdefault(field, list(item.about.genres))
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
    return {"label": item.labels, "collection": item.collections}.get(field, item.tags.get(field))


def _top(item: Item) -> Item:
    return _top(item.parent) if item.parent is not None else item
