"""A few items of a library, found without a listing of all: by their keys, and among what was added lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import Located

from .connection import Connection, in_batches
from .ids import ids_of
from .slots import TYPE_NUMBERS

LATELY = 200
"""Films or shows, of those that were added last, among which one that was never seen is looked for."""

Entry = Mapping[str, Any]


class Lookup:
    """Finds items of one server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, section: str, kind: ItemType, refs: Mapping[MediaRef, str]) -> dict[MediaRef, Located]:
        """Return where things are in a section of films, or of shows."""
        tops = self._tops(section, kind, refs)
        found: dict[MediaRef, Located] = {}
        parts: dict[str, dict[tuple[int | None, int | None], Entry]] = {}
        for ref, top in tops.items():
            key = str(top["ratingKey"])
            if ref.type in (ItemType.MOVIE, ItemType.SHOW):
                found[ref] = _located(top, key)
                continue
            if key not in parts:
                parts[key] = self._parts(key)
            if (part := parts[key].get((ref.season, ref.episode))) is not None:
                found[ref] = _located(part, key)
        return found

    def _tops(self, section: str, kind: ItemType, refs: Mapping[MediaRef, str]) -> dict[MediaRef, Entry]:
        """Return the films or shows that are meant: of a part its show, whatever key it was told by."""
        own = {ref: ref.key or known for ref, known in refs.items() if ref.key or known}
        by_key = {str(entry["ratingKey"]): entry for entry in self._entries(dict.fromkeys(own.values()))}
        shows = {str(entry.get(_SHOW_OF.get(entry.get("type", ""), ""), "")) for entry in by_key.values()} - {""}
        by_key |= {str(entry["ratingKey"]): entry for entry in self._entries(shows - by_key.keys())}
        found: dict[MediaRef, Entry] = {}
        for ref, key in own.items():
            entry = by_key.get(key, {})
            top = by_key.get(str(entry.get(_SHOW_OF.get(entry.get("type", ""), ""), key)), entry)
            if top.get("type") == kind and str(top.get("librarySectionID", section)) == section:
                found[ref] = top
        missing = [ref for ref in refs if ref not in found and ref.ids]
        if missing:
            lately = self._connection.get(
                f"/library/sections/{section}/all",
                {"type": TYPE_NUMBERS[kind], "sort": "addedAt:desc", "includeGuids": 1},
                start=0,
                size=LATELY,
            )
            known = {pair: entry for entry in lately.get("Metadata", ()) for pair in ids_of(entry).pairs()}
            for ref in missing:
                match = next((known[pair] for pair in _pairs(ref.ids) if pair in known), None)
                if match is not None:
                    found[ref] = match
        return found

    def _parts(self, show: str) -> dict[tuple[int | None, int | None], Entry]:
        """Return a show's seasons and episodes by their numbers; seasons have none of an episode."""
        found: dict[tuple[int | None, int | None], Entry] = {}
        for entry in self._connection.pages(f"/library/metadata/{show}/allLeaves"):
            season, episode = entry.get("parentIndex"), entry.get("index")
            found[season, episode] = entry
            if (season, None) not in found and "parentRatingKey" in entry:
                found[season, None] = {**entry, "ratingKey": entry["parentRatingKey"]}
        return found

    def _entries(self, keys: Iterable[str]) -> list[Entry]:
        found: list[Entry] = []
        for some in in_batches([key for key in keys if key.isdigit()]):
            try:
                found += self._connection.get(f"/library/metadata/{','.join(some)}", {"includeGuids": 1}).get(
                    "Metadata", []
                )
            except ProviderUnavailable:
                raise
            except ProviderError:  # all of these are gone
                continue
        return found


_SHOW_OF = {"season": "parentRatingKey", "episode": "grandparentRatingKey"}


def _pairs(ids: ExternalIds) -> tuple[tuple[str, str], ...]:
    return replace(ids, trakt=None).pairs()


def _located(entry: Entry, top: str) -> Located:
    changed = max(_seconds(entry.get("updatedAt")), _seconds(entry.get("addedAt")))
    return Located(key=str(entry["ratingKey"]), top_key=top, changed_at=changed)


def _seconds(value: Any) -> float:
    return float(value) if isinstance(value, int) else 0.0
