"""What not every media server can do: collections, playlists, and editing what it says of its items.

The core asks with `isinstance`; where a server is none of these, collections and edits for it are reported and left undone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from ..errors import ProviderError
from ..model import FrozenMap, ItemType, Library, MediaItem
from .search import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """Where a collection is recommended.

    Attributes:
        library: in its library's recommendations.
        home: on the owner's home screen.
        shared: on the home screens of those it is shared with.
    """

    library: bool = False
    home: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a library's recommendations.

    Attributes:
        name: the server's.
        collection: key of the collection that it shows; empty = it is one of the server's own.
    """

    name: str
    collection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerCollection:
    """A collection as the server has it.

    Attributes:
        item: with its key, title, sort title, summary, content rating, labels, and what its picture slots show.
        smart: the server's own name for what a smart collection searches for; empty for an ordinary one.
        size: how many members it has; None when the listing does not say.
        mode: `default`, `hide`, `hide_items` or `show_items`; empty when unknown.
        order: `release`, `alpha` or `custom`; empty when unknown.
        filtering: of a smart one, whose watching counts in what it searches for: `admin` or `user`, who looks at it; empty when
            unknown.
        locked: names of fields that are locked against the server's agents: `title`, `summary` …
        pictured: it has picture slots, as `item` says; without them nobody makes pictures for it.
        revision: the server's word for how it is, another whenever members come or go; empty when there is none.
    """

    item: MediaItem
    smart: str = ""
    size: int | None = None
    mode: str = ""
    order: str = ""
    filtering: str = ""
    locked: frozenset[str] = frozenset()
    pictured: bool = True
    revision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEdit:
    """What is to be different about items; None leaves a field as it is, an empty text or tuple empties it.

    Attributes:
        fields: single values by the name the dialect has for them: `title`, `sort_title`, `summary`, `content_rating`,
            `originally_available` (a date as YYYY-MM-DD), `user_rating`, `critic_rating`, `audience_rating` (0 to 10),
            `studio`, `tagline`, `original_title`, `edition`. Where the server can, also `added_at` (a moment in
            ISO 8601, of UTC) and these preferences, each with its words: `episode_sorting` (`default oldest newest`),
            `keep_episodes` (`all 5_latest 3_latest latest past_3 past_7 past_30`), `delete_episodes`
            (`never day week refresh`), `season_display` (`default show hide`), `episode_ordering`
            (`default tmdb_aired tvdb_aired tvdb_dvd tvdb_absolute`), `use_original_title` (`default no yes`),
            `credits_detection` (`default disabled`), `subtitle_mode` (`default manual foreign always`), and
            `metadata_language`, `audio_language`, `subtitle_language` (`default`, or `de`, `pt-BR`). A value of
            `MediaItem.preferences` is one as well, whatever it is.
        tags: whole new lists by name: `genre`, `label`, `director`, `writer`, `producer`, `country`, `collection`.
        gone: of these lists, what stood there and shall not: some servers add what they are given, and want to be told.
        locks: by the same names, and `poster`, `background`, `logo`, `square_art` for pictures, whether the field is to be locked
            from now on; fields and tags that are given are locked
            unless this says otherwise.
    """

    fields: Mapping[str, str] = field(default_factory=FrozenMap)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenMap)
    gone: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenMap)
    locks: Mapping[str, bool] = field(default_factory=FrozenMap)


RARE = frozenset(
    (
        "added_at",
        "episode_sorting",
        "keep_episodes",
        "delete_episodes",
        "season_display",
        "episode_ordering",
        "metadata_language",
        "use_original_title",
        "credits_detection",
        "audio_language",
        "subtitle_language",
        "subtitle_mode",
    )
)
"""When an item was added, and its preferences: fields that a server need not know to edit the others."""


class EditsMetadata(ABC):
    """A media server whose words about its items can be edited.

    Attributes:
        cannot_edit: names of fields and lists that it has not; edits leave them out. By default those that few servers have.
    """

    cannot_edit: ClassVar[frozenset[str]] = RARE

    @abstractmethod
    def edit(self, library: Library, level: ItemType, keys: Sequence[str], edit: FieldEdit) -> None:
        """Make the same edit to items of one type, with as few requests as the server allows. Repeating it does no harm.

        Raises:
            ProviderUnavailable: perhaps done in part; a later try may work.
            ProviderError: refused.
        """


class SplitsItems(ABC):
    """A media server that shows several copies of a film as one item, and can take them apart."""

    @abstractmethod
    def split(self, library: Library, key: str) -> None:
        """Make an item of each copy; one of them keeps the key.

        Raises:
            ProviderError: refused, or could not.
        """


class RefreshesItems(ABC):
    """A media server that can be told to look again: at its agents' words and pictures of items, or into their files.

    It answers once it has been told; the work itself takes it as long as it takes. What is locked stays.
    """

    @abstractmethod
    def refresh(self, library: Library, keys: Sequence[str]) -> None:
        """Have items described anew by the server's agents, with as few requests as the server allows. May be repeated.

        Raises:
            ProviderUnavailable: perhaps done in part; a later try may work.
            ProviderError: refused.
        """

    @abstractmethod
    def analyze(self, library: Library, keys: Sequence[str]) -> None:
        """Have the files of items looked into anew; as `refresh`."""


