"""What AniList's users think: fifty anime a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from posteract_core.errors import ProviderUnavailable
from posteract_core.model import Facts, FrozenMap, MediaItem, Rating
from posteract_core.providers import FactSource, ProviderContext

from ..ids import AnimeIds
from .questions import PAGE, Questions
from .settings import AnilistSettings

RATING = "rating.anilist"

QUERY = (
    "query ($ids: [Int], $perPage: Int) { Page(page: 1, perPage: $perPage) { "
    "media(type: ANIME, id_in: $ids) { id averageScore } } }"
)


class AnilistRatings(FactSource[AnilistSettings]):
    """`rating.anilist` of films, shows and seasons that the table of ids knows, of 100. What is no anime costs no question."""

    provides = frozenset({RATING})
    batch_size = PAGE
    max_concurrency = 1

    def __init__(self, settings: AnilistSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._ids = AnimeIds(context, str(settings.ids_url))
        self._questions = Questions(self.http, context.instance)

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return the ratings of those that anybody has rated."""
        if RATING not in names:
            return {}
        anime = {item: number for item in items if (number := self._ids.anilist_of(item)) is not None}
        scores = self._scores(sorted(set(anime.values()))) if anime else {}
        return {
            item: FrozenMap({RATING: Rating(value=scores[number], scale=100)})
            for item, number in anime.items()
            if number in scores
        }

    def _scores(self, ids: Sequence[int]) -> dict[int, float]:
        page = self._questions.ask(QUERY, {"ids": list(ids), "perPage": PAGE}).get("Page")
        media = page.get("media") if isinstance(page, Mapping) else None
        try:
            scores = {int(each["id"]): float(each["averageScore"] or 0) for each in media or ()}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ProviderUnavailable(self.context.instance, "answered with something else than ratings") from error
        if not isinstance(media, list):
            raise ProviderUnavailable(self.context.instance, "answered with something else than ratings")
        return {number: score for number, score in scores.items() if 0 < score <= 100}
