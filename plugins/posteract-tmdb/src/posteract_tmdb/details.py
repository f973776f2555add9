"""What TMDB says of sets, lists, people and titles, for the collections made of them. One table says what each key asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from posteract_core.errors import ConfigError, ProviderError
from posteract_core.model import ItemType
from posteract_core.providers import BuildContext, CollectionDetail, Described, ProviderContext

from .lists import JOBS, ids_of
from .questions import Questions
from .settings import TmdbSettings
from .source import SITE, artworks_of, images_below

Answer = Mapping[str, Any]


class TmdbDetail(CollectionDetail[TmdbSettings]):
    """One key; `of` says what its number is a number of."""

    of: ClassVar[str]

    def __init__(self, settings: TmdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)
        self._below = images_below(settings)

    def describe(self, value: Any, context: BuildContext) -> Described:
        """Return what TMDB says of the first of the numbers in the value."""
        if isinstance(value, Mapping):
            raise ConfigError(f"{self.name} takes a number of TMDB's, not a mapping")
        return _ASKED[self.of](self, value, context)

    def set_or_title(self, value: Any, context: BuildContext) -> Described:
        """Return what is said of a set of films, else of the film; in libraries of shows of the show."""
        number = ids_of(value, self.name)[0]
        kinds = ("collection", "movie") if context.library.type is ItemType.MOVIE else ("tv",)
        for kind in kinds:
            if (answer := self._questions.get(f"/{kind}/{number}", append="images")) is not None:
                return self._titled(answer, f"{SITE}/{kind}/{number}")
        raise self._nothing(number)

    def kind(self, kind: str, value: Any) -> Described:
        """Return what is said of a set, a film or a show."""
        number = ids_of(value, self.name)[0]
        answer = self._questions.get(f"/{kind}/{number}", append="images")
        if answer is None:
            raise self._nothing(number)
        return self._titled(answer, f"{SITE}/{kind}/{number}")

    def person(self, value: Any, context: BuildContext) -> Described:
        """Return a person's life and portraits; a person is known by a number, or by a name."""
        first = value[0] if isinstance(value, list) and value else value
        number = (
            ids_of(first, self.name)[0]
            if str(first).strip()[:1].isdigit() or "/" in str(first)
            else self._by_name(first)
        )
        answer = self._questions.get(f"/person/{number}", append="images")
        if answer is None:
            raise self._nothing(number)
        profiles = answer.get("images", {}).get("profiles") or [{"file_path": answer.get("profile_path")}]
        portraits = [{**each, "iso_639_1": each.get("iso_639_1")} for each in profiles]
        return Described(
            summary=str(answer.get("biography") or ""),
            posters=tuple(artworks_of(portraits, "profiles", f"{SITE}/person/{number}", self._below)),
            birthday=_day(answer.get("birthday")),
            deathday=_day(answer.get("deathday")),
        )

    def listed(self, value: Any, context: BuildContext) -> Described:
        """Return the description of a list, and the picture that its maker chose."""
        number = ids_of(value, self.name)[0]
        answer = self._questions.get(f"/list/{number}")
        if answer is None:
            raise self._nothing(number)
        posters = [{"file_path": answer.get("poster_path"), "iso_639_1": "xx"}]
        return Described(
            summary=str(answer.get("description") or ""),
            posters=tuple(artworks_of(posters, "posters", f"{SITE}/list/{number}", self._below)),
        )

    def _titled(self, answer: Answer, page: str) -> Described:
        images = answer.get("images", {})
        return Described(
            summary=str(answer.get("overview") or ""),
            posters=tuple(artworks_of(images.get("posters") or (), "posters", f"{page}/images/posters", self._below)),
            backgrounds=tuple(
                artworks_of(images.get("backdrops") or (), "backdrops", f"{page}/images/backdrops", self._below)
            ),
        )

    def _by_name(self, name: Any) -> int:
        answer = self._questions.fetch("/search/person", {"query": str(name)}) or {}
        results = answer.get("results") or ()
        if not results:
            raise ProviderError(self.context.instance, f"knows nobody called {name!r}")
        return int(results[0]["id"])

    def _nothing(self, number: int) -> ProviderError:
        return ProviderError(self.context.instance, f"has nothing under the number {number}", hint="Is it right?")


_ASKED: Mapping[str, Callable[[TmdbDetail, Any, BuildContext], Described]] = {
    "set or title": TmdbDetail.set_or_title,
    "set": lambda detail, value, context: detail.kind("collection", value),
    "film": lambda detail, value, context: detail.kind("movie", value),
    "show": lambda detail, value, context: detail.kind("tv", value),
    "person": TmdbDetail.person,
    "list": TmdbDetail.listed,
}

KEYS: Mapping[str, tuple[str, str]] = {
    "tmdb_summary": ("summary", "set or title"),
    "tmdb_description": ("summary", "list"),
    "tmdb_biography": ("summary", "person"),
    "tmdb_poster": ("poster", "set or title"),
    "tmdb_profile": ("poster", "person"),
    "tmdb_background": ("background", "set or title"),
    "tmdb_person": ("all", "person"),
    "tmdb_collection_details": ("all", "set"),
    "tmdb_movie_details": ("all", "film"),
    "tmdb_show_details": ("all", "show"),
    "tmdb_list_details": ("all", "list"),
    **{f"{name}_details": ("all", "person") for name in JOBS},
}
"""What each key is about, and of what its number is one."""

DETAILS: tuple[type[TmdbDetail], ...] = tuple(
    type(name, (TmdbDetail,), {"name": name, "part": part, "of": of, "__doc__": TmdbDetail.__doc__})
    for name, (part, of) in KEYS.items()
)
"""Every key that describes a collection by TMDB."""


def _day(text: Any) -> date | None:
    """Return a day as TMDB writes it; None where it says none, or a year alone."""
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None
