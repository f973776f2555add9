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
        """Return whether the dataset is there, and how many ratings are at hand; fetches nothing.

        No ERROR: where no look shows a rating, nobody misses them.
        """
        index = self.dataset.at_hand()
        here = f"{len(index):,} ratings at hand" if index is not None else "fetched when a look shows a rating"
        try:
            self.dataset.look()
        except ProviderError as error:
            remedy = error.hint or "Its ratings are missing, or old, until it answers."
            return [Finding(subject="imdb", severity=Severity.WARNING, message=f"{error}; {here}", remedy=remedy)]
        if complaint := self.dataset.complaint:
            remedy = "It is tried again by the next run."
            return [Finding(subject="imdb", severity=Severity.WARNING, message=complaint, remedy=remedy)]
        return [Finding(subject="imdb", severity=Severity.OK, message=f"its dataset is there; {here}")]

    def close(self) -> None:
        """Let the file go."""
        self.dataset.close()
