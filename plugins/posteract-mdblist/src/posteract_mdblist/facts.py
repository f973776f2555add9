"""Asks MDBList about many titles at once, and stops for the day when it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from threading import Lock
from typing import Any

from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import Facts, Finding, FrozenMap, ItemType, MediaItem, Severity
from posteract_core.providers import FactSource, ProviderContext

from .account import Account
from .ratings import NAMES, ratings_of
from .settings import MdblistSettings

AGE = "age_rating"
KINDS = {ItemType.MOVIE: "movie", ItemType.SHOW: "show"}
IDS: Mapping[str, Callable[[MediaItem], str | int | None]] = {
    "imdb": lambda item: item.ids.imdb,
    "tmdb": lambda item: item.ids.tmdb,
    "tvdb": lambda item: item.ids.tvdb,
}
"""Which id a title is asked by, the best first."""

FEWEST_IDS = 10
"""In one question, for every account (MDBList's figure for its batches; 100 for supporters)."""


class MdblistFacts(FactSource[MdblistSettings]):
    """Ratings of eleven services and Common Sense Media's age, of films and shows."""

    provides = NAMES | {AGE}
    batch_size = 100
    max_concurrency = 2

    def __init__(self, settings: MdblistSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._account = Account(settings, context)
        self.quota = self._account.quota
        self._most_ids = self.batch_size
        self._lock = Lock()

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return what MDBList has; one request for films and one for shows, where all have an id of the same service."""
        wanted = names & self.provides
        found: dict[MediaItem, Facts] = {}
        for (service, kind), asked in _grouped(items).items() if wanted else ():
            for ident, media in self._media(service, kind, list(asked)):
                known: dict[str, Any] = {**ratings_of(media)}
                if media.get("commonsense") and isinstance(age := media.get("age_rating"), int) and 0 <= age <= 21:
                    known[AGE] = age
                if mine := FrozenMap({name: known[name] for name in wanted if name in known}):
                    found.update(dict.fromkeys(asked.get(ident, ()), mine))
        return found

    def check(self) -> Sequence[Finding]:
        """Return whether the key is taken, and how many questions are left today; costs one of them."""
        try:
            account = self._account.answer(self._account.get("user", {}, attempts=1))
            used, most = int(account["api_requests_count"]), int(account["api_requests"])
        except ProviderError as error:
            return [Finding(subject="mdblist", severity=Severity.ERROR, message=str(error), remedy=error.hint)]
        except (KeyError, TypeError, ValueError):
            return [Finding(subject="mdblist", severity=Severity.OK, message="the key is taken")]
        return [
            Finding(
                subject="mdblist", severity=Severity.OK, message=f"{most - used:,} of {most:,} questions left today"
            )
        ]

    def _media(self, service: str, kind: str, ids: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield (id, answer) of each title found, asking for as many at once as this account may."""
        waiting = ids
        while waiting:
            most = self._most_ids
            some, waiting = waiting[:most], waiting[most:]
            try:
                answer = self._ask(service, kind, some)
            except ProviderError as error:
                if most <= FEWEST_IDS or isinstance(error, ProviderUnavailable | ProviderRejected):
                    raise
                with self._lock:
                    self._most_ids = FEWEST_IDS
                waiting = some + waiting
                continue
            for media in answer:
                ident = _id_of(media, service)
                if ident:
                    yield ident, media

    def _ask(self, service: str, kind: str, ids: list[str]) -> list[Mapping[str, Any]]:
        body = {"ids": [int(each) if each.isdigit() else each for each in ids], "append_to_response": ["keyword"]}
        answer = self._account.post(f"{service}/{kind}/", body)
        if not isinstance(answer, list):
            raise ProviderUnavailable(self.context.instance, "answered with something else than a list of titles")
        return [each for each in answer if isinstance(each, dict)]


def _grouped(items: Sequence[MediaItem]) -> dict[tuple[str, str], dict[str, list[MediaItem]]]:
    """Return items by (service, kind), then by the id that they are asked by."""
    groups: dict[tuple[str, str], dict[str, list[MediaItem]]] = {}
    for item in items:
        kind = KINDS.get(item.type)
        service = next((name for name, get in IDS.items() if get(item) is not None), None)
        if kind is not None and service is not None:
            groups.setdefault((service, kind), {}).setdefault(str(IDS[service](item)), []).append(item)
    return groups


def _id_of(media: Mapping[str, Any], service: str) -> str:
    ids = media.get("ids")
    value = (ids or {}).get(service) if isinstance(ids, dict) else None
    return str(value or media.get(f"{service}_id") or media.get(f"{service}id") or "")
