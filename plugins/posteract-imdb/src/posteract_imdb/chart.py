"""The Top 250, as IMDb's website shows it; asked only of those who want that (`charts: true`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from threading import Lock

from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import Facts, Finding, FrozenMap, ItemType, MediaItem, Severity
from posteract_core.providers import FactSource, ProviderContext

from .settings import ImdbSettings
from .site import ask

RANK = "rank.imdb_top250"
CHARTS = {ItemType.MOVIE: "TOP_RATED_MOVIES", ItemType.SHOW: "TOP_RATED_TV_SHOWS"}
LENGTH = 250
FRESH_FOR_S = 86_400.0


class ImdbChart(FactSource[ImdbSettings]):
    """`rank.imdb_top250` of films and shows: one request for all films, one for all shows.

    The rank is IMDb's own or none. Its formula is not public to the digit, so nothing is estimated from the dataset.
    """

    name = "imdb_chart"
    provides = frozenset({RANK})
    batch_size = 10_000

    def __init__(self, settings: ImdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        if not settings.charts:
            self.provides = frozenset()
        self.clock: Callable[[], float] = time.time
        self._lock = Lock()
        self._ranks: dict[ItemType, tuple[float, dict[str, int]]] = {}

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return the ranks of those that are in the chart; nothing, without asking, unless `charts` is on."""
        if RANK not in names or not self.settings.charts:
            return {}
        found: dict[MediaItem, Facts] = {}
        for kind in CHARTS:
            asked = [item for item in items if item.type is kind and item.ids.imdb]
            ranks = self._chart(kind) if asked else {}
            found |= {item: FrozenMap({RANK: ranks[item.ids.imdb]}) for item in asked if item.ids.imdb in ranks}
        return found

    def check(self) -> Sequence[Finding]:
        """Return whether the website answers; nothing when it is not to be asked."""
        if not self.settings.charts:
            return ()
        try:
            many = len(self._chart(ItemType.MOVIE))
        except ProviderError as error:
            remedy = error.hint or "IMDb may not want this; `charts: false` does without."
            return [Finding(subject="imdb", severity=Severity.WARNING, message=f"Top 250: {error}", remedy=remedy)]
        return [Finding(subject="imdb", severity=Severity.OK, message=f"Top 250: {many} titles")]

    def _chart(self, kind: ItemType) -> dict[str, int]:
        with self._lock:
            asked_at, ranks = self._ranks.get(kind, (0.0, {}))
            if not 0 <= self.clock() - asked_at < FRESH_FOR_S:
                ranks = self._ask(CHARTS[kind])
                self._ranks[kind] = self.clock(), ranks
            return ranks

    def _ask(self, chart: str) -> dict[str, int]:
        query = (
            f"{{ chartTitles(chart: {{chartType: {chart}}}, first: {LENGTH}) {{ edges {{ node {{ id }} }} total }} }}"
        )
        me = self.context.instance
        data = ask(self.http, me, {"query": query})
        try:
            ids = [edge["node"]["id"] for edge in data["chartTitles"]["edges"]]
        except (KeyError, TypeError) as error:
            raise ProviderUnavailable(me, "its website no longer tells the Top 250 as it did") from error
        if not ids:
            raise ProviderUnavailable(me, "its website answered with an empty Top 250")
        return {ident: rank for rank, ident in enumerate(ids, 1)}
