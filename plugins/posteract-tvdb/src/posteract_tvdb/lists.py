"""Builders: `tvdb_list`, `tvdb_movie`, `tvdb_show`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder, ProviderContext

from .questions import Questions
from .records import LISTS, MOVIES, SERIES, Records, listed, number_of, understood
from .settings import TvdbSettings

LIBRARIES = {ItemType.MOVIE: "films", ItemType.SHOW: "shows"}


class TvdbBuilder(CollectionBuilder[TvdbSettings]):
    """What the builders have in common: values that are numbers or addresses, or several of them.

    Attributes:
        of: what the records are.
    """

    of: ClassVar[Records]

    def __init__(self, settings: TvdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles, each once."""
        written = [understood(each, self.of, self.name) for each in listed(value, self.name)]
        found: dict[MediaRef, None] = {}
        for ref in self.titles(written, context.library.type):
            found.setdefault(ref)
            if context.limit is not None and len(found) >= context.limit:
                break
        return tuple(found)

    @abstractmethod
    def titles(self, written: Iterable[str], kind: ItemType) -> Iterator[MediaRef]:
        """Yield the titles of a kind that numbers and names of records stand for."""


class TvdbList(TvdbBuilder):
    """`tvdb_list`: an address of a list, its number, or several."""

    name = "tvdb_list"
    ordered: ClassVar[bool] = True
    of = LISTS

    def titles(self, written: Iterable[str], kind: ItemType) -> Iterator[MediaRef]:
        """Yield what stands in the lists, in their order."""
        name = "movieId" if kind is ItemType.MOVIE else "seriesId"
        for record in written:
            number = number_of(record, self.of, self._questions, self.context.instance)
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
            yield MediaRef(
                type=kind, ids=ExternalIds(tvdb=number_of(record, self.of, self._questions, self.context.instance))
            )


class TvdbMovie(TvdbTitle):
    """`tvdb_movie`: a film's number or address, or several."""

    name = "tvdb_movie"
    kind = ItemType.MOVIE
    of = MOVIES


class TvdbShow(TvdbTitle):
    """`tvdb_show`: a show's number or address, or several."""

    name = "tvdb_show"
    kind = ItemType.SHOW
    of = SERIES


BUILDERS: tuple[type[TvdbBuilder], ...] = (TvdbList, TvdbMovie, TvdbShow)
"""Every builder of TheTVDB's."""
