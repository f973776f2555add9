"""Versions of a film or episode: Plex's `Media`, `Part` and `Stream`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from posteract_core.model import AudioTrack, MediaVersion
from posteract_core.providers.release_names import says_hdr10_plus, source_in

VIDEO, AUDIO, SUBTITLE = 1, 2, 3
"""`streamType`."""

_CODECS = {
    "dca": "dts",
    "dca-ma": "dts-hd-ma",
    "dca-hra": "dts-hd-hra",
    "h265": "hevc",
    "mpeg2video": "mpeg2",
    "vc1": "vc1",
}
_PCM = re.compile(r"pcm")
_DTS_PROFILES = {"ma": "dts-hd-ma", "hra": "dts-hd-hra", "es": "dts", "dts": "dts"}


def versions_of(entry: Mapping[str, Any]) -> tuple[MediaVersion, ...]:
    """Return the versions of an entry; streams are there only where the entry is whole (not of a listing)."""
    edition = entry.get("editionTitle", "")
    return tuple(_version(media, edition) for media in entry.get("Media", ()))


def reduced(media: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what `versions_of` needs of a `Media` list, to be kept."""
    return [
        {name: one[name] for name in _MEDIA if name in one}
        | {
            "Part": [
                {name: part[name] for name in ("file", "size") if name in part}
                | {"Stream": [_reduced_stream(each) for each in part.get("Stream", ())]}
                for part in one.get("Part", ())
            ]
        }
        for one in media
    ]


_MEDIA = (
    "width", "height", "videoCodec", "duration", "bitrate", "container", "aspectRatio", "audioCodec", "audioChannels",
)  # fmt: skip
_STREAM = (
    "streamType", "codec", "channels", "languageTag", "languageCode", "default", "title", "extendedDisplayTitle", "displayTitle",
    "profile", "colorTrc", "DOVIPresent", "DOVIProfile", "DOVIBLCompatID",
)  # fmt: skip


def _reduced_stream(stream: Mapping[str, Any]) -> dict[str, Any]:
    return {name: stream[name] for name in _STREAM if name in stream}


def _version(media: Mapping[str, Any], edition: str) -> MediaVersion:
    parts = media.get("Part", ())
    path = parts[0].get("file", "") if parts else ""
    streams = [stream for part in parts[:1] for stream in part.get("Stream", ())]
    video: Mapping[str, Any] = next((stream for stream in streams if stream.get("streamType") == VIDEO), {})
    audio = tuple(_track(stream) for stream in streams if stream.get("streamType") == AUDIO)
    if not streams and media.get("audioCodec"):
        audio = (
            AudioTrack(
                codec=_codec(media),
                channels=media.get("audioChannels", 0),
                profile=str(media.get("audioProfile", "")).lower(),
                default=True,
            ),
        )
    return MediaVersion(
        path=path,
        width_px=media.get("width", 0),
        height_px=media.get("height", 0),
        video_codec=_CODECS.get(media.get("videoCodec", ""), media.get("videoCodec", "")),
        video_profile=str(video.get("profile") or media.get("videoProfile") or "").lower(),
        hdr=_hdr(video, path),
        dolby_vision_profile=video.get("DOVIProfile") if video.get("DOVIPresent") else None,
        audio=audio,
        subtitles=tuple(_language(stream) for stream in streams if stream.get("streamType") == SUBTITLE),
        subtitle_titles=tuple(
            stream["title"] for stream in streams if stream.get("streamType") == SUBTITLE and stream.get("title")
        ),
        duration_s=media.get("duration", 0) / 1000,
        size_bytes=sum(part.get("size", 0) for part in parts),
        bitrate_kbps=media.get("bitrate", 0),
        container=media.get("container", ""),
        source=source_in(path),
        edition=edition,
        aspect=float(media.get("aspectRatio", 0) or 0),
    )


def _hdr(video: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """Return the kinds of HDR, as Plex tells them; it knows HDR10+ of few files, so of HDR10 the name may say more."""
    words = f"{video.get('displayTitle', '')} {video.get('extendedDisplayTitle', '')}".lower()
    found = []
    transfer = video.get("colorTrc")
    if transfer == "smpte2084" or "hdr10" in words:
        found.append("hdr10+" if "hdr10+" in words or says_hdr10_plus(path) else "hdr10")
    if transfer == "arib-std-b67" or "hlg" in words:
        found.append("hlg")
    if video.get("DOVIPresent"):
        if video.get("DOVIProfile") == _WITHOUT_BASE_LAYER:
            found.clear()
        found.append("dolby_vision")
    return tuple(found)


_WITHOUT_BASE_LAYER = 5
"""The profile of Dolby Vision that other players cannot show as HDR10."""


def _track(stream: Mapping[str, Any]) -> AudioTrack:
    words = (
        f"{stream.get('title', '')} {stream.get('displayTitle', '')} {stream.get('extendedDisplayTitle', '')}".lower()
    )
    codec = _codec(stream)
    if codec.startswith("dts") and ("dts:x" in words or "dts-x" in words or "dtsx" in words):
        codec = "dtsx"
    return AudioTrack(
        codec=codec,
        channels=stream.get("channels", 0),
        language=_language(stream),
        atmos=codec in ("truehd", "eac3") and "atmos" in words,
        title=stream.get("title", ""),
        profile=str(stream.get("profile", "")).lower(),
        default=bool(stream.get("default")),
    )


def _codec(stream: Mapping[str, Any]) -> str:
    codec = str(stream.get("codec") or stream.get("audioCodec") or "").lower()
    if codec == "dca":
        return _DTS_PROFILES.get(str(stream.get("profile", "")).lower(), "dts")
    return "pcm" if _PCM.match(codec) else _CODECS.get(codec, codec)


def _language(stream: Mapping[str, Any]) -> str:
    """Return ISO 639-1 where Plex has it (`en` of `en-GB`), else its three letters."""
    tag = str(stream.get("languageTag", "")).partition("-")[0].lower()
    return tag or str(stream.get("languageCode", "")).lower()
