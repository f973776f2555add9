"""Collections of one Plex server: listed, made, filled, ordered, shown and deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ItemType
from posteract_core.providers import FieldEdit, Row, Visibility

from .connection import AT_ONCE, Connection, in_batches
from .preferences import settings_of
from .query import NAMES
from .slots import TYPE_NUMBERS

MODES = {"-1": "default", "0": "hide", "1": "hide_items", "2": "show_items"}
"""Plex's numbers of how a collection is shown in its library."""

ORDERS = {"0": "release", "1": "alpha", "2": "custom"}
"""Plex's numbers of how its members are ordered."""

FILTERINGS = ("admin", "user")
"""Whose watching counts in a smart collection, by Plex's numbers."""

FIELDS = {
    "title": "title",
    "sort_title": "titleSort",
    "original_title": "originalTitle",
    "originally_available": "originallyAvailableAt",
    "content_rating": "contentRating",
    "edition": "editionTitle",
    "critic_rating": "rating",
    "audience_rating": "audienceRating",
    "studio": "studio",
    "tagline": "tagline",
    "summary": "summary",
    "added_at": "addedAt",
}
"""What Plex calls the fields that the dialect names."""

PICTURES = {"poster": "thumb", "background": "art", "logo": "clearLogo", "square_art": "squareArt"}
"""What it calls the pictures, which can be locked like fields."""

WORDS = {theirs: ours for ours, theirs in {**FIELDS, **PICTURES}.items()}
"""What the dialect calls Plex's fields."""

TRIES = 3


class Collections:
    """Everything about collections; sections and items are named by Plex's keys."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._choices: dict[tuple[str, str], dict[str, str]] = {}
        self._rows: dict[str, str] = {}

    def members(self, key: str) -> list[str]:
        """Return the keys of a collection's members, in their order."""
        return [entry["ratingKey"] for entry in self._connection.pages(f"/library/collections/{key}/items")]

    def create(self, section: str, title: str, members: Sequence[str], level: ItemType, *, query: str = "") -> str:
        """Make a collection of these members, or with `query` a smart one, and return its key.

        What was cut off is looked for before it is begun again: a collection of this title with nothing but these members.
        """
        first = members[:AT_ONCE]
        about: dict[str, str | int] = {
            "type": TYPE_NUMBERS[level],
            "title": title,
            "smart": int(bool(query)),
            "sectionId": section,
            "uri": self.smart_uri(section, query) if query else self._connection.uri(first),
        }
        key = ""
        for left in reversed(range(TRIES)):
            try:
                key = self._connection.made("/library/collections", about)
                break
            except ProviderUnavailable:
                key = self._cut_off(section, title, set(first), smart=bool(query))
                if key:
                    break
                if not left:
                    raise
        if not key:
            raise ProviderError(self._connection.instance, f"made the collection {title!r} without saying its key")
        self.add(key, members[AT_ONCE:])
        return key

    def add(self, key: str, members: Sequence[str]) -> None:
        """Put items at the end."""
        for some in in_batches(members):
            self._connection.put(f"/library/collections/{key}/items", {"uri": self._connection.uri(some)})

    def remove(self, key: str, members: Sequence[str]) -> None:
        """Take items out, those that are gone already aside."""
        for member in members:
            self._connection.delete_if_there(f"/library/collections/{key}/items/{member}")

    def move(self, key: str, member: str, after: str | None) -> None:
        """Put a member behind another, or first."""
        query: dict[str, str | int] = {} if after is None else {"after": after}
        self._connection.put(f"/library/collections/{key}/items/{member}/move", query)

    def arrange(self, key: str, *, mode: str, order: str) -> None:
        """Set how it is shown and ordered, in one request."""
        query: dict[str, str | int] = {}
        if mode:
            query["collectionMode"] = next(number for number, word in MODES.items() if word == mode)
        if order:
            query["collectionSort"] = next(number for number, word in ORDERS.items() if word == order)
        self._connection.put(f"/library/collections/{key}/prefs", query)

    def set_query(self, section: str, key: str, query: str) -> None:
        """Let a smart collection show something else."""
        self._connection.put(f"/library/collections/{key}/items", {"uri": self.smart_uri(section, query)})

    def found(self, section: str, query: str) -> list[str]:
        """Return the keys of what a query finds, in its order."""
        return [entry["ratingKey"] for entry in self._connection.pages(f"/library/sections/{section}/all{query}")]

    def smart_uri(self, section: str, query: str) -> str:
        """Return the address by which Plex names what a smart collection shows."""
        return f"server://{self._connection.machine}/com.plexapp.plugins.library/library/sections/{section}/all{query}"

    def choices(self, section: str, field: str) -> dict[str, str]:
        """Return what a field can be, title by key; asked for once."""
        if (section, field) not in self._choices:
            entries = self._connection.get(f"/library/sections/{section}/{field}").get("Directory", ())
            self._choices[section, field] = {str(entry["key"]): entry.get("title", "") for entry in entries}
        return self._choices[section, field]

    def resolved(self, section: str, attribute: str, value: str) -> list[str]:
        """Return the keys that a value stands for: by title, by key, by the title in any case."""
        known = self.choices(section, NAMES.get(attribute, attribute.rpartition("_")[2]).rpartition(".")[2])
        exact = [key for key, title in known.items() if value in (title, key)]
        return exact or [key for key, title in known.items() if title.casefold() == value.casefold()]

    def delete(self, key: str) -> None:
        """Delete a collection; its members stay."""
        self._connection.delete_if_there(f"/library/collections/{key}")

    def visibilities(self, section: str) -> dict[str, Visibility]:
        """Return where the section's collections are recommended, by key: one request for all."""
        found: dict[str, Visibility] = {}
        for hub in self._hubs(section):
            name = str(hub.get("identifier", ""))
            if key := _collection_of(name):
                self._rows[key] = name
                found[key] = Visibility(
                    library=_is_on(hub, "promotedToRecommended"),
                    home=_is_on(hub, "promotedToOwnHome"),
                    shared=_is_on(hub, "promotedToSharedHome"),
                )
        return found

    def rows(self, section: str) -> list[Row]:
        """Return the rows of the section's recommendations, from the first."""
        names = [str(hub.get("identifier", "")) for hub in self._hubs(section)]
        return [Row(name=name, collection=_collection_of(name)) for name in names if name]

    def move_row(self, section: str, row: str, after: str | None) -> None:
        """Put a row behind another, or first.

        As PlexAPI asks; Plex's published description names the row in the query instead.
        """
        behind: dict[str, str | int] = {} if after is None else {"after": after}
        self._connection.put(f"/hubs/sections/{section}/manage/{row}/move", behind)

    def filter_by(self, key: str, who: str) -> None:
        """Say whose watching counts in what a smart collection searches for."""
        self._connection.put(
            f"/library/collections/{key}/prefs", {"collectionFilterBasedOnUser": FILTERINGS.index(who)}
        )

    def _hubs(self, section: str) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = self._connection.get(f"/hubs/sections/{section}/manage").get("Hub", [])
        return found

    def show(self, section: str, key: str, visibility: Visibility) -> None:
        """Recommend a collection just there: a row that Plex manages already is changed, else one is made."""
        query: dict[str, str | int] = {
            "promotedToRecommended": int(visibility.library),
            "promotedToOwnHome": int(visibility.home),
            "promotedToSharedHome": int(visibility.shared),
        }
        if key in self._rows:
            self._connection.put(f"/hubs/sections/{section}/manage/{self._rows[key]}", query)
        else:
            self._connection.change(f"/hubs/sections/{section}/manage", {"metadataItemId": key, **query})

    def edit(self, section: str, level: ItemType, keys: Sequence[str], edit: FieldEdit) -> None:
        """Make the same edit to items of one type, a hundred at a time."""
        pairs = list(_pairs(edit))
        if edit.fields.get("user_rating") is not None:
            for key in keys:
                rating = {
                    "key": key,
                    "identifier": "com.plexapp.plugins.library",
                    "rating": edit.fields["user_rating"] or "-1",
                }
                self._connection.put("/:/rate", rating)
        if preferences := settings_of(edit.fields):
            for key in keys:
                self._connection.put(f"/library/metadata/{key}/prefs", preferences)
        if not pairs:
            return
        for name in (*edit.tags, *edit.gone):
            self._choices.pop((section, name), None)
        for some in in_batches(keys):
            query: dict[str, str | int] = {"type": TYPE_NUMBERS[level], "id": ",".join(some), **dict(pairs)}
            self._connection.put(f"/library/sections/{section}/all", query)

    def _cut_off(self, section: str, title: str, members: set[str], *, smart: bool) -> str:
        """Return the key of a collection that a request cut off in the middle has made; empty when it has not."""
        query: dict[str, str | int] = {"type": TYPE_NUMBERS[ItemType.COLLECTION]}
        for entry in self._connection.pages(f"/library/sections/{section}/all", query):
            if entry.get("title") != title or (str(entry.get("smart", "0")) in ("1", "True")) is not smart:
                continue
            if smart or set(self.members(entry["ratingKey"])) <= members:
                return str(entry["ratingKey"])
        return ""


