"""How an item reads: short in listings (two genres, no labels, no streams), whole by its own address."""

from __future__ import annotations

import zlib
from typing import Any

from ..world import File
from .items import Item
from .preferences import chosen

_LANGUAGES = {"en": ("English", "eng"), "de": ("Deutsch", "deu"), "fr": ("Français", "fra"), "ja": ("日本語", "jpn")}
_IMAGES = {"thumb": "coverPoster", "art": "background", "clearLogo": "clearLogo", "squareArt": "backgroundSquare"}
_RESOLUTIONS = {2160: "4k", 1080: "1080", 720: "720", 576: "576", 480: "480"}


def tag_id(kind: str, tag: str) -> int:
    """Return the number under which the server keeps a genre, label, country …"""
    return zlib.crc32(f"{kind}/{tag}".encode()) % 90_000 + 1


def entry(item: Item, *, whole: bool, guids: bool) -> dict[str, Any]:
    """Return the item as a dictionary in the order and with the names that the server uses."""
    about = item.about
    is_folder = item.type in ("show", "season")
    key = f"/library/collections/{item.key}/children" if item.type == "collection" else f"/library/metadata/{item.key}"
    value: dict[str, Any] = {
        "ratingKey": str(item.key),
        "key": key + ("/children" if is_folder else ""),
        "guid": item.guid,
    }
    value |= _lineage(item)
    value |= {"type": item.type, "title": item.title}
    if whole or item.type == "collection":
        value |= {
            "librarySectionTitle": item.library.title,
            "librarySectionID": item.library.key,
            "librarySectionKey": f"/library/sections/{item.library.key}",
        }
    value |= _words(item) | _pictures(item) | _numbers(item)
    if whole:
        value |= chosen(item)
    if about.files:
        value["Media"] = [_media(item, number, file, whole=whole) for number, file in enumerate(about.files)]
    value |= _tags(item, whole=whole)
    if (guids or whole) and not item.legacy and (ids := _guids(item)):
        value["Guid"] = ids
    if whole and item.locked:
        value["Field"] = [{"locked": True, "name": name} for name in sorted(item.locked)]
    return value


def _lineage(item: Item) -> dict[str, Any]:
    if item.type not in ("season", "episode") or item.parent is None:
        return {}
    above = item.parent
    value: dict[str, Any] = {
        "parentRatingKey": str(above.key),
        "parentGuid": above.guid,
        "parentKey": f"/library/metadata/{above.key}",
        "parentTitle": above.title,
        "index": item.about.season if item.type == "season" else item.about.episode,
    }
    if item.type == "season":
        return value | {"parentIndex": 1, "parentYear": above.about.year} | _thumb("parentThumb", above)
    value["parentIndex"] = above.about.season
    show = above.parent
    if show is not None:
        value |= {
            "grandparentRatingKey": str(show.key),
            "grandparentGuid": show.guid,
            "grandparentKey": f"/library/metadata/{show.key}",
            "grandparentTitle": show.title,
        }
        value |= _thumb("grandparentThumb", show)
        if (stamp := show.shows("art")) is not None:
            value["grandparentArt"] = value["art"] = f"/library/metadata/{show.key}/art/{stamp}"
    return value | _thumb("parentThumb", above)


def _thumb(name: str, item: Item) -> dict[str, str]:
    stamp = item.shows("thumb")
    return {} if stamp is None else {name: f"/library/metadata/{item.key}/thumb/{stamp}"}


def _words(item: Item) -> dict[str, Any]:
    about = item.about
    value: dict[str, Any] = {}
    if "titleSort" in item.edits:
        value["titleSort"] = item.edits["titleSort"]
    if item.type == "collection":
        smart = {"subtype": item.library.type, "summary": item.edits.get("summary", ""), "smart": bool(item.content)}
        if item.content:
            smart["content"] = item.content
        smart |= {"contentRating": item.edits["contentRating"]} if item.edits.get("contentRating") else {}
        return value | smart | {"childCount": len(item.children)} | chosen(item)
    own = {"originalTitle": about.original_title, "editionTitle": about.edition, "tagline": ""}
    value |= {name: said for name, default in own.items() if (said := item.edits.get(name, default))}
    if item.type in ("movie", "show"):
        value["studio"] = item.edits.get("studio", about.studio)
    return value | {
        "contentRating": item.edits.get("contentRating", about.content_rating),
        "summary": item.edits.get("summary", about.summary),
    }


