"""What may stand in a definition of a collection, and what is understood to be Kometa's and not done here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

SETTINGS = frozenset(
    ("name", "schedule", "sync_mode", "limit", "minimum_items", "delete_below_minimum", "delete_not_scheduled", "builder_level",
     "run_definition", "only_run_on_create", "validate_builders", "ignore_blank_results", "cache_builders", "ignore_ids",
     "ignore_imdb_ids", "build_collection", "blank_collection", "library", "overlay", "item_overlay", "poster", "adopt",
     "template", "variables")
)  # fmt: skip
"""How a collection is kept."""

DETAILS = frozenset(
    ("sort_title", "content_rating", "summary", "label", "append_label", "collection_order", "collection_mode",
     "visible_library", "visible_home", "visible_shared")
)  # fmt: skip
"""What is written on it."""

SEARCHES = frozenset(("plex_all", "plex_search", "smart_filter"))

FROM_SERVICES = frozenset(
    ("tmdb_summary", "tmdb_description", "tmdb_biography", "tvdb_summary", "tvdb_description", "trakt_description",
     "letterboxd_description", "tmdb_poster", "tmdb_profile", "tmdb_background", "tvdb_poster", "tvdb_background", "tmdb_person",
     "tmdb_person_offset", "url_poster", "file_poster", "url_background", "file_background", "url_square_art", "file_square_art",
     "smart_label", "smart_url", "plex_collectionless", "plex_pilots", "collection_filtering", "url_theme", "file_theme",
     "hub_priority",
     "name_mapping", "language", "test", "run_again", "show_missing", "show_filtered", "show_unfiltered", "save_report",
     "missing_only_released", "only_filter_missing", "default_percent", "tmdb_region", "tmdb_birthday", "tmdb_deathday",
     "server_preroll", "changes_webhooks", "sync_to_trakt_list", "sync_missing_to_trakt_list", "delete_collections_named",
     "icheckmovies_description", "icheckmovies_list", "simkl_trending", "simkl_dvd", "mojo_world", "mojo_domestic",
     "mojo_international", "mojo_record", "mojo_all_time", "mojo_never", "anidb_id", "anidb_relation", "anidb_tag",
     "anidb_tag_name", "revert_overlay", "reciperr_list", "anidb_popular", "imdb_ignore_ids")
)  # fmt: skip
"""Known keys of Kometa's that nothing is done with yet: said as a warning, so that nobody waits for it."""


@lru_cache(maxsize=1)
def distributions() -> Mapping[str, str]:
    """Return which plugin brings each builder of the dialect."""
    table: dict[str, list[str]] = json.loads((files(__package__) / "builders.json").read_text("utf-8"))
    return {name: plugin for plugin, names in table.items() for name in names}
