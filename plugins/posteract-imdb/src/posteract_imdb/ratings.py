"""What IMDb's users think, for the whole library from one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from posteract_core.errors import ProviderError
from posteract_core.model import Facts, Finding, FrozenMap, MediaItem, Severity
from posteract_core.providers import FactSource, ProviderContext

from .dataset import Dataset
from .settings import ImdbSettings

RATING = "rating.imdb"


class ImdbRatings(FactSource[ImdbSettings]):
    """`rating.imdb` of films, shows and episodes that have an IMDb id."""

    provides = frozenset({RATING})
    batch_size = 10_000

    def __init__(self, settings: ImdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.dataset = Dataset(
            context.instance,
            context.http,
            str(settings.datasets_url),
            context.cache_folder,
            looking_only=context.dry_run,
        )

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return the ratings; the file is fetched when it is first needed, and asked after at most once a day."""
        known = [item for item in items if item.ids.imdb]
        if RATING not in names or not known:
            return {}
        ratings = self.dataset.index().find([item.ids.imdb for item in known if item.ids.imdb])
        return {item: FrozenMap({RATING: ratings[item.ids.imdb]}) for item in known if item.ids.imdb in ratings}

    def check(self) -> Sequence[Finding]:
        """Return how many ratings there are, fetching the file where it is not at hand."""
        try:
            rows = len(self.dataset.index())
        except ProviderError as error:
            return [Finding(subject="imdb", severity=Severity.ERROR, message=str(error), remedy=error.hint)]
        if self.dataset.complaint:
            return [
                Finding(
                    subject="imdb",
                    severity=Severity.WARNING,
                    message=self.dataset.complaint,
                    remedy="It is tried again by the next run.",
                )
            ]
        return [Finding(subject="imdb", severity=Severity.OK, message=f"{rows:,} ratings at hand")]

    def close(self) -> None:
        """Let the file go."""
        self.dataset.close()
