"""Builders: lists of Trakt's, and charts by their old names. One class for each kind; a table says what the charts are."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from posteract_core.errors import ConfigError
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder, ProviderContext

from .asking import Asking, Entry, list_path
from .session import Session
from .settings import TraktSettings

DEFAULT_MOST = 10
PERIODS = ("daily", "weekly", "monthly", "yearly", "all")

CHARTS: Mapping[str, str] = {
    "trakt_trending": "trending",
    "trakt_popular": "popular",
    "trakt_anticipated": "anticipated",
    **{f"trakt_watched_{period}": f"watched/{period}" for period in PERIODS},
    **{f"trakt_collected_{period}": f"collected/{period}" for period in PERIODS},
    **{f"trakt_recommended_{period}": f"favorited/{period}" for period in PERIODS},
}
"""Charts by the dialect's name; Trakt calls what was recommended `favorited` today."""


class TraktBuilder(CollectionBuilder[TraktSettings]):
    """What the builders have in common."""

    ordered: ClassVar[bool] = True

    def __init__(self, settings: TraktSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.asking = Asking(Session(settings, context), context.instance)

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles of the library's kind, in Trakt's order, each once."""
        found: dict[MediaRef, None] = {}
        for ref in self.titles(value, context):
            found.setdefault(ref)
            if context.limit is not None and len(found) >= context.limit:
                break
        return tuple(found)

    @abstractmethod
    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield what a value stands for."""

    def pages(self, path: str, kind: str, params: Mapping[str, str] | None = None) -> Iterator[MediaRef]:
        """Yield the titles of a kind from all pages at a path, no page further than they are taken."""
        for entry in self.asking.entries(path, params):
            if (title := title_of(entry, kind)) is not None:
                yield ref_of(title, kind)


class TraktList(TraktBuilder):
    """`trakt_list`: an address of a list, or several."""

    name = "trakt_list"

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the titles of each list."""
        if isinstance(value, Mapping):
            raise ConfigError("trakt_list takes addresses, not a mapping")
        kind = kind_of(context)
        for written in value if isinstance(value, list) else [value]:
            yield from self.pages(f"{list_path(written, self.name)}/items/{kind}", kind)


class OldChart(TraktBuilder):
    """A chart; its value is how many titles."""

    path: ClassVar[str]

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the first titles of the chart."""
        kind = kind_of(context)
        yield from first(self.pages(f"/{kind}s/{self.path}", kind), most_of(value, self.name))


class TraktBoxOffice(TraktBuilder):
    """`trakt_boxoffice: true`: the ten films that earned most last weekend."""

    name = "trakt_boxoffice"

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the films."""
        if kind_of(context) != "movie":
            raise ConfigError("trakt_boxoffice goes with libraries of films only")
        yield from self.pages("/movies/boxoffice", "movie")


def kind_of(context: BuildContext) -> str:
    """Return what Trakt calls the library's titles: `movie` or `show`."""
    return "movie" if context.library.type is ItemType.MOVIE else "show"


def most_of(value: Any, name: str, *, at_most: int | None = None) -> int:
    """Return how many titles a value asks for; raises ConfigError."""
    text = str(value).strip()
    if value is None or value is True:
        return DEFAULT_MOST
    if not re.fullmatch(r"[1-9]\d*", text) or (at_most is not None and int(text) > at_most):
        span = "from 1" if at_most is None else f"from 1 to {at_most}"
        raise ConfigError(f"{name} takes how many titles, a number {span}, not {value!r}")
    return int(text)


def first(refs: Iterator[MediaRef], most: int) -> Iterator[MediaRef]:
    """Yield the first so many, and ask for no page beyond them."""
    for number, ref in enumerate(refs, 1):
        yield ref
        if number >= most:
            return


def title_of(entry: Entry, kind: str) -> Entry | None:
    """Return the title in an entry, which stands in it under its kind's name, or alone; None where it is of another kind."""
    title = entry.get(kind) if kind in entry else entry if "ids" in entry else None
    return title if isinstance(title, Mapping) else None


def ref_of(title: Entry, kind: str) -> MediaRef:
    """Return one of Trakt's titles as the core knows titles."""
    ids = title.get("ids") or {}
    return MediaRef(
        type=ItemType.MOVIE if kind == "movie" else ItemType.SHOW,
        ids=ExternalIds(
            imdb=ids.get("imdb") or None, tmdb=ids.get("tmdb"), tvdb=ids.get("tvdb"), trakt=ids.get("trakt")
        ),
        title=str(title.get("title") or ""),
        year=title.get("year"),
    )


BUILDERS: tuple[type[TraktBuilder], ...] = (
    TraktList,
    TraktBoxOffice,
    *(
        type(name, (OldChart,), {"name": name, "path": path, "__doc__": OldChart.__doc__})
        for name, path in CHARTS.items()
    ),
)
"""Lists, the box office, and every chart that has a name of its own."""
