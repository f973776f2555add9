"""Builders: charts, lists, sets, people, companies and searches of TMDB. One class; a table says what each asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, ClassVar

from posteract_core.errors import ConfigError, ProviderError
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import BuildContext, CollectionBuilder, ProviderContext

from .questions import Questions
from .settings import TmdbSettings

DEFAULT_MOST = 10
"""Titles of a chart where no number is written, as in the dialect."""

LARGEST_PAGE = 500
"""The last page that TMDB gives."""

Entry = Mapping[str, Any]

MOVIE, SHOW = frozenset({ItemType.MOVIE}), frozenset({ItemType.SHOW})
BOTH = MOVIE | SHOW

KIND = {ItemType.MOVIE: "movie", ItemType.SHOW: "tv"}

CHARTS: Mapping[str, tuple[str, frozenset[ItemType]]] = {
    "tmdb_popular": ("/{kind}/popular", BOTH),
    "tmdb_top_rated": ("/{kind}/top_rated", BOTH),
    "tmdb_trending_daily": ("/trending/{kind}/day", BOTH),
    "tmdb_trending_weekly": ("/trending/{kind}/week", BOTH),
    "tmdb_now_playing": ("/movie/now_playing", MOVIE),
    "tmdb_upcoming": ("/movie/upcoming", MOVIE),
    "tmdb_airing_today": ("/tv/airing_today", SHOW),
    "tmdb_on_the_air": ("/tv/on_the_air", SHOW),
}
"""Charts, the value of which is how many."""

FOUND_BY: Mapping[str, tuple[str, frozenset[ItemType]]] = {
    "tmdb_company": ("with_companies", BOTH),
    "tmdb_keyword": ("with_keywords", BOTH),
    "tmdb_network": ("with_networks", SHOW),
}
"""Ids that titles are searched by."""

JOBS: Mapping[str, Callable[[Entry, bool], bool]] = {
    "tmdb_actor": lambda credit, cast: cast,
    "tmdb_crew": lambda credit, cast: not cast,
    "tmdb_director": lambda credit, cast: credit.get("job") == "Director" or credit.get("department") == "Created By",
    "tmdb_producer": lambda credit, cast: "Producer" in str(credit.get("job", "")),
    "tmdb_writer": lambda credit, cast: credit.get("department") == "Writing",
}
"""Of a person's credits, those that count."""

DISCOVER = frozenset(
    ("with_cast", "with_crew", "with_people", "with_companies", "without_companies", "with_networks", "with_genres",
     "without_genres", "with_release_type", "with_keywords", "without_keywords", "with_origin_country", "timezone",
     "with_watch_providers", "without_watch_providers", "with_overview_translation", "with_original_language",
     "with_watch_monetization_types", "with_title_translation", "with_name_translation", "watch_region",
     "primary_release_year", "year", "first_air_date_year", "include_adult", "include_video", "include_null_first_air_dates",
     "screened_theatrically", "region", "certification", "certification.lte", "certification.gte", "certification_country",
     "with_status", "with_type", "sort_by")
) | frozenset(
    f"{name}.{end}"
    for name in ("primary_release_date", "release_date", "air_date", "first_air_date", "vote_count", "with_runtime",
                 "vote_average")
    for end in ("gte", "lte")
)  # fmt: skip
"""What `tmdb_discover` may say, besides `limit`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: a path with its parameters, and how many titles of it count; None = all."""

    path: str
    params: Mapping[str, str | int]
    most: int | None


