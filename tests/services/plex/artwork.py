"""Routes of pictures: what a slot may show, uploads, choosing, bytes."""

from __future__ import annotations

import urllib.request
from typing import Any

from ..pictures import picture
from ..server import Reply, Request, route
from .items import SINGULAR, SLOTS, Candidate, Item, Slot, file_path
from .state import State
from .wire import contained

LARGEST_UPLOAD_BYTES = 10_480_000


class Artwork(State):
    """The part of the server that keeps pictures."""

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

    def _slot(self, request: Request, key: str) -> tuple[Item | None, Slot | None]:
        item = self._item(key)
        return item, item.slot(SLOTS[request.path.rpartition("/")[2]], self.image_url) if item else None

    def _picture(self, request: Request, candidate: Candidate | None) -> Reply:
        data = self._bytes(candidate) if candidate else None
        if data is None:
            return self.not_found(request)
        kind = "image/png" if data.startswith(b"\x89PNG") else "image/webp" if data[8:12] == b"WEBP" else "image/jpeg"
        return Reply(200, data, kind, {"X-Plex-Protocol": "1.0", "Cache-Control": "max-age=604800"})


def _candidate(item: Item, slot: Slot, one: Candidate) -> dict[str, Any]:
    address = file_path(item, one.rating_key) if one.data is not None else one.rating_key
    value: dict[str, Any] = {"key": address}
    if one.provider:
        value["provider"] = one.provider
    return value | {"ratingKey": one.rating_key, "selected": one.rating_key == slot.selected, "thumb": address}
