"""Listings in pages, and the details that pages leave out: asked for many items at once, and only where something changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from loguru import logger
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ItemType
from posteract_core.providers.memory import Memory

from .connection import Connection
from .preferences import IDS
from .slots import TYPE_NUMBERS
from .streams import reduced

PAGE = 500
"""Items of a page: a few MB of JSON."""

KEYS_AT_ONCE = 200
"""Of one request for details. A server needs 8 to 12 ms an item at 50 to 200 keys and refuses paths over 8 KB (docs/plex.md)."""

_KEPT = (
    "Genre",
    "Country",
    "Director",
    "Writer",
    "Producer",
    "Label",
    "Collection",
    "Field",
    "Rating",
    "Location",
    "Image",
    *IDS,
)
_MOST_ROLES = 20
_KIND = "details.2"
"""What details are kept as. Its number is raised when more of them is kept than before."""

Entry = dict[str, Any]


class Listing:
    """Reads one server's libraries."""

    def __init__(self, connection: Connection, memory: Memory) -> None:
        self._connection = connection
        self._memory = memory

    def pages(self, section: str, kind: ItemType) -> Iterator[list[Entry]]:
        """Yield all entries of a type, each with its details; raises as `bare` does."""
        for page in self.bare(section, kind):
            yield [entry for entry, _ in self.detailed(page)]

    def bare(self, section: str, kind: ItemType) -> Iterator[list[Entry]]:
        """Yield all entries of a type as they are listed.

        Raises:
            ProviderUnavailable: the listing broke off, or ended before all that was promised had come.
        """
        at, total = 0, 1
        while at < total:
            query = {"type": TYPE_NUMBERS[kind], "includeGuids": 1}
            container = self._connection.get(f"/library/sections/{section}/all", query, start=at, size=PAGE)
            entries = container.get("Metadata", [])
            total = int(container.get("totalSize") or container.get("size") or len(entries))
            if not entries and at < total:
                raise ProviderUnavailable(
                    self._connection.instance, f"broke its listing off after {at} of {total} items"
                )
            at = int(container.get("offset") or at) + len(entries)
            yield entries

    def detailed(self, entries: Sequence[Entry]) -> list[tuple[Entry, bool]]:
        """Return entries of a page, each with its details, and whether they could be had."""
        tokens = {entry["ratingKey"]: str(entry.get("updatedAt", "")) for entry in entries}
        known: dict[str, Mapping[str, Any]] = {
            key: orjson.loads(value) for key, value in self._memory.get_many(_KIND, tokens).items()
        }
        missing = [key for key in tokens if key not in known]
        for start in range(0, len(missing), KEYS_AT_ONCE):
            asked = missing[start : start + KEYS_AT_ONCE]
            fresh = {entry["ratingKey"]: _details(entry) for entry in self._ask(asked)}
            self._memory.put_many(
                _KIND, [(key, tokens[key], orjson.dumps(value)) for key, value in fresh.items() if key in tokens]
            )
            known |= fresh
        return [({**entry, **known.get(entry["ratingKey"], {})}, entry["ratingKey"] in known) for entry in entries]

    def forget(self, keys: Sequence[str]) -> None:
        """Ask for the details of these items anew: they were changed in a way that may leave `updatedAt` as it is."""
        self._memory.forget(_KIND, keys)

    def _ask(self, keys: Sequence[str]) -> list[Entry]:
        """Return whole entries. What has vanished since it was listed is not among them; one bad apple spoils no barrel."""
        try:
            found: list[Entry] = self._connection.get(f"/library/metadata/{','.join(keys)}").get("Metadata", [])
        except ProviderUnavailable:
            raise
        except ProviderError as error:
            if len(keys) == 1:
                logger.debug("{}: no details of {}", error, keys[0])
                return []
            half = len(keys) // 2
            return [*self._ask(keys[:half]), *self._ask(keys[half:])]
        return found


def _details(entry: Mapping[str, Any]) -> Entry:
    """Return what a whole entry adds to that of a listing, and no more than is used."""
    found: Entry = {name: entry[name] for name in _KEPT if name in entry}
    found["Image"] = [{"url": one.get("url", "")} for one in entry.get("Image", ())]
    for name in ("Genre", "Country", "Director", "Writer", "Producer", "Label", "Collection"):
        if name in found:
            found[name] = [{"tag": tag.get("tag", "")} for tag in found[name]]
    if "Role" in entry:
        found["Role"] = [
            {"tag": tag.get("tag", ""), "role": tag.get("role", "")} for tag in entry["Role"][:_MOST_ROLES]
        ]
    if "Media" in entry:
        found["Media"] = reduced(entry["Media"])
    return found
