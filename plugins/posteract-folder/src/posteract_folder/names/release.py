"""What release names say about the file: the last resort where neither an NFO nor the video itself tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from posteract_core.providers.release_names import HDR10_PLUS, source_of, words

_SIZES = {"4320": (7680, 4320), "2160": (3840, 2160), "1440": (2560, 1440), "1080": (1920, 1080), "720": (1280, 720)}
_LINES = re.compile(r"(?<![a-z0-9])(4320|2160|1440|1080|720|576|540|480|360)[pi](?![a-z0-9])", re.IGNORECASE)
_UHD = re.compile(r"(?<![a-z0-9])(?:4k|uhd)(?![a-z0-9])", re.IGNORECASE)


_CODECS = (
    ("hevc", words(r"[xh][ .]?265|hevc")),
    ("h264", words(r"[xh][ .]?264|avc")),
    ("av1", words(r"av1")),
    ("vp9", words(r"vp9")),
    ("vc1", words(r"vc-?1")),
    ("mpeg2", words(r"mpeg-?2")),
    ("mpeg4", words(r"xvid|divx")),
)
_HDR = (
    ("hdr10", words(r"hdr(?:10)?")),
    ("hdr10+", HDR10_PLUS),
    ("hlg", words(r"hlg")),
    ("dolby_vision", words(r"dv|dovi|dolby[ .]?vision")),
)
_AUDIO = (
    ("dtsx", words(r"dts[ -]?x")),
    ("dts-hd-hra", words(r"dts-?hd[ .-]?hra?")),
    ("dts-hd-ma", words(r"dts-?hd[ .-]?ma|dts-?hd|dts[ .-]ma")),
    ("truehd", words(r"true-?hd(?=[0-9]|)")),
    ("eac3", re.compile(r"(?<![a-z0-9])(?:ddp|dd\+|e-?ac-?3|ddpa)(?![a-z])", re.IGNORECASE)),
    ("ac3", re.compile(r"(?<![a-z0-9])(?:dd(?=[0-9. ]*[0-9])|ac-?3)(?![a-z])", re.IGNORECASE)),
    ("dts", words(r"dts(?:-?es)?")),
    ("flac", re.compile(r"(?<![a-z0-9])flac(?![a-z])", re.IGNORECASE)),
    ("opus", words(r"opus")),
    ("aac", re.compile(r"(?<![a-z0-9])(?:he-?)?aac(?![a-z])", re.IGNORECASE)),
    ("pcm", words(r"l?pcm")),
    ("mp3", words(r"mp3")),
)
_ES = words(r"dts-?es")
_ATMOS = words(r"atmos|ddpa[0-9. ]*")
_CHANNELS = re.compile(r"(?<![0-9])(?<![0-9][.])([1257])[. ]([012])(?:[. ][24])?(?![0-9]|[ .]?[gm]b)", re.IGNORECASE)

STRONG = re.compile(
    r"(?<![a-z0-9])(?:(?:4320|2160|1440|1080|720|576|540|480|360)[pi]|4k|uhd|blu-?ray|bd-?rip|br-?rip|(?:bd-?)?remux"
    r"|web-?dl|web-?rip|hdtv|pdtv|sd-?tv|tv-?rip|dvd-?rip|hd-?dvd|hd-?cam|cam-?rip|telesync|hd-?ts|[xh]\.?26[45]|hevc|xvid|divx)(?![a-z0-9])",
    re.IGNORECASE,
)
"""Words that stand in no title: what comes before the first of them is the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What a name claims about the file; zero and empty where it says nothing.

    Attributes are those of `MediaVersion` and `AudioTrack`.
    """

    source: str = ""
    width_px: int = 0
    height_px: int = 0
    video_codec: str = ""
    hdr: tuple[str, ...] = ()
    audio_codec: str = ""
    audio_profile: str = ""
    channels: int = 0
    atmos: bool = False


def release_of(text: str) -> Release:
    """Return what the part of a name after title and year says.

    >>> release_of("2160p.UHD.BluRay.REMUX.DV.HDR10.TrueHD.Atmos.7.1.x265").hdr
    ('hdr10', 'dolby_vision')
    """
    if not text:
        return Release()
    lines = _LINES.search(text)
    width_px, height_px = (0, 0)
    if lines:
        width_px, height_px = _SIZES.get(lines.group(1), (0, int(lines.group(1))))
    elif _UHD.search(text):
        width_px, height_px = _SIZES["2160"]
    channels = _CHANNELS.search(text)
    audio_codec = _first(_AUDIO, text)
    return Release(
        source=source_of(text),
        width_px=width_px,
        height_px=height_px,
        video_codec=_first(_CODECS, text),
        hdr=tuple(name for name, pattern in _HDR if pattern.search(text)),
        audio_codec=audio_codec,
        audio_profile="es" if audio_codec == "dts" and _ES.search(text) else "",
        channels=int(channels.group(1)) + int(channels.group(2)) if channels and audio_codec else 0,
        atmos=audio_codec in ("truehd", "eac3") and _ATMOS.search(text) is not None,
    )


def _first(known: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str:
    return next((name for name, pattern in known if pattern.search(text)), "")
