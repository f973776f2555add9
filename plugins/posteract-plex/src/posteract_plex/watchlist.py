"""The builder `plex_watchlist`: what the token's owner wants to see, as Plex keeps it for the account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from posteract_core.errors import ConfigError, ProviderError, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder
from posteract_core.providers.answers import answering, json_of

from .ids import ids_of
from .settings import PlexSettings
from .slots import TYPE_NUMBERS

PAGE = 100
SORTS = {
    "added": "watchlistedAt",
    "title": "titleSort",
    "release": "originallyAvailableAt",
    "critic_rating": "rating",
}
"""The dialect's orders, and Plex's names of them."""

DEFAULT_SORT = "added.asc"


class PlexWatchlist(CollectionBuilder[PlexSettings]):
    """`plex_watchlist: added.desc`. Written by what is publicly known of Plex's discover service."""

    name = "plex_watchlist"
    ordered: ClassVar[bool] = True

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles of the library's kind that are on the watchlist, in the order that is asked for."""
        kind = context.library.type
        sort = _sort(value)
        found: dict[MediaRef, None] = {}
        start, total = 0, 1
        while start < total:
            container = self._page(kind, sort, start)
            entries = container.get("Metadata") or []
            total = int(container.get("totalSize") or len(entries))
            if not entries:
                break
            start += len(entries)
            for entry in entries:
                found.setdefault(_ref(entry, kind))
                if context.limit is not None and len(found) >= context.limit:
                    return tuple(found)
        return tuple(found)

    def _page(self, kind: ItemType, sort: str, start: int) -> Mapping[str, Any]:
        address = f"{str(self.settings.discover_url).rstrip('/')}/library/sections/watchlist/all"
        params: dict[str, str | int] = {
            "type": TYPE_NUMBERS[kind],
            "sort": sort,
            "includeGuids": 1,
            "X-Plex-Container-Start": start,
            "X-Plex-Container-Size": PAGE,
        }
        headers = {"X-Plex-Token": self.settings.token.get_secret_value(), "Accept": "application/json"}
        with answering(self.context.instance):
            response = self.http.get(address, params=params, headers=headers)
        if response.status_code == 404:
            raise ProviderError(
                self.context.instance, "has no watchlist for this token", hint="Is it the account's own?"
            )
        answer = json_of(response, self.context.instance)
        container = answer.get("MediaContainer") if isinstance(answer, Mapping) else None
        if not isinstance(container, Mapping):
            raise ProviderUnavailable(self.context.instance, "answered with something else than a watchlist")
        return container


def _sort(value: Any) -> str:
    written = DEFAULT_SORT if value in (None, "", True) else str(value).lower()
    name, _, direction = written.partition(".")
    if isinstance(value, Mapping | list) or name not in SORTS or direction not in ("", "asc", "desc"):
        raise ConfigError(
            f"plex_watchlist takes one of {', '.join(SORTS)}, with .asc or .desc behind it, not {value!r}"
        )
    return f"{SORTS[name]}:{direction or 'asc'}"


def _ref(entry: Mapping[str, Any], kind: ItemType) -> MediaRef:
    ids: ExternalIds = ids_of(entry)
    year = entry.get("year")
    return MediaRef(type=kind, ids=ids, title=str(entry.get("title") or ""), year=int(year) if year else None)
