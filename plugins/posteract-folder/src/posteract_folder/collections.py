"""The part of the folder server that has collections and edits what NFO files say."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import NoReturn

from posteract_core.errors import ProviderError
from posteract_core.model import ItemType, Library, MediaItem
from posteract_core.providers import RARE, FieldEdit, ManagesCollections, ProviderContext, Search, ServerCollection

from . import search as searching
from .desk import Desk, each_of
from .nfo import NfoFile
from .nfo.edits import apply, not_in_files
from .nfo.sets import Membership
from .sets import Sets
from .shelf import Shelf

_HINT = "Let `plex_search` or a list choose the members of an ordinary one, and `filters` narrow them."


class FolderCollections(ManagesCollections):
    """Collections that are sets in NFO files."""

    context: ProviderContext
    smart_collections = False
    cannot_edit = RARE | {"collection"}
    _emptied: dict[str, dict[str, Membership]]
    """Collections that lost their last member just now, by library and key."""
    _searched: dict[str, list[MediaItem]]
    """Listings that were searched, by library, until the next listing or change."""

    @abstractmethod
    def items(self, library: Library) -> Iterator[Sequence[MediaItem]]:
        """Yield what the library has."""

    @abstractmethod
    def _shelf(self, library: Library) -> Shelf:
        """Return what is known of a library's collections."""

    @abstractmethod
    def _desk(self, library: Library) -> Desk:
        """Return what writes a library's NFO files."""

    @abstractmethod
    def _refuse_in_dry_run(self) -> None:
        """Raise in a dry run."""

    def collections(self, library: Library) -> Sequence[ServerCollection]:
        """Return the sets of a library, as it was listed last and changed since."""
        return [
            ServerCollection(
                item=MediaItem(
                    title=each.said.title,
                    type=ItemType.COLLECTION,
                    key=each.key,
                    server=self.context.instance,
                    library=library.name,
                    summary=each.said.summary,
                    sort_title=each.said.sort_title,
                    content_rating=each.said.content_rating,
                    labels=each.said.labels,
                ),
                size=len(each.members),
                mode=each.said.mode,
                order=each.said.order,
                pictured=False,
            )
            for each in self._shelf(library).standing.values()
        ]

    def members(self, library: Library, key: str) -> Sequence[str]:
        """Return a set's members: by the place they were given, those of others behind them."""
        has = self._shelf(library).standing.get(key)
        return list(has.members) if has is not None else []

    def create_collection(
        self, library: Library, title: str, members: Sequence[str], *, level: ItemType, search: Search | None = None
    ) -> str:
        """Write a new set into its members' NFO files."""
        if search is not None:
            self._refuse_smart()
        if level is not library.type:
            raise ProviderError(self.context.instance, f"folders have collections of films and shows, not of {level}s")
        return self._sets(library).create(title, members)

    def add_members(self, library: Library, key: str, members: Sequence[str]) -> None:
        """Write the set into more NFO files."""
        self._sets(library).add(key, members)

    def remove_members(self, library: Library, key: str, members: Sequence[str]) -> None:
        """Take the set out of these NFO files."""
        self._sets(library).remove(key, members)

    def move_member(self, library: Library, key: str, member: str, after: str | None) -> None:
        """Give a member another place."""
        self._sets(library).move(key, member, after)

    def arrange(self, library: Library, key: str, *, mode: str = "", order: str = "") -> None:
        """Note mode and order."""
        self._sets(library).arrange(key, mode=mode, order=order)

    def set_search(self, library: Library, key: str, search: Search, *, level: ItemType) -> None:
        """Refuse."""
        self._refuse_smart()

    def delete_collection(self, library: Library, key: str) -> None:
        """Take the set out of all NFO files."""
        self._sets(library).delete(key)

    def search(self, library: Library, search: Search, *, level: ItemType) -> Sequence[str]:
        """Return what the listing has of it; many searches in a row share one."""
        if library.name not in self._searched:
            self._searched[library.name] = [item for page in self.items(library) for item in page]
        return searching.found(self.context.instance, self._searched[library.name], search, level)

    def search_token(self, library: Library, search: Search, *, level: ItemType) -> str:
        """Refuse."""
        self._refuse_smart()

    def edit(self, library: Library, level: ItemType, keys: Sequence[str], edit: FieldEdit) -> None:
        """Write words and lists into NFO files; locks are passed over, for nothing in a folder heeds them.

        Raises:
            ProviderError: the first file that could not be changed, once all others are.
        """
        if level is ItemType.COLLECTION:
            sets = self._sets(library)
            for key in keys:
                sets.edit(key, edit)
            return
        self._refuse_in_dry_run()
        if unknown := not_in_files(edit):
            raise ProviderError(self.context.instance, f"NFO files have no {', '.join(unknown)}")
        self._searched.pop(library.name, None)
        desk = self._desk(library)

        def check(file: NfoFile) -> str:
            several = "title" in edit.fields and len(file.entries) > 1
            return "holds several episodes, whose titles make up the one that is shown" if several else ""

        each_of(keys, lambda key: desk.change(level, key, lambda entry: apply(entry, edit), check=check))

    def _sets(self, library: Library) -> Sets:
        self._refuse_in_dry_run()
        self._searched.pop(library.name, None)
        emptied = self._emptied.setdefault(library.name, {})
        return Sets(self.context.instance, self._desk(library), self._shelf(library), emptied, library.type)

    def _refuse_smart(self) -> NoReturn:
        raise ProviderError(self.context.instance, "folders have no smart collections", hint=_HINT)
