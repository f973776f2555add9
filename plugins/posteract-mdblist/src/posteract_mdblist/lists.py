"""The builder `mdblist_list`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import quote

import httpx
from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder, ProviderContext

from .account import Account
from .settings import MdblistSettings

PAGE = 1000
"""Entries of a page, MDBList's most."""

SORTS = (
    "rank", "score", "score_average", "released", "releasedigital", "imdbrating", "imdbvotes", "imdbpopular", "tmdbpopular",
    "rogerebert", "rtomatoes", "rtaudience", "metacritic", "myanimelist", "letterrating", "lettervotes", "last_air_date",
    "budget", "revenue", "runtime", "title", "sort_title", "random", "usort", "added",
)  # fmt: skip
"""What MDBList can sort a list by."""

_LIST = re.compile(
    r"(?:https?://)?(?:www\.)?mdblist\.com/lists/(?:(?P<user>[^/?#\s]+)/)?(?P<list>external/\d+|[^/?#\s]+)(?:/json)?/?(?:[?#].*)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One list.

    Attributes:
        path: below MDBList's address.
        limit: no more titles than that; None = all.
        sort: by what, and `asc` or `desc`; empty = as MDBList has it.
    """

    path: str
    limit: int | None = None
    sort: tuple[str, str] | None = None


class MdblistList(CollectionBuilder[MdblistSettings]):
    """`mdblist_list`: an address, several, or `{url: …, limit: …, sort_by: score.desc}`."""

    name = "mdblist_list"
    ordered: ClassVar[bool] = True

    def __init__(self, settings: MdblistSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._account = Account(settings, context)

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles of the library's kind, in the order of the lists, each once."""
        lists = [_asked(one) for one in (value if isinstance(value, list) else [value])]
        found: dict[MediaRef, None] = {}
        for one in lists:
            for ref in islice(self._titles(one, context.library.type), one.limit):
                found.setdefault(ref)
                if context.limit is not None and len(found) >= context.limit:
                    return tuple(found)
        return tuple(found)

    def _titles(self, asked: Asked, kind: ItemType) -> Iterator[MediaRef]:
        """Yield the titles of a kind from all pages, no page further than they are taken."""
        params = {"limit": str(PAGE)}
        if asked.sort:
            by, direction = asked.sort
            params |= {"sort": by, "order": direction, "sortorder": direction}
        offset = 0
        while True:
            response = self._page(asked.path, params)
            page = self._account.answer(response)
            for entry in self._entries(page, kind):
                yield _ref(entry, kind)
            paging = page.get("pagination") if isinstance(page, dict) else None
            if isinstance(paging, Mapping) and paging.get("has_more") and paging.get("next_cursor"):
                cursor = str(paging["next_cursor"])
                if cursor == params.get("cursor"):
                    return
                params["cursor"] = cursor
            elif response.headers.get("x-has-more", "").lower() == "true":
                offset += PAGE
                params["offset"] = str(offset)
            else:
                return

    def _page(self, path: str, params: Mapping[str, str]) -> httpx.Response:
        self._account.quota.spend()
        response = self._account.get(path, params)
        if response.status_code == httpx.codes.NOT_FOUND:
            raise ProviderError(
                self.context.instance, f"has no list at {path.removesuffix('/items')}", hint="Is its address right?"
            )
        if response.status_code == httpx.codes.FORBIDDEN and "key" not in response.text[:500].casefold():
            raise ProviderError(
                self.context.instance,
                f"keeps {path.removesuffix('/items')} private",
                hint="Lists that are private are opened by their owner's `plugins.mdblist.api_key` only.",
            )
        return response

    def _entries(self, page: Any, kind: ItemType) -> Iterator[Mapping[str, Any]]:
        name = "movie" if kind is ItemType.MOVIE else "show"
        if isinstance(page, Mapping) and ("movies" in page or "shows" in page):
            entries = page.get(f"{name}s") or []
        elif isinstance(page, list):
            entries = [entry for entry in page if isinstance(entry, Mapping) and entry.get("mediatype") == name]
        else:
            raise ProviderUnavailable(self.context.instance, "answered with something else than a list")
        yield from (entry for entry in entries if isinstance(entry, Mapping))


def _asked(value: Any) -> Asked:
    """Return what a value asks for; raises ConfigError."""
    written = value if isinstance(value, Mapping) else {"url": value}
    if unknown := set(map(str, written)) - {"url", "limit", "sort_by"}:
        raise ConfigError(f"mdblist_list: `{min(unknown)}` is not understood; there are url, limit, sort_by")
    return Asked(path=_path(written.get("url")), limit=_limit(written.get("limit")), sort=_sort(written.get("sort_by")))


def _path(value: Any) -> str:
    text = str(value).strip()
    if re.fullmatch(r"[1-9]\d*", text):
        return f"/lists/{text}/items"
    found = _LIST.fullmatch(text)
    if not found or (not found["user"] and not found["list"].isdigit()):
        raise ConfigError(
            f"mdblist_list: {text!r} is no address such as https://mdblist.com/lists/someone/heists, and no number of a list"
        )
    if found["list"].startswith("external/"):
        return f"/external/lists/{found['list'].removeprefix('external/')}/items"
    return (
        f"/lists/{quote(found['user'])}/{quote(found['list'])}/items"
        if found["user"]
        else f"/lists/{found['list']}/items"
    )


def _limit(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not re.fullmatch(r"\d+", str(value)):
        raise ConfigError(f"mdblist_list: limit must be a number, not {value!r}; 0 = all")
    return int(value) or None


def _sort(value: Any) -> tuple[str, str] | None:
    if value is None:
        return None
    by, _, direction = str(value).strip().partition(".")
    if by not in SORTS or direction not in ("", "asc", "desc"):
        raise ConfigError(
            f"mdblist_list: {str(value)!r} is no order; there are {', '.join(SORTS)}, with .asc or .desc behind them"
        )
    return by, direction or "asc"


def _ref(entry: Mapping[str, Any], kind: ItemType) -> MediaRef:
    ids = entry.get("ids")
    known: Mapping[str, Any] = ids if isinstance(ids, Mapping) else {}
    return MediaRef(
        type=kind,
        ids=ExternalIds(
            imdb=known.get("imdb") or entry.get("imdb_id") or None,
            tmdb=_number(known.get("tmdb") or entry.get("tmdb_id") or entry.get("id")),
            tvdb=_number(known.get("tvdb") or entry.get("tvdb_id")),
        ),
        title=str(entry.get("title") or ""),
        year=_number(entry.get("release_year")),
    )


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdigit() and int(value) else None