def _pictures(item: Item) -> dict[str, Any]:
    value: dict[str, Any] = {}
    images = []
    for element, word in _IMAGES.items():
        if (stamp := item.shows(element)) is None:
            continue
        address = f"/library/metadata/{item.key}/{element}/{stamp}"
        if element in ("thumb", "art"):
            value[element] = address
        kind = "snapshot" if item.type == "episode" and element == "thumb" else word
        images.append({"alt": item.title, "type": kind, "url": address})
    return value | ({"Image": images} if images else {})


def _numbers(item: Item) -> dict[str, Any]:
    about = item.about
    value: dict[str, Any] = {"addedAt": int(item.edits.get("addedAt", item.added)), "updatedAt": item.updated}
    if item.type == "collection":
        return value
    if item.type != "season":
        value |= {
            "audienceRating": float(item.edits.get("audienceRating") or about.rating),
            "audienceRatingImage": "themoviedb://image.rating",
            "year": about.year,
            "originallyAvailableAt": item.edits.get("originallyAvailableAt", f"{about.year}-06-15"),
            "duration": 6_000_000,
        }
    value |= {name: float(item.edits[name]) for name in ("rating", "userRating") if item.edits.get(name, "-1") != "-1"}
    if item.view_count:
        value |= {"viewCount": item.view_count, "lastViewedAt": item.updated}
    if item.type in ("show", "season"):
        leaves = _leaves(item)
        counts = {"leafCount": len(leaves), "viewedLeafCount": sum(1 for leaf in leaves if leaf.view_count)}
        value |= counts | ({"childCount": len(item.children), "index": 1} if item.type == "show" else {})
    return value


def _leaves(item: Item) -> list[Item]:
    return item.children if item.type == "season" else [leaf for season in item.children for leaf in season.children]


def _tags(item: Item, *, whole: bool) -> dict[str, Any]:
    about = item.about
    value: dict[str, Any] = {}
    if item.type in ("movie", "show"):
        genres = item.genres if whole else item.genres[:2]
        value["Genre"] = [_tag("genre", genre, whole=whole) for genre in genres]
        value["Country"] = [_tag("country", tag, whole=whole) for tag in item.tags.get("country", (about.country,))]
        if whole:
            value["Rating"] = [{"image": "themoviedb://image.rating", "value": about.rating, "type": "audience"}]
            value["Role"] = [_tag("actor", "Al Pacino", whole=True) | {"role": "Vincent Hanna"}]
        if item.type == "movie":
            value["Director"] = [
                _tag("director", tag, whole=whole) for tag in item.tags.get("director", ("Michael Mann",))
            ]
    if item.collections and item.type != "collection":
        value["Collection"] = [_tag("collection", tag, whole=whole) for tag in item.collections]
    if whole and item.labels:
        value["Label"] = [_tag("label", tag, whole=True) for tag in item.labels]
    return value


def _tag(kind: str, tag: str, *, whole: bool) -> dict[str, Any]:
    number = tag_id(kind, tag)
    return {"id": number, "filter": f"{kind}={number}", "tag": tag} if whole else {"tag": tag}


def _guids(item: Item) -> list[dict[str, str]]:
    about = item.about
    ids = (("imdb", about.imdb), ("tmdb", about.tmdb), ("tvdb", about.tvdb))
    return [] if item.type == "collection" else [{"id": f"{service}://{known}"} for service, known in ids if known]


