"""Dynamic collections by TMDB: one for each set of films that the library has some of, one for each popular person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from posteract_core.errors import ProviderUnavailable
from posteract_core.model import Brand, ItemType
from posteract_core.providers import DynamicKeys, KeysContext, ProviderContext

from .questions import Questions
from .settings import TmdbSettings

MOST_PEOPLE = 500


class TmdbSets(DynamicKeys[TmdbSettings]):
    """`type: tmdb_collection`. The sets come from the facts of films: one question each, once in `run.facts_every`."""

    name = "tmdb_collection"
    types = frozenset({ItemType.MOVIE})
    needs = frozenset({"film_set"})

    @classmethod
    def definition(cls, value: Sequence[str], data: Any) -> Mapping[str, Any]:
        """Return a collection of a set's films, if the library has two of them, with TMDB's words and pictures."""
        return {"tmdb_collection_details": list(value), "minimum_items": 2, "sync_mode": "sync"}

    def keys(self, data: Any, context: KeysContext) -> Mapping[str, str]:
        """Return the sets, by name."""
        found = [item.facts.get("film_set") for item in context.items]
        sets = {each.id: each.name for each in found if isinstance(each, Brand) and each.id}
        return dict(sorted(sets.items(), key=lambda named: named[1].casefold()))


class TmdbPopularPeople(DynamicKeys[TmdbSettings]):
    """`type: tmdb_popular_people`, with how many under `data`."""

    name = "tmdb_popular_people"

    def __init__(self, settings: TmdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)

    @classmethod
    def check_data(cls, data: Any) -> None:
        """Return if `data` is a number of people."""
        if isinstance(data, bool) or not str(data).strip().isdigit() or not 1 <= int(data) <= MOST_PEOPLE:
            raise ValueError(f"must be how many people, from 1 to {MOST_PEOPLE}")

    @classmethod
    def definition(cls, value: Sequence[str], data: Any) -> Mapping[str, Any]:
        """Return a collection of what a person acts in, with the person's life and portrait."""
        return {"tmdb_actor_details": list(value), "sync_mode": "sync"}

    def keys(self, data: Any, context: KeysContext) -> Mapping[str, str]:
        """Return the people, the most popular first; twenty to a question."""
        most, page, people = int(data), 1, dict[str, str]()
        while True:
            answer = self._questions.fetch("/person/popular", {"page": page})
            if answer is None or not isinstance(answer.get("results"), list):
                raise ProviderUnavailable(self.context.instance, "answered with something else than people")
            people |= {str(each["id"]): str(each["name"]) for each in answer["results"] if each.get("name")}
            if len(people) >= most or page >= int(answer.get("total_pages") or 1):
                return dict(list(people.items())[:most])
            page += 1
