"""`fileinfo/streamdetails`: what Kodi, Jellyfin and Emby found in the video."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posteract_core.model import AudioTrack

from ..languages import language_code
from ..technical import Technical

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_VIDEO_CODECS = {
    "avc": "h264",
    "avc1": "h264",
    "h264": "h264",
    "x264": "h264",
    "hevc": "hevc",
    "h265": "hevc",
    "x265": "hevc",
    "hvc1": "hevc",
    "hev1": "hevc",
    "dvhe": "hevc",
    "dvh1": "hevc",
    "mpeg2video": "mpeg2",
    "mpeg-2": "mpeg2",
    "mpeg1video": "mpeg1",
    "vc-1": "vc1",
    "wvc1": "vc1",
    "wmv3": "wmv3",
    "xvid": "mpeg4",
    "divx": "mpeg4",
    "dx50": "mpeg4",
    "av01": "av1",
    "vp09": "vp9",
}
_AUDIO_CODECS = {
    "ac-3": "ac3",
    "e-ac-3": "eac3",
    "eac3_ddp_atmos": "eac3",
    "truehd_atmos": "truehd",
    "mlp": "truehd",
    "dca": "dts",
    "dts-hd": "dts-hd-ma",
    "dtshd_ma": "dts-hd-ma",
    "dtshd_hra": "dts-hd-hra",
    "dtshd_ma_x": "dtsx",
    "dtshd_ma_x_imax": "dtsx",
    "dts-x": "dtsx",
    "dts:x": "dtsx",
    "dtshd": "dts-hd-ma",
    "aac_latm": "aac",
    "aac_lc": "aac",
    "he-aac": "aac",
    "mp3float": "mp3",
}
_HDR = {
    "hdr10": ("hdr10",),
    "hdr": ("hdr10",),
    "hdr10plus": ("hdr10", "hdr10+"),
    "hdr10+": ("hdr10", "hdr10+"),
    "hlg": ("hlg",),
    "dolbyvision": ("dolby_vision",),
    "dolby vision": ("dolby_vision",),
    "dovi": ("dolby_vision",),
    "": (),
    "sdr": (),
}
_ORDER = ("hdr10", "hdr10+", "hlg", "dolby_vision")


def technical_of(details: Element | None) -> Technical | None:
    """Return the facts of a `streamdetails` element; None when there is none or it is empty.

    An NFO without `hdrtype` (Jellyfin, Emby, Kodi before 20) says nothing about HDR; an empty one says that there is none.
    """
    if details is None or not len(details):
        return None
    video = details.find("video")
    found = Technical()
    if video is not None:
        codec = _word(video, "codec")
        found = Technical(
            width_px=round(_number(_word(video, "width"))),
            height_px=round(_number(_word(video, "height"))),
            video_codec=_VIDEO_CODECS.get(codec, codec),
            hdr=_hdr(video),
            duration_s=_number(_word(video, "durationinseconds")) or _number(_word(video, "duration")) * 60,
            bitrate_kbps=0,
            aspect=_aspect(_word(video, "aspect")),
        )
    audio = tuple(_audio(track) for track in details.iterfind("audio") if _word(track, "codec"))
    subtitles = tuple(
        dict.fromkeys(
            code for track in details.iterfind("subtitle") if (code := language_code(_word(track, "language")))
        )
    )
    return found.over(Technical(audio=audio or None, subtitles=subtitles or None))


def _audio(track: Element) -> AudioTrack:
    codec, profile = _word(track, "codec"), _word(track, "profile")
    name = _AUDIO_CODECS.get(codec, codec.removesuffix("float"))
    if name.startswith("pcm"):
        name = "pcm"
    if name == "dts" and profile:
        name = "dts-hd-ma" if "ma" in profile.split() else "dts-hd-hra" if "hra" in profile.split() else name
    return AudioTrack(
        codec=name,
        channels=round(_number(_word(track, "channels"))),
        language=language_code(_word(track, "language")),
        atmos="atmos" in codec or "atmos" in profile,
        profile=profile,
        default=_word(track, "default") == "true",
    )


def _hdr(video: Element) -> tuple[str, ...] | None:
    if video.find("hdrtype") is None:
        return None
    words = re.split(r"[,/|]", _word(video, "hdrtype"))
    found = {kind for word in words for kind in _HDR.get(word.strip(), ())}
    return tuple(kind for kind in _ORDER if kind in found)


def _word(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip().lower()


def _number(text: str) -> float:
    match = re.match(r"\d{1,9}(?:\.\d{1,9})?", text)
    return float(match.group()) if match else 0.0


def _aspect(text: str) -> float:
    if match := re.fullmatch(r"(\d{1,5}):(\d{1,5})", text):
        return round(int(match.group(1)) / int(match.group(2)), 3) if int(match.group(2)) else 0.0
    return round(_number(text), 3)
