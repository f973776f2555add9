"""Preferences of items: Plex's ids and numbers for what the dialect calls `season_display: hide`.

Ids and numbers are those that PlexAPI documents for its `Show`, `Season` and `Movie`; of `flattenSeasons`, where it says both,
the one that the name says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from posteract_core.model import FrozenMap


@dataclass(frozen=True, slots=True)
class Preference:
    """One preference.

    Attributes:
        id: Plex's name for it.
        default: what it is where an entry does not say; written to have it so again.
        values: Plex's value for each word; what is not among them is a language, or newer than this table, and passed on.
    """

    id: str
    default: str
    values: Mapping[str, str] = field(default_factory=dict)

    def word(self, value: str) -> str:
        """Return the dialect's word for Plex's value."""
        return next((word for word, known in self.values.items() if known == value), value)

    def value(self, word: str) -> str:
        """Return Plex's value for a word of the dialect."""
        return self.default if word in ("", "default") else self.values.get(word, word)


PREFERENCES: Mapping[str, Preference] = {
    "episode_sorting": Preference("episodeSort", "-1", {"oldest": "0", "newest": "1"}),
    "keep_episodes": Preference(
        "autoDeletionItemPolicyUnwatchedLibrary",
        "0",
        {"all": "0", "5_latest": "5", "3_latest": "3", "latest": "1", "past_3": "-3", "past_7": "-7", "past_30": "-30"},
    ),
    "delete_episodes": Preference(
        "autoDeletionItemPolicyWatchedLibrary", "0", {"never": "0", "day": "1", "week": "7", "refresh": "100"}
    ),
    "season_display": Preference("flattenSeasons", "-1", {"show": "0", "hide": "1"}),
    "episode_ordering": Preference(
        "showOrdering",
        "",
        {"tmdb_aired": "tmdbAiring", "tvdb_aired": "aired", "tvdb_dvd": "dvd", "tvdb_absolute": "absolute"},
    ),
    "metadata_language": Preference("languageOverride", ""),
    "use_original_title": Preference("useOriginalTitle", "-1", {"no": "0", "yes": "1"}),
    "credits_detection": Preference("enableCreditsMarkerGeneration", "-1", {"disabled": "0"}),
    "audio_language": Preference("audioLanguage", ""),
    "subtitle_language": Preference("subtitleLanguage", ""),
    "subtitle_mode": Preference("subtitleMode", "-1", {"manual": "0", "foreign": "1", "always": "2"}),
}
"""By the dialect's name."""

IDS = tuple(each.id for each in PREFERENCES.values())


def preferences_of(entry: Mapping[str, Any]) -> FrozenMap[str, str]:
    """Return what was chosen for an entry, in the dialect's words; what is as by default is left out."""
    said = ((name, each, str(entry.get(each.id, each.default))) for name, each in PREFERENCES.items())
    return FrozenMap({name: each.word(value) for name, each, value in said if value not in (each.default, "")})


def settings_of(fields: Mapping[str, str]) -> dict[str, str | int]:
    """Return an edit's preferences as Plex is told them."""
    return {PREFERENCES[name].id: PREFERENCES[name].value(word) for name, word in fields.items() if name in PREFERENCES}
