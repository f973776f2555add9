"""What Radarr's and Sonarr's API of version 3 sends and takes, of the parts that are used here: names and types of fields."""

from __future__ import annotations

from typing import Any

WHOLE = {"type": "integer"}
YES_NO = {"type": "boolean"}
TEXT = {"type": ["string", "null"]}
NUMBERS = {"type": ["array", "null"], "items": WHOLE}
TEXTS = {"type": ["array", "null"], "items": {"type": "string"}}


def one_of(*values: str) -> dict[str, Any]:
    """Return the shape of a word that is one of some."""
    return {"enum": list(values)}


def thing(needs: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    """Return the shape of an object that has no other fields than these."""
    return {"type": "object", "properties": fields, "required": list(needs), "additionalProperties": False}


def many(shape: dict[str, Any]) -> dict[str, Any]:
    """Return the shape of a list."""
    return {"type": "array", "items": shape}


def _notification(*events: str) -> dict[str, Any]:
    choice = thing(value=WHOLE, name=TEXT, order=WHOLE, hint=TEXT)
    field = thing(
        ("name",),
        order=WHOLE,
        name=TEXT,
        label=TEXT,
        helpText=TEXT,
        value={},
        type=TEXT,
        advanced=YES_NO,
        selectOptions={"type": ["array", "null"], "items": choice},
        privacy=one_of("normal", "password", "apiKey", "userName"),
        isFloat=YES_NO,
    )
    return thing(
        ("name", "fields", "implementation", "configContract"),
        id=WHOLE,
        name=TEXT,
        fields=many(field),
        implementationName=TEXT,
        implementation=TEXT,
        configContract=TEXT,
        infoLink=TEXT,
        tags=NUMBERS,
        presets={"type": "array"},
        includeHealthWarnings=YES_NO,
        **{f"on{event}": YES_NO for event in events},
        **{f"supportsOn{event}": YES_NO for event in events},
    )


COMMON_EVENTS = ("Grab", "Download", "Upgrade", "Rename", "HealthIssue", "HealthRestored", "ApplicationUpdate")
RADARR_EVENTS = (*COMMON_EVENTS, "MovieAdded", "MovieDelete", "MovieFileDelete", "MovieFileDeleteForUpgrade")
SONARR_EVENTS = (
    *COMMON_EVENTS, "ImportComplete", "SeriesAdd", "SeriesDelete", "EpisodeFileDelete", "EpisodeFileDeleteForUpgrade"
)  # fmt: skip
AVAILABILITIES = ("tba", "announced", "inCinemas", "released", "deleted")
SHOW_MONITORS = (
    "unknown", "all", "future", "missing", "existing", "firstSeason", "lastSeason", "latestSeason", "pilot", "recent",
    "monitorSpecials", "unmonitorSpecials", "none", "skip",
)  # fmt: skip
SHOW_TYPES = ("standard", "daily", "anime")

_TITLE = {
    "id": WHOLE, "title": TEXT, "sortTitle": TEXT, "year": WHOLE, "monitored": YES_NO, "genres": TEXTS, "tags": NUMBERS,
    "imdbId": TEXT, "tmdbId": WHOLE, "qualityProfileId": WHOLE, "rootFolderPath": TEXT, "titleSlug": TEXT, "path": TEXT,
}  # fmt: skip
_EDITOR = {
    "monitored": {"type": ["boolean", "null"]}, "qualityProfileId": {"type": ["integer", "null"]}, "tags": NUMBERS,
    "applyTags": one_of("add", "remove", "replace"), "moveFiles": YES_NO, "deleteFiles": YES_NO,
}  # fmt: skip
_MOVIE = thing(
    **_TITLE,
    hasFile={"type": ["boolean", "null"]},
    minimumAvailability=one_of(*AVAILABILITIES),
    addOptions=thing(monitor=one_of("movieOnly", "movieAndCollection", "none"), searchForMovie=YES_NO),
)
_SERIES = thing(
    **_TITLE,
    tvdbId=WHOLE,
    seriesType=one_of(*SHOW_TYPES),
    seasonFolder=YES_NO,
    languageProfileId=WHOLE,
    addOptions=thing(
        monitor=one_of(*SHOW_MONITORS), searchForMissingEpisodes=YES_NO, searchForCutoffUnmetEpisodes=YES_NO
    ),
)

_SHARED = {
    "tag": thing(("label",), id=WHOLE, label=TEXT),
    "rootfolder": thing(id=WHOLE, path=TEXT, accessible=YES_NO, freeSpace={"type": ["integer", "null"]}),
    "qualityprofile": thing(id=WHOLE, name=TEXT, upgradeAllowed=YES_NO, cutoff=WHOLE),
}
RADARR: dict[str, dict[str, Any]] = {
    **_SHARED,
    "notification": _notification(*RADARR_EVENTS),
    "movie": _MOVIE,
    "movie/editor": thing(
        ("movieIds",), movieIds=NUMBERS, minimumAvailability=one_of(*AVAILABILITIES), rootFolderPath=TEXT, **_EDITOR
    ),
    "exclusions": thing(id=WHOLE, tmdbId=WHOLE, movieTitle=TEXT, movieYear=WHOLE),
}
"""By the part of the path behind `/api/v3/`; of one, not of a list."""
SONARR: dict[str, dict[str, Any]] = {
    **_SHARED,
    "notification": _notification(*SONARR_EVENTS),
    "series": _SERIES,
    "series/editor": thing(
        ("seriesIds",), seriesIds=NUMBERS, seriesType=one_of(*SHOW_TYPES), rootFolderPath=TEXT, **_EDITOR
    ),
    "languageprofile": thing(id=WHOLE, name=TEXT, upgradeAllowed=YES_NO),
    "importlistexclusion": thing(id=WHOLE, tvdbId=WHOLE, title=TEXT),
}
