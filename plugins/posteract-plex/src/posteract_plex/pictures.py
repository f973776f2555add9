"""One item's picture slot: what it shows, and changing that with as little as possible sent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from PIL import Image
from posteract_core.errors import ProviderError, ProviderUnavailable

from .connection import Connection
from .slots import Element, Entry, agents_choice, entries_of, sha1_of, shown_in

LARGEST_BYTES = 10_000_000
"""Of an upload. Plex answers 500 to more than about 10 MB; Kometa stops at 10,480,000."""

TRIES = 3
"""How often an upload is begun that was cut off; before each the server is asked whether the last one arrived."""

TOOLS_LABEL = "Overlay"
"""Kometa's mark on items it has drawn on: while it stands, Kometa puts its own backup over whatever is shown."""

MOST_COMPARED = 8
"""Of the agent's pictures that are read to find one that was shown before."""


class Slot:
    """A slot of an item.

    Args:
        connection: to the server.
        key: of the item.
        type_number: of its type.
        element: the slot.
    """

    def __init__(self, connection: Connection, key: str, type_number: int, element: Element) -> None:
        self._connection = connection
        self._key = key
        self._type = type_number
        self._element = element
        self._path = f"/library/metadata/{key}"

    def look(self) -> tuple[str, dict[str, Any]]:
        """Return (the address of what is shown, empty for nothing; the item's whole entry)."""
        entries = self._connection.get(self._path).get("Metadata", [])
        if not entries:
            raise ProviderUnavailable(self._connection.instance, f"has no item {self._key} any more")
        return shown_in(entries[0], self._element), entries[0]

    def entries(self) -> list[Entry]:
        """Return all pictures the slot may show."""
        return entries_of(self._connection.get(f"{self._path}/{self._element.many}"))

    def read(self, entry: Entry) -> bytes:
        """Return a picture's bytes."""
        return self._connection.picture(entry.address)

    def is_locked(self, about: dict[str, Any]) -> bool:
        """Return whether agents may not change what is shown."""
        return any(field.get("name") == self._element.field and field.get("locked") for field in about.get("Field", ()))

    def show(self, data: bytes) -> str:
        """Show these bytes, sending them only if the server has not got them, and return the new address.

        Raises:
            ProviderUnavailable: not done, or it could not be seen whether.
            ProviderError: refused.
        """
        data = fitting(data)
        sha1 = sha1_of(data)
        for left in reversed(range(TRIES)):
            known = next((entry for entry in self.entries() if entry.is_of(sha1)), None)
            if known is not None:
                if not known.selected:
                    self.select(known)
                break
            try:
                self._connection.post(f"{self._path}/{self._element.many}", data)
                break
            except ProviderUnavailable:
                if not left:
                    raise
            except ProviderError as error:
                raise _explained(error, self._connection.instance, len(data)) from error
        return self.settle(locked=True)

    def select(self, entry: Entry) -> None:
        """Show a picture that the server has."""
        self._connection.put(f"{self._path}/{self._element.one}", {"url": entry.rating_key})

    def clear(self) -> None:
        """Show nothing, so that Plex shows what it makes by itself, as of a collection's members."""
        self._connection.delete(f"{self._path}/{self._element.one}")

    def settle(self, *, locked: bool) -> str:
        """Lock or unlock the slot, take another tool's mark off the item, and return the address of what is shown."""
        address, about = self.look()
        changes: dict[str, str | int] = {}
        if self.is_locked(about) != locked:
            changes[f"{self._element.field}.locked"] = int(locked)
        if locked and any(label.get("tag") == TOOLS_LABEL for label in about.get("Label", ())):
            changes["label[].tag.tag-"] = TOOLS_LABEL
        if changes:
            section = about.get("librarySectionID")
            self._connection.put(f"/library/sections/{section}/all", {"type": self._type, "id": self._key, **changes})
        return address

    def agents(self) -> Entry | None:
        """Return the picture the server's agent would show."""
        return agents_choice(self.entries())

    def find(self, data: bytes) -> Entry | None:
        """Return the entry that has just these bytes: an upload by its name, one of the agent's by looking at a few."""
        sha1 = sha1_of(data)
        entries = self.entries()
        for entry in entries:
            if entry.is_of(sha1):
                return entry
        for entry in list(self._kept_here(entries))[:MOST_COMPARED]:
            try:
                if self.read(entry) == data:
                    return entry
            except ProviderError:
                continue
        return None

    @staticmethod
    def _kept_here(entries: list[Entry]) -> Iterator[Entry]:
        return (entry for entry in entries if entry.rating_key.startswith(("metadata://", "media://")))


def fitting(data: bytes) -> bytes:
    """Return a picture that Plex accepts: as it is, or as a JPEG of less quality, with the same EXIF block."""
    if len(data) <= LARGEST_BYTES:
        return data
    with Image.open(io.BytesIO(data)) as picture:
        exif = picture.info.get("exif", b"")
        keeps = picture.mode in ("RGBA", "LA", "PA")
        image = picture.convert("RGBA" if keeps else "RGB")
    for quality in (90, 80, 70, 60, 50):
        out = io.BytesIO()
        image.save(out, "WEBP" if keeps else "JPEG", quality=quality, exif=exif)
        if out.tell() <= LARGEST_BYTES:
            return out.getvalue()
    raise ProviderError("plex", "the picture is larger than the 10 MB that Plex takes, at any quality")


def _explained(error: ProviderError, instance: str, size: int) -> ProviderError:
    if "413" in str(error):
        hint = "A proxy before Plex refuses pictures of this size; write the server's own address as `url`."
        return ProviderError(instance, f"did not take a picture of {size // 1024} KiB (HTTP 413)", hint=hint)
    return error