class TmdbBuilder(CollectionBuilder[TmdbSettings]):
    """What the builders have in common."""

    types: ClassVar[frozenset[ItemType]] = BOTH
    ordered: ClassVar[bool] = False

    def __init__(self, settings: TmdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return the titles, in the service's order, each once."""
        kind = context.library.type
        if kind not in self.types:
            raise ConfigError(
                f"{self.name} goes with libraries of {'films' if kind is ItemType.SHOW else 'shows'} only"
            )
        found: dict[int, MediaRef] = {}
        for ref in self.titles(value, context):
            assert ref.ids.tmdb is not None
            found.setdefault(ref.ids.tmdb, ref)
            if context.limit is not None and len(found) >= context.limit:
                break
        return tuple(found.values())

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield what a value stands for."""
        raise NotImplementedError

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Entry:
        """Return an answer.

        Raises:
            ProviderError: there is no such list, person or set.
        """
        answer = self._questions.fetch(path, params or {})
        if answer is None:
            raise ProviderError(self.context.instance, f"has nothing at {path}", hint="Is the number right?")
        return answer

    def pages(self, asked: Asked, kind: ItemType, key: str = "results") -> Iterator[MediaRef]:
        """Yield titles page by page, no further than is asked for."""
        page, count = 1, 0
        while page <= LARGEST_PAGE:
            answer = self.get(asked.path, {**asked.params, "page": page})
            for entry in answer.get(key) or ():
                if str(entry.get("media_type") or KIND[kind]) != KIND[kind] or "id" not in entry:
                    continue
                yield ref_of(entry, kind)
                count += 1
                if asked.most is not None and count >= asked.most:
                    return
            if page >= int(answer.get("total_pages") or 1):
                return
            page += 1


def ref_of(entry: Entry, kind: ItemType) -> MediaRef:
    """Return an entry of an answer as a title."""
    day = str(entry.get("release_date") or entry.get("first_air_date") or "")
    title = str(entry.get("title") or entry.get("name") or "")
    return MediaRef(
        type=kind, ids=ExternalIds(tmdb=int(entry["id"])), title=title, year=int(day[:4]) if day[:4].isdigit() else None
    )


class Chart(TmdbBuilder):
    """A chart; its value is how many titles."""

    ordered = True
    path: ClassVar[str]

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the first titles of the chart."""
        most = DEFAULT_MOST if value in (None, True) else number_of(value, self.name)
        kind = context.library.type
        region = context.region or (self.settings.region if self.types is MOVIE else "")
        params = {"region": region} if region and kind is ItemType.MOVIE else {}
        yield from self.pages(Asked(self.path.format(kind=KIND[kind]), params, most), kind)


class Discovered(TmdbBuilder):
    """Titles of companies, networks, or with keywords."""

    parameter: ClassVar[str]

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield all titles that have one of the ids."""
        kind = context.library.type
        ids = "|".join(map(str, ids_of(value, self.name)))
        yield from self.pages(Asked(f"/discover/{KIND[kind]}", {self.parameter: ids}, None), kind)


class Discover(TmdbBuilder):
    """`tmdb_discover`: TMDB's own search, with all its parameters and a `limit`."""

    name = "tmdb_discover"
    ordered = True

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield what each search finds."""
        kind = context.library.type
        for written in value if isinstance(value, list) else [value]:
            if not isinstance(written, Mapping):
                raise ConfigError("tmdb_discover takes a mapping, such as `{with_genres: 18, limit: 50}`")
            lower = {str(key).lower(): each for key, each in written.items()}
            for key in lower:
                if key not in DISCOVER and key != "limit":
                    near = get_close_matches(key, DISCOVER, n=1)
                    advice = f"; did you mean `{near[0]}`?" if near else ""
                    raise ConfigError(f"tmdb_discover: `{key}` is not understood{advice}")
            limit = lower.pop("limit", 100)
            most = None if str(limit) == "0" else number_of(limit, "tmdb_discover: limit")
            params = {key: _parameter(each) for key, each in lower.items() if each is not None}
            yield from self.pages(Asked(f"/discover/{KIND[kind]}", params, most), kind)


class Listed(TmdbBuilder):
    """`tmdb_list`: a list of a user's, in its order."""

    name = "tmdb_list"
    ordered = True

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the titles of the library's kind."""
        for number in ids_of(value, self.name):
            yield from self.pages(Asked(f"/list/{number}", {}, None), context.library.type, key="items")


class FilmSet(TmdbBuilder):
    """`tmdb_collection`: the films of a set, as they came out."""

    name = "tmdb_collection"
    types = MOVIE

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the films."""
        for number in ids_of(value, self.name):
            parts = self.get(f"/collection/{number}").get("parts") or ()
            for part in sorted(parts, key=_day):
                yield ref_of(part, ItemType.MOVIE)


class Titles(TmdbBuilder):
    """`tmdb_movie` and `tmdb_show`: titles by their numbers; nothing is asked."""

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield them."""
        for number in ids_of(value, self.name):
            yield MediaRef(type=context.library.type, ids=ExternalIds(tmdb=number))


class Person(TmdbBuilder):
    """Titles that a person worked on."""

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield them, the newest last."""
        kind = context.library.type
        counts = JOBS[self.name]
        for number in ids_of(value, self.name):
            credits_ = self.get(f"/person/{number}/combined_credits")
            entries = [
                (each, cast) for cast, key in ((True, "cast"), (False, "crew")) for each in credits_.get(key) or ()
            ]
            fitting = [each for each, cast in entries if each.get("media_type") == KIND[kind] and counts(each, cast)]
            for each in sorted(fitting, key=_day):
                yield ref_of(each, kind)


def ids_of(value: Any, name: str) -> list[int]:
    """Return the numbers in a value: a number, an address with one, a list or a text of such with commas.

    Raises:
        ConfigError: there is none in a part of it.
    """
    parts = value if isinstance(value, list) else str(value).split(",")
    numbers: list[int] = []
    for part in parts:
        text = str(part).strip()
        found = re.fullmatch(r"\d+", text) or re.search(r"/(\d+)(?:[-/?#]|$)", text)
        if not found:
            raise ConfigError(f"{name}: {text!r} is no number of TMDB's, and no address with one")
        numbers.append(int(found[found.lastindex or 0]))
    return numbers


def number_of(value: Any, name: str) -> int:
    """Return a number of titles, at least one; raises ConfigError."""
    if isinstance(value, bool) or not re.fullmatch(r"\d+", str(value).strip()) or int(value) < 1:
        raise ConfigError(f"{name} takes how many titles, a number from 1, not {value!r}")
    return int(value)


def _day(entry: Entry) -> str:
    """Return when an entry came out; what has no day comes last."""
    return str(entry.get("release_date") or entry.get("first_air_date") or "9999")


def _parameter(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _made() -> tuple[type[TmdbBuilder], ...]:
    charts = [
        type(name, (Chart,), {"name": name, "path": path, "types": types, "__doc__": Chart.__doc__})
        for name, (path, types) in CHARTS.items()
    ]
    found = [
        type(name, (Discovered,), {"name": name, "parameter": parameter, "types": types, "__doc__": Discovered.__doc__})
        for name, (parameter, types) in FOUND_BY.items()
    ]
    people = [type(name, (Person,), {"name": name, "__doc__": Person.__doc__}) for name in JOBS]
    titles = [
        type(name, (Titles,), {"name": name, "types": types, "__doc__": Titles.__doc__})
        for name, types in (("tmdb_movie", MOVIE), ("tmdb_show", SHOW))
    ]
    return (*charts, *found, *people, *titles, Discover, Listed, FilmSet)


BUILDERS = _made()
"""Every builder of TMDB's."""