class ManagesCollections(EditsMetadata):
    """A media server with collections.

    Contract:
        - Nothing is changed but the collection that is named; members are named by keys of the same library.
        - A collection is found again under the key that making it returned.
        - What a call has changed, the next listing says.

    Attributes:
        smart_collections: whether it has collections that search for their members themselves.
    """

    smart_collections: ClassVar[bool] = True

    @abstractmethod
    def collections(self, library: Library) -> Sequence[ServerCollection]:
        """Return all collections of a library, in requests whose number does not grow with their size."""

    @abstractmethod
    def members(self, library: Library, key: str) -> Sequence[str]:
        """Return the keys of a collection's members, in the order in which they are shown."""

    @abstractmethod
    def create_collection(
        self, library: Library, title: str, members: Sequence[str], *, level: ItemType, search: Search | None = None
    ) -> str:
        """Make a collection and return its key; with `search`, a smart one.

        Making one is not repeatable: a server that may have done it without our seeing the answer is looked at before anything
        is sent again.

        Args:
            library: where.
            title: of at least one character.
            members: at least one key, for an ordinary one; they are in it, in this order, when this returns.
            level: what its members are: films, shows, seasons or episodes.
            search: what a smart one shows.
        """

    @abstractmethod
    def add_members(self, library: Library, key: str, members: Sequence[str]) -> None:
        """Add items at the end."""

    @abstractmethod
    def remove_members(self, library: Library, key: str, members: Sequence[str]) -> None:
        """Take items out; those that are not in it are passed over."""

    @abstractmethod
    def move_member(self, library: Library, key: str, member: str, after: str | None) -> None:
        """Put a member behind another, or first. Only where the collection's order is `custom`."""

    @abstractmethod
    def arrange(self, library: Library, key: str, *, mode: str = "", order: str = "") -> None:
        """Set how a collection is shown, and how its members are ordered; empty = as it is."""

    @abstractmethod
    def set_search(self, library: Library, key: str, search: Search, *, level: ItemType) -> None:
        """Let a smart collection show something else."""

    @abstractmethod
    def delete_collection(self, library: Library, key: str) -> None:
        """Delete a collection, never its members. One that is gone already is no error."""

    @abstractmethod
    def search(self, library: Library, search: Search, *, level: ItemType) -> Sequence[str]:
        """Return the keys of the items that a search finds, in its order."""

    @abstractmethod
    def search_token(self, library: Library, search: Search, *, level: ItemType) -> str:
        """Return what `ServerCollection.smart` is of a smart collection made for this search."""

    def visibilities(self, library: Library) -> Mapping[str, Visibility]:
        """Return where collections are recommended, by key; those that are nowhere may be absent. None by default."""
        return {}

    def set_visibility(self, library: Library, key: str, visibility: Visibility) -> None:
        """Recommend a collection just there; by default there is no such thing, and nothing happens."""

    def rows(self, library: Library) -> Sequence[Row]:
        """Return the rows of a library's recommendations, from the first; none by default."""
        return ()

    def move_row(self, library: Library, row: str, after: str | None) -> None:
        """Put a row behind another, or first; by default there is no such thing, and nothing happens."""

    def set_filtering(self, library: Library, key: str, filtering: str) -> None:
        """Say whose watching counts in what a smart collection searches for; by default nothing happens."""

    def choices(self, library: Library, attribute: str) -> Mapping[str, str]:
        """Return what an attribute of a search can be: title by the server's key for it. None by default."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerPlaylist:
    """A playlist as the server has it.

    Attributes:
        key: the server's.
        title: as people read it.
        summary: its description.
        size: how many items it has; None when the listing does not say.
        smart: the server itself decides what is in it.
    """

    key: str
    title: str
    summary: str = ""
    size: int | None = None
    smart: bool = False


class ManagesPlaylists(ABC):
    """A media server with playlists of films and episodes.

    Contract: as of `ManagesCollections`. An item is in a playlist of ours once.
    """

    def playlist_users(self) -> Sequence[str]:
        """Return the names of others who may have playlists of their own on the server; nobody by default.

        Raises:
            ProviderError: could not look.
        """
        return ()

    def playlists_of(self, user: str) -> ManagesPlaylists:
        """Return what manages the playlists of another, by any name they go by.

        Raises:
            ProviderError: there is nobody of this name, or could not look.
        """
        raise ProviderError(type(self).__name__, "has no playlists of others than the owner")

    @abstractmethod
    def playlists(self) -> Sequence[ServerPlaylist]:
        """Return the playlists of the owner, in requests whose number does not grow with their size."""

    @abstractmethod
    def playlist_members(self, key: str) -> Sequence[str]:
        """Return the keys of a playlist's items, in order."""

    @abstractmethod
    def create_playlist(self, title: str, members: Sequence[str]) -> str:
        """Make a playlist of at least one film or episode, and return its key.

        Making one is not repeatable: a server that may have done it without our seeing the answer is looked at first.
        """

    @abstractmethod
    def add_to_playlist(self, key: str, members: Sequence[str]) -> None:
        """Add items at the end."""

    @abstractmethod
    def remove_from_playlist(self, key: str, members: Sequence[str]) -> None:
        """Take items out; those that are not in it are passed over."""

    @abstractmethod
    def move_in_playlist(self, key: str, member: str, after: str | None) -> None:
        """Put an item behind another, or first."""

    @abstractmethod
    def edit_playlist(self, key: str, *, title: str | None = None, summary: str | None = None) -> None:
        """Call it otherwise, or describe it otherwise; None leaves a field as it is."""

    @abstractmethod
    def delete_playlist(self, key: str) -> None:
        """Delete a playlist, never its items. One that is gone already is no error."""
