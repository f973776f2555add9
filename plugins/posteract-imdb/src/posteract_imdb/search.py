"""The builder `imdb_search`: the website's own search, asked in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar

from posteract_core.errors import ConfigError, ProviderUnavailable
from posteract_core.model import ItemType, MediaRef
from posteract_core.providers import BuildContext

from .lists import ImdbBuilder
from .search_words import ATTRIBUTES, DEFAULT_SORT, NO_NOT, SORTS
from .site import ask

PAGE = 250
DEFAULT_MOST = 100
MOST = 5000
"""Titles that a search without limit may find: who wants more has forgotten a condition."""

OWN_TYPES = {ItemType.MOVIE: ["movie", "tvMovie"], ItemType.SHOW: ["tvSeries", "tvMiniSeries"]}
"""What is searched where no type is written."""

QUERY = """
query ($constraints: AdvancedTitleSearchConstraints!, $sort: AdvancedTitleSearchSort!, $first: Int!, $after: String) {
  advancedTitleSearch(constraints: $constraints, sort: $sort, first: $first, after: $after) {
    total
    pageInfo { hasNextPage endCursor }
    edges { node { title { id } } }
  }
}
"""
"""Written out, so that the website itself refuses a condition that it does not know, instead of leaving it out."""


class ImdbSearch(ImdbBuilder):
    """`imdb_search: {genre: crime, rating.gte: 8, votes.gte: 10000, limit: 50}`, or several."""

    name = "imdb_search"
    ordered: ClassVar[bool] = True

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        """Return what each search finds; of the library's kind, unless it says which types."""
        searches = []
        for written in value if isinstance(value, list) else [value]:
            if not isinstance(written, Mapping):
                raise ConfigError("imdb_search takes a mapping, such as `{genre: crime, rating.gte: 8, limit: 50}`")
            lower = {str(key).lower(): each for key, each in written.items() if each is not None}
            if not lower.keys() & {"type", "type.not"}:
                lower["type"] = OWN_TYPES.get(context.library.type, [])
            read_search(lower)
            searches.append(lower)
        return super().build(searches, context)

    def read(self, value: Any, limit: int | None) -> list[str]:
        """Return the ids of the first titles of one search."""
        constraints, sort, own = read_search(value)
        most = min(own, limit or MOST)
        ids: list[str] = []
        for page in self._pages(constraints, sort, min(most, PAGE)):
            ids += page
            if len(ids) >= most:
                break
        return ids[:most]

    def _pages(self, constraints: Mapping[str, Any], sort: Mapping[str, str], size: int) -> Iterator[list[str]]:
        after: str | None = None
        while True:
            variables = {"constraints": constraints, "sort": sort, "first": size, "after": after}
            data = ask(self.http, self.context.instance, {"query": QUERY, "variables": variables})
            try:
                found = data["advancedTitleSearch"]
                yield [edge["node"]["title"]["id"] for edge in found["edges"]]
                more, after = found["pageInfo"]["hasNextPage"], found["pageInfo"]["endCursor"]
            except (KeyError, TypeError) as error:
                raise ProviderUnavailable(
                    self.context.instance, "its website no longer answers searches as it did"
                ) from error
            if not more or not after:
                return


def read_search(written: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str], int]:
    """Return (conditions, order, how many) of a search whose keys are in small letters.

    Raises:
        ConfigError: it says something that cannot be searched for.
    """
    constraints: dict[str, Any] = {}
    for key, value in written.items():
        if key in ("limit", "sort_by"):
            continue
        if key in NO_NOT:
            raise ConfigError(
                f"imdb_search: IMDb cannot leave titles out by `{key.removesuffix('.not')}`",
                hint="Name the titles in `ignore_imdb_ids`, or leave them out with `filters`.",
            )
        if key not in ATTRIBUTES:
            near = get_close_matches(key, (*ATTRIBUTES, "limit", "sort_by"), n=1)
            raise ConfigError(
                f"imdb_search: `{key}` is not understood" + (f"; did you mean `{near[0]}`?" if near else "")
            )
        path, read = ATTRIBUTES[key]
        try:
            _put(constraints, path, read(value))
        except ValueError as error:
            raise ConfigError(f"imdb_search: `{key}`: {error}") from error
    if not written.keys() - {"limit", "sort_by", "type", "type.not"}:
        raise ConfigError("imdb_search says nothing to search for", hint="A chart is `imdb_chart: popular_movies`.")
    return constraints, _sort(written.get("sort_by")), _most(written.get("limit", DEFAULT_MOST))


def _put(constraints: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a path; lists of several attributes that share one become one list."""
    *folders, last = path.split(".")
    here = constraints
    if value is None:
        return
    for folder in folders:
        here = here.setdefault(folder, {})
    here[last] = [*here.get(last, []), *value] if isinstance(value, list) else value


def _sort(written: Any) -> dict[str, str]:
    by, _, how = str(written or DEFAULT_SORT).lower().partition(".")
    if by not in SORTS or how not in ("", "asc", "desc"):
        raise ConfigError(f"imdb_search: {written!r} is no order; there are {', '.join(SORTS)}, with .asc or .desc")
    return {"sortBy": SORTS[by], "sortOrder": "DESC" if how == "desc" else "ASC"}


def _most(written: Any) -> int:
    if isinstance(written, bool) or not str(written).strip().isdigit():
        raise ConfigError(f"imdb_search: limit must be a number, 0 for as many as there are, not {written!r}")
    return min(int(str(written)) or MOST, MOST)
