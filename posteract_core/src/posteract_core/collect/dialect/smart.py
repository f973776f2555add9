"""Collections that the server keeps by itself: by a filter, by an address copied from Plex, by a label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ...errors import Problem
from ...model import ItemType
from ...providers import Condition, Group, Search
from .searches import read_search, read_sorts

LABELS = {ItemType.SEASON: "season_label", ItemType.EPISODE: "episode_label"}
"""The attribute that searches for a label; `label` where it is not listed."""

MARK = "<<smart_label>>"

Read = tuple[Search, tuple[Problem, ...]]


def read_smart(name: str, key: str, value: Any, *, library: ItemType, level: ItemType) -> Read:
    """Return what a smart collection shows, and mistakes, for `smart_filter` and `smart_url`."""
    if name == "smart_filter":
        return read_search(value, key, library=library, level=level, default_sort="random")
    query = query_in(str(value))
    if not query:
        message = "is no address of a search: open the library in Plex's web app, filter it, and copy the whole address"
        return Search(), (Problem(path=key, message=message),)
    return Search(raw=query), ()


def query_in(address: str) -> str:
    """Return the query in an address that was copied from Plex's web app, beginning with `?`; empty when there is none.

    >>> query_in("http://plex:32400/web/index.html#!/media/5a/com.plexapp.plugins.library?key=%2Flibrary%2Fsections%2F1%2Fall%3Ftype%3D1")
    '?type=1'
    """
    parts = urlsplit(address)
    for query in (parts.query, urlsplit(parts.fragment.lstrip("!")).query):
        for inner in (*parse_qs(query).get("key", ()), unquote(address)):
            path, mark, found = inner.partition("/all?")
            if mark and "/library/sections/" in path + "/":
                return f"?{found}"
    return ""


def read_smart_label(key: str, value: Any, *, title: str, library: ItemType, level: ItemType) -> Read:
    """Return the search for the items that have a collection's title as a label, and mistakes.

    Args:
        key: where it stands.
        value: nothing, an order, or a filter with `label: <<smart_label>>` somewhere in it.
        title: of the collection.
        library: MOVIE or SHOW.
        level: of the members.
    """
    if isinstance(value, Mapping):
        return _filtered(key, value, title=title, library=library, level=level)
    sorts, mistakes = read_sorts([value] if value not in (None, "", True) else ["random"], level)
    label = Condition(attribute=LABELS.get(level, "label"), values=(title,))
    search = Search(where=Group(match="all", parts=(label,)), sort=sorts)
    return search, tuple(Problem(path=key, message=mistake) for mistake in mistakes)


def _filtered(key: str, value: Mapping[str, Any], *, title: str, library: ItemType, level: ItemType) -> Read:
    found: list[str] = []

    def put(part: Any) -> Any:
        if isinstance(part, Mapping):
            return {name: put(each) for name, each in part.items()}
        if isinstance(part, list):
            return [put(each) for each in part]
        if isinstance(part, str) and MARK in part:
            found.append(part)
            return part.replace(MARK, title)
        return part

    search, problems = read_search(put(value), key, library=library, level=level, default_sort="random")
    if not found:
        problems += (Problem(path=key, message=f"needs `label: {MARK}` somewhere: by it the server finds the members"),)
    return search, problems
