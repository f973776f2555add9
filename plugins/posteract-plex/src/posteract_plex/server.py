"""The media server Plex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from posteract_core.errors import PictureRefused, ProviderError
from posteract_core.model import (
    Artwork,
    ArtworkKind,
    Finding,
    ItemType,
    Library,
    MediaItem,
    MediaRef,
    Picture,
    ShownArtwork,
)
from posteract_core.providers import (
    FieldEdit,
    FindsItems,
    KeepsUploads,
    ListsOutlines,
    Located,
    ManagesCollections,
    ManagesPlaylists,
    MediaServer,
    Outline,
    ProviderContext,
    RefreshesItems,
    Row,
    Search,
    ServerCollection,
    SplitsItems,
    Upload,
    Visibility,
)
from posteract_core.providers.memory import Memory

from .check import findings
from .collections import FILTERINGS, MODES, ORDERS, Collections, smart_token
from .connection import Connection, in_batches
from .history import History, seen_by
from .items import item_of, note_of
from .leftovers import superseded
from .listing import Listing
from .lookup import Lookup
from .outlines import Show, Source, outline_of
from .pictures import Slot
from .playlists import Playlists, PlexPlaylists, UserPlaylists
from .query import NAMES, query_of
from .settings import PlexSettings
from .slots import ELEMENTS, TYPE_NUMBERS
from .users import Users


class PlexServer(
    MediaServer[PlexSettings],
    KeepsUploads,
    ListsOutlines,
    ManagesCollections,
    PlexPlaylists,
    RefreshesItems,
    SplitsItems,
    FindsItems,
):
    """One Plex Media Server, read in bulk; its pictures are uploads, recognised by the SHA-1 of their bytes."""

    max_concurrency = 4
    cannot_edit = frozenset()

    def __init__(self, settings: PlexSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._connection = Connection(self.http, settings.token, context.instance)
        self._memory = Memory(context.cache_folder / "plex.sqlite", looking_only=context.dry_run)
        self._listing = Listing(self._connection, self._memory)
        self._collections = Collections(self._connection)
        self._playlists = Playlists(self._connection)
        self._users = Users(self.http, str(settings.account_url), settings.token, self._connection)
        self._lookup = Lookup(self._connection)
        self._history = History(self._connection, settings.users)

    def libraries(self) -> Sequence[Library]:
        """Return the sections of films and of shows."""
        sections = self._connection.get("/library/sections").get("Directory", [])
        return [
            Library(
                key=str(section["key"]),
                name=section.get("title", ""),
                type=ItemType(section["type"]),
                server=self.context.instance,
                locations=tuple(place["path"] for place in section.get("Location", ()) if place.get("path")),
            )
            for section in sections
            if section.get("type") in (ItemType.MOVIE, ItemType.SHOW)
        ]

    def items(self, library: Library) -> Iterator[Sequence[MediaItem]]:
        """Yield films, or all shows, then all seasons, then all episodes; then the library's collections."""
        for page in self.outlines(library):
            yield [item for _, item in self.completed(library, page)]

    def outlines(self, library: Library) -> Iterator[Sequence[Outline]]:
        """Yield the same as its entries tell it, without their details."""
        if library.type is ItemType.MOVIE:
            for page in self._listing.bare(library.key, ItemType.MOVIE):
                yield [outline_of(entry) for entry in page]
        else:
            yield from self._shows(library)
        for page in self._listing.bare(library.key, ItemType.COLLECTION):
            yield [outline_of(entry) for entry in page]

    def completed(self, library: Library, outlines: Sequence[Outline]) -> Sequence[tuple[Outline, MediaItem]]:
        """Return items, with their details read from the memory, or asked for where they are new."""
        sources: list[Source] = [outline.source for outline in outlines]
        self._note([source.show for source in sources if source.show is not None])
        found: list[tuple[Outline, MediaItem]] = []
        details = self._listing.detailed([source.entry for source in sources])
        for outline, (entry, whole) in zip(outlines, details, strict=True):
            show, itself, history = outline.source.show, outline.source.itself, outline.source.history
            if itself is not None:
                itself.note, itself.whole = note_of(entry), whole
            note = show.note if show is not None else None
            item = item_of(entry, server=self.context.instance, library=library.name, show=note)
            if history:
                item = replace(item, watched_by=seen_by(item.key, history))
            known = whole and (show is None or show.whole)
            found.append((outline if known else outline._replace(token=""), item))
        return found

    def _note(self, shows: Sequence[Show]) -> None:
        """Make the notes of shows that have none yet."""
        lacking = list({id(show): show for show in shows if show.note is None}.values())
        if lacking:
            for show, (entry, whole) in zip(
                lacking, self._listing.detailed([show.entry for show in lacking]), strict=True
            ):
                show.note, show.whole = note_of(entry), whole

    def _shows(self, library: Library) -> Iterator[Sequence[Outline]]:
        shows: dict[str, Show] = {}
        of_season: dict[str, str] = {}
        history = self._history.of_section(library.key)
        for page in self._listing.bare(library.key, ItemType.SHOW):
            shows |= {entry["ratingKey"]: Show(entry) for entry in page}
            yield [outline_of(entry, itself=shows[entry["ratingKey"]]) for entry in page]
        for page in self._listing.bare(library.key, ItemType.SEASON):
            of_season |= {entry["ratingKey"]: entry.get("parentRatingKey", "") for entry in page}
            known = [entry for entry in page if entry.get("parentRatingKey") in shows and "index" in entry]
            yield [outline_of(entry, show=shows[entry["parentRatingKey"]]) for entry in known]
        for page in self._listing.bare(library.key, ItemType.EPISODE):
            found = []
            for entry in page:
                show = entry.get("grandparentRatingKey") or of_season.get(entry.get("parentRatingKey", ""), "")
                if show in shows and entry.get("parentRatingKey") in of_season and "parentIndex" in entry:
                    found.append(outline_of(entry, show=shows[show], history=history))
            yield found

    def artwork(self, item: MediaItem, kind: ArtworkKind) -> ShownArtwork | None:
        """Return the picture shown now; `chosen` when it was uploaded, by whomever."""
        slot = self._slot(item, kind)
        address, about = slot.look()
        if not address:
            return None
        selected = next((entry for entry in slot.entries() if entry.selected), None)
        return ShownArtwork(
            revision=address,
            data=self._connection.picture(address),
            chosen=selected is not None and selected.is_upload,
            locked=slot.is_locked(about),
        )

    def upload(self, item: MediaItem, kind: ArtworkKind, picture: Picture) -> str:
        """Show a picture: one the server has is selected, another is sent, and looked for before it is sent again."""
        self._refuse_in_dry_run()
        return self._slot(item, kind).show(picture.data)

    def reset(self, item: MediaItem, kind: ArtworkKind) -> str:
        """Show what the agent would, and unlock the slot."""
        self._refuse_in_dry_run()
        slot = self._slot(item, kind)
        own = slot.agents()
        if own is None:
            slot.clear()
        elif not own.selected:
            slot.select(own)
        return slot.settle(locked=False)

    def restore(self, item: MediaItem, kind: ArtworkKind, original: Picture) -> str:
        """Show a picture that was there before: selected where the server has it, unlocked if it was the agent's."""
        self._refuse_in_dry_run()
        slot = self._slot(item, kind)
        known = slot.find(original.data)
        if known is None:
            return slot.show(original.data)
        if not known.selected:
            slot.select(known)
        return slot.settle(locked=known.is_upload)

    def candidates(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return what the agents offer; no uploads, which may have been drawn on by us or others."""
        return [
            Artwork(id=entry.rating_key, url=entry.address, position=position)
            for position, entry in enumerate(self._slot(item, kind).entries())
            if not entry.is_upload
        ]

    def read(self, artwork: Artwork) -> bytes:
        """Return the bytes of a candidate."""
        return self._connection.picture(artwork.url)

    def superseded(self, folder: Path, uploads: Iterable[Upload]) -> Iterator[Path]:
        """Yield our earlier uploads in Plex's data folder that are not selected any more."""
        return superseded(self._connection, folder, uploads)

    def collections(self, library: Library) -> Sequence[ServerCollection]:
        """Return the section's collections."""
        as_item = partial(item_of, server=self.context.instance, library=library.name)
        return [
            ServerCollection(
                item=as_item(entry),
                smart=smart_token(str(entry.get("content", ""))) if _is_smart(entry) else "",
                size=int(entry["childCount"]) if "childCount" in entry else None,
                mode=MODES.get(str(entry.get("collectionMode", "-1")), ""),
                order=ORDERS.get(str(entry.get("collectionSort", "0")), ""),
                filtering=FILTERINGS[int(entry.get("collectionFilterBasedOnUser", 0)) != 0] if _is_smart(entry) else "",
                locked=frozenset(field.get("name", "") for field in entry.get("Field", ()) if field.get("locked")),
                revision=str(entry.get("updatedAt", "")),
            )
            for page in self._listing.pages(library.key, ItemType.COLLECTION)
            for entry in page
        ]

    def members(self, library: Library, key: str) -> Sequence[str]:
        """Return a collection's members, in order."""
        return self._collections.members(key)

    def create_collection(
        self, library: Library, title: str, members: Sequence[str], *, level: ItemType, search: Search | None = None
    ) -> str:
        """Make a collection."""
        self._refuse_in_dry_run()
        query = self._query(library, search, level) if search is not None else ""
        return self._collections.create(library.key, title, members, level, query=query)

    def add_members(self, library: Library, key: str, members: Sequence[str]) -> None:
        """Add items."""
        self._refuse_in_dry_run()
        self._collections.add(key, members)

    def remove_members(self, library: Library, key: str, members: Sequence[str]) -> None:
        """Take items out, one request for each: Plex has no other way."""
        self._refuse_in_dry_run()
        self._collections.remove(key, members)

    def move_member(self, library: Library, key: str, member: str, after: str | None) -> None:
        """Move a member."""
        self._refuse_in_dry_run()
        self._collections.move(key, member, after)

    def arrange(self, library: Library, key: str, *, mode: str = "", order: str = "") -> None:
        """Set mode and order."""
        self._refuse_in_dry_run()
        self._collections.arrange(key, mode=mode, order=order)

    def set_search(self, library: Library, key: str, search: Search, *, level: ItemType) -> None:
        """Let a smart collection show something else."""
        self._refuse_in_dry_run()
        self._collections.set_query(library.key, key, self._query(library, search, level))

    def search(self, library: Library, search: Search, *, level: ItemType) -> Sequence[str]:
        """Return what a search finds, in its order."""
        return self._collections.found(library.key, self._query(library, search, level))

    def search_token(self, library: Library, search: Search, *, level: ItemType) -> str:
        """Return what a smart collection for this search says of itself."""
        return smart_token(self._collections.smart_uri(library.key, self._query(library, search, level)))

    def rows(self, library: Library) -> Sequence[Row]:
        """Return the rows of the section's recommendations."""
        return self._collections.rows(library.key)

    def move_row(self, library: Library, row: str, after: str | None) -> None:
        """Move a row."""
        self._refuse_in_dry_run()
        self._collections.move_row(library.key, row, after)

    def set_filtering(self, library: Library, key: str, filtering: str) -> None:
        """Say whose watching counts."""
        self._refuse_in_dry_run()
        self._collections.filter_by(key, filtering)

    def choices(self, library: Library, attribute: str) -> Mapping[str, str]:
        """Return what an attribute can be: title by key."""
        return self._collections.choices(library.key, NAMES.get(attribute, attribute).rpartition(".")[2])

    def delete_collection(self, library: Library, key: str) -> None:
        """Delete a collection."""
        self._refuse_in_dry_run()
        self._collections.delete(key)

    def visibilities(self, library: Library) -> Mapping[str, Visibility]:
        """Return where collections are recommended."""
        return self._collections.visibilities(library.key)

    def set_visibility(self, library: Library, key: str, visibility: Visibility) -> None:
        """Recommend a collection."""
        self._refuse_in_dry_run()
        self._collections.show(library.key, key, visibility)

    def edit(self, library: Library, level: ItemType, keys: Sequence[str], edit: FieldEdit) -> None:
        """Edit items."""
        self._refuse_in_dry_run()
        try:
            self._collections.edit(library.key, level, keys, edit)
        finally:
            self._listing.forget(keys)

    def refresh(self, library: Library, keys: Sequence[str]) -> None:
        """Have Plex's agents describe items anew."""
        self._have_done("refresh", keys)

    def analyze(self, library: Library, keys: Sequence[str]) -> None:
        """Have Plex look into the files of items."""
        self._have_done("analyze", keys)

    def _have_done(self, what: str, keys: Sequence[str]) -> None:
        self._refuse_in_dry_run()
        for some in in_batches(keys):
            self._connection.put(f"/library/metadata/{','.join(some)}/{what}", {})
            self._listing.forget(some)

    def split(self, library: Library, key: str) -> None:
        """Make an item of each of an item's files."""
        self._refuse_in_dry_run()
        self._connection.put(f"/library/metadata/{key}/split", {})
        self._listing.forget([key])

    def find(self, library: Library, refs: Mapping[MediaRef, str]) -> Mapping[MediaRef, Located]:
        """Return where a few items are now."""
        return self._lookup.find(library.key, library.type, refs)

    def playlist_users(self) -> Sequence[str]:
        """Return those whom the server is shared with, by the names they are shown as."""
        return [user.names[0] for user in self._users.known()]

    def playlists_of(self, user: str) -> ManagesPlaylists:
        """Return somebody's playlists."""
        return UserPlaylists(Playlists(self._users.connection_of(user)), self._refuse_in_dry_run)

    def _refuse(self) -> None:
        self._refuse_in_dry_run()

    def check(self) -> Sequence[Finding]:
        """Return the server's name and version, its libraries, and whether the token may change pictures."""
        return findings(self._connection, self.libraries)

    def close(self) -> None:
        """Close the memory of details."""
        self._memory.close()

    def _query(self, library: Library, search: Search, level: ItemType) -> str:
        resolve = partial(self._collections.resolved, library.key)
        return query_of(search, library=library.type, level=level, resolve=resolve)

    def _slot(self, item: MediaItem, kind: ArtworkKind) -> Slot:
        if kind not in item.kinds:
            raise PictureRefused(f"a {item.type} has no {kind.words}")
        return Slot(self._connection, item.key, TYPE_NUMBERS[item.type], ELEMENTS[kind])

    def _refuse_in_dry_run(self) -> None:
        if self.context.dry_run:
            raise ProviderError(self.context.instance, "nothing is changed in a dry run")


def _is_smart(entry: Mapping[str, Any]) -> bool:
    return str(entry.get("smart", "0")) in ("1", "True")
