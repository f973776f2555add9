"""Builders: lists and charts of Trakt. One class for each kind; a table says what the charts are."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote

import httpx
from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder, ProviderContext
from posteract_core.providers.answers import json_of

from .session import Session
from .settings import TraktSettings

PAGE = 100
"""Entries of a page; Trakt gives at most 250."""

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

OWN: Mapping[str, str] = {"trakt_watchlist": "watchlist", "trakt_collection": "collection"}
"""What users keep for themselves, likewise."""

_LIST = re.compile(r"users/(?P<user>[^/?#]+)/lists/(?P<list>[^/?#]+)|lists/(?:official/)?(?P<own>[^/?#]+)")


class TraktBuilder(CollectionBuilder[TraktSettings]):
    """What the builders have in common."""

    ordered: ClassVar[bool] = True

    def __init__(self, settings: TraktSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.session = Session(settings, context)

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

    def pages(self, path: str, kind: str) -> Iterator[MediaRef]:
        """Yield the titles of a kind from all pages at a path, no page further than they are taken.

        Raises:
            ProviderError: there is no such list, or it is private.
        """
        page, last = 1, 1
        while page <= last:
            response = self._get(path, {"page": str(page), "limit": str(PAGE)})
            entries = json_of(response, self.context.instance)
            if not isinstance(entries, list):
                raise ProviderUnavailable(self.context.instance, "answered with something else than a list")
            for entry in entries:
                title = entry.get(kind) if kind in entry else entry if "ids" in entry else None
                if isinstance(title, Mapping):
                    yield _ref(title, kind)
            count = response.headers.get("x-pagination-page-count", "1")
            last = int(count) if count.isdigit() else 1
            page += 1

    def _get(self, path: str, params: Mapping[str, str]) -> httpx.Response:
        me = self.context.instance
        response = self.session.get(path, params)
        if response.status_code == httpx.codes.NOT_FOUND:
            raise ProviderError(me, f"has no list at {path}", hint="Is its address right?")
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise ProviderError(me, f"keeps {path} private", hint="Lists of your own need `posteract trakt login`.")
        if response.status_code == httpx.codes.FORBIDDEN:
            raise ProviderRejected(
                me, "refuses the client id", hint="Copy it again from the application's page at Trakt."
            )
        return response


class TraktList(TraktBuilder):
    """`trakt_list`: an address of a list, or several."""

    name = "trakt_list"

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the titles of each list."""
        if isinstance(value, Mapping):
            raise ConfigError("trakt_list takes addresses, not a mapping")
        kind = _kind(context)
        for written in value if isinstance(value, list) else [value]:
            found = _LIST.search(str(written))
            if not found:
                raise ConfigError(
                    f"trakt_list: {str(written)!r} is no address such as https://trakt.tv/users/someone/lists/heists"
                )
            if found["own"]:
                path = f"/lists/{quote(found['own'])}/items/{kind}"
            else:
                path = f"/users/{quote(found['user'])}/lists/{quote(found['list'])}/items/{kind}"
            yield from self.pages(path, kind)


class TraktOwn(TraktBuilder):
    """What users keep for themselves: their names, or `me` for the one who logged in."""

    path: ClassVar[str]

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the titles of each user."""
        kind = _kind(context)
        for written in value if isinstance(value, list) else [value]:
            user = "me" if written is True else str(written).strip() if isinstance(written, str | int) else ""
            if not user or written is False:
                raise ConfigError(f"{self.name} takes names of users, or `me`, not {written!r}")
            if user == "me" and not self.session.logged_in():
                raise ProviderError(
                    self.context.instance, "does not know who you are", hint="Log in: `posteract trakt login`."
                )
            yield from self.pages(f"/users/{quote(user, safe='')}/{self.path}/{kind}s", kind)


class TraktChart(TraktBuilder):
    """A chart; its value is how many titles."""

    path: ClassVar[str]

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the first titles of the chart."""
        text = str(value).strip()
        if value not in (None, True) and not re.fullmatch(r"[1-9]\d*", text):
            raise ConfigError(f"{self.name} takes how many titles, a number from 1, not {value!r}")
        most = DEFAULT_MOST if value in (None, True) else int(text)
        kind = _kind(context)
        for number, ref in enumerate(self.pages(f"/{kind}s/{self.path}", kind), 1):
            yield ref
            if number >= most:
                return


class TraktBoxOffice(TraktBuilder):
    """`trakt_boxoffice: true`: the ten films that earned most last weekend."""

    name = "trakt_boxoffice"

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the films."""
        if _kind(context) != "movie":
            raise ConfigError("trakt_boxoffice goes with libraries of films only")
        yield from self.pages("/movies/boxoffice", "movie")


def _kind(context: BuildContext) -> str:
    return "movie" if context.library.type is ItemType.MOVIE else "show"


def _ref(title: Mapping[str, Any], kind: str) -> MediaRef:
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
    *(type(name, (TraktOwn,), {"name": name, "path": path, "__doc__": TraktOwn.__doc__}) for name, path in OWN.items()),
    *(
        type(name, (TraktChart,), {"name": name, "path": path, "__doc__": TraktChart.__doc__})
        for name, path in CHARTS.items()
    ),
)
"""Every builder of Trakt's."""
