"""What may be set on an item beyond its metadata, as PlexAPI documents it."""

from __future__ import annotations

from typing import Any

from .items import Item

_SHOWS, _VIDEOS, _TRACKS = ("show",), ("movie", "show"), ("show", "season")
_LANGUAGES = "|en-US:English|de-DE:Deutsch|fr-FR:Français"
_MODES = "-1:Library default|0:Hide collection|1:Hide items in this collection|2:Show this collection and its items"
_KEPT = "0:All episodes|5:5 latest episodes|3:3 latest episodes|1:Latest episode|-3:Past 3 days|-7:Past 7 days|-30:Past 30 days"
_ORDERINGS = (
    "|tmdbAiring:The Movie Database (Aired)|aired:TheTVDB (Aired)|dvd:TheTVDB (DVD)|absolute:TheTVDB (Absolute)"
)
_DELETED = "0:Never|1:After a day|7:After a week|100:On next refresh"

_ROWS = (
    (("collection",), "collectionMode", "int", "-1", _MODES),
    (("collection",), "collectionSort", "int", "0", "0:Release date|1:Alphabetical|2:Custom"),
    (("smart collection",), "collectionFilterBasedOnUser", "int", "0", "0:Server admin|1:Current user"),
    (_SHOWS, "episodeSort", "int", "-1", "-1:Library default|0:Oldest first|1:Newest first"),
    (_SHOWS, "autoDeletionItemPolicyUnwatchedLibrary", "int", "0", _KEPT),
    (_SHOWS, "autoDeletionItemPolicyWatchedLibrary", "int", "0", _DELETED),
    (_SHOWS, "flattenSeasons", "int", "-1", "-1:Library default|0:Show|1:Hide"),
    (_SHOWS, "showOrdering", "text", "", _ORDERINGS),
    (_VIDEOS, "languageOverride", "text", "", _LANGUAGES),
    (_VIDEOS, "useOriginalTitle", "int", "-1", "-1:Library default|0:No|1:Yes"),
    (_VIDEOS, "enableCreditsMarkerGeneration", "int", "-1", "-1:Library default|0:Disabled"),
    (_TRACKS, "audioLanguage", "text", "", _LANGUAGES),
    (_TRACKS, "subtitleLanguage", "text", "", _LANGUAGES),
    (_TRACKS, "subtitleMode", "int", "-1", "-1:Account default|0:Manually selected|1:Foreign audio|2:Always enabled"),
)


def preferences(item: Item) -> list[dict[str, Any]]:
    """Return the settings of an item, as they are told when they are asked for."""
    return [
        {
            "id": name,
            "label": name,
            "summary": "",
            "type": kind,
            "default": default,
            "value": item.chosen.get(name, default),
            "hidden": False,
            "advanced": False,
            "group": "",
            "enumValues": values,
        }
        for types, name, kind, default, values in _ROWS
        if _has(item, types)
    ]


def choose(item: Item, name: str, value: str) -> None:
    """Set one; what the item has not is passed over."""
    if any(each["id"] == name for each in preferences(item)):
        item.chosen[name] = value


def chosen(item: Item) -> dict[str, Any]:
    """Return what an entry says by itself: what is not as by default."""
    return {
        name: int(value) if kind == "int" else value
        for types, name, kind, default, _ in _ROWS
        if _has(item, types) and (value := item.chosen.get(name, default)) != default
    }


def _has(item: Item, types: tuple[str, ...]) -> bool:
    return item.type in types or (item.type == "collection" and bool(item.content) and "smart collection" in types)
