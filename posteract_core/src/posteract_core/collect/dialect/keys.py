"""What may stand in a definition of a collection, and what is understood to be Kometa's and not done here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

SETTINGS = frozenset(
    ("name", "schedule", "sync_mode", "limit", "minimum_items", "delete_below_minimum", "delete_not_scheduled", "builder_level",
     "run_definition", "only_run_on_create", "validate_builders", "ignore_blank_results", "cache_builders", "ignore_ids",
     "ignore_imdb_ids", "default_percent", "build_collection", "blank_collection", "library", "overlay", "item_overlay",
     "poster", "adopt", "template", "variables", "hub_priority", "name_mapping", "tmdb_region",
     "tmdb_birthday", "tmdb_deathday")
)  # fmt: skip
"""How a collection is kept."""

DETAILS = frozenset(
    ("sort_title", "content_rating", "summary", "label", "append_label", "collection_order", "collection_mode",
     "collection_filtering", "visible_library", "visible_home", "visible_shared")
)  # fmt: skip
"""What is written on it."""

PICTURES = frozenset(f"{where}_{what}" for where in ("url", "file") for what in ("poster", "background", "square_art"))
"""Its own pictures, named directly."""

SUMMARIES = (
    "tmdb_description", "tvdb_description", "tmdb_summary", "tvdb_summary", "tmdb_biography", "trakt_description",
    "letterboxd_description", "tmdb_person",
)  # fmt: skip
POSTERS = ("tmdb_poster", "tmdb_profile", "tvdb_poster", "tmdb_person")
BACKGROUNDS = ("tmdb_background", "tvdb_background")
"""Keys that say where words and pictures come from, the one that counts first. Kometa's order."""

SEARCHES = frozenset(
    ("plex_all", "plex_search", "smart_filter", "smart_url", "smart_label", "plex_pilots", "plex_collectionless")
)
SMART = frozenset(("smart_filter", "smart_url", "smart_label"))
"""The server keeps such a collection by itself."""


@lru_cache(maxsize=1)
def distributions() -> Mapping[str, str]:
    """Return which plugin brings each builder of the dialect."""
    return _by_name("builders.json")


@lru_cache(maxsize=1)
def describers() -> Mapping[str, str]:
    """Return which plugin brings each key that describes a collection."""
    return _by_name("details.json")


@lru_cache(maxsize=1)
def dynamic_makers() -> Mapping[str, str]:
    """Return which plugin knows the keys of each `type` of dynamic collections that needs one."""
    return _by_name("dynamics.json")


@lru_cache(maxsize=1)
def undone() -> Mapping[str, str]:
    """Return the keys of Kometa's that nothing is done with, each with the way out: said as a warning, so that nobody waits."""
    table: dict[str, str] = json.loads((files(__package__) / "undone.json").read_text("utf-8"))
    return table


def _by_name(file: str) -> Mapping[str, str]:
    table: dict[str, list[str]] = json.loads((files(__package__) / file).read_text("utf-8"))
    return {name: plugin for plugin, names in table.items() for name in names}
