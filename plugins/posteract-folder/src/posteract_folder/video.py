"""What a video file says about itself, read by MediaInfo's library, which its Python package brings along."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from posteract_core.model import AudioTrack

from .languages import language_code
from .technical import Technical

Track = Mapping[str, Any]

_VIDEO_CODECS = {
    "avc": "h264",
    "hevc": "hevc",
    "av1": "av1",
    "vp9": "vp9",
    "vp8": "vp8",
    "vc-1": "vc1",
    "mpeg-4 visual": "mpeg4",
    "vvc": "vvc",
    "theora": "theora",
}
_AUDIO_CODECS = {
    "aac": "aac",
    "ac-3": "ac3",
    "e-ac-3": "eac3",
    "mlp fba": "truehd",
    "truehd": "truehd",
    "dts": "dts",
    "flac": "flac",
    "pcm": "pcm",
    "opus": "opus",
    "vorbis": "vorbis",
    "alac": "alac",
}
_CONTAINERS = {
    "matroska": "mkv",
    "mpeg-4": "mp4",
    "mpeg-ts": "ts",
    "bdav": "m2ts",
    "mpeg-ps": "mpg",
    "windows media": "wmv",
}
_DOLBY_PROFILE = re.compile(r"\bdv(?:he|h1|av|a1|1e)\.(\d{1,2})")
_PROFILE_WITHOUT_BASE = 5


@lru_cache(maxsize=1)
def can_probe() -> bool:
    """Return whether MediaInfo's library is there: its package brings it for Linux (glibc), macOS and Windows."""
    from pymediainfo import MediaInfo

    return bool(MediaInfo.can_parse())


def probe(path: str) -> Technical:
    """Return what the video at `path` says about itself; a file that cannot be read or understood is a `fault`.

    Reads the headers and some frames (a few milliseconds on a local disk). The file is opened here and handed over open,
    because MediaInfo, given a name, would take it through the locale and try it as an address.

    Raises:
        OSError: the file cannot be opened or read.
    """
    from pymediainfo import MediaInfo

    try:
        with Path(path).open("rb") as file:
            answer = MediaInfo.parse(file, output="JSON", parse_speed=0.5)
    except (RuntimeError, ValueError, UnicodeError) as error:
        return Technical(fault=f"MediaInfo failed: {error}")
    try:
        media = json.loads(answer).get("media") if isinstance(answer, str) else None
    except ValueError:
        media = None
    found = read_tracks(media.get("track", ())) if isinstance(media, dict) else Technical()
    return found if found.video_codec or found.audio else Technical(fault="is no video that MediaInfo understands")


def read_tracks(tracks: Sequence[Track]) -> Technical:
    """Return the facts in MediaInfo's tracks, by its own field names."""
    general = next((track for track in tracks if track.get("@type") == "General"), {})
    video = next((track for track in tracks if track.get("@type") == "Video"), {})
    hdr, profile = _hdr(video)
    return Technical(
        width_px=_whole(video.get("Width")),
        height_px=_whole(video.get("Height")),
        video_codec=_video_codec(video),
        hdr=hdr if video else None,
        dolby_vision_profile=profile,
        audio=tuple(_audio(track) for track in tracks if track.get("@type") == "Audio"),
        subtitles=tuple(
            dict.fromkeys(
                code
                for track in tracks
                if track.get("@type") == "Text" and (code := language_code(str(track.get("Language", ""))))
            )
        ),
        duration_s=_number(general.get("Duration")) or _number(video.get("Duration")),
        bitrate_kbps=round(_number(general.get("OverallBitRate")) / 1000),
        container=_container(general),
        aspect=round(_number(video.get("DisplayAspectRatio")), 3),
    )


def _video_codec(video: Track) -> str:
    name = str(video.get("Format", "")).lower()
    if name == "mpeg video":
        return "mpeg1" if "1" in str(video.get("Format_Version", "2")) else "mpeg2"
    return _VIDEO_CODECS.get(name, name)


def _hdr(video: Track) -> tuple[tuple[str, ...], int | None]:
    """Return the kinds of HDR and Dolby Vision's profile.

    PQ without mastering data is HDR10 too, as players take it; Dolby Vision's profile 5 alone has no base layer that others show.
    """
    kind = " ".join(str(video.get(key, "")) for key in ("HDR_Format", "HDR_Format_Compatibility"))
    transfer = str(video.get("transfer_characteristics", ""))
    dolby = "Dolby Vision" in kind
    profile_text = " ".join(str(video.get(key, "")) for key in ("HDR_Format_Profile", "CodecID"))
    found_profile = _DOLBY_PROFILE.search(profile_text)
    profile = int(found_profile.group(1)) if dolby and found_profile else None
    has_base = not dolby or profile != _PROFILE_WITHOUT_BASE
    found = {
        "hdr10": "2086" in kind or "HDR10" in kind or (transfer == "PQ" and has_base),
        "hdr10+": "2094" in kind or "HDR10+" in kind,
        "hlg": transfer == "HLG" or "HLG" in kind,
        "dolby_vision": dolby,
    }
    return tuple(name for name, there in found.items() if there), profile


def _audio(track: Track) -> AudioTrack:
    name = str(track.get("Format", "")).lower()
    extra = str(track.get("Format_AdditionalFeatures", ""))
    commercial = str(track.get("Format_Commercial_IfAny") or track.get("Format_Commercial", ""))
    codec = _AUDIO_CODECS.get(name, name)
    if name == "mpeg audio":
        layer = f"{track.get('Format_Profile', '')} {track.get('CodecID', '')}"
        codec = "mp2" if re.search(r"Layer 2|/L2|^ 50$", layer) else "mp3"
    elif codec == "dts":
        codec = _dts(extra.split(), commercial)
    elif name.startswith("aac"):
        codec = "aac"
    return AudioTrack(
        codec=codec,
        channels=_whole(track.get("Channels")),
        language=language_code(str(track.get("Language", ""))),
        atmos=codec in ("truehd", "eac3") and ("Atmos" in commercial or "JOC" in extra or "16-ch" in extra),
        title=str(track.get("Title", "")),
        profile="es" if codec == "dts" and "ES" in extra.split() else "",
        default=track.get("Default") == "Yes",
    )


def _dts(extra: Sequence[str], commercial: str) -> str:
    if "X" in extra or "DTS:X" in commercial:
        return "dtsx"
    if "XLL" in extra or "Master Audio" in commercial:
        return "dts-hd-ma"
    return "dts-hd-hra" if "XBR" in extra or "High Resolution" in commercial else "dts"


def _container(general: Track) -> str:
    name = str(general.get("Format", "")).lower()
    return _CONTAINERS.get(name, name)


def _number(value: object) -> float:
    """Return a number of MediaInfo's, which come as text, now and then as several with slashes; 0 for none."""
    match = re.match(r"\s*(\d+(?:\.\d+)?)", str(value or ""))
    return float(match.group(1)) if match else 0.0


def _whole(value: object) -> int:
    return round(_number(value))
