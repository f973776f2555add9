"""Builders: `tvdb_list`, `tvdb_movie`, `tvdb_show`."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder, ProviderContext

from .questions import Questions
from .settings import TvdbSettings

SITE = r"(?:https?://)?(?:www\.)?thetvdb\.com/(?:dereferrer/)?"
LIBRARIES = {ItemType.MOVIE: "films", ItemType.SHOW: "shows"}


class TvdbBuilder(CollectionBuilder[TvdbSettings]):
    """What the builders have in common: values that are numbers or addresses, or several of them.

    Attributes:
        path: what TheTVDB calls the records, in its API.
        words: what they are called in addresses of its website, as an expression.
        example: an address.
    """

    path: ClassVar[str]
    words: ClassVar[str]
    example: ClassVar[str]

    def __init__(self, settings: TvdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles, each once."""
        written = [self._understood(each) for each in _listed(value, self.name)]
        found: dict[MediaRef, None] = {}
        for ref in self.titles(written, context.library.type):
            found.setdefault(ref)
            if context.limit is not None and len(found) >= context.limit:
                break
        return tuple(found)

    @abstractmethod
    def titles(self, written: Iterable[str], kind: ItemType) -> Iterator[MediaRef]:
        """Yield the titles of a kind that numbers and names of records stand for."""

    def _understood(self, text: str) -> str:
        """Return the number or the name of a record; raises ConfigError."""
        number = re.fullmatch(rf"[1-9]\d*|{SITE}\?(?:.*&)?id=(\d+)(?:&.*)?", text)
        found = re.fullmatch(rf"{SITE}(?:{self.words})/(?P<record>[^/?#\s]+)/?(?:[?#].*)?", text)
        if not number and not found:
            raise ConfigError(f"{self.name}: {text!r} is no number and no address such as {self.example}")
        return (number[1] or number[0]) if number else found["record"] if found else ""

    def _number(self, record: str) -> int:
        """Return the number of a record, asking for it where its name is known."""
        if record.isdigit():
            return int(record)
        data = self._questions.get(f"/{self.path}/slug/{quote(record)}")
        if data is None:
            raise ProviderError(
                self.context.instance, f"has nothing at /{self.path}/{record}", hint="Is its address right?"
            )
        if not isinstance(data, Mapping) or not str(data.get("id", "")).isdigit():
            raise ProviderUnavailable(self.context.instance, "answered with something else than a record")
        return int(data["id"])


class TvdbList(TvdbBuilder):
    """`tvdb_list`: an address of a list, its number, or several."""

    name = "tvdb_list"
    ordered: ClassVar[bool] = True
    path, words = "lists", "lists?"
    example = "https://thetvdb.com/lists/marvel-cinematic-universe"

    def titles(self, written: Iterable[str], kind: ItemType) -> Iterator[MediaRef]:
        """Yield what stands in the lists, in their order."""
        name = "movieId" if kind is ItemType.MOVIE else "seriesId"
        for record in written:
            number = self._number(record)
            data = self._questions.get(f"/lists/{number}/extended")
            if data is None:
                raise ProviderError(self.context.instance, f"has no list {record}", hint="Is its address right?")
            entries = data.get("entities") if isinstance(data, Mapping) else None
            if not isinstance(entries, list):
                raise ProviderUnavailable(self.context.instance, "answered with something else than a list")
            known = [entry for entry in entries if isinstance(entry, Mapping)]
            for entry in sorted(known, key=lambda entry: entry.get("order") or 0):
                if entry.get(name):
                    yield MediaRef(type=kind, ids=ExternalIds(tvdb=int(entry[name])))


class TvdbTitle(TvdbBuilder):
    """Titles one by one.

    Attributes:
        kind: of the titles.
    """

    kind: ClassVar[ItemType]

    def titles(self, written: Iterable[str], kind: ItemType) -> Iterator[MediaRef]:
        """Yield them; numbers cost no question."""
        if kind is not self.kind:
            raise ConfigError(f"{self.name} goes with libraries of {LIBRARIES[self.kind]} only")
        for record in written:
            yield MediaRef(type=kind, ids=ExternalIds(tvdb=self._number(record)))


class TvdbMovie(TvdbTitle):
    """`tvdb_movie`: a film's number or address, or several."""

    name = "tvdb_movie"
    kind = ItemType.MOVIE
    path, words, example = "movies", "movies?", "https://thetvdb.com/movies/heat"


class TvdbShow(TvdbTitle):
    """`tvdb_show`: a show's number or address, or several."""

    name = "tvdb_show"
    kind = ItemType.SHOW
    path, words, example = "series", "series", "https://thetvdb.com/series/dark"


def _listed(value: Any, name: str) -> list[str]:
    if isinstance(value, Mapping):
        raise ConfigError(f"{name} takes numbers and addresses, not a mapping")
    parts = [part.strip() for each in (value if isinstance(value, list) else [value]) for part in str(each).split(",")]
    return [part for part in parts if part] or [""]


BUILDERS: tuple[type[TvdbBuilder], ...] = (TvdbList, TvdbMovie, TvdbShow)
"""Every builder of TheTVDB's."""
