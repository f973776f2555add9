"""What somebody wrote about items: in metadata files, in operations, in recipes of collections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...model import FrozenMap
from ..recipe import PictureRequest, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRule:
    """What becomes of one list of an item.

    Attributes:
        add: put in.
        remove: taken out.
        only: the list is just this; None = the rest stays.
        renamed: each of these becomes those, in its place.
    """

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    renamed: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenMap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an item shall say; what is not named stays.

    Attributes:
        fields: single values by name.
        tags: rules for lists by name.
        locks: whether a field, a list or a picture (`poster`, `background`, `square_art`) is locked against the server's agents.
        once: fields and lists that are written one time only: whatever stands there later stays.
    """

    fields: Mapping[str, str] = field(default_factory=FrozenMap)
    tags: Mapping[str, TagRule] = field(default_factory=FrozenMap)
    locks: Mapping[str, bool] = field(default_factory=FrozenMap)
    once: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.fields or self.tags or self.locks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which films or shows are meant: by an id, else by any of the titles and what else is said.

    Attributes:
        ids: numbers of TMDB (films) or TheTVDB (shows), or IMDb's; one that fits is enough.
        titles: likewise.
        year: of first release; None = any.
        edition: of a film; None = any.
        edition_contains: a part of it.
    """

    ids: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    year: int | None = None
    edition: str | None = None
    edition_contains: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEdit:
    """What is written about a season or an episode.

    Attributes:
        name: its number, or its title.
        words: what it shall say.
        pictures: where its pictures come from: `poster`, `background`, `logo`, `square_art`.
        parts: of a season, its episodes.
        place: where it stands.
    """

    name: str
    words: Words = Words()
    pictures: Mapping[str, PictureRequest] = field(default_factory=FrozenMap)
    parts: tuple[PartEdit, ...] = ()
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEdit:
    """An entry of a metadata file.

    Attributes:
        name: as it is called in the file.
        match: which items are meant.
        words, pictures, place: as of `PartEdit`.
        parts: seasons, each with its episodes.
    """

    name: str
    match: Match
    words: Words = Words()
    pictures: Mapping[str, PictureRequest] = field(default_factory=FrozenMap)
    parts: tuple[PartEdit, ...] = ()
    place: Place = field(default_factory=Place)