def _media(item: Item, number: int, file: File, *, whole: bool) -> dict[str, Any]:
    media_id = item.key * 10 + number
    codec, channels, _, _ = file.audio[0] if file.audio else ("", 0, "", False)
    common = {"duration": 6_000_000, "container": file.path.rpartition(".")[2]}
    part: dict[str, Any] = {"id": media_id, "key": f"/library/parts/{media_id}/{item.added}/file.mkv", **common}
    part |= {"file": file.path, "size": file.size_bytes}
    if whole:
        part["Stream"] = _streams(media_id, file)
    return {
        "id": media_id,
        **common,
        "bitrate": 8000,
        "width": file.width_px,
        "height": file.height_px,
        "aspectRatio": 1.78,
        "audioChannels": channels,
        "audioCodec": codec,
        "videoCodec": file.video,
        "videoResolution": _RESOLUTIONS[file.height_px],
        "videoFrameRate": "24p",
        "videoProfile": _profile(file),
        "Part": [part],
    }


def _profile(file: File) -> str:
    return "main 10" if file.hdr else "main"


def _streams(media_id: int, file: File) -> list[dict[str, Any]]:
    video: dict[str, Any] = {
        "id": media_id * 100,
        "streamType": 1,
        "default": True,
        "codec": file.video,
        "profile": _profile(file),
        "index": 0,
        "bitDepth": 10 if file.hdr else 8,
        "width": file.width_px,
        "height": file.height_px,
        "frameRate": 23.976,
    }
    video |= _HDR_MARKS[file.hdr]
    words = " ".join(filter(None, (f"{_RESOLUTIONS[file.height_px]}p".replace("4kp", "4K"), _HDR_WORDS[file.hdr])))
    video |= {"displayTitle": words, "extendedDisplayTitle": f"{words} ({file.video.upper()})"}
    streams = [video]
    for number, (codec, channels, language, atmos) in enumerate(file.audio, start=1):
        layout = {2: "Stereo", 6: "5.1", 8: "7.1"}.get(channels, f"{channels} ch")
        shown = (
            f"{_LANGUAGES.get(language, (language, language))[0]} ({codec.upper()} {layout}{' Atmos' if atmos else ''})"
        )
        streams.append(
            {
                "id": media_id * 100 + number,
                "streamType": 2,
                "selected": number == 1,
                "default": number == 1,
                "codec": codec,
                "index": number,
                "channels": channels,
                **_language(language),
                "displayTitle": shown,
                "extendedDisplayTitle": shown,
            }
        )
    for number, language in enumerate(file.subtitles, start=len(streams)):
        streams.append(
            {
                "id": media_id * 100 + number,
                "streamType": 3,
                "codec": "srt",
                "index": number,
                **_language(language),
                **({"title": file.subtitle_titles[language]} if language in file.subtitle_titles else {}),
                "displayTitle": f"{_language(language)['language']} (SRT)",
            }
        )
    return streams


def _language(code: str) -> dict[str, str]:
    name, long = _LANGUAGES.get(code, (code, code))
    return {"language": name, "languageTag": code, "languageCode": long}


_HDR_MARKS: dict[str, dict[str, Any]] = {
    "": {"colorSpace": "bt709", "colorTrc": "bt709"},
    "hdr10": {"colorPrimaries": "bt2020", "colorSpace": "bt2020nc", "colorTrc": "smpte2084"},
    "hlg": {"colorPrimaries": "bt2020", "colorSpace": "bt2020nc", "colorTrc": "arib-std-b67"},
    "dolby_vision": {
        "colorPrimaries": "bt2020",
        "colorSpace": "bt2020nc",
        "colorTrc": "smpte2084",
        "DOVIPresent": True,
        "DOVIProfile": 8,
        "DOVILevel": 6,
        "DOVIVersion": "1.0",
        "DOVIBLPresent": True,
        "DOVIBLCompatID": 1,
        "DOVIELPresent": False,
        "DOVIRPUPresent": True,
    },
}
_HDR_WORDS = {"": "", "hdr10": "HDR10", "hlg": "HLG", "dolby_vision": "DoVi/HDR10"}