def smart_token(uri: str) -> str:
    """Return what two spellings of a smart collection's address have in common: the section, and the query unquoted."""
    return unquote(unquote(uri)).partition("/library/sections/")[2]


def _pairs(edit: FieldEdit) -> Iterator[tuple[str, str | int]]:
    """Yield an edit as the parameters of Plex's query: a list of tags is sent whole, and what is to go besides."""
    for name, value in edit.fields.items():
        if name in FIELDS:
            yield f"{FIELDS[name]}.value", _seconds(value) if name == "added_at" else value
            yield f"{FIELDS[name]}.locked", int(edit.locks.get(name, True))
    for name, tags in edit.tags.items():
        for number, tag in enumerate(tags):
            yield f"{name}[{number}].tag.tag", tag
        yield f"{name}.locked", int(edit.locks.get(name, True))
    for name, tags in edit.gone.items():
        if tags:
            yield f"{name}[].tag.tag-", ",".join(quote(tag) for tag in tags)
    for name, locked in edit.locks.items():
        if name not in edit.fields and name not in edit.tags:
            yield f"{FIELDS.get(name) or PICTURES.get(name, name)}.locked", int(locked)


def _seconds(moment: str) -> str | int:
    return int(datetime.fromisoformat(moment).timestamp()) if moment else ""


def _collection_of(row: str) -> str:
    """Return the key of the collection that a row shows; empty for rows of Plex's own."""
    return row.rpartition(".")[2] if row.startswith("custom.collection.") else ""


def _is_on(hub: Mapping[str, Any], name: str) -> bool:
    return str(hub.get(name, "0")) in ("1", "True", "true")
